"""The occupied voxels of one chunk, as short numbers that are easily compared."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels.grid import cell_slot, unpack

Int32 = npt.NDArray[np.int32]


@njit(cache=True, nogil=True, error_model="numpy")
def occupied_of(a: VoxelArrays, chunk: int) -> tuple[Int32, Int32, Int32]:
    """Occupied voxels of a chunk, in order of storage.

    Returns:
        (N,) places inside the chunk, z + 64 y + 4096 x; (N,) rows; (N,) cells.
    """
    most = a.chunk_size[chunk] * a.block_slot.shape[1]
    places, rows, cells = (
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
    )
    n = 0
    block = a.chunk_head[chunk] - 1
    while block >= 0:
        x, y, z = unpack(a.block_key[block])
        corner = ((x & 7) << 15) | ((y & 7) << 9) | ((z & 7) << 3)
        for local in range(a.block_slot.shape[1]):
            row = a.block_slot[block, local] - 1
            if row < 0 or a.row_solid[row] == 0:
                continue
            places[n] = corner | ((local >> 6) << 12) | (((local >> 3) & 7) << 6) | (local & 7)
            rows[n] = row
            cells[n] = a.block_cell[block, cell_slot(local)] - 1
            n += 1
        block = a.block_next[block] - 1
    return places[:n].copy(), rows[:n].copy(), cells[:n].copy()
