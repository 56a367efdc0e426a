"""Cells of a grid in buckets of keys: an untidy queue whose next bucket is found at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]

_NONE = -1


class Buckets(NamedTuple):
    """Cells in a ring of doubly linked lists; a cell is in one of them or in none.

    Attributes:
        first: (B,) the first cell of each list, -1 where it is empty.
        after: (N,) the cell after each in its list, -1 after the last.
        ahead: (N,) the cell ahead of each, -1 of the first.
        where: (N,) the list that each is in, -1 where it is in none.
    """

    first: Ints
    after: Ints
    ahead: Ints
    where: Ints


@njit(cache=True, nogil=True, error_model="numpy")
def empty_buckets(cells: int, buckets: int) -> Buckets:
    """Buckets for cells 0 to `cells` - 1."""
    return Buckets(
        np.full(buckets, _NONE, np.int32),
        np.empty(cells, np.int32),
        np.empty(cells, np.int32),
        np.full(cells, _NONE, np.int32),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def put(queue: Buckets, cell: int, bucket: int) -> None:
    """Put a cell first into a bucket, out of the one that it is in."""
    was = queue.where[cell]
    if was == bucket:
        return
    if was != _NONE:
        before, behind = queue.ahead[cell], queue.after[cell]
        if before == _NONE:
            queue.first[was] = behind
        else:
            queue.after[before] = behind
        if behind != _NONE:
            queue.ahead[behind] = before
    behind = queue.first[bucket]
    queue.after[cell] = behind
    queue.ahead[cell] = _NONE
    if behind != _NONE:
        queue.ahead[behind] = cell
    queue.first[bucket] = cell
    queue.where[cell] = bucket


@njit(cache=True, nogil=True, error_model="numpy")
def take(queue: Buckets, bucket: int) -> int:
    """Take the first cell out of a bucket; -1 if it is empty."""
    cell = queue.first[bucket]
    if cell == _NONE:
        return _NONE
    behind = queue.after[cell]
    queue.first[bucket] = behind
    if behind != _NONE:
        queue.ahead[behind] = _NONE
    queue.where[cell] = _NONE
    return int(cell)
