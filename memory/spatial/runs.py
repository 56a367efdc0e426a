"""Runs of equal numbers in ascending order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]


def begins(ascending: Int64) -> Int64:
    """Where each number begins among numbers (N,) that never fall."""
    is_new = np.ones(ascending.size, dtype=np.bool_)
    is_new[1:] = ascending[1:] != ascending[:-1]
    return np.flatnonzero(is_new)


def distinct(numbers: Int64) -> Int64:
    """Each of some numbers (N,) once, ascending: as `np.unique`, which hashes, ten times slower."""
    ascending = np.sort(numbers)
    return ascending[begins(ascending)]
