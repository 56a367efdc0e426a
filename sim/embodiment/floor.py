"""Ways over the floor, as a robot asks for them."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from whereseen.acting.navigation.costmap import Costmap
from whereseen.acting.navigation.planner import GridPlanner, NoWay
from whereseen.memory.frames import Float64
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.world.robot import Robot
from whereseen.sim.world.ways import Ways
from whereseen.sim.world.world import World

_MARGIN_M = 0.02  # kept from what stands in the way, since nobody steers exactly
_ROUND_BUMP_M = 0.05
_WITHIN_M = 0.1  # of its goal a way ends
_THIN = 2  # of cells where the robot may stand, one is offered along either axis

Point2 = tuple[float, float]


class Floor(Protocol):
    """Where the robot can be, as far as it knows."""

    def way(self, start_m: Point2, goal_m: Point2) -> Float64 | None:
        """Corners (N, 2) of a way from start to goal; None if nothing free leads there."""
        ...

    def reachable(self, start_m: Point2) -> Float64:
        """Free points (N, 2) to which there is a way, about every 10 cm."""
        ...

    def block(self, at_m: Point2) -> None:
        """Something stands there that stopped the robot."""
        ...

    def update(self) -> None:
        """Take in what was seen since."""
        ...


class MemoryFloor:
    """The floor as a memory has mapped it, and where the robot bumped into what it cannot see.

    Args:
        memory: Its voxels.
        robot: Whose base it is.
    """

    def __init__(self, memory: SpatialMemory, robot: Robot) -> None:
        self._memory = memory
        self._robot = robot
        self._bumps: list[Point2] = []
        self._frames = -1
        self.update()

    def way(self, start_m: Point2, goal_m: Point2) -> Float64 | None:
        """Corners (N, 2) of a way; see `Floor`."""
        way = self._planner.way(start_m, goal_m, within_m=_WITHIN_M)
        return None if isinstance(way, NoWay) else way.points_m

    @property
    def planner(self) -> GridPlanner:
        """Who plans on it, as it was when it was last brought up to date."""
        return self._planner

    def reachable(self, start_m: Point2) -> Float64:
        """Free points (N, 2); see `Floor`."""
        cells = np.argwhere(self._planner.reachable(start_m))
        thinned = cells[(cells % _THIN == 0).all(axis=1)]
        return self._planner.costmap.centres_m(thinned if len(thinned) else cells)

    def block(self, at_m: Point2) -> None:
        """Something stands there; see `Floor`."""
        x, y = at_m
        step = _ROUND_BUMP_M
        self._bumps += [(x + i * step, y + k * step) for i in (-1, 0, 1) for k in (-1, 0, 1)]
        self._frames = -1

    def update(self) -> None:
        """Take in what was seen since; see `Floor`."""
        if self._frames == self._memory.voxel_map.frames:
            return
        costmap = Costmap.of_memory(
            self._memory,
            radius_m=self._robot.radius_m + _MARGIN_M,
            height_m=self._robot.height_m,
            floor_m=0.0,
        )
        self._planner = GridPlanner(costmap.with_obstacles(self._bumps))
        self._frames = self._memory.voxel_map.frames


class TrueFloor:
    """The floor of a simulator as it really is: for robots that are given a perfect map."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.update()

    def way(self, start_m: Point2, goal_m: Point2) -> Float64 | None:
        """Corners (N, 2) of a way; see `Floor`."""
        way = self._ways.way(start_m, goal_m)
        is_there = way is not None and math.dist(way[-1], goal_m) <= _WITHIN_M
        return way if is_there else None

    def reachable(self, start_m: Point2) -> Float64:
        """Free points (N, 2); see `Floor`."""
        return self._ways.reachable(start_m)

    def block(self, at_m: Point2) -> None:
        """Nothing stands there that it does not know; see `Floor`."""
        self.update()

    def update(self) -> None:
        """Take in what has moved; see `Floor`."""
        free = self._world.free_floor.free
        inside = free.buffer(-_MARGIN_M)
        self._ways = Ways(free if inside.is_empty else inside)
