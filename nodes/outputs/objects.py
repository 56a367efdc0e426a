"""Things with identity: as our own message, for vision_msgs, and as markers for rviz."""

from __future__ import annotations

from typing import Any

from rclpy.lifecycle import LifecycleNode
from visualization_msgs.msg import MarkerArray
from whereseen_msgs.msg import EntityArray

from whereseen.nodes import qos
from whereseen.nodes.convert.entity import entities_message
from whereseen.nodes.convert.marker import MarkerLayer, answer_markers, entity_markers
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.convert.vision import vision_objects
from whereseen.nodes.core import Core


class ObjectsOutput:
    """`~/objects`: all entities."""

    topic = "~/objects"

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        self.period_s = period_s
        self._node = node
        self._publisher = node.create_publisher(EntityArray, self.topic, qos.latched())

    @property
    def listeners(self) -> int:
        """How many subscribe."""
        return int(self._publisher.get_subscription_count())

    def close(self) -> None:
        """Publish no more."""
        self._node.destroy_publisher(self._publisher)

    def publish(self, core: Core) -> None:
        """Publish all entities."""
        self._publisher.publish(
            entities_message(
                core.objects.entities(), frame_id=core.map_frame, stamp_ns=core.stamp_ns
            )
        )


class VisionOutput:
    """`~/detections`: all entities as vision_msgs, where it is installed."""

    topic = "~/detections"

    def __init__(self, node: LifecycleNode, period_s: float, messages: Any) -> None:
        self.period_s = period_s
        self._node = node
        self._messages = messages
        self._publisher = node.create_publisher(
            messages.Detection3DArray, self.topic, qos.latched()
        )

    @property
    def listeners(self) -> int:
        """How many subscribe."""
        return int(self._publisher.get_subscription_count())

    def close(self) -> None:
        """Publish no more."""
        self._node.destroy_publisher(self._publisher)

    def publish(self, core: Core) -> None:
        """Publish all entities."""
        self._publisher.publish(
            vision_objects(
                core.objects.entities(),
                self._messages,
                frame_id=core.map_frame,
                stamp_ns=core.stamp_ns,
            )
        )


class MarkersOutput:
    """`~/markers`: boxes and names of entities, and the last answer."""

    topic = "~/markers"

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        self.period_s = period_s
        self._node = node
        self._publisher = node.create_publisher(MarkerArray, self.topic, qos.latched())
        self._layer = MarkerLayer()

    @property
    def listeners(self) -> int:
        """How many subscribe."""
        return int(self._publisher.get_subscription_count())

    def close(self) -> None:
        """Publish no more."""
        self._node.destroy_publisher(self._publisher)

    def publish(self, core: Core) -> None:
        """Publish all markers, and the removal of those that are gone."""
        header = header_of(core.map_frame, core.stamp_ns)
        markers = entity_markers(core.objects.entities(), header)
        if core.last_answer is not None:
            markers += answer_markers(core.last_answer, header)
        self._publisher.publish(self._layer.show(markers, header))
