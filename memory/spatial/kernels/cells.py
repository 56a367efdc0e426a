"""Feature cells that were moved, blended into those of the map by the voxels they came with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.arrays import POOL_FREE, WEIGHT_ONE, VoxelArrays
from whereseen.memory.spatial.kernels.features import archive, encode
from whereseen.memory.spatial.kernels.grid import find_block, give
from whereseen.memory.spatial.kernels.half import half_to_float
from whereseen.memory.spatial.kernels.landing import FULL, Ground, Movers, land
from whereseen.memory.spatial.view import Rules

Int32 = npt.NDArray[np.int32]
UInt8 = npt.NDArray[np.uint8]
UInt16 = npt.NDArray[np.uint16]

_TOUCHED = -2  # in `cell_frame`, while pairs are counted


class Cells(NamedTuple):
    """What is known of feature cells, by the columns of the map; features are archived."""

    weight: UInt16
    presence: UInt16
    views: UInt8
    last: npt.NDArray[np.uint32]
    pixels: UInt16
    image: Int32
    scale: UInt16
    bias: UInt16
    codes: npt.NDArray[np.int8]


@njit(cache=True, nogil=True, error_model="numpy")
def pair(
    a: VoxelArrays, m: Movers, g: Ground, source: Int32, target: Int32
) -> tuple[Int32, Int32, Int32, Int32, Int32]:
    """Which cells of the map got how much of which cells that moved.

    Args:
        a: The map.
        m: The voxels.
        g: Where they landed, numbered.
        source: (N,) moved cell of each voxel.
        target: (K,) cell of the map of each target, -1 for none.

    Returns:
        cells (c,) of the map; heads (c,) first pair + 1; and for each pair its moved cell, its
        points and the next pair + 1; all int32.
    """
    keys, locals_ = np.empty(FULL, np.int64), np.empty(FULL, np.int32)
    points = np.empty(FULL, np.int32)
    cells, heads = np.empty(target.size, np.int32), np.zeros(target.size, np.int32)
    most = 4 * m.origin.shape[0] + 64
    pair_cell, pair_points, pair_next = (
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
    )
    c, p = 0, 0
    for n in range(m.origin.shape[0]):
        for at in range(land(m, n, keys, locals_, points)):
            k = g.share[find_block(g, keys[at]), locals_[at]] - 1
            if k < 0 or target[k] < 0:
                continue
            cell = target[k]
            if a.cell_frame[cell] != _TOUCHED:
                a.cell_frame[cell], a.cell_local[cell] = _TOUCHED, c
                cells[c] = cell
                c += 1
            local = a.cell_local[cell]
            q = heads[local] - 1
            while q >= 0 and pair_cell[q] != source[n]:
                q = pair_next[q] - 1
            if q >= 0:
                pair_points[q] += points[at]
                continue
            if p == most:
                most *= 2
                pair_cell, pair_points = _longer(pair_cell, most), _longer(pair_points, most)
                pair_next = _longer(pair_next, most)
            pair_cell[p], pair_points[p], pair_next[p] = source[n], points[at], heads[local]
            p += 1
            heads[local] = p
    for k in range(c):
        a.cell_frame[cells[k]] = -1
    return cells[:c], heads[:c], pair_cell[:p], pair_points[:p], pair_next[:p]


@njit(cache=True, nogil=True, error_model="numpy")
def _longer(array: Int32, size: int) -> Int32:
    longer = np.empty(size, np.int32)
    longer[: array.size] = array
    return longer


@njit(cache=True, nogil=True, error_model="numpy")
def blend_moved(
    a: VoxelArrays,
    cells: Int32,
    heads: Int32,
    pair_cell: Int32,
    pair_points: Int32,
    pair_next: Int32,
    moved: Cells,
    rules: Rules,
) -> None:
    """Give cells of the map what their voxels brought along, as `pair` counted it.

    A cell that is new and got all from one other is a copy of it. What comes from several is
    their mean by volume and evidence; evidence of what was there and of what came adds up. As in
    `features.blend`, what was seen a half-life before the newest counts half.
    """
    feature = np.empty(a.pool.shape[1], np.float32)
    for c in range(cells.size):
        cell, p = cells[c], heads[c] - 1
        is_new = a.cell_weight[cell] == 0 and a.cell_views[cell] == 0
        if is_new and pair_next[p] == 0:
            _copy(a, cell, moved, pair_cell[p])
            continue
        last = np.int64(0) if is_new else np.int64(a.cell_last[cell])
        while p >= 0:
            last = max(last, np.int64(moved.last[pair_cell[p]]))
            p = pair_next[p] - 1
        feature[:] = 0.0
        came, views, recognised = _sum_up(
            a, feature, heads[c], pair_cell, pair_points, pair_next, moved, last, rules
        )
        _show(a, cell, heads[c], pair_cell, pair_points, pair_next, moved)
        _join(a, cell, feature, came, views, recognised, last, rules)


@njit(cache=True, nogil=True, error_model="numpy")
def _copy(a: VoxelArrays, cell: int, moved: Cells, source: int) -> None:
    a.cell_weight[cell] = moved.weight[source]
    a.cell_presence[cell] = moved.presence[source]
    a.cell_views[cell] = moved.views[source]
    a.cell_last[cell] = moved.last[source]
    a.cell_pixels[cell] = moved.pixels[source]
    a.cell_image[cell] = moved.image[source]
    a.cell_scale[cell] = moved.scale[source]
    a.cell_bias[cell] = moved.bias[source]
    a.cell_codes[cell] = moved.codes[source]


@njit(cache=True, nogil=True, error_model="numpy")
def _sum_up(
    a: VoxelArrays,
    feature: Float32,
    head: int,
    pair_cell: Int32,
    pair_points: Int32,
    pair_next: Int32,
    moved: Cells,
    last: int,
    rules: Rules,
) -> tuple[float, float, float]:
    """Sum the features that came, by evidence; return evidence, views and recognised views."""
    evidence, views, recognised, points = 0.0, 0.0, 0.0, 0
    p = head - 1
    while p >= 0:
        points += pair_points[p]
        p = pair_next[p] - 1
    p = head - 1
    while p >= 0:
        source = pair_cell[p]
        age_ds = last - np.int64(moved.last[source])
        kept = pair_points[p] / points * np.exp2(-age_ds / rules.half_life_ds)
        weight = kept * moved.weight[source]
        if weight > 0.0:
            scale, bias = half_to_float(moved.scale[source]), half_to_float(moved.bias[source])
            _add(feature, moved.codes[source], scale, bias, a.anchor, np.float32(weight))
        evidence += weight
        views += kept * moved.views[source]
        recognised += kept * moved.views[source] * moved.presence[source]
        p = pair_next[p] - 1
    return evidence, views, recognised


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _add(
    feature: Float32,
    codes: npt.NDArray[np.int8],
    scale: np.float32,
    bias: np.float32,
    anchor: Float32,
    weight: np.float32,
) -> None:
    for d in range(feature.size):
        feature[d] += weight * (bias * anchor[d] + scale * np.float32(codes[d]))


@njit(cache=True, nogil=True, error_model="numpy")
def _show(
    a: VoxelArrays,
    cell: int,
    head: int,
    pair_cell: Int32,
    pair_points: Int32,
    pair_next: Int32,
    moved: Cells,
) -> None:
    """Let a cell without an image point to that of the cell that brought most."""
    most, p = 0, head - 1
    if a.cell_image[cell] > 0:
        return
    while p >= 0:
        source = pair_cell[p]
        if moved.image[source] > 0 and pair_points[p] > most:
            most = pair_points[p]
            a.cell_image[cell], a.cell_pixels[cell] = moved.image[source], moved.pixels[source]
        p = pair_next[p] - 1


@njit(cache=True, nogil=True, error_model="numpy")
def _join(
    a: VoxelArrays,
    cell: int,
    feature: Float32,
    came: float,
    views: float,
    recognised: float,
    last: int,
    rules: Rules,
) -> None:
    """Add what came to what a cell had; `feature` (D,) is a sum by evidence."""
    kept = np.exp2(-(last - np.int64(a.cell_last[cell])) / rules.half_life_ds)
    own, own_views = kept * a.cell_weight[cell], kept * a.cell_views[cell]
    if came > 0.0:
        _deactivate(a, cell)
        if own > 0.0:
            scale, bias = half_to_float(a.cell_scale[cell]), half_to_float(a.cell_bias[cell])
            _add(feature, a.cell_codes[cell], scale, bias, a.anchor, np.float32(own))
        for d in range(feature.size):
            feature[d] /= np.float32(came + own)
        encode(a, cell, feature)
    if came + own > 0.0:
        most = rules.feature_window * WEIGHT_ONE
        a.cell_weight[cell] = max(np.int64(min(came + own, most) + 0.5), 1)
    if views + own_views > 0.0:
        mean = (recognised + own_views * a.cell_presence[cell]) / (views + own_views)
        a.cell_presence[cell] = np.int64(mean + 0.5)
        a.cell_views[cell] = max(int(min(views + own_views + 0.5, rules.presence_window)), 1)
    a.cell_last[cell] = last


@njit(cache=True, nogil=True, error_model="numpy")
def _deactivate(a: VoxelArrays, cell: int) -> None:
    """Archive the feature of a cell, if it is active."""
    row = a.cell_pool[cell] - 1
    if row >= 0:
        archive(a, row)
        a.cell_pool[cell] = 0
        a.pool_owner[row] = 0
        give(a.counts, POOL_FREE, a.free_pool, row)
