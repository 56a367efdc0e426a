"""Straight lines over a grid: whether they are free, and what they cost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Cells = npt.NDArray[np.int32]
Costs = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

_DEARER = 1.001  # a straight line may cost so much more than the way that it replaces


@njit(cache=True, nogil=True, error_model="numpy")
def line_cost(cost: Costs, y0: float, x0: float, y1: float, x1: float) -> float:
    """Length of a line in cells times the cost of what it crosses; inf if it touches what is 0.

    Args:
        cost: (H, W) at least 1 where one can be, 0 where not; the outermost cells must be 0.
        y0: Row of its start in cells, the middle of cell (0, 0) being at (0.5, 0.5).
        x0: Its column.
        y1: Row of its end.
        x1: Its column.
    """
    row, column = int(np.floor(y0)), int(np.floor(x0))
    last_row, last_column = int(np.floor(y1)), int(np.floor(x1))
    down, right = y1 - y0, x1 - x0
    length = np.sqrt(down * down + right * right)
    step_y, step_x = (1 if down > 0 else -1), (1 if right > 0 else -1)
    per_y = 1.0 / abs(down) if down != 0.0 else np.inf
    per_x = 1.0 / abs(right) if right != 0.0 else np.inf
    next_y = ((row + 1 - y0) if step_y > 0 else (y0 - row)) * per_y if down != 0.0 else np.inf
    next_x = (
        ((column + 1 - x0) if step_x > 0 else (x0 - column)) * per_x if right != 0.0 else np.inf
    )
    total, at = 0.0, 0.0
    for _ in range(abs(last_row - row) + abs(last_column - column) + 1):
        if cost[row, column] <= 0.0:
            return np.inf
        ahead = min(next_y, next_x, 1.0)
        total += (ahead - at) * length * cost[row, column]
        at = ahead
        if row == last_row and column == last_column:
            break
        # Through a corner: neither cell beside it may be in the way.
        is_corner = abs(next_y - next_x) < 1e-9
        if is_corner and (cost[row + step_y, column] <= 0.0 or cost[row, column + step_x] <= 0.0):
            return np.inf
        # Rounding must not lead past the last cell.
        if column == last_column or (next_y <= next_x and row != last_row):
            row += step_y
            next_y += per_y
        else:
            column += step_x
            next_x += per_x
    return float(total)


@njit(cache=True, nogil=True, error_model="numpy")
def straighten(cost: Costs, points: Float64, is_strict: bool) -> Cells:
    """Which points (K,) of a way to keep: the others can be passed by in a straight line.

    From each, points twice as far each time are tried until the line is not free, or dearer than
    the way; of those before, the farthest is taken.

    Args:
        cost: As of `line_cost`.
        points: (N, 2) rows and columns in cells, N at least 1; lines between neighbours are free.
        is_strict: Whether lines may not be dearer; else they only need to be free.
    """
    n = points.shape[0]
    so_far = np.zeros(n)
    for k in range(1, n):
        so_far[k] = so_far[k - 1] + line_cost(
            cost, points[k - 1, 0], points[k - 1, 1], points[k, 0], points[k, 1]
        )
    kept = np.empty(n, np.int32)
    kept[0] = 0
    size, at = 1, 0
    while at < n - 1:
        near, far = 1, 2  # a line to a neighbour is free
        while at + far < n - 1 and _is_no_dearer(cost, points, so_far, at, at + far, is_strict):
            near, far = far, 2 * far
        ahead = min(at + far, n - 1)
        while ahead > at + near and not _is_no_dearer(cost, points, so_far, at, ahead, is_strict):
            ahead -= 1
        kept[size] = ahead
        size += 1
        at = ahead
    return kept[:size]


@njit(cache=True, nogil=True, error_model="numpy")
def _is_no_dearer(
    cost: Costs, points: Float64, so_far: Float64, one: int, two: int, is_strict: bool
) -> bool:
    """Whether a line from one point of a way to a later one is free, and no dearer than the way."""
    straight = line_cost(cost, points[one, 0], points[one, 1], points[two, 0], points[two, 1])
    most = _DEARER * (so_far[two] - so_far[one]) if is_strict else np.inf
    return bool(straight <= most and straight < np.inf)
