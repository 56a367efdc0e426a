"""How much of what stands around a place was seen when the place was not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels.grid import find_block, pack
from whereseen.memory.spatial.kernels.select import Bounds, is_within

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
_MOST_STEPS = 64  # along an edge of a box
_FAR = 1 << 30


@njit(cache=True, nogil=True, error_model="numpy")
def newer_shares(
    a: VoxelArrays, b: Bounds, voxel_m: float, low: Int32, high: Int32, ticks: Int64
) -> Float64:
    """Share (N,) of the occupied voxels in boxes that were last seen later than at times.

    Args:
        a: The map.
        b: What of it counts.
        voxel_m: Edge of a voxel.
        low: First voxel (N, 3) of each box; of large boxes only every so many voxels count.
        high: Last voxel (N, 3).
        ticks: Times (N,).
    """
    shares = np.zeros(low.shape[0])
    for n in range(low.shape[0]):
        step = 1 + np.max(high[n] - low[n]) // _MOST_STEPS
        newer, found = 0, 0
        for x in range(low[n, 0], high[n, 0] + 1, step):
            for y in range(low[n, 1], high[n, 1] + 1, step):
                last_k, block = -_FAR, -1
                for z in range(low[n, 2], high[n, 2] + 1, step):
                    if z >> 3 != last_k:
                        last_k, block = z >> 3, find_block(a, pack(x >> 3, y >> 3, z >> 3))
                    if block < 0:
                        continue
                    row = a.block_slot[block, ((x & 7) << 6) | ((y & 7) << 3) | (z & 7)] - 1
                    if row < 0 or a.row_solid[row] == 0:
                        continue
                    if is_within(b, x, y, z, voxel_m, np.int64(a.row_last[row])):
                        found += 1
                        newer += np.int64(a.row_last[row]) > ticks[n]
        if found:
            shares[n] = newer / found
    return shares
