"""Ways over a costmap: the cheapest, straightened; or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.acting.navigation.costmap import Costmap, Point2
from whereseen.acting.navigation.kernels.lines import line_cost, straighten
from whereseen.acting.navigation.kernels.search import cheapest_way, march
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float32, Float64

Cell = tuple[int, int]

_EVERY = 4  # cells of a way at which it may be bent


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way that a robot can go.

    Attributes:
        points_m: (N, 2) float64 corners as x and y, from where the robot is; at least one.
        length_m: Of it.
    """

    points_m: Float64 = field(repr=False)
    length_m: float

    @classmethod
    def through(cls, points_m: Float64) -> Way:
        """The way through points (N, 2)."""
        steps = np.diff(points_m, axis=0)
        return cls(points_m, float(np.hypot(steps[:, 0], steps[:, 1]).sum()))

    @property
    def end_m(self) -> Point2:
        """Where it leads."""
        x, y = self.points_m[-1].tolist()
        return x, y


class Why(Enum):
    """Why there is no way."""

    START_BLOCKED = "the robot stands where it cannot be, and nothing free is near"
    GOAL_BLOCKED = "nothing free is near the goal"
    NOT_CONNECTED = "nothing free leads to the goal"


@dataclass(frozen=True, slots=True)
class NoWay:
    """There is none, as far as is known.

    Attributes:
        why: The reason.
    """

    why: Why


class GridPlanner:
    """Ways over a costmap, for one state of it.

    Args:
        costmap: Where the robot can be.
        escape_m: So far from where it can be a robot may stand and still find back.

    Attributes:
        costmap: The same.
    """

    def __init__(self, costmap: Costmap, *, escape_m: float = 0.6) -> None:
        if not escape_m >= 0.0:
            raise InvalidConfig("escape_m must not be negative", got=str(escape_m))
        self.costmap = costmap
        self._escape_m = escape_m
        self._cost = np.ascontiguousarray(np.pad(costmap.cost, 1))

    def way(self, start_m: Point2, goal_m: Point2, *, within_m: float = 0.3) -> Way | NoWay:
        """The cheapest way, straightened where that is free and not dearer.

        Args:
            start_m: x and y of the robot; where it cannot be, the way begins with a step to the
                nearest cell where it can.
            goal_m: x and y.
            within_m: How far from the goal it may end; inf for as near as one can get.
        """
        start = self._start(start_m)
        if start is None:
            return NoWay(Why.START_BLOCKED)
        goal = self._nearest(goal_m, self.parts == self.parts[start], within_m)
        if goal is None:
            is_near = self._nearest(goal_m, self.costmap.is_free, within_m) is not None
            return NoWay(Why.NOT_CONNECTED if is_near else Why.GOAL_BLOCKED)
        cells = cheapest_way(self._cost, self._flat(start), self._flat(goal))
        return Way.through(self._straightened(cells, start_m, goal_m))

    def distances(self, start_m: Point2, *, farthest_m: float = np.inf) -> Float32:
        """How far all cells are for the robot, (H, W) in metres; inf where it cannot come."""
        start = self._start(start_m)
        if start is None:
            return np.full(self.costmap.states.shape, np.inf, dtype=np.float32)
        return self.distances_from([start], farthest_m=farthest_m)

    def distances_from(self, cells: npt.ArrayLike, *, farthest_m: float = np.inf) -> Float32:
        """The same from the nearest of some free cells (N, 2), rows and columns."""
        rows, columns = np.asarray(cells, dtype=np.int64).reshape(-1, 2).T + 1
        starts = (rows * self._cost.shape[1] + columns).astype(np.int32)
        plain = (self._cost > 0.0).astype(np.float32)
        found = march(plain, starts, farthest_m / self.costmap.cell_m)
        return np.asarray(found[1:-1, 1:-1] * self.costmap.cell_m, dtype=np.float32)

    def nearest_free(self, at_m: Point2, *, within_m: float = np.inf) -> Point2 | None:
        """The middle of the nearest cell where the robot can be, None if none is so near."""
        cell = self._nearest(at_m, self.costmap.is_free, within_m)
        return None if cell is None else self._centre(cell)

    def is_clear(self, start_m: Point2, end_m: Point2) -> bool:
        """Whether the robot can go straight from one point to another."""
        (y0, x0), (y1, x1) = self._grid(np.array([start_m, end_m])).tolist()
        height, width = self._cost.shape
        inside = all(1 <= y < height - 1 and 1 <= x < width - 1 for y, x in ((y0, x0), (y1, x1)))
        return inside and math.isfinite(line_cost(self._cost, y0, x0, y1, x1))

    @cached_property
    def parts(self) -> npt.NDArray[np.int32]:
        """(H, W) number of the connected part of the free cells, 0 where the robot cannot be."""
        labels, _ = ndimage.label(self.costmap.is_free)
        return np.asarray(labels, dtype=np.int32)

    def reachable(self, start_m: Point2) -> npt.NDArray[np.bool_]:
        """(H, W) where the robot can come to."""
        start = self._start(start_m)
        if start is None:
            return np.zeros(self.costmap.states.shape, dtype=np.bool_)
        return np.asarray(self.parts == self.parts[start])

    def _start(self, at_m: Point2) -> Cell | None:
        return self._nearest(at_m, self.costmap.is_free, self._escape_m)

    def _nearest(
        self, at_m: Point2, allowed: npt.NDArray[np.bool_], within_m: float
    ) -> Cell | None:
        """The allowed cell that is nearest to a point, the first of equals."""
        row, column = self.costmap.cells_of([at_m])[0].tolist()
        if self.costmap.contains(row, column) and allowed[row, column]:
            return row, column
        reach = int(min(within_m / self.costmap.cell_m + 2.0, 1e6))
        top, left = max(row - reach, 0), max(column - reach, 0)
        near = allowed[top : max(row + reach + 1, 0), left : max(column + reach + 1, 0)]
        cells = np.argwhere(near) + np.array([top, left])
        if not len(cells):
            return None
        x, y = self.costmap.centres_m(cells).T
        apart = np.hypot(x - at_m[0], y - at_m[1])
        at = int(apart.argmin())
        if apart[at] > within_m + self.costmap.cell_m:
            return None
        found_row, found_column = cells[at].tolist()
        return found_row, found_column

    def _straightened(
        self, cells: npt.NDArray[np.int32], start_m: Point2, goal_m: Point2
    ) -> Float64:
        """Corners (N, 2) in metres, from where the robot is to the goal, if that is free."""
        rows, columns = np.divmod(cells, self._cost.shape[1])
        dense = np.stack([rows, columns], axis=1) + 0.5
        if self._is_in(dense[-1], goal_m):
            dense[-1] = self._grid(np.array([goal_m]))[0]
        if self._is_in(dense[0], start_m):
            dense[0] = self._grid(np.array([start_m]))[0]
        bends = np.unique([*range(0, len(dense), _EVERY), *_bends(cells), len(dense) - 1])
        kept = dense[bends]
        kept = kept[straighten(self._cost, kept, True)]
        points = (kept[:, ::-1] - 1.0) * self.costmap.cell_m + self.costmap.origin_m
        if not np.allclose(points[0], start_m):
            points = np.concatenate([[start_m], points])
        return np.asarray(points)

    def _is_in(self, centre: Float64, point_m: Point2) -> bool:
        """Whether a point lies in the cell of a middle, rows and columns counted with the rim."""
        return bool((np.floor(self._grid(np.array([point_m]))[0]) == np.floor(centre)).all())

    def _grid(self, points_m: Float64) -> Float64:
        """Points (N, 2) as rows and columns in cells of the padded grid."""
        cells = (points_m - self.costmap.origin_m) / self.costmap.cell_m + 1.0
        return np.asarray(cells[:, ::-1] + 1e-6)

    def _flat(self, cell: Cell) -> int:
        return (cell[0] + 1) * int(self._cost.shape[1]) + cell[1] + 1

    def _centre(self, cell: Cell) -> Point2:
        x, y = self.costmap.centres_m([cell])[0].tolist()
        return x, y


def _bends(cells: npt.NDArray[np.int32]) -> list[int]:
    """Positions in a way of cells at which its direction changes."""
    steps = np.diff(cells)
    return (np.flatnonzero(steps[1:] != steps[:-1]) + 1).tolist()
