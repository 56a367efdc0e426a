"""Image messages to colour, depth and labels.

Depth follows REP 117 and REP 118: metres as 32FC1 or millimetres as 16UC1; 0 and NaN are no
reading, +inf is no return, -inf is too close to measure and so no reading.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import Image

from whereseen.memory.frames import Float32
from whereseen.nodes.convert.pixels import pixels_of
from whereseen.nodes.convert.unusable import UnusableMessage

COLOUR_ENCODINGS = ("rgb8", "bgr8", "rgba8", "bgra8", "mono8", "8UC1", "8UC3", "8UC4")
DEPTH_ENCODINGS = ("32FC1", "16UC1", "mono16")
LABEL_ENCODINGS = ("16UC1", "32SC1", "8UC1", "mono8", "mono16")

_RED_FIRST = ("rgb8", "rgba8")
_GREY = ("mono8", "8UC1")
_SATURATED_MM = 65535


def colour_of(image: Image) -> npt.NDArray[np.uint8]:
    """Red, green and blue (H, W, 3) uint8 of a colour or grey image; alpha is dropped.

    A view of the message where the encoding allows; 8UC3 and 8UC4 are blue first, as in OpenCV.

    Raises:
        UnusableMessage: as `pixels_of`.
    """
    pixels = cast("npt.NDArray[np.uint8]", pixels_of(image, COLOUR_ENCODINGS))
    if image.encoding in _GREY:
        return np.broadcast_to(pixels, (*pixels.shape[:2], 3))
    return pixels[..., :3] if image.encoding in _RED_FIRST else pixels[..., 2::-1]


def depth_m_of(image: Image) -> Float32:
    """Depth (H, W) float32 in metres; 0 or NaN is no reading, +inf no return.

    Of 32FC1 it is a view of the message where nothing has to change.

    Raises:
        UnusableMessage: as `pixels_of`, or "negative depth".
    """
    pixels = pixels_of(image, DEPTH_ENCODINGS)[..., 0]
    if image.encoding == "32FC1":
        return without_too_close(pixels.astype(np.float32, copy=False))
    return metres_of(cast("npt.NDArray[np.uint16]", pixels))


def metres_of(depth_mm: npt.NDArray[np.uint16]) -> Float32:
    """Metres (H, W) float32 of millimetres (H, W); the largest number is no reading.

    It is what saturates or is not known; taken for 65 m it would erase what stands before it.
    """
    depth_m = depth_mm.astype(np.float32)
    depth_m[depth_mm == _SATURATED_MM] = 0.0
    depth_m /= np.float32(1000.0)
    return depth_m


def without_too_close(depth_m: Float32) -> Float32:
    """Depth (H, W) with 0 instead of -inf.

    Raises:
        UnusableMessage: "negative depth".
    """
    with np.errstate(invalid="ignore"):  # NaN may be signalling
        negative = depth_m < 0.0
    if not negative.any():
        return depth_m
    lowest = depth_m[negative & np.isfinite(depth_m)]
    if lowest.size:
        raise UnusableMessage(
            "negative depth", got=f"{float(lowest.min()):g} m", remedy="Use 0 or NaN for no reading"
        )
    return np.where(negative, np.float32(0.0), depth_m)


def label_ids_of(image: Image) -> npt.NDArray[np.int32]:
    """Class of each pixel (H, W) int32.

    Raises:
        UnusableMessage: as `pixels_of`.
    """
    return pixels_of(image, LABEL_ENCODINGS)[..., 0].astype(np.int32, copy=False)
