"""What other programs recognised, in our messages or in those of vision_msgs."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

from whereseen_msgs.msg import Detections, LabelNames

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.convert.detection import detections_of, label_names_of
from whereseen.nodes.convert.vision import (
    class_names_of,
    label_names_by_value,
    vision_detections_of,
)

OWN, VISION = "whereseen_msgs", "vision_msgs"


class Recognition(Protocol):
    """Reads detections and the names of classes.

    Attributes:
        detections_type: Of the topic `detections`.
        names_type: Of the topic `labels/names`.
        label_names: Name of each value of a label image, as told last.
    """

    detections_type: type
    names_type: type
    label_names: tuple[str, ...]

    def take_names(self, message: Any) -> None:
        """From now on these are the names."""
        ...

    def detections(self, message: Any) -> tuple[Detection, ...]:
        """Detections of a colour image; raises UnusableMessage."""
        ...


class OwnRecognition:
    """Detections and LabelNames of whereseen_msgs."""

    detections_type, names_type = Detections, LabelNames

    def __init__(self) -> None:
        self.label_names: tuple[str, ...] = ()

    def take_names(self, message: Any) -> None:
        """From now on these are the names."""
        self.label_names = label_names_of(message)

    def detections(self, message: Any) -> tuple[Detection, ...]:
        """Detections of a colour image; raises UnusableMessage."""
        return detections_of(message)


class VisionRecognition:
    """Detection2DArray and LabelInfo of vision_msgs.

    Args:
        messages: The module `vision_msgs.msg`.
    """

    def __init__(self, messages: Any) -> None:
        self.detections_type: type = messages.Detection2DArray
        self.names_type: type = messages.LabelInfo
        self.label_names: tuple[str, ...] = ()
        self._class_names: dict[str, str] = {}

    def take_names(self, message: Any) -> None:
        """From now on these are the names."""
        self.label_names = label_names_by_value(message)
        self._class_names = class_names_of(message)

    def detections(self, message: Any) -> tuple[Detection, ...]:
        """Detections of a colour image; raises UnusableMessage."""
        return vision_detections_of(message, self._class_names)


def make_recognition(package: str) -> Recognition:
    """Read the messages of a package, `whereseen_msgs` or `vision_msgs`.

    Raises:
        InvalidConfig: if vision_msgs is asked for and not installed.
    """
    if package == OWN:
        return OwnRecognition()
    try:
        return VisionRecognition(importlib.import_module("vision_msgs.msg"))
    except ModuleNotFoundError as error:
        raise InvalidConfig(
            "vision_msgs is not installed",
            got=str(error),
            remedy="Install ros-$ROS_DISTRO-vision-msgs, or set input.recognition: whereseen_msgs",
        ) from error
