"""Features of cells: exact shares of patches, moving means, archive."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.arrays import (
    POOL,
    POOL_FREE,
    POOL_HAND,
    PRESENCE_ONE,
    WEIGHT_ONE,
    VoxelArrays,
)
from whereseen.memory.spatial.kernels.grid import cell_slot, take
from whereseen.memory.spatial.kernels.half import float_to_half, half_to_float
from whereseen.memory.spatial.view import Rules

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@njit(cache=True, nogil=True, error_model="numpy")
def pair(
    a: VoxelArrays,
    pixel_block: Int32,
    pixel_local: npt.NDArray[np.int16],
    bounds: Int64,
    frame: int,
) -> tuple[Int32, Int32, Int32, Int32, Int32, Int32]:
    """Count, for every cell of the frame, its samples by feature row; no sorting.

    Samples come ordered by feature row, so a cell's newest pair is the current row's or a new
    one is due.

    Returns:
        cells (m,), totals (m,) samples of each, heads (m,) newest pair + 1, and for each pair its
        feature row, its samples and the next pair + 1; all int32.
    """
    n = pixel_block.size
    cells = np.empty(n, np.int32)
    totals = np.zeros(n, np.int32)
    heads = np.zeros(n, np.int32)
    pair_row = np.empty(n, np.int32)
    pair_n = np.empty(n, np.int32)
    pair_next = np.empty(n, np.int32)
    m, p = 0, 0
    for group in range(bounds.size - 1):
        for k in range(bounds[group], bounds[group + 1]):
            block = pixel_block[k]
            if block < 0:
                continue
            row = a.block_slot[block, pixel_local[k]] - 1
            if row < 0 or a.row_solid[row] == 0:
                continue
            cell = a.block_cell[block, cell_slot(pixel_local[k])] - 1
            if a.cell_frame[cell] != frame:
                a.cell_frame[cell] = frame
                a.cell_local[cell] = m
                cells[m] = cell
                m += 1
            local = a.cell_local[cell]
            totals[local] += 1
            if group == 0:
                continue
            newest = heads[local] - 1
            if newest >= 0 and pair_row[newest] == group - 1:
                pair_n[newest] += 1
            else:
                pair_row[p], pair_n[p], pair_next[p] = group - 1, 1, heads[local]
                p += 1
                heads[local] = p
    return cells[:m], totals[:m], heads[:m], pair_row[:p], pair_n[:p], pair_next[:p]


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def encode(a: VoxelArrays, cell: int, feature: Float32) -> None:
    """Write a feature (D,) to the int8 codes of a cell.

    The part along the anchor is kept apart: it holds the few outlying coordinates of embedding
    spaces, which would otherwise set the step of the codes (five times the error).
    """
    bias = np.float32(0.0)
    for d in range(feature.size):
        bias += feature[d] * a.anchor[d]
    a.cell_bias[cell] = float_to_half(bias)
    bias = half_to_float(a.cell_bias[cell])
    largest = np.float32(0.0)
    for d in range(feature.size):
        largest = max(largest, abs(feature[d] - bias * a.anchor[d]))
    scale = max(largest / np.float32(127.0), np.float32(1e-6))
    a.cell_scale[cell] = float_to_half(scale)
    inverse = np.float32(1.0) / half_to_float(a.cell_scale[cell])
    for d in range(feature.size):
        code = np.rint((feature[d] - bias * a.anchor[d]) * inverse)
        a.cell_codes[cell, d] = np.int8(min(max(code, np.float32(-127.0)), np.float32(127.0)))


@njit(cache=True, nogil=True, error_model="numpy")
def archive(a: VoxelArrays, row: int) -> None:
    """Write an active row to its cell's int8 codes; the row stays."""
    feature = np.empty(a.pool.shape[1], np.float32)
    for d in range(feature.size):
        feature[d] = half_to_float(a.pool[row, d])
    encode(a, a.pool_owner[row] - 1, feature)


@njit(cache=True, nogil=True, error_model="numpy")
def _pool_row(a: VoxelArrays, frame: int) -> int:
    """An active row for a cell: unused, or taken from the cell longest under the clock hand."""
    row = take(a.counts, POOL, POOL_FREE, a.free_pool, a.pool.shape[0])
    if row >= 0:
        return row
    for _ in range(a.pool.shape[0]):
        row = a.counts[POOL_HAND] % a.pool.shape[0]
        a.counts[POOL_HAND] += 1
        cell = a.pool_owner[row] - 1
        if a.cell_frame[cell] != frame:
            archive(a, row)
            a.cell_pool[cell] = 0
            return row
    return -1


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _activate(a: VoxelArrays, cell: int, frame: int) -> int:
    """An active row for a cell, filled from its codes, or -1 if the pool is all in this frame."""
    row = _pool_row(a, frame)
    if row < 0:
        return -1
    a.cell_pool[cell] = row + 1
    a.pool_owner[row] = cell + 1
    scale, bias = half_to_float(a.cell_scale[cell]), half_to_float(a.cell_bias[cell])
    if a.cell_weight[cell] == 0:
        scale, bias = np.float32(0.0), np.float32(0.0)
    for d in range(a.pool.shape[1]):
        value = bias * a.anchor[d] + scale * np.float32(a.cell_codes[cell, d])
        a.pool[row, d] = float_to_half(value)
    return row


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _blend(pool_row: npt.NDArray[np.uint16], mean: Float32, gain: np.float32) -> None:
    keep = np.float32(1.0) - gain
    for d in range(mean.size):
        old = half_to_float(pool_row[d])
        pool_row[d] = float_to_half(old * keep + mean[d] * gain)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _average(
    mean: Float32,
    first: int,
    pair_row: Int32,
    pair_n: Int32,
    pair_next: Int32,
    features: Float32,
    worth: Float32,
) -> None:
    """Mean (D,) of the rows of one cell's pairs, weighted by samples and worth."""
    mean[:] = 0.0
    total = np.float32(0.0)
    p = first
    while p >= 0:
        total += pair_n[p] * worth[pair_row[p]]
        p = pair_next[p] - 1
    p = first
    while p >= 0:
        part = np.float32(pair_n[p] * worth[pair_row[p]] / total)
        source = features[pair_row[p]]
        for d in range(mean.size):
            mean[d] += part * source[d]
        p = pair_next[p] - 1


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def blend(
    a: VoxelArrays,
    cells: Int32,
    totals: Int32,
    heads: Int32,
    pair_row: Int32,
    pair_n: Int32,
    pair_next: Int32,
    features: Float32,
    confidence: Float32,
    worth: Float32,
    stamp_ds: int,
    frame: int,
    rules: Rules,
) -> None:
    """Blend a frame's features into the moving means of its cells.

    A cell's feature is the mean of what was recognised, weighted by worth and share of samples; its
    presence is the share of views that recognised anything. Both forget like means
    over the last `feature_window` and `presence_window` frames, and while nobody looks: what a
    cell showed a half-life ago counts half.
    """
    mean = np.empty(features.shape[1], np.float32)
    for m in range(cells.size):
        cell = cells[m]
        evidence = np.float32(0.0)
        p = heads[m] - 1
        while p >= 0:
            evidence += pair_n[p] * confidence[pair_row[p]]
            p = pair_next[p] - 1
        share = evidence / totals[m]
        unseen_ds = np.maximum(stamp_ds - np.int64(a.cell_last[cell]), 0)
        kept = np.exp2(-unseen_ds / rules.half_life_ds)
        a.cell_last[cell] = stamp_ds
        views = min(np.int64(a.cell_views[cell] * kept + 0.5) + 1, rules.presence_window)
        a.cell_views[cell] = views
        old = np.float32(a.cell_presence[cell])
        a.cell_presence[cell] = np.uint16(old + (share * PRESENCE_ONE - old) / views + 0.5)
        weight = np.float32(a.cell_weight[cell] * kept) / WEIGHT_ONE
        if evidence <= 0.0:
            a.cell_weight[cell] = np.uint16(np.ceil(weight * WEIGHT_ONE))
            continue
        row = a.cell_pool[cell] - 1
        if row < 0:
            row = _activate(a, cell, frame)
        if row < 0:
            continue
        _average(mean, heads[m] - 1, pair_row, pair_n, pair_next, features, worth)
        _blend(a.pool[row], mean, np.float32(share / (weight + share)))
        weight = min(weight + share, np.float32(rules.feature_window))
        a.cell_weight[cell] = max(np.int64(weight * WEIGHT_ONE + 0.5), 1)


@njit(cache=True, nogil=True, error_model="numpy")
def count_lacking(a: VoxelArrays, cells: Int32, stale: npt.NDArray[np.bool_]) -> int:
    """How many cells have no image, or one that `stale` (by key frame) marks."""
    lacking = 0
    for m in range(cells.size):
        image = a.cell_image[cells[m]] - 1
        if image < 0 or stale[image]:
            lacking += 1
    return lacking


@njit(cache=True, nogil=True, error_model="numpy")
def point_to_image(
    a: VoxelArrays, cells: Int32, totals: Int32, image: int, stale: npt.NDArray[np.bool_]
) -> None:
    """Let cells point to a new key frame that shows them about as well as their present one."""
    for m in range(cells.size):
        cell = cells[m]
        old = a.cell_image[cell] - 1
        if old >= 0 and not stale[old] and 4 * totals[m] < 3 * a.cell_pixels[cell]:
            continue
        a.cell_image[cell] = image + 1
        a.cell_pixels[cell] = min(totals[m], 65535)


@njit(cache=True, nogil=True, error_model="numpy")
def archive_cells(a: VoxelArrays, cells: Int32) -> None:
    """Write the active features of cells (N,) to their codes; they stay active."""
    for cell in cells:
        if a.cell_pool[cell] > 0:
            archive(a, a.cell_pool[cell] - 1)
