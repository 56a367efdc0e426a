"""Where a round robot can be, as far as the memory has seen the floor, and where it is tight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.io.occupancy import FREE, OCCUPIED, UNKNOWN, find_floor

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

Mask = npt.NDArray[np.bool_]
Point2 = tuple[float, float]

_FLOOR_M = 0.1  # what is lower is floor, or noise of it
_MARGIN_M = 0.5  # of cells around all that was seen
_BODY_M = 0.2  # around the way of the camera the floor is free
_GAP_M = 0.15  # half of the widest gap in a floor that was seen
_TIGHT_M = 0.25  # from what stands around to where it costs nothing more to be
_TIGHT = 4.0  # times as dear to be where the robot almost touches something
_MOST_CELLS = 25_000_000


@dataclass(frozen=True, eq=False)
class Costmap:
    """Cells over the floor; row 0 has the smallest y, column 0 the smallest x. z is up.

    Attributes:
        states: (H, W) int8: 0 free, 100 occupied, -1 unknown; without the robot's extent.
        cell_m: Edge of a cell.
        origin_m: x and y of the outer corner of states[0, 0], in the map frame.
        radius_m: Of the robot.
        floor_m: Height of the floor.
    """

    states: npt.NDArray[np.int8] = field(repr=False)
    cell_m: float
    origin_m: Point2
    radius_m: float
    floor_m: float = 0.0

    def __post_init__(self) -> None:
        if self.states.ndim != 2 or not self.states.size or self.states.dtype != np.int8:
            raise InvalidConfig(
                "states must be int8 of shape (H, W)",
                got=f"{self.states.dtype} {self.states.shape}",
                remedy="Use 0 for free, 100 for occupied and -1 for unknown",
            )
        if self.states.size > _MOST_CELLS:
            raise InvalidConfig(
                "the map is too large for one costmap",
                got=f"{self.states.shape[0]} x {self.states.shape[1]} cells",
                remedy="Use larger cells",
            )
        if not (self.cell_m > 0.0 and self.radius_m >= 0.0):
            raise InvalidConfig(
                "cell_m must be positive and radius_m not negative",
                got=f"{self.cell_m}, {self.radius_m}",
                remedy="Give both in metres",
            )

    @classmethod
    def of_memory(
        cls,
        memory: SpatialMemory,
        *,
        radius_m: float,
        height_m: float,
        cell_m: float = 0.05,
        floor_m: float | None = None,
    ) -> Costmap:
        """What the voxels of a memory leave free; its map frame has z up.

        A cell is occupied where something stands between the floor and the robot's height, free
        where the floor was seen or the camera was and nothing stands, and unknown elsewhere.

        Args:
            memory: Voxels, and where the camera was.
            radius_m: Of the disc that holds the robot's base.
            height_m: Of the robot.
            cell_m: Edge of a cell; voxels that are larger make it as large as they are.
            floor_m: Height of the floor; None to find it, or take 0 where none was seen.
        """
        points = memory.voxels().points_map.astype(np.float64)
        path = np.array(memory.trajectory.positions_m, dtype=np.float64).reshape(-1, 3)
        voxel_m = memory.config.voxels.voxel_size_m
        if floor_m is None:
            found = find_floor(points, path, voxel_m) if len(points) else None
            floor_m = 0.0 if found is None else found
        cell_m = max(cell_m, voxel_m)
        return cls.of_points(
            points, path, cell_m=cell_m, radius_m=radius_m, height_m=height_m, floor_m=floor_m
        )

    @classmethod
    def of_points(
        cls,
        points: Float64,
        path: Float64,
        *,
        cell_m: float,
        radius_m: float,
        height_m: float,
        floor_m: float,
    ) -> Costmap:
        """The same of points (N, 3), at least one to a cell, and a way (M, 3) of the camera."""
        above = points[:, 2] - floor_m
        points, above = points[above > -_FLOOR_M], above[above > -_FLOOR_M]
        corners = np.concatenate([points[:, :2], path[:, :2], np.zeros((int(not len(path)), 2))])
        margin = round(_MARGIN_M / cell_m)
        low = np.array([np.floor(each.min() / cell_m + 1e-6) for each in corners.T]) - margin
        high = np.array([np.floor(each.max() / cell_m + 1e-6) for each in corners.T]) + margin
        width, height = (high - low + 1).astype(int).tolist()

        def marked(at: Float64) -> Mask:
            mask = np.zeros((height, width), dtype=np.bool_)
            columns, rows = (np.floor(at[:, :2] / cell_m + 1e-6) - low).astype(np.int64).T
            mask[rows, columns] = True
            return mask

        floor = marked(points[above < _FLOOR_M])
        stands = marked(points[(above >= _FLOOR_M) & (above <= height_m)])
        been = marked(path)
        if been.any():
            been = ndimage.distance_transform_edt(~been) * cell_m <= _BODY_M
        states = np.full((height, width), UNKNOWN, dtype=np.int8)
        states[_without_gaps(floor | been, round(_GAP_M / cell_m))] = FREE
        states[stands] = OCCUPIED
        x, y = (low * cell_m).tolist()
        return cls(states, cell_m, (x, y), radius_m, floor_m)

    def with_obstacles(self, points_m: Iterable[Point2]) -> Costmap:
        """The same with something at points, as where the robot bumped into what it cannot see."""
        states = self.states.copy()
        for row, column in self.cells_of(np.array(list(points_m)).reshape(-1, 2)).tolist():
            if self.contains(row, column):
                states[row, column] = OCCUPIED
        return replace(self, states=states)

    @cached_property
    def clearance_m(self) -> Float32:
        """(H, W) distance from the middle of a cell to the nearest cell that is occupied."""
        occupied = self.states == OCCUPIED
        if not occupied.any():
            return np.full(self.states.shape, np.inf, dtype=np.float32)
        apart = ndimage.distance_transform_edt(~occupied) - 0.5  # to its edge, about
        return np.asarray(np.maximum(apart, 0.0) * self.cell_m, dtype=np.float32)

    @cached_property
    def is_free(self) -> Mask:
        """(H, W) where the middle of the robot can be."""
        return np.asarray((self.states == FREE) & (self.clearance_m >= self.radius_m))

    @cached_property
    def cost(self) -> Float32:
        """(H, W) what it costs to be there: 1 in the open, more near things, 0 where it cannot."""
        spare = (self.clearance_m - self.radius_m) / _TIGHT_M
        tight = (_TIGHT - 1.0) * np.clip(1.0 - spare, 0.0, 1.0) ** 2
        return np.where(self.is_free, 1.0 + tight, 0.0).astype(np.float32)

    @property
    def low(self) -> tuple[int, int]:
        """Column and row of states[0, 0], counted from the origin of the map frame."""
        x, y = self.origin_m
        return round(x / self.cell_m), round(y / self.cell_m)

    def contains(self, row: int, column: int) -> bool:
        """Whether a cell is one of the map's."""
        height, width = self.states.shape
        return bool(0 <= row < height and 0 <= column < width)

    def cells_of(self, points: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Rows and columns (N, 2) in which points (N, 2) or (N, 3) lie, inside or not."""
        flat = np.asarray(points, dtype=np.float64)[:, :2]
        cells = np.floor((flat - self.origin_m) / self.cell_m + 1e-6).astype(np.int64)
        return np.asarray(cells[:, ::-1])

    def centres_m(self, cells: npt.ArrayLike) -> Float64:
        """Middles (N, 2) as x and y of cells (N, 2) given as rows and columns."""
        turned = np.asarray(cells, dtype=np.float64).reshape(-1, 2)[:, ::-1]
        return np.asarray((turned + 0.5) * self.cell_m + self.origin_m)


def _without_gaps(seen: Mask, reach: int) -> Mask:
    """A floor with small gaps closed, as a coarse camera leaves them."""
    if reach < 1 or not seen.any():
        return seen
    padded = np.pad(seen, reach)
    near = ndimage.distance_transform_edt(~padded) <= reach
    closed = ndimage.distance_transform_edt(np.pad(near, 1))[1:-1, 1:-1] > reach
    return np.asarray(seen | closed[reach:-reach, reach:-reach])
