"""Where a round robot can be."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from whereseen.memory.frames import Float64
from whereseen.sim.scene.description import Scene

LOWEST_M = 0.03  # what is flatter can be driven over
_HALF_A_WALL_M = 0.3  # of walls made elsewhere, at most


def floor_of(scene: Scene) -> BaseGeometry:
    """The floor plan inside the walls, doorways included."""
    rooms = [shapely.box(*room.low_m, *room.high_m) for room in scene.rooms]
    ways = []
    for opening in scene.openings:
        if opening.kind != "doorway" or not all(opening.rooms):
            continue
        (x, y), half, deep = opening.at_m, opening.width_m / 2, scene.wall_m
        dx, dy = (half, deep) if opening.along == "x" else (deep, half)
        ways.append(shapely.box(x - dx, y - dy, x + dx, y + dy))
    floor = shapely.union_all([*rooms, *ways])
    if all(room.walls for room in scene.rooms):
        return floor
    # Walls made elsewhere are in the way by themselves; between them are doorways.
    return floor.buffer(_HALF_A_WALL_M, join_style="mitre").buffer(
        -_HALF_A_WALL_M, join_style="mitre"
    )


def footprint(
    box_m: tuple[Float64, Float64], T_map_box: Float64, height_m: float
) -> BaseGeometry | None:
    """What a placed box covers of the floor plan; None if a robot passes over or under it."""
    (low, high), z = box_m, T_map_box[2, 3]
    if low[2] + z > height_m or high[2] + z < LOWEST_M:
        return None
    corners = np.array([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])])
    return shapely.Polygon(corners @ T_map_box[:2, :2].T + T_map_box[:2, 3])


class FreeFloor:
    """The part of the floor where the middle of a round robot can be.

    Args:
        floor: The floor plan.
        radius_m: Of the robot.
    """

    def __init__(self, floor: BaseGeometry, radius_m: float) -> None:
        self._floor: BaseGeometry = floor.buffer(-radius_m)
        self._radius_m = radius_m
        self._free: BaseGeometry = self._floor
        shapely.prepare(self._free)

    def set_obstacles(self, footprints: Iterable[BaseGeometry]) -> None:
        """Replace what stands in the way."""
        grown = shapely.buffer(shapely.union_all(list(footprints)), self._radius_m)
        self._free = shapely.difference(self._floor, grown)
        shapely.prepare(self._free)

    @property
    def free(self) -> BaseGeometry:
        """Where the middle of the robot can be."""
        return self._free

    def holds(self, x_m: float, y_m: float) -> bool:
        """Whether the robot can be there."""
        return bool(shapely.contains_xy(self._free, x_m, y_m))
