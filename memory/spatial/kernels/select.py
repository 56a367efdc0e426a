"""Voxels inside a box and a stretch of time, found by chunk, block and voxel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.arrays import CHUNKS, VoxelArrays
from whereseen.memory.spatial.kernels.grid import (
    cell_slot,
    find_block,
    free_block,
    free_row,
    note_change,
    pack,
    unpack,
)

Int32 = npt.NDArray[np.int32]
_HALF_DIAGONAL = 0.8660254038


class Bounds(NamedTuple):
    """A box and a stretch of time.

    Attributes:
        T_box_map: (4, 4).
        half_m: (3,) half the edges of the box.
        boundless: Whether there is no box at all.
        since, until: First and last tick, both included.
    """

    T_box_map: Float64
    half_m: Float64
    boundless: bool
    since: int
    until: int


@njit(cache=True, nogil=True, error_model="numpy")
def _touches(b: Bounds, x: float, y: float, z: float, radius: float) -> bool:
    """Whether a sphere about a map point may touch the box."""
    if b.boundless:
        return True
    T = b.T_box_map
    for i in range(3):
        at = T[i, 0] * x + T[i, 1] * y + T[i, 2] * z + T[i, 3]
        if not abs(at) <= b.half_m[i] + radius:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def is_within(b: Bounds, x: int, y: int, z: int, voxel_m: float, tick: int) -> bool:
    """Whether a voxel that was last seen then lies in the bounds with its centre."""
    if not b.since <= tick <= b.until:
        return False
    return _touches(b, (x + 0.5) * voxel_m, (y + 0.5) * voxel_m, (z + 0.5) * voxel_m, 0.0)


@njit(cache=True, nogil=True, error_model="numpy")
def list_selected(
    a: VoxelArrays, b: Bounds, voxel_m: float, most: int
) -> tuple[Int32, Int32, Int32]:
    """Voxels whose centre and time of last sight lie in the bounds, the tentative included.

    Returns:
        (N, 3) coordinates, (N,) rows, and (N,) cells, -1 for the tentative.
    """
    index, rows, cells = (
        np.empty((most, 3), np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
    )
    n = 0
    chunk_m, block_m = 64.0 * voxel_m, 8.0 * voxel_m
    for chunk in range(a.counts[CHUNKS]):
        if a.chunk_size[chunk] == 0:
            continue
        x, y, z = unpack(a.chunk_key[chunk])
        middle = ((x + 0.5) * chunk_m, (y + 0.5) * chunk_m, (z + 0.5) * chunk_m)
        if not _touches(b, middle[0], middle[1], middle[2], _HALF_DIAGONAL * chunk_m):
            continue
        block = a.chunk_head[chunk] - 1
        while block >= 0:
            x, y, z = unpack(a.block_key[block])
            middle = ((x + 0.5) * block_m, (y + 0.5) * block_m, (z + 0.5) * block_m)
            if _touches(b, middle[0], middle[1], middle[2], _HALF_DIAGONAL * block_m):
                n = _list_block(a, block, b, voxel_m, index, rows, cells, n)
            block = a.block_next[block] - 1
    return index[:n].copy(), rows[:n].copy(), cells[:n].copy()


@njit(cache=True, nogil=True, error_model="numpy")
def _list_block(
    a: VoxelArrays,
    block: int,
    b: Bounds,
    voxel_m: float,
    index: Int32,
    rows: Int32,
    cells: Int32,
    n: int,
) -> int:
    bx, by, bz = unpack(a.block_key[block])
    for local in range(a.block_slot.shape[1]):
        row = a.block_slot[block, local] - 1
        if row < 0:
            continue
        x, y, z = bx * 8 + (local >> 6), by * 8 + ((local >> 3) & 7), bz * 8 + (local & 7)
        if not is_within(b, x, y, z, voxel_m, np.int64(a.row_last[row])):
            continue
        index[n, 0], index[n, 1], index[n, 2] = x, y, z
        rows[n] = row
        cells[n] = a.block_cell[block, cell_slot(local)] - 1 if a.row_solid[row] == 1 else -1
        n += 1
    return n


@njit(cache=True, nogil=True, error_model="numpy")
def free_voxels(a: VoxelArrays, index: Int32) -> None:
    """Forget voxels (N, 3) that exist, and the blocks and chunks that this leaves empty."""
    for n in range(index.shape[0]):
        x, y, z = index[n, 0], index[n, 1], index[n, 2]
        block = find_block(a, pack(x >> 3, y >> 3, z >> 3))
        free_row(a, block, ((x & 7) << 6) | ((y & 7) << 3) | (z & 7))
        note_change(a, a.block_chunk[block])
    for chunk in range(a.counts[CHUNKS]):
        if a.chunk_size[chunk] == 0:
            continue
        previous, block = -1, a.chunk_head[chunk] - 1
        while block >= 0:
            following = a.block_next[block] - 1
            if a.block_size[block] == 0:
                free_block(a, block, previous)
            else:
                previous = block
            block = following
