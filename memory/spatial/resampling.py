"""Voxels and their features, taken off the grid and put back where they have moved to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.arrays import ROWS
from whereseen.memory.spatial.kernels import cells as cell_kernels
from whereseen.memory.spatial.kernels import features, landing, merge, select
from whereseen.memory.spatial.kernels.landing import Ground, Movers
from whereseen.memory.spatial.selection import Selection, list_selected
from whereseen.memory.spatial.view import Rules
from whereseen.memory.spatial.voxel_map import VoxelMap

Int32 = npt.NDArray[np.int32]

_SLACK = 32  # one part more targets than voxels: fewer holes, measured; no growth to speak of
PosesAt = Callable[[npt.NDArray[np.uint32]], Float64]


@dataclass(frozen=True, slots=True)
class Resampled:
    """What was moved, in occupied voxels.

    Attributes:
        before, after: In the whole map.
        moved: Those that moved.
        lost: Targets that found no room.
    """

    before: int
    after: int
    moved: int
    lost: int


def resample(voxel_map: VoxelMap, poses_at: PosesAt) -> Resampled:
    """Move each voxel by the pose at the time when it was last seen, and its features with it.

    Voxels that stay within themselves are not touched. Where voxels meet, the surer evidence, the
    longest time and the mean colour and feature remain.

    Args:
        voxel_map: The map.
        poses_at: Poses (U, 4, 4) from old to new coordinates at some ticks (U,).
    """
    a = voxel_map.arrays
    index, rows, cells = list_selected(voxel_map, Selection())
    before = int((cells >= 0).sum())
    ticks, pose_of = np.unique(a.row_last[rows], return_inverse=True)
    poses = np.ascontiguousarray(poses_at(ticks)[:, :3])
    poses[:, :, 3] /= voxel_map.config.voxel_size_m
    movers = Movers(index, pose_of.astype(np.int32), poses)
    moving = landing.moving(movers)
    if not moving.any():
        return Resampled(before=before, after=before, moved=0, lost=0)
    solid, tentative = moving & (cells >= 0), moving & (cells < 0)
    taken = _take(voxel_map, index, rows, cells, solid)
    loose = _voxels(voxel_map, index, rows, tentative)
    select.free_voxels(a, index[moving])
    lost = _put(voxel_map, _part(movers, solid), taken)
    _put_tentative(voxel_map, _part(movers, tentative), loose)
    after = int(a.row_solid[: int(a.counts[ROWS])].sum())
    return Resampled(before=before, after=after, moved=int(solid.sum()), lost=lost)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Voxels off the grid with their cells; `cell_of` (N,) is the position in `cells` of each."""

    voxels: merge.Voxels
    cells: cell_kernels.Cells
    cell_of: Int32


def _part(movers: Movers, chosen: npt.NDArray[np.bool_]) -> Movers:
    return Movers(movers.origin[chosen], movers.pose_of[chosen], movers.poses)


def _take(
    voxel_map: VoxelMap, index: Int32, rows: Int32, cells: Int32, chosen: npt.NDArray[np.bool_]
) -> _Taken:
    a = voxel_map.arrays
    unique, cell_of = np.unique(cells[chosen], return_inverse=True)
    for row in a.cell_pool[unique]:
        if row > 0:
            features.archive(a, row - 1)
    columns = (getattr(a, f"cell_{name}")[unique] for name in cell_kernels.Cells._fields)
    return _Taken(
        voxels=_voxels(voxel_map, index, rows, chosen),
        cells=cell_kernels.Cells(*columns),
        cell_of=cell_of.astype(np.int32),
    )


def _voxels(
    voxel_map: VoxelMap, index: Int32, rows: Int32, chosen: npt.NDArray[np.bool_]
) -> merge.Voxels:
    a, kept = voxel_map.arrays, rows[chosen]
    return merge.Voxels(
        odds=a.row_odds[kept],
        frames=a.row_count[kept],
        first=a.row_first[kept],
        last=a.row_last[kept],
        rgb=a.row_rgb[kept],
        touch=merge.touch_of(a, index[chosen]),
    )


def _put(voxel_map: VoxelMap, movers: Movers, taken: _Taken) -> int:
    """Put occupied voxels where they land; returns how many targets found no room."""
    a = voxel_map.arrays
    ground = _filled(movers)
    n = movers.origin.shape[0]
    landing.choose(ground, n + n // _SLACK)
    landing.rescue(movers, ground, a)
    targets = landing.number(ground)
    voxels = merge.gather(movers, ground, taken.voxels, targets.shape[0])
    order = np.argsort(-voxels.touch.astype(np.int64), kind="stable")  # the newest find room first
    cells = np.empty(targets.shape[0], dtype=np.int32)
    in_order = merge.Voxels(*(column[order] for column in voxels))
    cells[order] = merge.place(a, targets[order], in_order, True)
    pairs = cell_kernels.pair(a, movers, ground, taken.cell_of, cells)
    cell_kernels.blend_moved(a, *pairs, taken.cells, Rules.of(voxel_map.config))
    return int((cells < 0).sum())


def _filled(movers: Movers) -> Ground:
    """Ground on which all voxels have landed."""
    blocks = np.unique(movers.origin >> 3, axis=0).shape[0]
    room = 2 * blocks + 64
    while True:
        ground = landing.empty_ground(room)
        if landing.fill(movers, ground):
            return ground
        room *= 2


def _put_tentative(voxel_map: VoxelMap, movers: Movers, voxels: merge.Voxels) -> None:
    """Put tentative voxels where their centres land, unless something occupied is there."""
    index, inside = landing.centres(movers)
    kept = merge.Voxels(*(column[inside] for column in voxels))
    merge.place(voxel_map.arrays, index[inside], kept, False)
