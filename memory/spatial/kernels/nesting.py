"""Places inside each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32, Float64


@njit(cache=True, nogil=True, error_model="numpy")
def outside_better(points: Float32, low: Float64, high: Float64) -> npt.NDArray[np.bool_]:
    """Which points (N, 3) lie in no box of one before that is itself outside.

    Args:
        points: (N, 3), best first.
        low: (N, 3) lower corners of the box of each.
        high: (N, 3) upper corners.
    """
    outside = np.ones(points.shape[0], np.bool_)
    for better in range(points.shape[0]):
        if not outside[better]:
            continue
        for n in range(better + 1, points.shape[0]):
            outside[n] &= not _holds(low[better], high[better], points[n])
    return outside


@njit(cache=True, nogil=True, error_model="numpy")
def _holds(low: Float64, high: Float64, point: Float32) -> bool:
    x, y, z = point[0], point[1], point[2]
    return low[0] <= x <= high[0] and low[1] <= y <= high[1] and low[2] <= z <= high[2]
