"""How much of a map is in view from places, in all directions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Cells = npt.NDArray[np.int64]

SURE = 0.95  # of what is near and in view


@njit(cache=True, nogil=True, error_model="numpy")
def recognised(far: float, near: float, reach: float) -> float:
    """Probability that a look shows a thing so far away as what it is."""
    return SURE * min(max((reach - far) / (reach - near), 0.0), 1.0)


@njit(cache=True, nogil=True, error_model="numpy")
def gains(
    value: Float32,
    whole: Float32,
    is_high: Mask,
    cells: Cells,
    rays: int,
    near: float,
    reach: float,
    deep: float,
) -> Float64:
    """What looking from cells (N, 2) takes off the values in view, (N, rays) by direction.

    A look from near leaves little of a value, one from farther more.

    Ray k points in direction 2 pi k / rays from the x axis (columns) to the y axis (rows). It
    stands for the wedge around it, and counts what lies in that by its area.

    Args:
        value: (H, W) worth of seeing a cell now.
        whole: (H, W) the same if nobody had looked there; a look leaves what it misses of that.
        is_high: (H, W) what cannot be seen over.
        cells: Rows and columns.
        rays: How many directions.
        near: Up to here a look misses little, in cells.
        reach: How far one sees, in cells.
        deep: How far into what is high one sees, as into a shelf, in cells.
    """
    height, width = value.shape
    found = np.zeros((cells.shape[0], rays))
    wedge = 2.0 * np.pi / rays
    for n in range(cells.shape[0]):
        for k in range(rays):
            down, right = np.sin(k * wedge), np.cos(k * wedge)
            inside, total, step = 0.0, 0.0, 0.0
            while step < reach:
                row = int(np.floor(cells[n, 0] + 0.5 + step * down))
                column = int(np.floor(cells[n, 1] + 0.5 + step * right))
                if row < 0 or column < 0 or row >= height or column >= width:
                    break
                if is_high[row, column]:
                    inside += 0.5
                    if inside > deep:
                        break
                elif inside > 0.0:
                    break
                left = whole[row, column] * (1.0 - recognised(step, near, reach))
                total += max(value[row, column] - left, 0.0) * (step + 0.25) * 0.5 * wedge
                step += 0.5
            found[n, k] = total
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def in_view(
    is_high: Mask, row: int, column: int, yaw: float, half: float, reach: float, deep: float
) -> Mask:
    """Which cells (H, W) are in view from one, within an angle `half` to both sides of `yaw`.

    Args:
        is_high: (H, W) what cannot be seen over.
        row: Of the eye.
        column: Of the eye.
        yaw: Direction from the x axis (columns) to the y axis (rows), in radians.
        half: In radians.
        reach: How far one sees, in cells.
        deep: How far into what is high one sees, in cells.
    """
    height, width = is_high.shape
    seen = np.zeros(is_high.shape, np.bool_)
    rays = max(int(2.0 * half * reach), 1)  # a cell apart at the end
    for k in range(rays + 1):
        angle = yaw - half + 2.0 * half * k / rays
        down, right = np.sin(angle), np.cos(angle)
        inside, step = 0.0, 0.0
        while step < reach:
            i = int(np.floor(row + 0.5 + step * down))
            j = int(np.floor(column + 0.5 + step * right))
            if i < 0 or j < 0 or i >= height or j >= width:
                break
            if is_high[i, j]:
                inside += 0.5
                if inside > deep:
                    break
            elif inside > 0.0:
                break
            seen[i, j] = True
            step += 0.5
    return seen
