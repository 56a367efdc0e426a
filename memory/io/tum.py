"""TUM RGB-D recordings: images listed with their times, and a trajectory beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidObservation, UnknownLayout
from whereseen.memory.frames import Float64
from whereseen.memory.io.images import read_colour, read_depth
from whereseen.memory.io.reader import SkippedFrames, TrueQuery
from whereseen.memory.io.trajectory import Trajectory
from whereseen.memory.io.usable import intrinsics_beside, metres, pinhole, usable_frames
from whereseen.memory.observation import Observation

_NS_PER_S = 1_000_000_000
_UNITS_PER_M = 5000.0
_FARTHEST_APART_NS = 20_000_000
_COLUMNS = {
    "rgb.txt": "stamp in seconds, path of a colour image",
    "depth.txt": "stamp in seconds, path of a depth image",
    "groundtruth.txt": "stamp x y z qx qy qz qw",
}
_LISTS = tuple(_COLUMNS)
_DEFAULT_CAMERA = pinhole(525.0, 525.0, 319.5, 239.5)
_CAMERAS = {  # calibration of the colour cameras as the authors of the data set published it
    "freiburg1": pinhole(517.3, 516.5, 318.6, 255.3),
    "freiburg2": pinhole(520.9, 521.0, 325.1, 249.7),
    "freiburg3": pinhole(535.4, 539.2, 320.1, 247.6),
}


@dataclass(frozen=True, slots=True)
class _Frame:
    stamp_ns: int
    colour: str
    depth: str | None


class TumReader:
    """A folder with `rgb.txt`, `depth.txt` and `groundtruth.txt`; depth in fifths of a millimetre.

    A colour image goes with the depth image nearest in time, at most 20 ms away, each used once.
    Its pose lies between the two nearest of the trajectory if those are at most 0.1 s apart, and
    is else the nearest within 20 ms. The camera is that of freiburg1, 2 or 3, by the folder's
    name, unless a `camera-intrinsics.txt` lies in the folder; 525, 525, 319.5, 239.5 px otherwise.

    Raises:
        UnknownLayout: if one of the lists is missing or empty, or the intrinsics are unreadable.
    """

    looked_for: ClassVar[str] = "TUM RGB-D: a folder with rgb.txt, depth.txt and groundtruth.txt"
    layout: ClassVar[str] = "TUM RGB-D folder"

    def __init__(self, folder: Path) -> None:
        colour, malformed = _rows(folder / "rgb.txt", 1)
        depth, _ = _rows(folder / "depth.txt", 1)
        poses, _ = _rows(folder / "groundtruth.txt", 7)
        self._frames = _frames(colour, depth)
        self._malformed = malformed
        self._trajectory = _trajectory(poses)
        self._folder = folder.resolve()
        self._intrinsics = intrinsics_beside(folder, _camera(self._folder.name))
        self._skipped = SkippedFrames()

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Tell whether a path looks like this layout, from its names alone."""
        return all((path / name).is_file() for name in _LISTS)

    @property
    def skipped(self) -> SkippedFrames:
        """What the last iteration left out."""
        return self._skipped

    def __len__(self) -> int:
        return len(self._frames) + self._malformed

    def __iter__(self) -> Iterator[Observation]:
        self._skipped = SkippedFrames()
        for _ in range(self._malformed):
            self._skipped.add("line of rgb.txt is malformed")
        return usable_frames(
            self._frames, self._observation, self._skipped, intrinsics_of=self._folder
        )

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """The layout carries no questions."""
        return ()

    def _observation(self, frame: _Frame) -> Observation:
        if frame.depth is None:
            raise InvalidObservation("no depth image within 20 ms", got=frame.colour)
        return Observation.checked(
            read_colour(self._inside(frame.colour)),
            metres(read_depth(self._inside(frame.depth)), _UNITS_PER_M),
            intrinsics=self._intrinsics,
            T_map_camera=self._trajectory.at(frame.stamp_ns),
            stamp_ns=frame.stamp_ns,
        )

    def _inside(self, name: str) -> Path:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder):
            raise InvalidObservation("listed image lies outside the folder", got=name)
        return path


def _rows(path: Path, columns: int) -> tuple[list[tuple[int, list[str]]], int]:
    """Read (stamp in ns, words) of each line in time order, and count the malformed lines."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise UnknownLayout(
            f"{path.name} is missing or unreadable", got=str(error), remedy=TumReader.looked_for
        ) from None
    contents = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    rows = [
        (stamp, words[1 : columns + 1])
        for words in contents
        if len(words) > columns and (stamp := _stamp_ns(words[0])) is not None
    ]
    if not rows:
        raise UnknownLayout(
            f"{path.name} has no usable line",
            got=f"{path} with {len(contents)} lines",
            remedy=f"Write on each line: {_COLUMNS[path.name]}",
        )
    return sorted(rows), len(contents) - len(rows)


def _stamp_ns(seconds: str) -> int | None:
    try:
        stamp = int(Decimal(seconds) * _NS_PER_S)  # a double would lose 100 ns
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return stamp if stamp >= 0 else None


def _frames(
    colour: Sequence[tuple[int, list[str]]], depth: Sequence[tuple[int, list[str]]]
) -> list[_Frame]:
    partners = _associate(_stamps(colour), _stamps(depth))
    return [
        _Frame(stamp, words[0], depth[partners[i]][1][0] if i in partners else None)
        for i, (stamp, words) in enumerate(colour)
    ]


def _stamps(rows: Sequence[tuple[int, list[str]]]) -> npt.NDArray[np.int64]:
    return np.array([stamp for stamp, _ in rows], dtype=np.int64)


def _associate(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> dict[int, int]:
    """Pair sorted stamps one to one, closest pairs first."""
    low = np.searchsorted(right, left - _FARTHEST_APART_NS, side="left")
    high = np.searchsorted(right, left + _FARTHEST_APART_NS, side="right")
    candidates = sorted(
        (abs(int(left[i] - right[j])), i, j)
        for i in range(len(left))
        for j in range(int(low[i]), int(high[i]))
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _trajectory(rows: Sequence[tuple[int, list[str]]]) -> Trajectory:
    numbers = [(stamp, row) for stamp, words in rows if (row := _floats(words)) is not None]
    if not numbers:
        raise UnknownLayout(
            "groundtruth.txt has no usable line",
            got=f"{len(rows)} lines that are not eight numbers",
            remedy="Write a line for each pose: stamp x y z qx qy qz qw",
        )
    table = np.array([row for _, row in numbers], dtype=np.float64)
    return Trajectory(
        stamps_ns=np.array([stamp for stamp, _ in numbers], dtype=np.int64),
        translations_m=table[:, :3],
        quaternions_xyzw=table[:, 3:],
    )


def _floats(words: Sequence[str]) -> list[float] | None:
    try:
        return [float(word) for word in words]
    except ValueError:
        return None


def _camera(folder_name: str) -> Float64:
    match = re.search(r"freiburg[123]", folder_name)
    return _CAMERAS[match[0]] if match else _DEFAULT_CAMERA
