"""The cheapest way between two cells (A*), and how far all cells are (fast marching)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.acting.navigation.kernels.buckets import empty_buckets, put, take
from whereseen.acting.navigation.kernels.heap import empty_heap, pop, push

Cells = npt.NDArray[np.int32]
Costs = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

_DIAGONAL = np.sqrt(2.0)
_PER_STEP = 8.0  # buckets for the cost of a step in the open


@njit(cache=True, nogil=True, error_model="numpy")
def cheapest_way(cost: Costs, start: int, goal: int) -> Cells:
    """Flat cells (N,) from start to goal, both included; (0,) if there is no way.

    A step costs its length in cells times the mean cost of both cells. Corners are not cut: a
    diagonal step needs both cells beside it.

    A* with buckets instead of a heap. Cells of one bucket come in any order, and again if a cheaper
    way to them is found; as it ends only when no bucket before the goal's cost is left, the way is
    the cheapest none the less.

    Args:
        cost: (H, W) at least 1 where one can be, 0 where not; the outermost cells must be 0.
        start: Flat cell, where one can be.
        goal: The same.
    """
    width, flat = cost.shape[1], cost.ravel()
    # No step adds more to a key than its length, twice its diagonal: its own and that to the goal.
    ring = int(_DIAGONAL * (flat.max() + 1.0) * _PER_STEP) + 3
    queue = empty_buckets(flat.size, ring)
    so_far = np.full(flat.size, np.inf)
    before = np.full(flat.size, -1, np.int32)
    so_far[start] = 0.0
    key = int(_ahead(start // width - goal // width, start % width - goal % width) * _PER_STEP)
    put(queue, start, key % ring)
    empty = 0
    while empty < ring and so_far[goal] * _PER_STEP > key:
        here = take(queue, key % ring)
        if here < 0:
            key, empty = key + 1, empty + 1
            continue
        empty = 0
        own, half = so_far[here], 0.5 * flat[here]
        row, column = here // width - goal // width, here % width - goal % width
        for down in range(-1, 2):
            for right in range(-1, 2):
                there = here + down * width + right
                if flat[there] <= 0.0 or so_far[there] <= own:
                    continue
                step = half + 0.5 * flat[there]
                if down != 0 and right != 0:
                    if flat[here + down * width] <= 0.0 or flat[here + right] <= 0.0:
                        continue
                    step *= _DIAGONAL
                told = own + step
                if told < so_far[there] - 1e-9:
                    so_far[there] = told
                    before[there] = here
                    whole = told + _ahead(row + down, column + right)
                    put(queue, there, max(int(whole * _PER_STEP), key) % ring)
    return _traced(before, start, goal) if so_far[goal] < np.inf else np.empty(0, np.int32)


@njit(cache=True, nogil=True, error_model="numpy")
def _ahead(down: int, right: int) -> float:
    """Length of the shortest way over an empty grid, so many rows and columns away."""
    down, right = abs(down), abs(right)
    return float(max(down, right) + (_DIAGONAL - 1.0) * min(down, right))


@njit(cache=True, nogil=True, error_model="numpy")
def _traced(before: Cells, start: int, goal: int) -> Cells:
    n, at = 1, goal
    while at != start:
        at = before[at]
        n += 1
    way = np.empty(n, np.int32)
    at = goal
    for k in range(n - 1, -1, -1):
        way[k] = at
        at = before[at]
    return way


@njit(cache=True, nogil=True, error_model="numpy")
def march(cost: Costs, starts: Cells, farthest: float) -> Float64:
    """Distance (H, W) of all cells from the nearest start, in cells times cost; inf where none.

    Fast marching (Sethian, PNAS 1996): it goes in all directions, not only along the grid, and so
    is right to about a cell, and never less than the straight line by more than that.

    Args:
        cost: (H, W) at least 1 where one can be, 0 where not; the outermost cells must be 0.
        starts: (S,) flat cells.
        farthest: It ends there; what lies beyond is inf.
    """
    width = cost.shape[1]
    flat = cost.ravel()
    arrival = np.full(flat.size, np.inf)
    heap = empty_heap(flat.size)
    for start in starts:
        arrival[start] = 0.0
        push(heap, start, 0.0)
    steps = np.array([-width, -1, 1, width])
    while heap.size[0] > 0:
        here = pop(heap)
        if arrival[here] > farthest:
            arrival[here] = np.inf
            continue
        for step in steps:
            there = here + step
            if flat[there] <= 0.0 or arrival[there] <= arrival[here]:
                continue
            reached = _arrival(arrival, there, width, float(flat[there]))
            if reached < arrival[there]:
                arrival[there] = reached
                push(heap, there, reached)
    return arrival.reshape(cost.shape)


@njit(cache=True, nogil=True, error_model="numpy")
def _arrival(arrival: Float64, at: int, width: int, cost: float) -> float:
    """Solve the eikonal equation at a cell from its neighbours, the smaller of each axis."""
    across = min(arrival[at - 1], arrival[at + 1])
    along = min(arrival[at - width], arrival[at + width])
    low, high = min(across, along), max(across, along)
    if high - low >= cost:
        return float(low + cost)
    return float(0.5 * (low + high + np.sqrt(2.0 * cost * cost - (high - low) ** 2)))
