"""The largest upright rectangle in a polygon, to the width of a cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from whereseen.sim.scene.description import Point2

_CELLS = 48  # along the longer edge


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An upright rectangle on a plan.

    Attributes:
        low_m: Its corner of least x and y.
        high_m: Its corner of greatest x and y.
    """

    low_m: Point2
    high_m: Point2

    @property
    def size_m(self) -> Point2:
        """Extent along x and y."""
        return (self.high_m[0] - self.low_m[0], self.high_m[1] - self.low_m[1])

    @property
    def middle_m(self) -> Point2:
        """Its middle."""
        return ((self.low_m[0] + self.high_m[0]) / 2, (self.low_m[1] + self.high_m[1]) / 2)


def largest_rectangle(polygon: BaseGeometry) -> Rectangle | None:
    """A rectangle inside a polygon, the largest that is made of cells of a grid round it."""
    x0, y0, x1, y1 = (float(each) for each in polygon.bounds)
    cell = max(x1 - x0, y1 - y0) / _CELLS
    if not cell > 0.0:
        return None
    columns, rows = (max(1, round((x1 - x0) / cell)), max(1, round((y1 - y0) / cell)))
    x, y = np.linspace(x0, x1, columns + 1), np.linspace(y0, y1, rows + 1)
    boxes = shapely.box(x[:-1, None], y[None, :-1], x[1:, None], y[None, 1:])
    inside = shapely.covers(shapely.buffer(polygon, 1e-6), boxes)
    best = _best(inside)
    if best is None:
        return None
    left, low, right, high = best
    return Rectangle((float(x[left]), float(y[low])), (float(x[right]), float(y[high])))


def _best(inside: npt.NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Edges of the largest block of true cells: by columns, the widest below each height."""
    best, most = None, 0
    for left in range(inside.shape[0]):
        free = np.ones(inside.shape[1], dtype=np.bool_)
        for right in range(left, inside.shape[0]):
            free &= inside[right]
            low, high = _longest(free)
            if (area := (high - low) * (right + 1 - left)) > most:
                best, most = (left, low, right + 1, high), area
            if high == low:
                break
    return best


def _longest(free: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of true begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free.astype(np.int8), [0]])))
    if not edges.size:
        return 0, 0
    begins, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - begins))
    return int(begins[longest]), int(ends[longest])
