"""Compressed image messages to colour and depth, and JPEG messages.

Depth comes as image_transport's compressedDepth: 12 bytes of header (an int32 and two float32,
little-endian) before a 16-bit PNG of millimetres, or of inverse depth in steps where the format
says 32FC1; or it comes as a plain 16-bit PNG of millimetres.
"""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import CompressedImage

from whereseen.memory.errors import InvalidObservation, UnknownLayout
from whereseen.memory.frames import Float32
from whereseen.memory.io.images import encode_jpeg, read_colour, read_depth
from whereseen.nodes.convert.fill import filled
from whereseen.nodes.convert.image import metres_of
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.convert.unusable import UnusableMessage

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_DEPTH_HEADER = struct.Struct("<iff")
_DEPTH = "compresseddepth"


def compressed_colour_of(image: CompressedImage) -> npt.NDArray[np.uint8]:
    """Red, green and blue (H, W, 3) uint8 of a JPEG or PNG image.

    Raises:
        UnusableMessage: "empty image", "unknown encoding" or "unreadable image".
    """
    encoded = _bytes_of(image)
    if _DEPTH in image.format.lower() or not encoded.startswith((_JPEG, _PNG)):
        raise _unknown(image, "Publish jpeg or png; depth has a topic of its own")
    try:
        return read_colour(encoded)
    except (InvalidObservation, UnknownLayout) as error:
        raise _unreadable(error) from error


def compressed_depth_m_of(image: CompressedImage) -> Float32:
    """Depth (H, W) float32 in metres, 0 where there is no reading.

    Raises:
        UnusableMessage: "empty image", "unknown encoding" or "unreadable image".
    """
    encoded = _bytes_of(image)
    if _DEPTH not in image.format.lower():
        return metres_of(_steps_of(image, encoded))
    if len(encoded) < _DEPTH_HEADER.size:
        raise UnusableMessage(
            "unreadable image", got=f"{len(encoded)} bytes", remedy="Send it whole"
        )
    _, scale, offset = _DEPTH_HEADER.unpack_from(encoded)
    steps = _steps_of(image, encoded[_DEPTH_HEADER.size :])
    if image.format.strip().startswith("32FC1"):
        return _from_inverse(steps, scale, offset)
    return metres_of(steps)


def jpeg_message(jpeg: bytes, *, frame_id: str, stamp_ns: int) -> CompressedImage:
    """The message of an encoded image; raises UnusableMessage for a stamp that does not fit."""
    image = CompressedImage(header=header_of(frame_id, stamp_ns), format="jpeg")
    image.data = filled("B", np.frombuffer(jpeg, dtype=np.uint8))
    return image


def compressed_colour_message(
    rgb: npt.NDArray[np.uint8], *, frame_id: str, stamp_ns: int, quality: int = 90
) -> CompressedImage:
    """A JPEG message of (H, W, 3) uint8, of a quality of 1 to 100."""
    return jpeg_message(encode_jpeg(rgb, quality=quality), frame_id=frame_id, stamp_ns=stamp_ns)


def _bytes_of(image: CompressedImage) -> bytes:
    encoded = bytes(image.data)
    if not encoded:
        raise UnusableMessage("empty image", got="0 bytes", remedy="Check the camera")
    return encoded


def _steps_of(image: CompressedImage, encoded: bytes) -> npt.NDArray[np.uint16]:
    if not encoded.startswith(_PNG):
        raise _unknown(image, "Publish 16-bit png, or compressedDepth with its format set to png")
    try:
        return read_depth(encoded)
    except (InvalidObservation, UnknownLayout) as error:
        raise _unreadable(error) from error


def _from_inverse(steps: npt.NDArray[np.uint16], scale: float, offset: float) -> Float32:
    """Metres of inverse depth in steps, 0 where there was no reading."""
    inverse = steps.astype(np.float32) - np.float32(offset)
    depth_m = np.zeros(steps.shape, dtype=np.float32)
    np.divide(np.float32(scale), inverse, out=depth_m, where=(steps > 0) & (inverse > 0.0))
    return depth_m


def _unknown(image: CompressedImage, remedy: str) -> UnusableMessage:
    got = f"format {image.format!r}, first bytes {bytes(image.data[:8]).hex()}"
    return UnusableMessage("unknown encoding", got=got, remedy=remedy)


def _unreadable(error: InvalidObservation | UnknownLayout) -> UnusableMessage:
    return UnusableMessage(
        "unreadable image", got=f"{error.what}: {error.got}", remedy=error.remedy
    )
