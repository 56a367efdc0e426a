"""Remembering: samples to voxels, hits to log-odds, colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.arrays import (
    COORDINATE_LIMIT,
    DROPPED,
    VoxelArrays,
)
from whereseen.memory.spatial.kernels.grid import (
    find_block,
    free_row,
    make_block,
    make_row,
    note_change,
    pack,
    settle,
    unsettle,
)
from whereseen.memory.spatial.kernels.surface import surface_at
from whereseen.memory.spatial.view import Camera, Rules

Int16 = npt.NDArray[np.int16]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


# By how much depth two pixels of one grid cell may differ on one surface: it may be slanted.
_EDGE_M = 0.1
_EDGE_SHARE = 0.05  # of depth, at least
_EDGE_PER_PX = 0.5  # times as much for each pixel of a cell's height


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _row_of(depth: Float32, index: Int32, v: int, u: int) -> int:
    """Feature row of a pixel: its grid cell's, none if the cell's middle is another surface."""
    height, width = depth.shape
    rows, columns = index.shape
    row, column = v * rows // height, u * columns // width
    middle = depth[(2 * row + 1) * height // (2 * rows), (2 * column + 1) * width // (2 * columns)]
    d = depth[v, u]
    edge = max(_EDGE_M, _EDGE_SHARE * d) * max(1.0, _EDGE_PER_PX * height / rows)
    if middle > 0.0 and abs(middle - d) > edge:
        return -1
    return int(index[row, column])


@njit(cache=True, nogil=True, error_model="numpy")
def sample(
    depth: Float32, index: Int32, rules: Rules, offset_v: int, offset_u: int
) -> tuple[Int32, Int64]:
    """Pixels to integrate, ordered by the feature row they show (none first), then by raster.

    Returns:
        pixels (n,) int32 as v * W + u, and bounds (K + 2,) int64: pixels of feature row r lie in
        [bounds[r + 1], bounds[r + 2]), those of no row in [bounds[0], bounds[1]).
    """
    height, width = depth.shape
    bounds = np.zeros(index.max() + 3, np.int64)
    n = 0
    for v in range(offset_v, height, rules.stride):
        for u in range(offset_u, width, rules.stride):
            d = depth[v, u]
            if d > 0.0 and d <= rules.range_m:
                bounds[_row_of(depth, index, v, u) + 2] += 1
                n += 1
    for k in range(1, bounds.size):
        bounds[k] += bounds[k - 1]
    at = bounds[:-1].copy()
    pixels = np.empty(n, np.int32)
    for v in range(offset_v, height, rules.stride):
        for u in range(offset_u, width, rules.stride):
            d = depth[v, u]
            if d > 0.0 and d <= rules.range_m:
                k = _row_of(depth, index, v, u) + 1
                pixels[at[k]] = v * width + u
                at[k] += 1
    return pixels, bounds


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _voxel_of(
    camera: Camera, u: int, v: int, depth_m: float, per_metre: float
) -> tuple[float, float, float]:
    """Voxel coordinates of a pixel's point, as floats: they may not fit into integers."""
    R = camera.R
    x = (u - camera.cx) / camera.fx * depth_m - camera.t[0]
    y = (v - camera.cy) / camera.fy * depth_m - camera.t[1]
    z = depth_m - camera.t[2]
    return (
        np.floor((R[0, 0] * x + R[1, 0] * y + R[2, 0] * z) * per_metre),
        np.floor((R[0, 1] * x + R[1, 1] * y + R[2, 1] * z) * per_metre),
        np.floor((R[0, 2] * x + R[1, 2] * y + R[2, 2] * z) * per_metre),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def hit(
    a: VoxelArrays, camera: Camera, depth: Float32, pixels: Int32, frame: int, rules: Rules
) -> tuple[Int32, Int16, Int32, Int32, Int32, Int32]:
    """Find or make the voxel of every sample.

    Returns:
        pixel_block (n,) int32 and pixel_local (n,) int16 of every sample, -1 where the memory is
        full or the point is outside the grid; touched_block, touched_local of the voxels hit, in
        order of first hit; hits (m,) int32 samples in each; first (m,) int32 its first pixel.
    """
    n = pixels.size
    pixel_block = np.empty(n, np.int32)
    pixel_local = np.empty(n, np.int16)
    touched_block = np.empty(n, np.int32)
    touched_local = np.empty(n, np.int32)
    hits = np.zeros(n, np.int32)
    first = np.empty(n, np.int32)
    m = 0
    width = depth.shape[1]
    per_metre = 1.0 / rules.voxel_m
    limit = 8 * (COORDINATE_LIMIT - 1)
    last_key, last_block = -1, -1
    for k in range(n):
        v, u = pixels[k] // width, pixels[k] % width
        d = depth[v, u]
        fx, fy, fz = _voxel_of(camera, u, v, d, per_metre)
        pixel_block[k] = -1
        if not max(abs(fx), abs(fy), abs(fz)) < limit:
            a.counts[DROPPED] += 1
            continue
        x, y, z = int(fx), int(fy), int(fz)
        key = pack(x >> 3, y >> 3, z >> 3)
        if key != last_key:
            last_block = find_block(a, key)
            if last_block < 0:
                last_block = make_block(a, key)
            last_key = key
        if last_block < 0:
            a.counts[DROPPED] += 1
            continue
        local = ((x & 7) << 6) | ((y & 7) << 3) | (z & 7)
        row = a.block_slot[last_block, local] - 1
        if row < 0:
            row = make_row(a, last_block, local)
            if row < 0:
                a.counts[DROPPED] += 1
                continue
        if a.row_frame[row] != frame:
            a.row_frame[row] = frame
            a.row_local[row] = m
            touched_block[m], touched_local[m], first[m] = last_block, local, pixels[k]
            m += 1
        hits[a.row_local[row]] += 1
        pixel_block[k], pixel_local[k] = last_block, local
    return pixel_block, pixel_local, touched_block[:m], touched_local[:m], hits[:m], first[:m]


@njit(cache=True, nogil=True, error_model="numpy")
def _gain(camera: Camera, depth: Float32, pixel: int, hits: int, rules: Rules) -> int:
    """Log-odds that the samples inside a voxel add, or take if most fell just beside it.

    Where the surface fills the surroundings of the voxel, the voxel is as likely as its share of
    the samples that the surface would put there; noise then thickens nothing. At edges and thin
    things, where the rest of the view passes by, every sample counts in full.
    """
    v, u = pixel // depth.shape[1], pixel % depth.shape[1]
    d = np.float64(depth[v, u])
    spacing = camera.fx * rules.voxel_m / (d * rules.stride)
    if hits >= rules.solid_share * max(spacing * spacing, 1.0):
        return rules.hit  # whatever the slant
    gap, _, cosine = surface_at(camera, depth, v, u, d, rules)
    if gap != gap or abs(gap) > 2.0 * rules.voxel_m + 2.5 * rules.noise_m * d * d:
        return rules.hit
    share = hits / max(spacing * spacing * cosine, 1.0)
    return (
        int(min(share / rules.solid_share, 1.0) * (rules.hit + rules.band_miss)) - rules.band_miss
    )


@njit(cache=True, nogil=True, error_model="numpy")
def strengthen(
    a: VoxelArrays,
    camera: Camera,
    depth: Float32,
    touched_block: Int32,
    touched_local: Int32,
    hits: Int32,
    first: Int32,
    stamp_ds: int,
    frame: int,
    rules: Rules,
) -> tuple[int, int]:
    """Add log-odds to the voxels hit, and forget those that noise alone had made.

    Returns how many voxels are new, and how many were forgotten.
    """
    new, forgotten = 0, 0
    for m in range(hits.size):
        block, local = touched_block[m], touched_local[m]
        row = a.block_slot[block, local] - 1
        gain = _gain(camera, depth, first[m], hits[m], rules)
        fresh = a.row_count[row] == 0
        odds = min(a.row_odds[row] + gain, rules.clamp)
        if odds <= 0:
            free_row(a, block, local)
            if not fresh:
                forgotten += 1
                note_change(a, a.block_chunk[block])
            continue
        if fresh:
            a.row_first[row] = stamp_ds
            new += 1
            if gain >= rules.hit and hits[m] >= rules.solid_hits:
                odds = rules.occupied_at
        a.row_odds[row] = odds
        if odds >= rules.occupied_at and a.row_solid[row] == 0:
            settle(a, block, local)
        elif odds < rules.release_at and a.row_solid[row] == 1:
            unsettle(a, block, local)
        a.row_last[row] = stamp_ds
        a.row_count[row] = min(a.row_count[row] + 1, 65535)
        chunk = a.block_chunk[block]
        a.chunk_touch[chunk] = frame
        note_change(a, chunk)
    return new, forgotten


@njit(cache=True, nogil=True, error_model="numpy")
def paint(
    a: VoxelArrays,
    rgb: npt.NDArray[np.uint8],
    pixels: Int32,
    pixel_block: Int32,
    pixel_local: Int16,
    hits: Int32,
) -> None:
    """Blend the mean colour of each voxel's samples into the voxel."""
    sums = np.zeros((hits.size, 3), np.int32)
    flat = rgb.reshape(-1, 3)
    for k in range(pixels.size):
        if pixel_block[k] < 0:
            continue
        row = a.block_slot[pixel_block[k], pixel_local[k]] - 1
        if row >= 0:
            local = a.row_local[row]
            for c in range(3):
                sums[local, c] += flat[pixels[k], c]
    for k in range(pixels.size):
        if pixel_block[k] < 0:
            continue
        row = a.block_slot[pixel_block[k], pixel_local[k]] - 1
        if row < 0 or hits[a.row_local[row]] == 0:
            continue
        local = a.row_local[row]
        n = min(np.int64(a.row_count[row]), 32)
        for c in range(3):
            mean = sums[local, c] / hits[local]
            a.row_rgb[row, c] = np.uint8(a.row_rgb[row, c] + (mean - a.row_rgb[row, c]) / n + 0.5)
        hits[local] = 0
