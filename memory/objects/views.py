"""Where the camera looked lately and how far it saw, coarsely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64, apply, invert
from whereseen.memory.objects.spots import Spots
from whereseen.memory.observation import Observation

_ROWS, _COLUMNS = 48, 64  # coarse depth of a view: 6 KB
_MOST = 256
_STEP_M = 0.25
_TURN_COSINE = float(np.cos(np.radians(10.0)))
_STILL_NS = 1_000_000_000  # a camera that stands still adds a view this often
_FARTHEST_M = 1000.0  # stands for no return, and fits into half a float


@dataclass(frozen=True, slots=True)
class Measured:
    """How some points looked from some views, oldest view first.

    Attributes:
        stamps_ns: (V,) int64.
        depth_m: (V, N) float32 what was measured in the direction of each point; NaN where it is
            out of view or there is no reading.
        expected_m: (V, N) float64 depth of each point itself.
    """

    stamps_ns: npt.NDArray[np.int64]
    depth_m: Float32
    expected_m: Float64


class Views:
    """The newest views, thinned by motion, in arrays of fixed size.

    Attributes:
        spots: Where frames showed things.
    """

    def __init__(self) -> None:
        self.spots = Spots()
        self._stamps_ns = np.zeros(_MOST, dtype=np.int64)
        self._T_camera_map = np.zeros((_MOST, 4, 4))
        self._pinhole = np.zeros((_MOST, 4))  # fx, fy, cx, cy in coarse pixels
        self._depth_m = np.zeros((_MOST, _ROWS, _COLUMNS), dtype=np.float16)
        self._added = 0

    def __len__(self) -> int:
        return min(self._added, _MOST)

    def add(self, observation: Observation) -> None:
        """Keep a view; one from nearly the same place and time replaces the one before."""
        pose = invert(observation.T_map_camera)
        if not self._added or not self._is_like_the_last(observation.stamp_ns, pose):
            self._added += 1
        at = (self._added - 1) % _MOST
        height, width = observation.depth_m.shape
        K = observation.intrinsics
        across, down = _COLUMNS / width, _ROWS / height
        self._stamps_ns[at] = observation.stamp_ns
        self._T_camera_map[at] = pose
        self._pinhole[at] = (
            K[0, 0] * across,
            K[1, 1] * down,
            (K[0, 2] + 0.5) * across,
            (K[1, 2] + 0.5) * down,
        )
        rows = (2 * np.arange(_ROWS) + 1) * height // (2 * _ROWS)
        columns = (2 * np.arange(_COLUMNS) + 1) * width // (2 * _COLUMNS)
        self._depth_m[at] = np.minimum(observation.depth_m[np.ix_(rows, columns)], _FARTHEST_M)

    def measured(self, points_map: Float32, *, since_ns: int, before_ns: int) -> Measured:
        """How points (N, 3) looked from the views between two times, both excluded."""
        stamps = self._stamps_ns[: len(self)]
        chosen = np.flatnonzero((stamps > since_ns) & (stamps < before_ns))
        chosen = chosen[np.argsort(stamps[chosen], kind="stable")]
        poses = self._T_camera_map[chosen]
        points = points_map.astype(np.float64) @ poses[:, :3, :3].transpose(0, 2, 1)
        points += poses[:, None, :3, 3]
        z = points[..., 2]
        fx, fy, cx, cy = self._pinhole[chosen].T[:, :, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            u = np.floor(points[..., 0] / z * fx + cx)
            v = np.floor(points[..., 1] / z * fy + cy)
            inside = (z > 0.0) & (u >= 0) & (u < _COLUMNS) & (v >= 0) & (v < _ROWS)
        at, point = np.nonzero(inside)
        depth = np.full(z.shape, np.nan, dtype=np.float32)
        read = self._depth_m[chosen[at], v[inside].astype(int), u[inside].astype(int)]
        depth[at, point] = np.where(read > 0.0, read, np.nan)
        return Measured(stamps_ns=stamps[chosen], depth_m=depth, expected_m=z)

    @property
    def oldest_ns(self) -> int | None:
        """Time of the oldest view, None if there is none."""
        return int(self._stamps_ns[: len(self)].min()) if len(self) else None

    def surfaces(self, *, since_ns: int, within_m: float) -> Iterator[tuple[int, Float64, Float64]]:
        """What views since a time saw so near, in no order.

        Yields:
            Stamps in ns, points (N, 3) in the map frame, and how far each was, (N,) in metres.
        """
        v, u = np.mgrid[:_ROWS, :_COLUMNS] + 0.5
        for at in np.flatnonzero(self._stamps_ns[: len(self)] >= since_ns).tolist():
            z = self._depth_m[at].astype(np.float64)
            seen = (z > 0.0) & (z <= within_m)
            fx, fy, cx, cy = self._pinhole[at].tolist()
            x, y = (u - cx) / fx * z, (v - cy) / fy * z
            points = np.stack([x[seen], y[seen], z[seen]], axis=1)
            far_m = np.linalg.norm(points, axis=1)
            yield int(self._stamps_ns[at]), apply(invert(self._T_camera_map[at]), points), far_m

    def move(self, correction: Callable[[int], Float64]) -> None:
        """Correct where the camera was: by stamps in ns to rigid transforms (4, 4) of the map."""
        for at in range(len(self)):
            moved = correction(int(self._stamps_ns[at]))
            self._T_camera_map[at] = self._T_camera_map[at] @ invert(moved)
        self.spots.move(correction)

    def forget(self) -> None:
        """Drop all views."""
        self._added = 0
        self._depth_m[:] = 0.0
        self.spots.forget()

    def _is_like_the_last(self, stamp_ns: int, T_camera_map: Float64) -> bool:
        last = (self._added - 1) % _MOST
        before = self._T_camera_map[last]
        if stamp_ns // _STILL_NS != int(self._stamps_ns[last]) // _STILL_NS:
            return False
        moved = np.linalg.norm(invert(before)[:3, 3] - invert(T_camera_map)[:3, 3])
        return bool(moved < _STEP_M and before[2, :3] @ T_camera_map[2, :3] > _TURN_COSINE)
