"""Connected patches of an image."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32


@njit(cache=True, nogil=True, error_model="numpy")
def patches(
    names: npt.NDArray[np.int32], depth_m: Float32, step_m: float, step_share: float
) -> npt.NDArray[np.int32]:
    """Which patch each cell (h, w) belongs to, numbered from 0; -1 where no name is.

    Neighbours, at a corner too, belong together if they show one name and their depths differ by
    at most a step.

    Args:
        names: (h, w) of each cell, negative where none is or where there is no depth.
        depth_m: (h, w).
        step_m: The step.
        step_share: By how much it grows with depth.
    """
    height, width = names.shape
    parent = np.arange(height * width)
    for v in range(height):
        for u in range(width):
            if names[v, u] >= 0:
                for dv, du in ((0, -1), (-1, -1), (-1, 0), (-1, 1)):
                    y, x = v + dv, u + du
                    if y >= 0 and 0 <= x < width and names[y, x] == names[v, u]:
                        near_m = min(depth_m[y, x], depth_m[v, u])
                        if abs(depth_m[y, x] - depth_m[v, u]) <= step_m + step_share * near_m:
                            _join(parent, v * width + u, y * width + x)
    numbers, found = np.full((height, width), -1, np.int32), 0
    for at in range(height * width):
        v, u = at // width, at % width
        if names[v, u] >= 0:
            root = _root(parent, at)
            if root == at:  # the first cell of its patch
                numbers[v, u] = found
                found += 1
            else:
                numbers[v, u] = numbers[root // width, root % width]
    return numbers


@njit(cache=True, nogil=True, error_model="numpy")
def _join(parent: npt.NDArray[np.intp], one: int, other: int) -> None:
    a, b = _root(parent, one), _root(parent, other)
    if a < b:
        parent[b] = a
    elif b < a:
        parent[a] = b


@njit(cache=True, nogil=True, error_model="numpy")
def _root(parent: npt.NDArray[np.intp], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node
