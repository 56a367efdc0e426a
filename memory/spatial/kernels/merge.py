"""Voxels that were moved, summed up where they land and merged into what has stayed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels.grid import (
    cell_slot,
    find_block,
    make_block,
    make_row,
    note_change,
    pack,
    settle,
)
from whereseen.memory.spatial.kernels.landing import FULL, Ground, Movers, land

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]
UInt16 = npt.NDArray[np.uint16]
UInt32 = npt.NDArray[np.uint32]

_STRONG = FULL // 3  # points from which on a voxel's times count for a target


class Voxels(NamedTuple):
    """What is known of voxels, by the columns of the map.

    Attributes:
        odds, frames, first, last, touch: (N,); `touch` is that of their chunks.
        rgb: (N, 3).
    """

    odds: npt.NDArray[np.int8]
    frames: UInt16
    first: UInt32
    last: UInt32
    rgb: UInt8
    touch: Int32


@njit(cache=True, nogil=True, error_model="numpy")
def touch_of(a: VoxelArrays, index: Int32) -> Int32:
    """Last touch (N,) of the chunks of voxels (N, 3) that exist."""
    touch = np.empty(index.shape[0], np.int32)
    for n in range(index.shape[0]):
        x, y, z = index[n, 0], index[n, 1], index[n, 2]
        block = find_block(a, pack(x >> 3, y >> 3, z >> 3))
        touch[n] = a.chunk_touch[a.block_chunk[block]]
    return touch


@njit(cache=True, nogil=True, error_model="numpy")
def gather(m: Movers, g: Ground, v: Voxels, targets: int) -> Voxels:
    """What is known of the targets, numbered 0 to K - 1, by what falls into them.

    Evidence is the mean by volume, and the sum where whole voxels meet; colours are weighted by
    evidence too. Times are those of the voxels that fill a third of the target, or most of it.
    """
    keys, locals_ = np.empty(FULL, np.int64), np.empty(FULL, np.int32)
    points = np.empty(FULL, np.int32)
    volume, most = np.zeros(targets, np.int32), np.zeros(targets, np.int32)
    for n in range(m.origin.shape[0]):
        for at in range(land(m, n, keys, locals_, points)):
            k = g.share[find_block(g, keys[at]), locals_[at]] - 1
            if k >= 0:
                volume[k] += points[at]
                most[k] = max(most[k], points[at])
    odds, count = np.zeros(targets, np.int64), np.zeros(targets, np.int64)
    rgb = np.zeros((targets, 3), np.int64)
    first, last = np.full(targets, 0xFFFFFFFF, np.uint32), np.zeros(targets, np.uint32)
    touch = np.full(targets, -(1 << 31), np.int32)
    for n in range(m.origin.shape[0]):
        for at in range(land(m, n, keys, locals_, points)):
            k = g.share[find_block(g, keys[at]), locals_[at]] - 1
            if k < 0:
                continue
            odds[k] += points[at] * np.int64(v.odds[n])
            count[k] += points[at] * np.int64(v.frames[n])
            for c in range(3):
                rgb[k, c] += points[at] * np.int64(v.frames[n]) * v.rgb[n, c]
            touch[k] = max(touch[k], v.touch[n])
            if points[at] >= min(_STRONG, most[k]):
                first[k], last[k] = min(first[k], v.first[n]), max(last[k], v.last[n])
    out = Voxels(
        np.empty(targets, np.int8),
        np.empty(targets, np.uint16),
        first,
        last,
        np.empty((targets, 3), np.uint8),
        touch,
    )
    for k in range(targets):
        out.odds[k] = (2 * odds[k] + volume[k]) // (2 * volume[k])
        for c in range(3):
            out.rgb[k, c] = (2 * rgb[k, c] + count[k]) // (2 * count[k])
        whole = min(volume[k], FULL)
        out.frames[k] = min(max((2 * count[k] + whole) // (2 * whole), 1), 65535)
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def place(a: VoxelArrays, index: Int32, v: Voxels, solid: bool) -> Int32:
    """Put voxels (K, 3) into the map, or merge them into those that are there.

    Tentative ones give way to those that are occupied.

    Returns:
        (K,) their feature cells, -1 for the tentative and where there is no room.
    """
    cells = np.full(index.shape[0], -1, np.int32)
    was_used = a.chunk_size > 0
    for k in range(index.shape[0]):
        x, y, z = index[k, 0], index[k, 1], index[k, 2]
        key = pack(x >> 3, y >> 3, z >> 3)
        block = find_block(a, key)
        if block < 0:
            block = make_block(a, key)
        if block < 0:
            continue
        local = ((x & 7) << 6) | ((y & 7) << 3) | (z & 7)
        row = a.block_slot[block, local] - 1
        if row >= 0 and a.row_solid[row] == 1 and not solid:
            continue
        if row >= 0:
            _merge_row(a, row, v, k)
        else:
            row = make_row(a, block, local)
            if row < 0:
                continue
            _fill_row(a, row, v, k)
        chunk = a.block_chunk[block]
        note_change(a, chunk)
        if not was_used[chunk] or v.touch[k] > a.chunk_touch[chunk]:
            a.chunk_touch[chunk] = v.touch[k]
        was_used[chunk] = True
        if solid:
            settle(a, block, local)
            cells[k] = a.block_cell[block, cell_slot(local)] - 1
    return cells


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_row(a: VoxelArrays, row: int, v: Voxels, k: int) -> None:
    a.row_odds[row] = v.odds[k]
    a.row_count[row] = v.frames[k]
    a.row_first[row], a.row_last[row] = v.first[k], v.last[k]
    a.row_rgb[row] = v.rgb[k]


@njit(cache=True, nogil=True, error_model="numpy")
def _merge_row(a: VoxelArrays, row: int, v: Voxels, k: int) -> None:
    """Two voxels that meet: the surer evidence, all views, the longest time, the mean colour."""
    own, other = np.int64(a.row_count[row]), np.int64(v.frames[k])
    total = own + other
    for c in range(3):
        mean = own * np.int64(a.row_rgb[row, c]) + other * np.int64(v.rgb[k, c])
        a.row_rgb[row, c] = (2 * mean + total) // (2 * total)
    a.row_odds[row] = max(a.row_odds[row], v.odds[k])
    a.row_count[row] = min(total, 65535)
    a.row_first[row] = min(a.row_first[row], v.first[k])
    a.row_last[row] = max(a.row_last[row], v.last[k])
