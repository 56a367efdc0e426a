"""What all readers share: leaving out unusable frames, and small text files of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from whereseen.memory.errors import InvalidObservation, UnknownLayout
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.io.reader import SkippedFrames
from whereseen.memory.observation import Observation

INTRINSICS_FILE = "camera-intrinsics.txt"
Frame = TypeVar("Frame")


def usable_frames(
    frames: Iterable[Frame],
    decode: Callable[[Frame], Observation],
    skipped: SkippedFrames,
    *,
    intrinsics_of: Path | None = None,
) -> Iterator[Observation]:
    """Decode frames one at a time; count those that cannot be used in `skipped`.

    Args:
        frames: What the recording has of each.
        decode: Makes an observation of one.
        skipped: Where to count.
        intrinsics_of: Folder whose `camera-intrinsics.txt` gives the intrinsics, if one does.

    Raises:
        InvalidObservation: at the end, if there were frames and none could be used.
    """
    usable, last = 0, ""
    for frame in frames:
        try:
            observation = decode(frame)
        except (InvalidObservation, UnknownLayout) as error:
            skipped.add(error.what)
            last = error.got
            continue
        usable += 1
        yield observation
    if skipped.total and not usable:
        reason, count = skipped.reasons.most_common(1)[0]
        if intrinsics_of is not None and reason.startswith("intrinsics"):
            file = intrinsics_of / INTRINSICS_FILE
            raise InvalidObservation(
                "no frame of the recording can be used, because of its intrinsics",
                got=f"{file if file.exists() else f'no {file}'}: {reason}, {last}",
                remedy="Write fx 0 cx, 0 fy cy, 0 0 1 in pixels of the images into that file",
            )
        raise InvalidObservation(
            "no frame of the recording can be used",
            got=f"{count} of {skipped.total}: {reason}",
            remedy="Check that the whole recording was copied and that its layout is the right one",
        )


def read_matrix(path: Path, size: int, name: str) -> Float64:
    """Read a (size, size) matrix of float64 from a text file of numbers.

    Raises:
        InvalidObservation: if the file is missing or holds anything else.
    """
    try:
        numbers = [float(word) for word in path.read_text("utf-8").split()]
    except FileNotFoundError:
        raise InvalidObservation(f"{name} is missing", got=path.name) from None
    except (OSError, ValueError) as error:
        raise InvalidObservation(f"{name} is unreadable", got=f"{path.name}: {error}") from None
    if len(numbers) != size * size:
        raise InvalidObservation(
            f"{name} is not a {size} by {size} matrix", got=f"{len(numbers)} numbers in {path.name}"
        )
    return np.array(numbers, dtype=np.float64).reshape(size, size)


def pinhole(fx_px: float, fy_px: float, cx_px: float, cy_px: float) -> Float64:
    """Build the (3, 3) intrinsic matrix in pixels."""
    return np.array([[fx_px, 0.0, cx_px], [0.0, fy_px, cy_px], [0.0, 0.0, 1.0]])


def intrinsics_beside(folder: Path, default: Float64) -> Float64:
    """Read `camera-intrinsics.txt` of a folder (3, 3) in pixels, or return `default`.

    Raises:
        UnknownLayout: if the file is there and is not a usable matrix.
    """
    path = folder / INTRINSICS_FILE
    if not path.exists():
        return default
    try:
        matrix = read_matrix(path, 3, INTRINSICS_FILE)
    except InvalidObservation as error:
        raise UnknownLayout(
            error.what, got=error.got, remedy="Write fx 0 cx, 0 fy cy, 0 0 1"
        ) from None
    if not np.isfinite(matrix).all() or matrix[0, 0] <= 0.0 or matrix[1, 1] <= 0.0:
        raise UnknownLayout(
            f"{INTRINSICS_FILE} needs finite numbers and positive focal lengths",
            got=f"{matrix.tolist()}",
            remedy="Write fx 0 cx, 0 fy cy, 0 0 1",
        )
    return matrix


def metres(raw: np.typing.NDArray[np.uint16], units_per_metre: float) -> Float32:
    """Convert raw depth (H, W) to float32 metres; 0 stays 0, no reading."""
    return (raw / np.float32(units_per_metre)).astype(np.float32)
