"""Recordings whose map frame lies askew, turned until z is up as REP 103 wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64, back_project
from whereseen.memory.io.geometry_view import level_rotation
from whereseen.memory.io.reader import Reader, SkippedFrames, TrueQuery
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.upright import estimate_up
from whereseen.memory.trajectory import Trajectory

_FRAMES, _STEP = 240, 20  # readers decode whatever they pass
_PIXEL_STEP = 8
_UPRIGHT = 0.5**0.5


class LevelReader:
    """A reader in a map frame that is turned about its origin, so that z is up.

    Where the images' own up is, on average, within 45 degrees of z, z is taken to be up already,
    and nothing is turned. Elsewhere up is estimated from a dozen of the first frames: along it,
    heights of surfaces pile up.

    Attributes:
        T_level_map: (4, 4) from the recorded map frame into the one that is level.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.T_level_map = np.eye(4)
        self.T_level_map[:3, :3] = level_rotation(_up_of(reader))

    @property
    def layout(self) -> str:
        """As the recording's."""
        return self._reader.layout

    @property
    def skipped(self) -> SkippedFrames:
        """As the recording's."""
        return self._reader.skipped

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """As the recording's, turned likewise."""
        return tuple(
            replace(query, positions_m=tuple(map(self._levelled, query.positions_m)))
            for query in self._reader.true_queries()
        )

    def _levelled(self, position_m: Metres3) -> Metres3:
        x, y, z = self.T_level_map[:3, :3] @ np.asarray(position_m)
        return float(x), float(y), float(z)

    def __len__(self) -> int:
        return len(self._reader)

    def __iter__(self) -> Iterator[Observation]:
        for frame in self._reader:
            yield replace(frame, T_map_camera=self.T_level_map @ frame.T_map_camera)


def _up_of(reader: Reader) -> Float64:
    """Unit vector (3,) that points up in the recorded map frame."""
    trajectory = Trajectory()
    points = [np.zeros((0, 3))]
    for frame in islice(reader, 0, _FRAMES, _STEP):
        trajectory.add(frame.stamp_ns, frame.T_map_camera)
        points.append(_surface(frame))
    if trajectory.mean_up[2] > _UPRIGHT:
        return np.array([0.0, 0.0, 1.0])
    return estimate_up(np.concatenate(points), trajectory.mean_up)


def _surface(frame: Observation) -> Float64:
    """Some points (N, 3) that a frame shows."""
    depth_m = np.zeros_like(frame.depth_m)
    depth_m[::_PIXEL_STEP, ::_PIXEL_STEP] = frame.depth_m[::_PIXEL_STEP, ::_PIXEL_STEP]
    return back_project(depth_m, frame.intrinsics, frame.T_map_camera)
