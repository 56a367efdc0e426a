"""7-Scenes recordings, and the folders of the same layout that tsdf-fusion uses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

import numpy as np

from whereseen.memory.errors import InvalidObservation, UnknownLayout
from whereseen.memory.io.images import read_colour, read_depth
from whereseen.memory.io.reader import SkippedFrames, TrueQuery
from whereseen.memory.io.usable import (
    INTRINSICS_FILE,
    intrinsics_beside,
    metres,
    pinhole,
    read_matrix,
    usable_frames,
)
from whereseen.memory.observation import Observation

_FRAMES_PER_S = 30
_NS_PER_S = 1_000_000_000
_UNITS_PER_M = 1000.0
_NO_READING = 65535
_FRAME_FILE = re.compile(r"frame-(\d+)\.(color\.png|color\.jpg|depth\.png|pose\.txt)")


class SevenScenesReader:
    """A folder of `frame-N.color.jpg|png`, `.depth.png` (16-bit mm) and `.pose.txt`.

    Depths of 0 and 65535 are no reading. The camera of 7-Scenes (585, 585, 320, 240 px) is
    assumed where no `camera-intrinsics.txt` lies in the folder. The layout has no time stamps:
    frame N is taken at N / 30 s. A `queries.json` holds `objects` (name to x, y, z in metres) and
    `queries` (`query`, and the names of the right answers as `gt`).

    Raises:
        UnknownLayout: if the folder has no such frames or the intrinsics are unreadable.
    """

    looked_for: ClassVar[str] = (
        "7-Scenes: a folder with frame-000000.color.png, .depth.png and .pose.txt, and so on, and "
        "camera-intrinsics.txt"
    )

    def __init__(self, folder: Path) -> None:
        self._frames = _frames(folder)
        if not self._frames:
            raise UnknownLayout("no 7-Scenes frames", got=str(folder), remedy=self.looked_for)
        self._folder = folder
        self._intrinsics = intrinsics_beside(folder, pinhole(585.0, 585.0, 320.0, 240.0))
        self._skipped = SkippedFrames()

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Tell whether a path looks like this layout, from its names alone."""
        return path.is_dir() and any(_FRAME_FILE.fullmatch(file.name) for file in path.iterdir())

    @property
    def layout(self) -> str:
        """The layout, and whether its camera had to be assumed."""
        if (self._folder / INTRINSICS_FILE).exists():
            return "7-Scenes folder"
        return f"7-Scenes folder (no {INTRINSICS_FILE}: Kinect intrinsics assumed)"

    @property
    def skipped(self) -> SkippedFrames:
        """What the last iteration left out."""
        return self._skipped

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[Observation]:
        self._skipped = SkippedFrames()
        return usable_frames(
            self._frames.items(), self._observation, self._skipped, intrinsics_of=self._folder
        )

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """Questions of `queries.json`, or none.

        Raises:
            UnknownLayout: if the file is there and malformed.
        """
        path = self._folder / "queries.json"
        if not path.exists():
            return ()
        try:
            return _queries(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise UnknownLayout(
                "queries.json is malformed",
                got=f"{type(error).__name__}: {error}",
                remedy='Write {"objects": {name: [x, y, z]}, "queries": [{"query", "gt": [name]}]}',
            ) from None

    def _observation(self, frame: tuple[int, Mapping[str, Path]]) -> Observation:
        number, files = frame
        for kind, name in (("color", "colour image"), ("depth", "depth image"), ("pose", "pose")):
            if kind not in files:
                raise InvalidObservation(f"{name} is missing", got=f"frame {number}")
        raw = read_depth(files["depth"])
        return Observation.checked(
            read_colour(files["color"]),
            metres(np.where(raw == _NO_READING, np.uint16(0), raw), _UNITS_PER_M),
            intrinsics=self._intrinsics,
            T_map_camera=read_matrix(files["pose"], 4, "pose"),
            stamp_ns=number * _NS_PER_S // _FRAMES_PER_S,
        )


def _frames(folder: Path) -> dict[int, dict[str, Path]]:
    frames: dict[int, dict[str, Path]] = {}
    for path in sorted(folder.iterdir()):  # png sorts after jpg and so wins
        if match := _FRAME_FILE.fullmatch(path.name):
            kind = match[2].split(".")[0]
            frames.setdefault(int(match[1]), {})[kind] = path
    return dict(sorted(frames.items()))


def _queries(document: Mapping[str, Mapping[str, object]]) -> tuple[TrueQuery, ...]:
    positions = {name: _position(xyz) for name, xyz in document["objects"].items()}
    return tuple(
        TrueQuery(str(row["query"]), tuple(positions[name] for name in row["gt"]))
        for row in _rows(document["queries"])
    )


def _rows(rows: object) -> list[dict[str, list[str]]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError("queries is not a list of objects")
    return rows


def _position(xyz: object) -> tuple[float, float, float]:
    if not isinstance(xyz, list) or len(xyz) != 3:
        raise ValueError(f"{xyz!r} is not a position of three numbers")
    return float(xyz[0]), float(xyz[1]), float(xyz[2])
