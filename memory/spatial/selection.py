"""Part of the map: what lies in a box, or was last seen in a stretch of time, or both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64, invert, is_rigid
from whereseen.memory.spatial.arrays import ROWS
from whereseen.memory.spatial.kernels import select
from whereseen.memory.spatial.voxel_map import NS_PER_TICK, VoxelMap, Voxels

Int32 = npt.NDArray[np.int32]

_NEVER, _ALWAYS = -1, 1 << 32  # ticks beyond any that is stored


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Selection:
    """What to look at; without bounds, everything.

    Attributes:
        T_map_box: (4, 4) pose of the middle of a box, or None for all of space.
        size_m: Its edges; None if and only if there is no box.
        since_ns: Only what was last seen then or later, to a tenth of a second.
        until_ns: Only what was last seen then or earlier, to a tenth of a second.

    Raises:
        InvalidQuery: if the box is incomplete, not rigid or without volume, or the times are
            in the wrong order.
    """

    T_map_box: Float64 | None = None
    size_m: Metres3 | None = None
    since_ns: int | None = None
    until_ns: int | None = None

    def __post_init__(self) -> None:
        if (self.T_map_box is None) != (self.size_m is None):
            raise InvalidQuery("a box needs a pose and a size", remedy="Give both, or neither")
        if self.T_map_box is not None and not is_rigid(self.T_map_box):
            raise InvalidQuery(
                "the pose of the box is not rigid",
                got=repr(self.T_map_box),
                remedy="Give a (4, 4) matrix of a rotation and a translation",
            )
        size = np.asarray((1.0, 1.0, 1.0) if self.size_m is None else self.size_m)
        if size.shape != (3,) or not (np.isfinite(size).all() and size.min() > 0.0):
            raise InvalidQuery(
                "the box has no volume", got=repr(self.size_m), remedy="Give three positive edges"
            )
        if self.since_ns is not None and self.until_ns is not None:
            self._require_order(self.since_ns, self.until_ns)

    @staticmethod
    def _require_order(since_ns: int, until_ns: int) -> None:
        if since_ns > until_ns:
            raise InvalidQuery(
                "the stretch of time ends before it begins",
                got=f"{since_ns} to {until_ns} ns",
                remedy="Exchange since_ns and until_ns",
            )

    @classmethod
    def between(cls, low_m: Metres3, high_m: Metres3) -> Selection:
        """The box along the axes of the map between two corners."""
        low, high = np.asarray(low_m, dtype=np.float64), np.asarray(high_m, dtype=np.float64)
        pose = np.eye(4)
        pose[:3, 3] = (low + high) / 2.0
        x, y, z = (float(edge) for edge in high - low)
        return cls(T_map_box=pose, size_m=(x, y, z))

    def covers(self, stamp_ns: int) -> bool:
        """Whether a time lies in its stretch of time."""
        if self.since_ns is not None and stamp_ns < self.since_ns:
            return False
        return self.until_ns is None or stamp_ns <= self.until_ns

    def contains(self, point_m: npt.ArrayLike, stamp_ns: int) -> bool:
        """Whether a point (3,) of the map at a time is part of it."""
        if not self.covers(stamp_ns):
            return False
        if self.T_map_box is None:
            return True
        T_box_map = invert(self.T_map_box)
        inside = np.abs(T_box_map[:3, :3] @ np.asarray(point_m) + T_box_map[:3, 3])
        return bool((inside <= np.asarray(self.size_m) / 2.0).all())

    def bounds(self, epoch_ns: int) -> select.Bounds:
        """The same for kernels, with times in ticks of a map; a tick counts if part of it does."""
        boundless = self.T_map_box is None or self.size_m is None
        T_box_map = np.eye(4) if self.T_map_box is None else invert(self.T_map_box)
        half = np.full(3, np.inf) if self.size_m is None else np.asarray(self.size_m) / 2.0
        since = _NEVER if self.since_ns is None else (self.since_ns - epoch_ns) // NS_PER_TICK
        until = _ALWAYS if self.until_ns is None else (self.until_ns - epoch_ns) // NS_PER_TICK
        return select.Bounds(
            T_box_map=np.ascontiguousarray(T_box_map, dtype=np.float64),
            half_m=np.ascontiguousarray(half, dtype=np.float64),
            boundless=boundless,
            since=max(since, _NEVER),
            until=min(max(until, _NEVER), _ALWAYS),
        )


def list_selected(voxel_map: VoxelMap, selection: Selection) -> tuple[Int32, Int32, Int32]:
    """Voxels of a part of the map, the tentative included, by their centres.

    Returns:
        (N, 3) coordinates, (N,) rows, and (N,) feature cells, -1 for the tentative.
    """
    a = voxel_map.arrays
    bounds = selection.bounds(voxel_map.epoch_ns)
    voxel_m, most = voxel_map.config.voxel_size_m, int(a.counts[ROWS])
    index, rows, cells = select.list_selected(a, bounds, voxel_m, most)
    return index, rows, cells


def occupied_in(voxel_map: VoxelMap, selection: Selection) -> Voxels:
    """Occupied voxels of a part of the map."""
    index, rows, cells = list_selected(voxel_map, selection)
    solid = cells >= 0
    return voxel_map.voxels_at(index[solid], rows[solid], cells[solid])
