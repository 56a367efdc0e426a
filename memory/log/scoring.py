"""Dot products of a vector with rows of half precision, compiled: as fast as memory is read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32
from whereseen.memory.spatial.kernels.half import half_to_float

Halves = npt.NDArray[np.uint16]


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})
def _dot(bits: Halves, vector: Float32) -> np.float32:
    total = np.float32(0.0)
    for d in range(vector.size):
        total += half_to_float(bits[d]) * vector[d]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def score_rows(
    block: Halves, rows: npt.NDArray[np.int64], vector: Float32, scores: Float32
) -> None:
    """Write the dot product of `vector` (D,) with `rows` (N,) of a block (M, D) to `scores` (N,).

    Rows are float16 by their bits. A row scores the same wherever it stands.
    """
    for n in range(rows.size):
        scores[n] = _dot(block[rows[n]], vector)
