"""The pixels of an image message as an array, wherever possible without a copy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import Image

from whereseen.nodes.convert.unusable import UnusableMessage

_TYPES = {
    "rgb8": ("u1", 3),
    "bgr8": ("u1", 3),
    "8UC3": ("u1", 3),
    "rgba8": ("u1", 4),
    "bgra8": ("u1", 4),
    "8UC4": ("u1", 4),
    "mono8": ("u1", 1),
    "8UC1": ("u1", 1),
    "mono16": ("u2", 1),
    "16UC1": ("u2", 1),
    "32SC1": ("i4", 1),
    "32FC1": ("f4", 1),
}


def pixels_of(image: Image, encodings: tuple[str, ...]) -> npt.NDArray[np.generic]:
    """Pixels (H, W, channels) of an image in one of `encodings`: a view of the message's bytes.

    Rows may be padded, and numbers may be big-endian; the view's dtype and strides say so.

    Raises:
        UnusableMessage: "unknown encoding", "empty image", "bad step", "truncated image" or
            "oversized image".
    """
    if image.encoding not in encodings:
        raise UnusableMessage(
            "unknown encoding", got=repr(image.encoding), remedy=f"Publish {', '.join(encodings)}"
        )
    kind, channels = _TYPES[image.encoding]
    dtype = np.dtype(kind).newbyteorder(">" if image.is_bigendian else "<")
    _check_size(image, channels * dtype.itemsize)
    return np.ndarray(
        (image.height, image.width, channels),
        dtype=dtype,
        buffer=memoryview(image.data).cast("B"),
        strides=(image.step, channels * dtype.itemsize, dtype.itemsize),
    )


def _check_size(image: Image, pixel_bytes: int) -> None:
    size = f"{image.width} x {image.height}"
    if not image.width or not image.height:
        raise UnusableMessage("empty image", got=size, remedy="Check the camera")
    if image.step < image.width * pixel_bytes:
        raise UnusableMessage(
            "bad step",
            got=f"{image.step} bytes a row for {image.width} pixels of {pixel_bytes} bytes",
            remedy="step is the length of a row in bytes, padding included",
        )
    expected, found = image.step * image.height, len(image.data)
    if found != expected:
        raise UnusableMessage(
            "truncated image" if found < expected else "oversized image",
            got=f"{found} bytes, not {expected}, for {size} pixels with step {image.step}",
            remedy="data must hold step * height bytes",
        )
