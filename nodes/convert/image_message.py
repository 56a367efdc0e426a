"""Colour, depth and labels to image messages."""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import Image

from whereseen.memory.frames import Float32
from whereseen.nodes.convert.fill import filled
from whereseen.nodes.convert.stamp import header_of

_MOST_MM = 65534.0  # 65535 is taken for no reading


def colour_message(rgb: npt.NDArray[np.uint8], *, frame_id: str, stamp_ns: int) -> Image:
    """An rgb8 message of (H, W, 3) uint8."""
    return _message(rgb, "rgb8", frame_id, stamp_ns)


def depth_m_message(depth_m: Float32, *, frame_id: str, stamp_ns: int) -> Image:
    """A 32FC1 message of metres (H, W) float32."""
    return _message(depth_m.astype(np.float32, copy=False), "32FC1", frame_id, stamp_ns)


def depth_mm_message(depth_m: Float32, *, frame_id: str, stamp_ns: int) -> Image:
    """A 16UC1 message of metres (H, W) float32; what is no reading or beyond 65.534 m is 0."""
    depth_mm = np.rint(depth_m * np.float32(1000.0))
    with np.errstate(invalid="ignore"):
        measured = (depth_mm > 0.0) & (depth_mm <= _MOST_MM)
    millimetres = np.where(measured, depth_mm, 0.0).astype(np.uint16)
    return _message(millimetres, "16UC1", frame_id, stamp_ns)


def labels_message(ids: npt.NDArray[np.integer], *, frame_id: str, stamp_ns: int) -> Image:
    """A message of classes (H, W): 16UC1 where all fit, 32SC1 otherwise."""
    fit = not ids.size or (ids.min() >= 0 and ids.max() <= np.iinfo(np.uint16).max)
    kind, encoding = (np.uint16, "16UC1") if fit else (np.int32, "32SC1")
    return _message(ids.astype(kind, copy=False), encoding, frame_id, stamp_ns)


def _message(pixels: npt.NDArray[np.generic], encoding: str, frame_id: str, stamp_ns: int) -> Image:
    height, width = pixels.shape[:2]
    image = Image(
        header=header_of(frame_id, stamp_ns),
        height=height,
        width=width,
        encoding=encoding,
        is_bigendian=int(sys.byteorder == "big"),
        step=pixels[:1].nbytes,
    )
    image.data = filled("B", pixels)
    return image
