"""Detections and names of labels of other programs to values."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from whereseen_msgs.msg import Detection as DetectionMessage
from whereseen_msgs.msg import Detections, LabelNames

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidObservation
from whereseen.nodes.convert.pixels import pixels_of
from whereseen.nodes.convert.unusable import UnusableMessage


def detections_of(message: Detections) -> tuple[Detection, ...]:
    """Detections of a colour image; boxes without an area show nothing and are left out.

    Raises:
        UnusableMessage: "unusable detection", or what `pixels_of` says of a mask.
    """
    shown = (found for found in message.detections if found.box.width and found.box.height)
    return tuple(_detection(found) for found in shown)


def label_names_of(message: LabelNames) -> tuple[str, ...]:
    """Names by the value of a pixel."""
    return tuple(message.names)


def checked_detection(
    box_px: tuple[float, float, float, float],
    label: str,
    score: float,
    mask: npt.NDArray[np.bool_] | None = None,
) -> Detection:
    """A detection of another program.

    Raises:
        UnusableMessage: "unusable detection" with what is wrong.
    """
    try:
        return Detection.checked(box_px, label, score, mask=mask)
    except InvalidObservation as error:
        got = f"{error.what}: {error.got}"
        raise UnusableMessage("unusable detection", got=got, remedy=error.remedy) from error


def _detection(message: DetectionMessage) -> Detection:
    box = message.box
    left, top = float(box.x_offset), float(box.y_offset)
    corners = (left, top, left + box.width, top + box.height)
    return checked_detection(corners, message.label, float(message.score), _mask(message.mask))


def _mask(image: Any) -> npt.NDArray[np.bool_] | None:
    if not len(image.data):
        return None
    return np.asarray(pixels_of(image, ("mono8", "8UC1"))[..., 0] != 0)
