"""Pairs of points that are near each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32

Indices = npt.NDArray[np.intp]

_BITS = 21  # of a coordinate in a key
_MOST = (1 << _BITS) - 3  # what lies farther shares the last cell: slower, and as right
_ROUNDING = 1.0 + 1e-9


@njit(cache=True, nogil=True, error_model="numpy")
def near_pairs(points: Float32, reach: float) -> Indices:
    """Pairs (P, 2) of points (N, 3), one at least, that are at most `reach` apart.

    Points are put into cells of that edge, so that only neighbouring cells are looked at.
    """
    keys = _keys(points, reach * _ROUNDING)
    order = np.argsort(keys)
    keys = keys[order]
    starts = np.append(np.flatnonzero(np.diff(keys)) + 1, keys.size)
    pairs, n = np.empty((8 * keys.size, 2), np.int64), 0
    for dx, dy in ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1)):
        step = (dx << (2 * _BITS)) + (dy << _BITS)
        begin, first = 0, 0
        for end in starts:
            target = keys[begin] + step
            least = target if step == 0 else target - 1
            while first < keys.size and keys[first] < least:
                first += 1
            last = first
            while last < keys.size and keys[last] <= target + 1:
                last += 1
            if n + (end - begin) * (last - first) > pairs.shape[0]:
                more = pairs.shape[0] + (end - begin) * (last - first)
                pairs = np.concatenate((pairs[:n], np.empty((more, 2), np.int64)))
            n = _compare(points, reach, order, (begin, end, first, last), pairs, n)
            begin = end
    return pairs[:n]


@njit(cache=True, nogil=True, error_model="numpy")
def _keys(points: Float32, edge: float) -> npt.NDArray[np.int64]:
    """The cell (N,) of each point as one number, ascending along z first."""
    keys = np.zeros(points.shape[0], np.int64)
    for axis in range(3):
        low = np.float64(points[:, axis].min())
        for n in range(keys.size):
            cell = min(int((np.float64(points[n, axis]) - low) / edge), _MOST)
            keys[n] = (keys[n] << _BITS) | (cell + 1)
    return keys


@njit(cache=True, nogil=True, error_model="numpy")
def _compare(
    points: Float32,
    reach: float,
    order: Indices,
    spans: tuple[int, int, int, int],
    pairs: Indices,
    n: int,
) -> int:
    """Note the pairs between two spans of `order`; those of one with itself only once."""
    begin, end, first, last = spans
    for i in range(begin, end):
        one = order[i]
        for k in range(max(first, i + 1), last):
            other = order[k]
            apart = 0.0
            for axis in range(3):
                step = np.float64(points[one, axis]) - np.float64(points[other, axis])
                apart += step * step
            if apart <= reach * reach:
                pairs[n, 0], pairs[n, 1] = one, other
                n += 1
    return n
