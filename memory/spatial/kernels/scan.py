"""Exact scans: a question against every cell, every occupied voxel listed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.arrays import BLOCKS, CELLS, VoxelArrays
from whereseen.memory.spatial.kernels.grid import cell_slot, unpack
from whereseen.memory.spatial.kernels.half import half_to_float

Int32 = npt.NDArray[np.int32]


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _score_codes(
    codes: npt.NDArray[np.int8],
    scale: np.float32,
    bias: np.float32,
    query: Float32,
    anchored: np.float32,
) -> np.float32:
    """Score of archived codes; `anchored` is the query's dot product with the anchor."""
    dot, norm = np.float32(0.0), np.float32(0.0)
    for d in range(query.size):
        value = np.float32(codes[d])
        dot += value * query[d]
        norm += value * value
    length = np.sqrt(max(bias * bias + scale * scale * norm, np.float32(1e-12)))
    return (bias * anchored + scale * dot) / length


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _score_half(bits: npt.NDArray[np.uint16], query: Float32) -> np.float32:
    dot, norm = np.float32(0.0), np.float32(0.0)
    for d in range(query.size):
        value = half_to_float(bits[d])
        dot += value * query[d]
        norm += value * value
    return dot / np.sqrt(max(norm, np.float32(1e-12)))


@njit(cache=True, nogil=True, error_model="numpy")
def score_cells(a: VoxelArrays, query: Float32) -> Float32:
    """Dot product of a query (D,) with the unit feature of every cell; -inf where there is none."""
    scores = np.empty(a.counts[CELLS], np.float32)
    anchored = np.float32(0.0)
    for d in range(query.size):
        anchored += query[d] * a.anchor[d]
    for cell in range(scores.size):
        if a.cell_weight[cell] == 0:
            scores[cell] = -np.inf
        elif a.cell_pool[cell] > 0:
            scores[cell] = _score_half(a.pool[a.cell_pool[cell] - 1], query)
        else:
            scale, bias = half_to_float(a.cell_scale[cell]), half_to_float(a.cell_bias[cell])
            scores[cell] = _score_codes(a.cell_codes[cell], scale, bias, query, anchored)
    return scores


@njit(cache=True, nogil=True, error_model="numpy")
def cell_features(a: VoxelArrays, cells: Int32) -> Float32:
    """Mean features (N, D) of cells, zero where nothing was recognised."""
    features = np.zeros((cells.size, a.pool.shape[1]), np.float32)
    for k in range(cells.size):
        cell = cells[k]
        if a.cell_weight[cell] == 0:
            continue
        row = a.cell_pool[cell] - 1
        scale, bias = half_to_float(a.cell_scale[cell]), half_to_float(a.cell_bias[cell])
        for d in range(features.shape[1]):
            if row >= 0:
                features[k, d] = half_to_float(a.pool[row, d])
            else:
                code = np.float32(a.cell_codes[cell, d])
                features[k, d] = bias * a.anchor[d] + scale * code
    return features


@njit(cache=True, nogil=True, error_model="numpy")
def sum_features(a: VoxelArrays, cells: Int32, owner: Int32, n: int) -> Float32:
    """Sums (n, D) of the mean features of cells (N,), by the owner (N,) of each."""
    sums = np.zeros((n, a.pool.shape[1]), np.float32)
    for k in range(cells.size):
        sums[owner[k]] += cell_features(a, cells[k : k + 1])[0]
    return sums


@njit(cache=True, nogil=True, error_model="numpy")
def list_voxels(a: VoxelArrays) -> tuple[Int32, Int32, Int32]:
    """All occupied voxels.

    Returns:
        (N, 3) voxel coordinates, (N,) rows and (N,) cells, in order of blocks.
    """
    total = 0
    for block in range(a.counts[BLOCKS]):
        total += a.block_size[block]
    index = np.empty((total, 3), np.int32)
    rows = np.empty(total, np.int32)
    cells = np.empty(total, np.int32)
    n = 0
    for block in range(a.counts[BLOCKS]):
        if a.block_size[block] > 0:
            n = _list_block(a, block, index, rows, cells, n)
    return index[:n], rows[:n], cells[:n]


@njit(cache=True, nogil=True, error_model="numpy")
def _list_block(a: VoxelArrays, block: int, index: Int32, rows: Int32, cells: Int32, n: int) -> int:
    x, y, z = unpack(a.block_key[block])
    for local in range(a.block_slot.shape[1]):
        row = a.block_slot[block, local] - 1
        if row < 0 or a.row_solid[row] == 0:
            continue
        index[n, 0] = x * 8 + (local >> 6)
        index[n, 1] = y * 8 + ((local >> 3) & 7)
        index[n, 2] = z * 8 + (local & 7)
        rows[n] = row
        cells[n] = a.block_cell[block, cell_slot(local)] - 1
        n += 1
    return n


@njit(cache=True, nogil=True, error_model="numpy")
def voxels_of_cells(a: VoxelArrays, cells: Int32) -> tuple[Int32, Int32, Int32]:
    """Occupied voxels of some cells: (N, 3) coordinates, (N,) rows, (N,) position in `cells`."""
    index = np.empty((8 * cells.size, 3), np.int32)
    rows = np.empty(8 * cells.size, np.int32)
    owner = np.empty(8 * cells.size, np.int32)
    n = 0
    for k in range(cells.size):
        home = a.cell_home[cells[k]]
        block, slot = home >> 6, home & 63
        x, y, z = unpack(a.block_key[block])
        for corner in range(8):
            lx = 2 * (slot >> 4) + (corner >> 2)
            ly = 2 * ((slot >> 2) & 3) + ((corner >> 1) & 1)
            lz = 2 * (slot & 3) + (corner & 1)
            row = a.block_slot[block, (lx << 6) | (ly << 3) | lz] - 1
            if row >= 0 and a.row_solid[row] == 1:
                index[n, 0], index[n, 1], index[n, 2] = x * 8 + lx, y * 8 + ly, z * 8 + lz
                rows[n], owner[n] = row, k
                n += 1
    return index[:n], rows[:n], owner[:n]
