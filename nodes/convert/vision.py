"""Messages of vision_msgs, by their attributes: that package is not everywhere.

Nothing here imports it. Who has it passes its messages in, and its module where messages are made.
They are those of vision_msgs 4, which Humble, Jazzy and Kilted have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, sin
from typing import Any

from whereseen.memory.detection import Detection
from whereseen.memory.objects.entity import Entity, Status
from whereseen.nodes.convert.detection import checked_detection
from whereseen.nodes.convert.pose import point_of, vector_of
from whereseen.nodes.convert.stamp import header_of

_NO_NAMES: Mapping[str, str] = {}


def vision_detections_of(
    message: Any, names: Mapping[str, str] = _NO_NAMES
) -> tuple[Detection, ...]:
    """Detections of a `Detection2DArray`, each by its best hypothesis.

    Those without a hypothesis or an area are left out. A turned box becomes the upright one
    around it.

    Args:
        message: The detections of a colour image.
        names: Name of each class by its `class_id`; those not in it are names themselves.

    Raises:
        UnusableMessage: "unusable detection".
    """
    shown = (
        found
        for found in message.detections
        if found.results and found.bbox.size_x and found.bbox.size_y
    )
    return tuple(_detection(found, names) for found in shown)


def class_names_of(message: Any) -> dict[str, str]:
    """Names by `class_id` of a `LabelInfo`."""
    return {str(entry.class_id): str(entry.class_name) for entry in message.class_map}


def label_names_by_value(message: Any) -> tuple[str, ...]:
    """Names by the value of a pixel of a `LabelInfo`; classes that it leaves out have none."""
    names = {int(entry.class_id): str(entry.class_name) for entry in message.class_map}
    return tuple(names.get(value, "") for value in range(max(names, default=-1) + 1))


def vision_objects(
    entities: Sequence[Entity], messages: Any, *, frame_id: str, stamp_ns: int
) -> Any:
    """A `Detection3DArray` of what is not known to be gone.

    Args:
        entities: Things with identity, which `id` tells.
        messages: The module `vision_msgs.msg`.
        frame_id: The map frame.
        stamp_ns: Of the newest frame.

    Raises:
        UnusableMessage: if the stamp does not fit.
    """
    array = messages.Detection3DArray()
    array.header = header_of(frame_id, stamp_ns)
    there = [entity for entity in entities if entity.status is not Status.GONE]
    array.detections = [_detection_3d(entity, messages, array.header) for entity in there]
    return array


def _detection(found: Any, names: Mapping[str, str]) -> Detection:
    best = max(found.results, key=lambda result: result.hypothesis.score).hypothesis
    label = names.get(best.class_id, best.class_id)
    return checked_detection(_corners(found.bbox), label, float(best.score))


def _corners(box: Any) -> tuple[float, float, float, float]:
    centre, turn = box.center.position, box.center.theta
    across, along = abs(cos(turn)), abs(sin(turn))
    half_x = (box.size_x * across + box.size_y * along) / 2.0
    half_y = (box.size_x * along + box.size_y * across) / 2.0
    return centre.x - half_x, centre.y - half_y, centre.x + half_x, centre.y + half_y


def _detection_3d(entity: Entity, messages: Any, header: Any) -> Any:
    result = messages.ObjectHypothesisWithPose()
    result.hypothesis.class_id = entity.label
    result.hypothesis.score = float(entity.probability)
    result.pose.pose.position = point_of(entity.position_m)
    detection = messages.Detection3D()
    detection.header = header
    detection.results = [result]
    detection.bbox.center.position = point_of(entity.position_m)
    detection.bbox.size = vector_of(entity.size_m)
    detection.id = str(entity.id)
    return detection
