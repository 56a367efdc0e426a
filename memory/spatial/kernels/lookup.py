"""Voxels by their coordinates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels.grid import cell_slot, find_block, pack

Int32 = npt.NDArray[np.int32]


@njit(cache=True, nogil=True, error_model="numpy")
def find_occupied(a: VoxelArrays, index: Int32) -> tuple[Int32, Int32]:
    """Rows (N,) and cells (N,) of the occupied voxels at coordinates (N, 3); -1 where none is."""
    rows = np.full(index.shape[0], -1, np.int32)
    cells = np.full(index.shape[0], -1, np.int32)
    for n in range(index.shape[0]):
        x, y, z = index[n, 0], index[n, 1], index[n, 2]
        block = find_block(a, pack(x >> 3, y >> 3, z >> 3))
        if block < 0:
            continue
        local = ((x & 7) << 6) | ((y & 7) << 3) | (z & 7)
        row = a.block_slot[block, local] - 1
        if row >= 0 and a.row_solid[row] == 1:
            rows[n] = row
            cells[n] = a.block_cell[block, cell_slot(local)] - 1
    return rows, cells
