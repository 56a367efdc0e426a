"""Things with identity: as our own message, for vision_msgs, and as markers for rviz."""

from __future__ import annotations

from functools import partial
from typing import Any

from rclpy.lifecycle import LifecycleNode
from visualization_msgs.msg import Marker
from whereseen_msgs.msg import EntityArray

from whereseen.memory.objects.portions import portions
from whereseen.nodes import qos
from whereseen.nodes.convert.entity import entities_message
from whereseen.nodes.convert.marker import answer_markers, entity_markers
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.convert.vision import vision_objects
from whereseen.nodes.core import Core
from whereseen.nodes.outputs.layered import LayeredOutput
from whereseen.nodes.outputs.pieces import Pieces
from whereseen.nodes.outputs.topic import Topic


class ObjectsOutput(Topic):
    """`~/objects`: all entities."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, EntityArray, "~/objects", qos.latched(), period_s)

    def publish(self, core: Core) -> Pieces:
        """Publish all entities."""
        make = partial(entities_message, frame_id=core.map_frame, stamp_ns=core.stamp_ns)
        message, listed = make(()), []
        for some in portions(core.objects.entities()):
            listed += make(some).entities
            yield
        message.entities = listed
        self.send(message)


class VisionOutput(Topic):
    """`~/detections`: all entities as vision_msgs, where it is installed."""

    def __init__(self, node: LifecycleNode, period_s: float, messages: Any) -> None:
        super().__init__(node, messages.Detection3DArray, "~/detections", qos.latched(), period_s)
        self._messages = messages

    def publish(self, core: Core) -> Pieces:
        """Publish all entities."""
        frame_id, stamp_ns = core.map_frame, core.stamp_ns
        make = partial(
            vision_objects, messages=self._messages, frame_id=frame_id, stamp_ns=stamp_ns
        )
        message, listed = make(()), []
        for some in portions(core.objects.entities()):
            listed += make(some).detections
            yield
        message.detections = listed
        self.send(message)


class MarkersOutput(LayeredOutput):
    """`~/markers`: boxes and names of entities, and the last answer."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, "~/markers", period_s)

    def publish(self, core: Core) -> Pieces:
        """Publish all markers, and the removal of those that are gone."""
        header = header_of(core.map_frame, core.stamp_ns)
        markers: list[Marker] = []
        for some in portions(core.objects.entities()):
            markers += entity_markers(some, header)
            yield
        if core.last_answer is not None:
            markers += answer_markers(core.last_answer, header)
        self.show(markers, header)
