"""Which points an image shows, as far as the map knows what stood before them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels.grid import find_block, pack

_CLEARANCE = 4.0  # voxels before a point that never hide it: the surface that it lies on
_STEP = 0.5  # voxels
_FARTHEST = 400.0  # voxels; what is farther away is taken to be in sight


class Photo(NamedTuple):
    """An image and when it was taken.

    Attributes:
        T_camera_map: (4, 4).
        eye: (3,) the camera in the map.
        fx, fy, cx, cy: Intrinsics in pixels.
        width, height: In pixels.
        tick: Time of capture in ticks of the map.
    """

    T_camera_map: Float64
    eye: Float64
    fx: float
    fy: float
    cx: float
    cy: float
    width: int
    height: int
    tick: int


@njit(cache=True, nogil=True, error_model="numpy")
def shows_any(
    a: VoxelArrays,
    photo: Photo,
    points: Float64,
    voxel_m: float,
    glass: npt.NDArray[np.bool_],
) -> bool:
    """Whether an image shows any of some voxel-sized points (N, 3) of the map.

    Args:
        a: The map; what was there when the image was taken hides what lies behind it.
        photo: The image.
        points: The points.
        voxel_m: Edge of a voxel.
        glass: Rows of voxels that hide nothing.
    """
    T = photo.T_camera_map
    for n in range(points.shape[0]):
        x, y, z = points[n, 0], points[n, 1], points[n, 2]
        depth = T[2, 0] * x + T[2, 1] * y + T[2, 2] * z + T[2, 3]
        if depth < 0.5 * voxel_m:
            continue
        u = photo.fx * (T[0, 0] * x + T[0, 1] * y + T[0, 2] * z + T[0, 3]) / depth + photo.cx
        v = photo.fy * (T[1, 0] * x + T[1, 1] * y + T[1, 2] * z + T[1, 3]) / depth + photo.cy
        margin = 0.87 * voxel_m * photo.fx / depth
        if not (-margin <= u <= photo.width + margin and -margin <= v <= photo.height + margin):
            continue
        if not _is_hidden(a, photo, x, y, z, voxel_m, glass):
            return True
    return False


@njit(cache=True, nogil=True, error_model="numpy")
def _is_hidden(
    a: VoxelArrays,
    photo: Photo,
    x: float,
    y: float,
    z: float,
    voxel_m: float,
    glass: npt.NDArray[np.bool_],
) -> bool:
    """Whether a voxel that was there then stands between the camera and a point."""
    dx, dy, dz = (
        (photo.eye[0] - x) / voxel_m,
        (photo.eye[1] - y) / voxel_m,
        (photo.eye[2] - z) / voxel_m,
    )
    length = np.sqrt(dx * dx + dy * dy + dz * dz)
    if length > _FARTHEST:
        return False
    last_key, block = -1, -1
    for step in range(int(_CLEARANCE / _STEP), int(length / _STEP)):
        share = step * _STEP / length
        i = int(np.floor(x / voxel_m + share * dx))
        j = int(np.floor(y / voxel_m + share * dy))
        k = int(np.floor(z / voxel_m + share * dz))
        key = pack(i >> 3, j >> 3, k >> 3)
        if key != last_key:
            last_key, block = key, find_block(a, key)
        if block < 0:
            continue
        row = a.block_slot[block, ((i & 7) << 6) | ((j & 7) << 3) | (k & 7)] - 1
        if row < 0 or a.row_solid[row] == 0 or glass[row]:
            continue
        if np.int64(a.row_first[row]) <= photo.tick <= np.int64(a.row_last[row]):
            return True
    return False
