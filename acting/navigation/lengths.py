"""How long the ways to things are, from where the robot is."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from whereseen.acting.knowledge.world_model import Thing
from whereseen.acting.navigation.planner import GridPlanner
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float32, Float64

_BESIDE_M = 1.2  # of a thing, from where it can be seen and mostly be reached
_AS_NEAR_M = 0.05


class WayLengths:
    """Measures ways over a floor, all from one place at once.

    Args:
        planner: The floor as it is known now; another one once more is known.
    """

    def __init__(self, planner: Callable[[], GridPlanner]) -> None:
        self._planner = planner
        self._at: tuple[GridPlanner, Pose2] | None = None
        self._cells_m: Float64 = np.zeros((0, 2))
        self._far_m: Float32 = np.zeros(0, np.float32)

    def to(self, thing: Thing, pose: Pose2) -> float:
        """Metres of the way to a place beside a thing, and from there to its edge.

        As the crow flies where no way to it is known: it may be behind a door.

        Args:
            thing: With its box; what is on something stands as that does.
            pose: Of the robot.
        """
        planner = self._planner()
        if self._at is None or self._at[0] is not planner or self._at[1] != pose:
            self._measure(planner, pose)
        middle, half = np.array(thing.position_m[:2]), np.array(thing.size_m[:2]) / 2.0
        outside = np.maximum(np.abs(self._cells_m - middle) - half, 0.0)
        apart_m = np.hypot(outside[:, 0], outside[:, 1])
        nearest_m = float(apart_m.min(initial=np.inf))
        if nearest_m > _BESIDE_M:
            return math.dist(thing.position_m[:2], pose[:2])
        beside = apart_m <= nearest_m + _AS_NEAR_M  # and not as far off behind a wall
        return float((self._far_m + apart_m)[beside].min())

    def _measure(self, planner: GridPlanner, pose: Pose2) -> None:
        far_m = planner.distances(pose[:2])
        cells = np.argwhere(np.isfinite(far_m))
        self._cells_m, self._far_m = planner.costmap.centres_m(cells), far_m[tuple(cells.T)]
        self._at = planner, pose
