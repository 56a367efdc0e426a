"""What a depth image says about the surroundings of one point."""

from __future__ import annotations

import numpy as np
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.view import Camera, Rules


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _reading(depth: Float32, v: int, u: int, range_m: float) -> np.float32:
    """Depth at a pixel clamped to just beyond the range in use, NaN where there is none."""
    d = depth[v, u]
    if not d > 0.0:
        return np.float32(np.nan)
    return min(d, np.float32(2.0 * range_m))


@njit(cache=True, nogil=True, error_model="numpy")
def surface_at(
    camera: Camera, depth: Float32, v: int, u: int, z: float, rules: Rules
) -> tuple[float, float, float]:
    """How far behind depth `z` the surface about a pixel lies, by five readings, and its slant.

    The readings are the pixel and those left, right, above and below at the distance of half a
    voxel. The slant is the cosine between the ray and the normal of the plane through them.
    Returns the gap to the nearest reading, the gap to their mean and the slant; NaN for the gaps
    where a reading is missing or outside the image.
    """
    w = max(int(0.5 * camera.fx * rules.voxel_m / z), 1)
    if u < w or v < w or u >= depth.shape[1] - w or v >= depth.shape[0] - w:
        return np.nan, np.nan, 1.0
    centre = _reading(depth, v, u, rules.range_m)
    left = _reading(depth, v, u - w, rules.range_m)
    right = _reading(depth, v, u + w, rules.range_m)
    above = _reading(depth, v - w, u, rules.range_m)
    below = _reading(depth, v + w, u, rules.range_m)
    if np.isnan(centre + left + right + above + below):
        return np.nan, np.nan, 1.0
    step = 2.0 * w * centre / camera.fx
    across, down = (right - left) / step, (below - above) / step
    cosine = 1.0 / np.sqrt(1.0 + across * across + down * down)
    nearest = min(centre, min(min(left, right), min(above, below)))
    return nearest - z, (centre + left + right + above + below) / 5.0 - z, cosine
