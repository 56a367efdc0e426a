"""Forgetting: what a frame sees through is free, and surfaces stay thin."""

from __future__ import annotations

import numpy as np
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.arrays import CHUNKS, WEIGHT_ONE, VoxelArrays
from whereseen.memory.spatial.kernels.grid import (
    cell_slot,
    free_block,
    free_row,
    note_change,
    unpack,
    unsettle,
)
from whereseen.memory.spatial.kernels.surface import surface_at
from whereseen.memory.spatial.view import Camera, Rules

_HALF_DIAGONAL = 0.8660254
_DOUBT = np.uint16(WEIGHT_ONE // 4)


@njit(cache=True, nogil=True, error_model="numpy")
def _in_view(camera: Camera, x: float, y: float, z: float, radius: float) -> bool:
    """Whether a sphere around a map point may touch the viewing frustum."""
    px = camera.R[0, 0] * x + camera.R[0, 1] * y + camera.R[0, 2] * z + camera.t[0]
    py = camera.R[1, 0] * x + camera.R[1, 1] * y + camera.R[1, 2] * z + camera.t[1]
    pz = camera.R[2, 0] * x + camera.R[2, 1] * y + camera.R[2, 2] * z + camera.t[2]
    if pz < -radius or pz > camera.range_m + radius:
        return False
    for side in range(4):
        n = camera.sides[side]
        if n[0] * px + n[1] * py + n[2] * pz < -radius:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _miss(camera: Camera, depth: Float32, px: float, py: float, pz: float, rules: Rules) -> int:
    """Log-odds that a frame takes from a voxel centred at a camera point and not hit by it.

    The voxel is free if the surface behind it is farther, along that surface's normal, than the
    voxel reaches plus the noise. Nearer than that, the frame saw the surface beside the voxel:
    weak evidence, by how surely a sample would have fallen into it.
    """
    u = int(camera.fx * px / pz + camera.cx + 0.5)
    v = int(camera.fy * py / pz + camera.cy + 0.5)
    if u < 0 or v < 0 or u >= depth.shape[1] or v >= depth.shape[0]:
        return 0
    noise = rules.noise_m * pz * pz
    band = 2.0 * rules.voxel_m + 2.5 * noise
    if not depth[v, u] >= pz - band:
        return 0  # hidden, or no reading: most voxels in view
    gap, mean, cosine = surface_at(camera, depth, v, u, pz, rules)
    if gap != gap:
        return 0
    if gap > 0.5 * rules.voxel_m and mean * max(cosine, 0.25) > 0.75 * rules.voxel_m + 1.2 * noise:
        return rules.miss
    if abs(gap) > band:
        return 0
    spacing = camera.fx * rules.voxel_m / (pz * rules.stride)
    return int(rules.band_miss * min(1.0, spacing * spacing * cosine))


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _doubt_cell(a: VoxelArrays, cell: int) -> None:
    """Let what a cell shows next outweigh what it showed with something that has gone."""
    a.cell_weight[cell] = min(a.cell_weight[cell], _DOUBT)


@njit(cache=True, nogil=True, error_model="numpy")
def _carve_block(
    a: VoxelArrays, block: int, camera: Camera, depth: Float32, rules: Rules, frame: int
) -> int:
    """Weaken the voxels of a block that the frame did not hit; returns how many were forgotten."""
    bx, by, bz = unpack(a.block_key[block])
    size = rules.voxel_m
    forgotten = 0
    for local in range(512):
        row = a.block_slot[block, local] - 1
        if row < 0 or a.row_frame[row] == frame:
            continue
        x = (bx * 8 + (local >> 6) + 0.5) * size
        y = (by * 8 + ((local >> 3) & 7) + 0.5) * size
        z = (bz * 8 + (local & 7) + 0.5) * size
        pz = camera.R[2, 0] * x + camera.R[2, 1] * y + camera.R[2, 2] * z + camera.t[2]
        if pz < size or pz > rules.range_m:
            continue
        px = camera.R[0, 0] * x + camera.R[0, 1] * y + camera.R[0, 2] * z + camera.t[0]
        py = camera.R[1, 0] * x + camera.R[1, 1] * y + camera.R[1, 2] * z + camera.t[1]
        miss = _miss(camera, depth, px, py, pz, rules)
        if miss == 0:
            continue
        note_change(a, a.block_chunk[block])
        odds = a.row_odds[row] - miss
        if odds > 0:
            a.row_odds[row] = odds
            if odds < rules.release_at and a.row_solid[row] == 1:
                unsettle(a, block, local)
        else:
            if a.row_solid[row] == 1:
                _doubt_cell(a, a.block_cell[block, cell_slot(local)] - 1)
            free_row(a, block, local)
            forgotten += 1
    return forgotten


@njit(cache=True, nogil=True, error_model="numpy")
def carve(a: VoxelArrays, camera: Camera, depth: Float32, rules: Rules, frame: int) -> int:
    """Test every voxel in view against the depth image (H, W); returns how many were forgotten."""
    block_m = 8 * rules.voxel_m
    chunk_m = 8 * block_m
    forgotten = 0
    for chunk in range(a.counts[CHUNKS]):
        if a.chunk_size[chunk] == 0:
            continue
        x, y, z = unpack(a.chunk_key[chunk])
        if not _in_view(
            camera,
            (x + 0.5) * chunk_m,
            (y + 0.5) * chunk_m,
            (z + 0.5) * chunk_m,
            _HALF_DIAGONAL * chunk_m,
        ):
            continue
        previous, block = -1, a.chunk_head[chunk] - 1
        while block >= 0:
            following = a.block_next[block] - 1
            x, y, z = unpack(a.block_key[block])
            if _in_view(
                camera,
                (x + 0.5) * block_m,
                (y + 0.5) * block_m,
                (z + 0.5) * block_m,
                _HALF_DIAGONAL * block_m,
            ):
                forgotten += _carve_block(a, block, camera, depth, rules, frame)
            if a.block_size[block] == 0:
                free_block(a, block, previous)
            else:
                previous = block
            block = following
    return forgotten
