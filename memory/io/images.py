"""Colour and depth images on disk, and in memory as encoded bytes."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from whereseen.memory.errors import InvalidObservation, UnknownLayout

_BROKEN = (
    OSError,
    SyntaxError,  # Pillow's answer to a PNG with a bad checksum
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_DEPTH_MODES = ("I;16", "I;16B", "I")  # Pillow before 11 calls 16-bit greyscale "I"
_PIXELS = dict.fromkeys(_DEPTH_MODES, "16-bit grey") | {"F": "32-bit floating-point"}


def read_colour(source: Path | bytes) -> npt.NDArray[np.uint8]:
    """Read an image file, or the bytes of one, as (H, W, 3) uint8 RGB; alpha is dropped.

    Raises:
        UnknownLayout: if it is not an image at all.
        InvalidObservation: if it is missing, unreadable, truncated, damaged or not 8-bit.
    """
    image = _decode(source, "colour image")
    if image.mode in _PIXELS:
        raise InvalidObservation(
            "colour image is not 8-bit",
            got=f"{_name(source)} with {_PIXELS[image.mode]} pixels",
            remedy="Save it as 8-bit RGB; if it holds depth, colour and depth are swapped",
        )
    return np.array(image.convert("RGB"), dtype=np.uint8)


def read_depth(source: Path | bytes) -> npt.NDArray[np.uint16]:
    """Read a 16-bit greyscale PNG file, or the bytes of one, as raw (H, W) uint16.

    The unit is the recording's: 1 mm in 7-Scenes, 0.2 mm in TUM.

    Raises:
        UnknownLayout: if it is not an image at all.
        InvalidObservation: if it is missing, unreadable, truncated, damaged or not 16-bit
            greyscale.
    """
    image = _decode(source, "depth image")
    if image.mode not in _DEPTH_MODES:
        raise InvalidObservation(
            "depth image is not 16-bit",
            got=f"{_name(source)} with {_PIXELS.get(image.mode, f'8-bit {image.mode}')} pixels",
            remedy="Store depth as 16-bit greyscale PNG",
        )
    return np.array(image).astype(np.uint16)


def encode_png(pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> bytes:
    """Encode (H, W, 3) uint8 or (H, W) uint16 as PNG, without loss."""
    return _encode(pixels, format="PNG", compress_level=1)


def encode_jpeg(rgb: npt.NDArray[np.uint8], *, quality: int) -> bytes:
    """Encode (H, W, 3) uint8 as JPEG with unshared chroma at a quality of 1 to 100."""
    return _encode(rgb, format="JPEG", quality=quality, subsampling=0)


def _encode(pixels: npt.NDArray[np.generic], *, format: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format=format, **options)
    return buffer.getvalue()


def _name(source: Path | bytes) -> str:
    return source.name if isinstance(source, Path) else "stored bytes"


def _decode(source: Path | bytes, kind: str) -> Image.Image:
    name = _name(source)
    stream: Path | IO[bytes] = source if isinstance(source, Path) else io.BytesIO(source)
    try:
        with Image.open(stream) as image:
            image.load()
            return image.copy()
    except FileNotFoundError:
        raise InvalidObservation(
            f"{kind} is missing", got=name, remedy="Check the path, or copy the file again"
        ) from None
    except UnidentifiedImageError:
        raise UnknownLayout(
            f"{kind} is not an image", got=name, remedy="Use PNG or JPEG for colour, PNG for depth"
        ) from None
    except IsADirectoryError:
        raise InvalidObservation(
            f"{kind} is a folder", got=name, remedy="Give the file of one image"
        ) from None
    except _BROKEN as error:
        if isinstance(error, OSError) and error.strerror:  # the system's, not Pillow's
            raise InvalidObservation(
                f"{kind} cannot be read",
                got=f"{name}: {error.strerror}",
                remedy="Check the permissions of the file and its disk",
            ) from None
        raise InvalidObservation(
            f"{kind} is truncated or damaged", got=f"{name}: {error}", remedy="Copy the file again"
        ) from None
