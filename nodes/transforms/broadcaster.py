"""Publishing transforms as tf2 does, since tf2_ros is not everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from rclpy.node import Node
from tf2_msgs.msg import TFMessage

from whereseen.nodes import qos
from whereseen.nodes.transforms.edge import Edge
from whereseen.nodes.transforms.messages import message_of


class Broadcaster:
    """Publishes edges on `/tf`."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._publisher = node.create_publisher(TFMessage, "/tf", qos.tf())

    def send(self, edges: Iterable[Edge]) -> None:
        """Publish edges as they are at their stamps; raises UnusableMessage if one has none."""
        self._publisher.publish(TFMessage(transforms=[message_of(edge) for edge in edges]))

    def close(self) -> None:
        """Stop publishing."""
        self._node.destroy_publisher(self._publisher)


class StaticBroadcaster:
    """Publishes edges that hold at all times on `/tf_static`, also to who comes late.

    Only the last message is kept for these, so that each holds all edges sent so far.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._publisher = node.create_publisher(TFMessage, "/tf_static", qos.tf_static(depth=1))
        self._edges: dict[str, Edge] = {}

    def send(self, edges: Iterable[Edge]) -> None:
        """Publish edges and all before them; of the same child, the last counts."""
        self._edges.update({edge.child: edge for edge in edges})
        transforms = [message_of(edge) for edge in self._edges.values()]
        self._publisher.publish(TFMessage(transforms=transforms))

    def close(self) -> None:
        """Stop publishing; who comes later gets nothing."""
        self._node.destroy_publisher(self._publisher)
