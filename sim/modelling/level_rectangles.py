"""Rectangles within a level face that is none itself, as the worktop of an L-shaped kitchen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64

_CELL_M = 0.04
_MOST_CELLS = 400_000
_NARROWEST_M = 0.15
_MOST = 6  # rectangles of a level

Mask = npt.NDArray[np.bool_]
Rectangle = tuple[tuple[float, float], tuple[float, float]]


def rectangles_in(triangles: Float64, least_m2: float) -> tuple[Rectangle, ...]:
    """Rectangles that triangles cover, the largest first; they do not overlap.

    Args:
        triangles: (N, 3, 2) seen from above, in metres.
        least_m2: Smaller ones are left out, and narrow ones.

    Returns:
        Lower and upper corner of each.
    """
    import shapely  # simulators cut meshes where it need not be installed

    low, high = triangles.min(axis=(0, 1)), triangles.max(axis=(0, 1))
    cell_m = max(_CELL_M, float(np.sqrt(np.prod(high - low) / _MOST_CELLS)))
    count = np.maximum(np.ceil((high - low) / cell_m - 1e-6), 1).astype(int)
    size = (high - low) / count
    x, y = (low[i] + (np.arange(count[i]) + 0.5) * size[i] for i in (0, 1))
    covered = shapely.union_all(shapely.polygons(triangles))
    shapely.prepare(covered)
    at_x, at_y = np.meshgrid(x, y, indexing="ij")
    mask = shapely.contains_xy(covered, at_x.ravel(), at_y.ravel()).reshape(at_x.shape)
    return tuple(
        (
            (float(low[0] + a * size[0]), float(low[1] + b * size[1])),
            (float(low[0] + c * size[0]), float(low[1] + d * size[1])),
        )
        for a, b, c, d in _largest_ones(mask, least_m2 / float(np.prod(size)))
        if min((c - a) * size[0], (d - b) * size[1]) >= _NARROWEST_M
    )


def _largest_ones(mask: Mask, least: float) -> Iterator[tuple[int, int, int, int]]:
    left = mask.copy()
    for _ in range(_MOST):
        area, found = largest_rectangle(left)
        if area < max(least, 1.0):
            return
        a, b, c, d = found
        left[a:c, b:d] = False
        yield found


def largest_rectangle(mask: Mask) -> tuple[int, tuple[int, int, int, int]]:
    """The largest rectangle of true cells.

    Args:
        mask: (R, C).

    Returns:
        How many cells it has, and its first row, first column, last row and last column, the
        last ones not included; nothing but zeros if no cell is true.
    """
    best, found = 0, (0, 0, 0, 0)
    heights = np.zeros(mask.shape[1], dtype=np.int64)
    for row, cells in enumerate(mask):
        heights = np.where(cells, heights + 1, 0)
        stack: list[tuple[int, int]] = []  # where a bar of a height began
        for column, height in enumerate([*heights.tolist(), 0]):
            start = column
            while stack and stack[-1][1] >= height:
                start, tall = stack.pop()
                if tall * (column - start) > best:
                    best = tall * (column - start)
                    found = (row + 1 - tall, start, row + 1, column)
            stack.append((start, height))
    return best, found
