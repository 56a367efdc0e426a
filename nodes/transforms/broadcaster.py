"""Publishing transforms as tf2 does, since tf2_ros is not everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from geometry_msgs.msg import TransformStamped
from rclpy.node import Node
from tf2_msgs.msg import TFMessage

from whereseen.nodes import qos


class Broadcaster:
    """Publishes transforms that change on `/tf`."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._publisher = node.create_publisher(TFMessage, "/tf", qos.tf())

    def send(self, transforms: Iterable[TransformStamped]) -> None:
        """Publish transforms as they are at their stamps."""
        self._publisher.publish(TFMessage(transforms=list(transforms)))

    def close(self) -> None:
        """Stop publishing."""
        self._node.destroy_publisher(self._publisher)


class StaticBroadcaster:
    """Publishes transforms that hold at all times on `/tf_static`, also to who comes late.

    Only the last message is kept for these, so each holds all transforms sent so far.
    """

    def __init__(self, node: Node) -> None:
        self._node = node
        self._publisher = node.create_publisher(TFMessage, "/tf_static", qos.tf_static(depth=1))
        self._sent: dict[str, TransformStamped] = {}

    def send(self, transforms: Iterable[TransformStamped]) -> None:
        """Publish transforms and all before them; of the same child, the last counts."""
        self._sent.update({each.child_frame_id: each for each in transforms})
        self._publisher.publish(TFMessage(transforms=list(self._sent.values())))

    def close(self) -> None:
        """Stop publishing; who comes later gets nothing."""
        self._node.destroy_publisher(self._publisher)
