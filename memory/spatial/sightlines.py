"""Whether the map lets a place be seen from somewhere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Place
from whereseen.memory.frames import Float64
from whereseen.memory.spatial.evidence import images_of
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.keyframes import Keyframe, Keyframes
from whereseen.memory.spatial.voxel_map import VoxelMap

_ALL = 1 << 31


def is_in_sight(voxel_map: VoxelMap, eye_m: Float64, points_m: npt.ArrayLike) -> bool:
    """Whether nothing of the map is between an eye (3,) and the middle of points (N, 3)."""
    points = np.asarray(points_m, dtype=np.float64)
    voxel_m, middle = voxel_map.config.voxel_size_m, points.mean(axis=0)
    way = middle - eye_m
    length = float(np.linalg.norm(way))
    near = float(np.linalg.norm(np.ptp(points, axis=0))) / 2.0 + voxel_m
    steps = np.arange(2.0 * voxel_m, length - near, voxel_m / 2.0)
    line = eye_m + steps[:, None] * way / max(length, 1e-9)
    index = np.floor(line / voxel_m).astype(np.int32)
    rows, _ = find_occupied(voxel_map.arrays, np.unique(index, axis=0))
    return not (rows >= 0).any()


def images_in_sight(
    voxel_map: VoxelMap, keyframes: Keyframes, place: Place, *, most: int
) -> tuple[Keyframe, ...]:
    """As `images_of`, without those between which and the place the map has something."""
    found: list[Keyframe] = []
    for frame in images_of(keyframes, place, most=_ALL):
        if is_in_sight(voxel_map, frame.T_map_camera[:3, 3], place.points_map):
            found.append(frame)
        if len(found) == most:
            break
    return tuple(found)
