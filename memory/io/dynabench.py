"""DynaMem's benchmark (DynaBench), converted from pickles by `scripts/convert_dynabench.py`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np

from whereseen.memory.errors import NewerFormat, UnknownLayout
from whereseen.memory.io.dynabench_questions import TimedQuery, read_questions
from whereseen.memory.io.images import read_colour, read_depth
from whereseen.memory.io.reader import SkippedFrames, TrueQuery
from whereseen.memory.io.usable import metres, usable_frames
from whereseen.memory.observation import Observation

_FORMAT = "whereseen dynabench"
_FORMAT_VERSION = 1
_NO_RETURN = 65535
_CONVERT = "Convert the scene again with scripts/convert_dynabench.py"


class DynaBenchReader:
    """A converted scene: `scene.json`, `cameras.npz`, `frames/`, `time.txt` and `N.csv`.

    `frames/000000.color.png` and `.depth.png` (16-bit, 0 no reading, 65535 no return) are numbered
    from 0. `cameras.npz` holds `T_map_camera` (N, 4, 4), `intrinsics` (N, 3, 3) and `stamp_ns`
    (N,), and never a pickle.

    Raises:
        UnknownLayout: if a file is missing or malformed.
        NewerFormat: if a newer converter wrote it.
    """

    looked_for: ClassVar[str] = "converted DynaBench: a folder with scene.json and cameras.npz"
    layout: ClassVar[str] = "DynaBench folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        frames, self._units_per_m = _description(folder / "scene.json")
        self._cameras = _cameras(folder / "cameras.npz", frames)
        self._questions = read_questions(folder, self._cameras["stamp_ns"])
        self._skipped = SkippedFrames()

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Tell whether a path looks like this layout, from its names alone."""
        return (path / "scene.json").is_file() and (path / "cameras.npz").is_file()

    @property
    def skipped(self) -> SkippedFrames:
        """What the last iteration left out."""
        return self._skipped

    def __len__(self) -> int:
        return len(self._cameras["stamp_ns"])

    def __iter__(self) -> Iterator[Observation]:
        self._skipped = SkippedFrames()
        return usable_frames(range(len(self)), self._observation, self._skipped)

    def questions(self) -> tuple[TimedQuery, ...]:
        """All questions, in the order of the times at which to ask them."""
        return self._questions

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """The questions of the last time, whose answers hold at the end of the recording."""
        if not self._questions:
            return ()
        last = self._questions[-1].after_frame
        positions: dict[str, tuple[tuple[float, float, float], ...]] = {}
        for question in self._questions:
            if question.after_frame == last:
                known = positions.get(question.text, ())
                there = () if question.position_m is None else (question.position_m,)
                positions[question.text] = known + there
        return tuple(TrueQuery(text, answers) for text, answers in positions.items())

    def _observation(self, number: int) -> Observation:
        raw = read_depth(self._folder / "frames" / f"{number:06d}.depth.png")
        depth_m = metres(raw, self._units_per_m)
        depth_m[raw == _NO_RETURN] = np.inf
        return Observation.checked(
            read_colour(self._folder / "frames" / f"{number:06d}.color.png"),
            depth_m,
            intrinsics=self._cameras["intrinsics"][number],
            T_map_camera=self._cameras["T_map_camera"][number],
            stamp_ns=int(self._cameras["stamp_ns"][number]),
        )


def _description(path: Path) -> tuple[int, float]:
    """Read how many frames there are, and the units of depth in a metre."""
    try:
        scene = json.loads(path.read_text("utf-8"))
        if scene["format"] != _FORMAT:
            raise ValueError(f"format is {scene['format']!r}")
        version, frames = int(scene["version"]), int(scene["frames"])
        units_per_m = 1.0 / float(scene["depth_unit_m"])
    except (OSError, ValueError, TypeError, KeyError, ZeroDivisionError) as error:
        got = f"{type(error).__name__}: {error}"
        raise UnknownLayout("scene.json is malformed", got=got, remedy=_CONVERT) from None
    if version > _FORMAT_VERSION:
        raise NewerFormat(
            "the scene was converted by a newer version of whereseen",
            got=f"version {version}; this version reads up to {_FORMAT_VERSION}",
            remedy="Upgrade whereseen",
        )
    return frames, units_per_m


def _cameras(path: Path, frames: int) -> dict[str, np.typing.NDArray[np.generic]]:
    shapes = {"T_map_camera": (frames, 4, 4), "intrinsics": (frames, 3, 3), "stamp_ns": (frames,)}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            cameras = {name: stored[name] for name in shapes}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        got = f"{type(error).__name__}: {error}"
        raise UnknownLayout("cameras.npz is malformed", got=got, remedy=_CONVERT) from None
    for name, shape in shapes.items():
        kind = "iu" if name == "stamp_ns" else "f"
        if cameras[name].shape != shape or cameras[name].dtype.kind not in kind:
            got = f"{name} {cameras[name].dtype} {cameras[name].shape}, not {shape}"
            raise UnknownLayout("cameras.npz is malformed", got=got, remedy=_CONVERT)
    return cameras
