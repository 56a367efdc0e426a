"""A binary heap of cells with keys that can become smaller."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit


class Heap(NamedTuple):
    """Cells of a grid in the order of their keys; of equal keys, the first cell comes first.

    Attributes:
        key: (N,) float64 by cell.
        cells: (N,) int32, the heap itself.
        place: (N,) int32 where a cell is in it, -1 where it is not.
        size: (1,) int64.
    """

    key: npt.NDArray[np.float64]
    cells: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    size: npt.NDArray[np.int64]


@njit(cache=True, nogil=True, error_model="numpy")
def empty_heap(n: int) -> Heap:
    """A heap for cells 0 to n - 1."""
    return Heap(
        np.empty(n, np.float64),
        np.empty(n, np.int32),
        np.full(n, -1, np.int32),
        np.zeros(1, np.int64),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def push(heap: Heap, cell: int, key: float) -> None:
    """Add a cell, or lessen its key."""
    heap.key[cell] = key
    at = heap.place[cell]
    if at < 0:
        at = heap.size[0]
        heap.size[0] += 1
    while at > 0:
        above = (at - 1) >> 1
        other = heap.cells[above]
        if _is_before(heap.key, other, cell):
            break
        heap.cells[at] = other
        heap.place[other] = at
        at = above
    heap.cells[at] = cell
    heap.place[cell] = at


@njit(cache=True, nogil=True, error_model="numpy")
def pop(heap: Heap) -> int:
    """Take out the cell with the least key; there must be one."""
    first = heap.cells[0]
    heap.place[first] = -1
    heap.size[0] -= 1
    n = heap.size[0]
    if n == 0:
        return int(first)
    cell, at = heap.cells[n], 0
    while True:
        below = 2 * at + 1
        if below >= n:
            break
        if below + 1 < n and _is_before(heap.key, heap.cells[below + 1], heap.cells[below]):
            below += 1
        other = heap.cells[below]
        if _is_before(heap.key, cell, other):
            break
        heap.cells[at] = other
        heap.place[other] = at
        at = below
    heap.cells[at] = cell
    heap.place[cell] = at
    return int(first)


@njit(cache=True, nogil=True, error_model="numpy")
def _is_before(key: npt.NDArray[np.float64], one: int, two: int) -> bool:
    return bool(key[one] < key[two] or (key[one] == key[two] and one < two))
