"""Ways over the free floor."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry.base import BaseGeometry

from whereseen.memory.frames import Float64

_NO_WAY = -9999  # of scipy's predecessors
_NEIGHBOURS = ((1, 0), (0, 1), (1, 1), (1, -1))


class Ways:
    """Shortest ways over a grid, straightened where one can go straight.

    Args:
        free: Where the middle of the robot can be.
        cell_m: Edge of the grid's cells.
    """

    def __init__(self, free: BaseGeometry, *, cell_m: float = 0.1) -> None:
        self._free = free
        self._cell_m = cell_m
        low_x, low_y, high_x, high_y = free.bounds
        self._low = np.array([low_x, low_y])
        columns = math.ceil((high_x - low_x) / cell_m) + 1
        rows = math.ceil((high_y - low_y) / cell_m) + 1
        x, y = np.meshgrid(np.arange(columns), np.arange(rows))
        points = np.stack([x.ravel(), y.ravel()], axis=1) * cell_m + self._low
        shapely.prepare(free)
        self._is_free = shapely.contains_xy(free, points[:, 0], points[:, 1])
        self._points, self._columns = points, columns
        self._graph = self._joined(self._is_free.reshape(rows, columns))

    def way(self, start_m: tuple[float, float], goal_m: tuple[float, float]) -> Float64 | None:
        """Corners (N, 2) of a way from start to as near the goal as one can get.

        Returns:
            Start, corners and the nearest free cell to the goal; None if they are not connected.
        """
        start, goal = self._nearest(start_m), self._nearest(goal_m)
        _, found = dijkstra(self._graph, directed=False, indices=[start], return_predecessors=True)
        before = found[0]
        if start != goal and before[goal] == _NO_WAY:
            return None
        cells = [goal]
        while cells[-1] != start:
            cells.append(int(before[cells[-1]]))
        corners = np.concatenate([[start_m], self._points[cells[::-1]]])
        return self._straightened(corners)

    def lengths_m(self, points_m: Float64) -> Float64:
        """Lengths (N, N) of ways over the grid between points (N, 2); infinite where is none."""
        cells = [self._nearest((float(x), float(y))) for x, y in points_m]
        found = dijkstra(self._graph, directed=False, indices=cells)
        return np.asarray(found[:, cells])

    def reachable(self, start_m: tuple[float, float]) -> Float64:
        """Free points (N, 2) of the grid to which there is a way."""
        distances = dijkstra(self._graph, directed=False, indices=[self._nearest(start_m)])[0]
        return np.asarray(self._points[np.isfinite(distances) & self._is_free])

    def _joined(self, is_free: npt.NDArray[np.bool_]) -> csr_array:
        """Costs between free neighbours."""
        rows, columns = is_free.shape
        index = np.arange(rows * columns).reshape(rows, columns)
        starts, ends, costs = [], [], []
        for dx, dy in _NEIGHBOURS:
            here = (slice(max(-dy, 0), rows - max(dy, 0)), slice(0, columns - dx))
            there = (slice(max(dy, 0), rows + min(dy, 0)), slice(dx, columns))
            both = is_free[here] & is_free[there]
            starts.append(index[here][both])
            ends.append(index[there][both])
            costs.append(np.full(int(both.sum()), math.hypot(dx, dy) * self._cell_m))
        pairs = (np.concatenate(starts), np.concatenate(ends))
        size = rows * columns
        return csr_array((np.concatenate(costs), pairs), shape=(size, size))

    def _nearest(self, at_m: tuple[float, float]) -> int:
        apart = np.linalg.norm(self._points - at_m, axis=1)
        return int(np.where(self._is_free, apart, np.inf).argmin())

    def _straightened(self, corners: Float64) -> Float64:
        """Leave out corners that one need not go round."""
        kept, at = [0], 0
        while at < len(corners) - 1:
            ahead = len(corners) - 1
            while ahead > at + 1 and not self._is_clear(corners[at], corners[ahead]):
                ahead -= 1
            kept.append(ahead)
            at = ahead
        return np.asarray(corners[kept])

    def _is_clear(self, a: Float64, b: Float64) -> bool:
        return bool(shapely.covers(self._free, shapely.LineString([a, b])))
