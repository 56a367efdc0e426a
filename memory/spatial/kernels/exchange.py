"""Chunks out of the arrays and back in."""

from __future__ import annotations

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
    unpack,
)

Int32 = npt.NDArray[np.int32]


@njit(cache=True, nogil=True, error_model="numpy")
def list_chunk(a: VoxelArrays, chunk: int) -> tuple[Int32, Int32, Int32, Int32]:
    """All voxels and cells of a chunk, the tentative included.

    Returns:
        (N, 3) voxel coordinates, (N,) rows, (M, 3) cell coordinates in units of cells, (M,) cells.
    """
    most = a.chunk_size[chunk] * a.block_slot.shape[1]
    index, rows = np.empty((most, 3), np.int32), np.empty(most, np.int32)
    cell_index, cells = np.empty((most, 3), np.int32), np.empty(most, np.int32)
    n, m = 0, 0
    block = a.chunk_head[chunk] - 1
    while block >= 0:
        x, y, z = unpack(a.block_key[block])
        for local in range(a.block_slot.shape[1]):
            if a.block_slot[block, local] > 0:
                index[n, 0] = x * 8 + (local >> 6)
                index[n, 1] = y * 8 + ((local >> 3) & 7)
                index[n, 2] = z * 8 + (local & 7)
                rows[n] = a.block_slot[block, local] - 1
                n += 1
        for slot in range(a.block_cell.shape[1]):
            if a.block_cell[block, slot] > 0:
                cell_index[m, 0] = x * 4 + (slot >> 4)
                cell_index[m, 1] = y * 4 + ((slot >> 2) & 3)
                cell_index[m, 2] = z * 4 + (slot & 3)
                cells[m] = a.block_cell[block, slot] - 1
                m += 1
        block = a.block_next[block] - 1
    return index[:n], rows[:n], cell_index[:m], cells[:m]


@njit(cache=True, nogil=True, error_model="numpy")
def insert_voxels(a: VoxelArrays, index: Int32, solid: npt.NDArray[np.uint8]) -> Int32:
    """Make voxels (N, 3), occupied where `solid` (N,) is 1; returns rows (N,), -1 where full."""
    rows = np.full(index.shape[0], -1, np.int32)
    for n in range(index.shape[0]):
        x, y, z = index[n, 0], index[n, 1], index[n, 2]
        key = pack(x >> 3, y >> 3, z >> 3)
        block = find_block(a, key)
        if block < 0:
            block = make_block(a, key)
        if block < 0:
            continue
        note_change(a, a.block_chunk[block])
        local = ((x & 7) << 6) | ((y & 7) << 3) | (z & 7)
        rows[n] = a.block_slot[block, local] - 1
        if rows[n] < 0:
            rows[n] = make_row(a, block, local)
        if rows[n] >= 0 and solid[n] == 1:
            settle(a, block, local)
    return rows


@njit(cache=True, nogil=True, error_model="numpy")
def find_cells(a: VoxelArrays, cell_index: Int32) -> Int32:
    """Cells at (M, 3) coordinates in units of cells; -1 where there is none."""
    cells = np.full(cell_index.shape[0], -1, np.int32)
    for m in range(cell_index.shape[0]):
        x, y, z = cell_index[m, 0], cell_index[m, 1], cell_index[m, 2]
        block = find_block(a, pack(x >> 2, y >> 2, z >> 2))
        if block >= 0:
            local = ((2 * (x & 3)) << 6) | ((2 * (y & 3)) << 3) | (2 * (z & 3))
            cells[m] = a.block_cell[block, cell_slot(local)] - 1
    return cells
