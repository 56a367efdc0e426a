"""Colours of the voxels of a thing, for those of which no pixels were seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32
from whereseen.memory.objects.sighting import voxel_index
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.voxel_map import VoxelMap


def voxel_colours(voxel_map: VoxelMap, points_map: Float32) -> npt.NDArray[np.uint8]:
    """Colours (N, 3) of the voxels at points of a thing.

    Its lowest layer is left out where there are others: much of it is what the thing stands on.
    """
    voxel_m = voxel_map.config.voxel_size_m
    height = points_map[:, 2]
    upper = height > height.min() + 0.5 * voxel_m if len(height) else height > 0.0
    points = points_map[upper] if upper.any() else points_map
    rows, _ = find_occupied(voxel_map.arrays, voxel_index(points, voxel_m))
    return np.asarray(voxel_map.arrays.row_rgb[rows[rows >= 0]])
