"""Where voxels land when they are moved: shares of their volume, and which targets are kept.

Each voxel is 3 x 3 x 3 points. Of the targets across a surface the fullest is kept, even where
the surface falls between two layers and fills neither, so that no holes open. Then the fullest of
the rest are kept, down to half full, until there are as many as there were: surfaces neither
thicken nor thin. A voxel that would be lost altogether keeps the fullest target it touches.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.arrays import COORDINATE_LIMIT, VoxelArrays
from whereseen.memory.spatial.kernels.grid import find_block, insert_key, pack, unpack

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

FULL = 27  # points of a voxel
_HALF = 14
_KEPT = 1 << 30
_LIMIT = 8.0 * (COORDINATE_LIMIT - 2)


class Movers(NamedTuple):
    """Voxels on the move.

    Attributes:
        origin: (N, 3) where they are.
        pose_of: (N,) which of the poses moves each.
        poses: (U, 3, 4) from old to new coordinates, both in voxels.
    """

    origin: Int32
    pose_of: Int32
    poses: Float64


class Ground(NamedTuple):
    """Blocks of targets, found by a hash as those of the map are.

    Attributes:
        table_key: (H,) block key + 1.
        table_block: (H,) block + 1.
        block_key: (B,).
        share: (B, 512) points that fell into each target; later its number + 1.
        counts: (1,) blocks in use.
    """

    table_key: Int64
    table_block: Int32
    block_key: Int64
    share: Int32
    counts: Int64


def empty_ground(blocks: int) -> Ground:
    """Ground with room for so many blocks."""
    table = 1 << int(np.ceil(np.log2(4 * blocks)))
    return Ground(
        table_key=np.zeros(table, np.int64),
        table_block=np.zeros(table, np.int32),
        block_key=np.zeros(blocks, np.int64),
        share=np.zeros((blocks, 512), np.int32),
        counts=np.zeros(1, np.int64),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def _block_of(g: Ground, key: int) -> int:
    """Block of a key, made if needed, or -1 if there is no room."""
    block = find_block(g, key)
    if block < 0 and g.counts[0] < g.block_key.size:
        block = g.counts[0]
        g.counts[0] += 1
        g.block_key[block] = key
        insert_key(g, key, block)
    return block


@njit(cache=True, nogil=True, error_model="numpy")
def land(m: Movers, n: int, keys: Int64, locals_: Int32, points: Int32) -> int:
    """Where one voxel lands: block keys, places in them and points of each target; how many."""
    T = m.poses[m.pose_of[n]]
    found = 0
    for point in range(FULL):
        x = m.origin[n, 0] + (point // 9 + 0.5) / 3.0
        y = m.origin[n, 1] + (point // 3 % 3 + 0.5) / 3.0
        z = m.origin[n, 2] + (point % 3 + 0.5) / 3.0
        fx = np.floor(T[0, 0] * x + T[0, 1] * y + T[0, 2] * z + T[0, 3])
        fy = np.floor(T[1, 0] * x + T[1, 1] * y + T[1, 2] * z + T[1, 3])
        fz = np.floor(T[2, 0] * x + T[2, 1] * y + T[2, 2] * z + T[2, 3])
        if not max(abs(fx), abs(fy), abs(fz)) < _LIMIT:
            continue
        i, j, k = int(fx), int(fy), int(fz)
        key = pack(i >> 3, j >> 3, k >> 3)
        local = ((i & 7) << 6) | ((j & 7) << 3) | (k & 7)
        at = 0
        while at < found and (keys[at] != key or locals_[at] != local):
            at += 1
        if at == found:
            keys[at], locals_[at], points[at] = key, local, 0
            found += 1
        points[at] += 1
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def moving(m: Movers) -> npt.NDArray[np.bool_]:
    """Which voxels do not land wholly where they were."""
    keys, locals_ = np.empty(FULL, np.int64), np.empty(FULL, np.int32)
    points = np.empty(FULL, np.int32)
    out = np.empty(m.origin.shape[0], np.bool_)
    for n in range(m.origin.shape[0]):
        x, y, z = m.origin[n, 0], m.origin[n, 1], m.origin[n, 2]
        found = land(m, n, keys, locals_, points)
        stays = found == 1 and keys[0] == pack(x >> 3, y >> 3, z >> 3)
        out[n] = not (stays and locals_[0] == ((x & 7) << 6) | ((y & 7) << 3) | (z & 7))
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def fill(m: Movers, g: Ground) -> bool:
    """Let all voxels land; False if the ground is too small."""
    keys, locals_ = np.empty(FULL, np.int64), np.empty(FULL, np.int32)
    points = np.empty(FULL, np.int32)
    for n in range(m.origin.shape[0]):
        for at in range(land(m, n, keys, locals_, points)):
            block = _block_of(g, keys[at])
            if block < 0:
                return False
            g.share[block, locals_[at]] += points[at]
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _share_at(g: Ground, block: int, i: int, j: int, k: int) -> int:
    """Points in a target near a block, by coordinates inside that block, from -1 to 8."""
    if 0 <= i < 8 and 0 <= j < 8 and 0 <= k < 8:
        return g.share[block, (i << 6) | (j << 3) | k] & (_KEPT - 1)
    x, y, z = unpack(g.block_key[block])
    near = find_block(g, pack(x + (i >> 3), y + (j >> 3), z + (k >> 3)))
    if near < 0:
        return 0
    return g.share[near, ((i & 7) << 6) | ((j & 7) << 3) | (k & 7)] & (_KEPT - 1)


@njit(cache=True, nogil=True, error_model="numpy")
def _is_ridge(g: Ground, block: int, local: int) -> bool:
    """Whether a target is the fullest of the three across a surface that fills half a layer."""
    i, j, k = local >> 6, (local >> 3) & 7, local & 7
    own = g.share[block, local] & (_KEPT - 1)
    before, after, least = 0, 0, 1 << 30
    for axis in range(3):
        di, dj, dk = int(axis == 0), int(axis == 1), int(axis == 2)
        low = _share_at(g, block, i - di, j - dj, k - dk)
        high = _share_at(g, block, i + di, j + dj, k + dk)
        if low + high < least:
            before, after, least = low, high, low + high
        if 2 * max(low, high) >= 5 * own:
            return False  # the edge of something fuller
    return own > before and own >= after and own + least >= _HALF


@njit(cache=True, nogil=True, error_model="numpy")
def choose(g: Ground, wanted: int) -> None:
    """Mark the targets that are kept: ridges, then the fullest, up to as many as wanted."""
    often = np.zeros(FULL + 1, np.int64)
    for block in range(g.counts[0]):
        for local in range(512):
            share = g.share[block, local]
            if share > 0 and _is_ridge(g, block, local):
                g.share[block, local] |= _KEPT
                wanted -= 1
            else:
                often[min(share, FULL)] += 1
    least = FULL + 1
    while least > _HALF and often[least - 1] <= wanted:
        least -= 1
        wanted -= often[least]
    for block in range(g.counts[0]):
        for local in range(512):
            if g.share[block, local] >= least:
                g.share[block, local] |= _KEPT


@njit(cache=True, nogil=True, error_model="numpy")
def rescue(m: Movers, g: Ground, a: VoxelArrays) -> None:
    """Keep the fullest target of each voxel that would leave no trace otherwise."""
    keys, locals_ = np.empty(FULL, np.int64), np.empty(FULL, np.int32)
    points = np.empty(FULL, np.int32)
    for n in range(m.origin.shape[0]):
        best_block, best_local, best = -1, -1, 0
        for at in range(land(m, n, keys, locals_, points)):
            block, local = find_block(g, keys[at]), locals_[at]
            if g.share[block, local] >= _KEPT or _is_solid(a, keys[at], local):
                best_block = -1
                break
            if g.share[block, local] > best:
                best_block, best_local, best = block, local, g.share[block, local]
        if best_block >= 0:
            g.share[best_block, best_local] |= _KEPT


@njit(cache=True, nogil=True, error_model="numpy")
def _is_solid(a: VoxelArrays, key: int, local: int) -> bool:
    block = find_block(a, key)
    if block < 0 or a.block_slot[block, local] == 0:
        return False
    return a.row_solid[a.block_slot[block, local] - 1] == 1


@njit(cache=True, nogil=True, error_model="numpy")
def number(g: Ground) -> Int32:
    """Number the targets kept, in place of their shares; their coordinates (K, 3)."""
    kept = 0
    for block in range(g.counts[0]):
        for local in range(512):
            kept += g.share[block, local] >= _KEPT
    index = np.empty((kept, 3), np.int32)
    n = 0
    for block in range(g.counts[0]):
        x, y, z = unpack(g.block_key[block])
        for local in range(512):
            if g.share[block, local] < _KEPT:
                g.share[block, local] = 0
                continue
            index[n, 0], index[n, 1] = x * 8 + (local >> 6), y * 8 + ((local >> 3) & 7)
            index[n, 2] = z * 8 + (local & 7)
            n += 1
            g.share[block, local] = n
    return index


@njit(cache=True, nogil=True, error_model="numpy")
def centres(m: Movers) -> tuple[Int32, npt.NDArray[np.bool_]]:
    """Targets (N, 3) into which the middles of voxels fall, and whether they are on the grid."""
    index = np.zeros(m.origin.shape, np.int32)
    inside = np.ones(m.origin.shape[0], np.bool_)
    for n in range(m.origin.shape[0]):
        T = m.poses[m.pose_of[n]]
        x, y, z = m.origin[n, 0] + 0.5, m.origin[n, 1] + 0.5, m.origin[n, 2] + 0.5
        for axis in range(3):
            at = np.floor(T[axis, 0] * x + T[axis, 1] * y + T[axis, 2] * z + T[axis, 3])
            if abs(at) < _LIMIT:
                index[n, axis] = int(at)
            else:
                inside[n] = False
    return index, inside
