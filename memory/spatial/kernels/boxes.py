"""Many axis-aligned boxes and points against each other."""

from __future__ import annotations

import numpy as np
from numba import njit

from whereseen.memory.frames import Float64


@njit(cache=True, nogil=True, error_model="numpy")
def covered_shares(low: Float64, high: Float64, other_low: Float64, other_high: Float64) -> Float64:
    """Share of each of N boxes that lies inside each of M others; (N, M).

    Args:
        low: (N, 3) lower corners of boxes with a volume.
        high: (N, 3) upper corners.
        other_low: (M, 3).
        other_high: (M, 3).
    """
    shares = np.zeros((low.shape[0], other_low.shape[0]))
    for n in range(low.shape[0]):
        volume = (high[n, 0] - low[n, 0]) * (high[n, 1] - low[n, 1]) * (high[n, 2] - low[n, 2])
        for m in range(other_low.shape[0]):
            common = 1.0
            for axis in range(3):
                top = min(high[n, axis], other_high[m, axis])
                bottom = max(low[n, axis], other_low[m, axis])
                if top <= bottom:
                    common = 0.0
                    break
                common *= top - bottom
            if common > 0.0:
                shares[n, m] = common / volume
    return shares


@njit(cache=True, nogil=True, error_model="numpy")
def distances(ones: Float64, others: Float64) -> Float64:
    """Between points (N, 3) and others (M, 3); (N, M)."""
    apart = np.empty((ones.shape[0], others.shape[0]))
    for n in range(ones.shape[0]):
        for m in range(others.shape[0]):
            x, y, z = (
                ones[n, 0] - others[m, 0],
                ones[n, 1] - others[m, 1],
                ones[n, 2] - others[m, 2],
            )
            apart[n, m] = np.sqrt(x * x + y * y + z * z)
    return apart
