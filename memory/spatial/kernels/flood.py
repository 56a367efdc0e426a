"""Growth of seeds over a floor plan, the widest places first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

_ROWS = np.array((1, -1, 0, 0))  # of the cells around one
_COLUMNS = np.array((0, 0, 1, -1))


@njit(cache=True, nogil=True, error_model="numpy")
def flood(seeds: npt.NDArray[np.int32], level: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Grow seeds over the cells of a plan; two that meet stay apart where the way is narrowest.

    A watershed (Meyer, 1991): of all cells that touch what has grown the widest is next, and among
    equal ones the one that was touched first, which is the nearest.

    Args:
        seeds: (H, W) positive where a seed is, else 0.
        level: (H, W) how wide the way is at each cell, from 0; negative where none is.

    Returns:
        (H, W) the seed that has each cell; 0 where none came.
    """
    height, width = level.shape
    labels = np.where(level >= 0, seeds, 0).astype(np.int32)
    top = max(int(level.max()), 0)
    first, last = np.full(top + 1, -1, np.int64), np.full(top + 1, -1, np.int64)
    after = np.full(height * width, -1, np.int64)
    for cell in range(height * width):
        if labels[cell // width, cell % width] > 0:
            _append(first, last, after, cell, level[cell // width, cell % width])
    for now in range(top, -1, -1):
        while first[now] >= 0:
            cell = first[now]
            first[now] = after[cell]
            row, column = cell // width, cell % width
            for side in range(4):
                r, c = row + _ROWS[side], column + _COLUMNS[side]
                if 0 <= r < height and 0 <= c < width and level[r, c] >= 0 and labels[r, c] == 0:
                    labels[r, c] = labels[row, column]
                    _append(first, last, after, r * width + c, min(level[r, c], now))
    return labels


@njit(cache=True, nogil=True, error_model="numpy")
def _append(
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    after: npt.NDArray[np.int64],
    cell: int,
    level: int,
) -> None:
    """Put a cell at the end of the queue of its level."""
    after[cell] = -1
    if first[level] < 0:
        first[level] = cell
    else:
        after[last[level]] = cell
    last[level] = cell


@njit(cache=True, nogil=True, error_model="numpy")
def basins(
    clearance: npt.NDArray[np.float64], order: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The widest places of a plan, and how wide the way is from each to a wider one.

    Args:
        clearance: (H, W) distance to what is in the way, 0 where none can be.
        order: (C,) flat index of all cells with clearance, the widest first.

    Returns:
        (N,) flat index of the widest cell of each basin, in the order of `order`, and (N,) the
        least clearance on the best way to a wider basin, -1 where there is no way.
    """
    height, width = clearance.shape
    wide = clearance.ravel()
    basin = np.full(wide.size, -1, np.int64)  # of each cell that was looked at
    parent, peaks = np.empty(order.size, np.int64), np.empty(order.size, np.int64)
    saddles = np.full(order.size, -1.0)
    count = 0
    for k in range(order.size):
        cell = order[k]
        row, column = cell // width, cell % width
        own = -1
        for side in range(4):
            r, c = row + _ROWS[side], column + _COLUMNS[side]
            if not (0 <= r < height and 0 <= c < width) or basin[r * width + c] < 0:
                continue
            other = _root(parent, basin[r * width + c])
            if own < 0:
                own = other
            elif own != other:  # the one that was found first is the wider one
                saddles[max(own, other)] = wide[cell]
                parent[max(own, other)] = min(own, other)
                own = min(own, other)
        if own < 0:
            own = count
            parent[count], peaks[count] = count, cell
            count += 1
        basin[cell] = own
    return peaks[:count].copy(), saddles[:count].copy()


@njit(cache=True, nogil=True, error_model="numpy")
def _root(parent: npt.NDArray[np.int64], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]  # shortens the way for the next
        node = parent[node]
    return node
