"""A memory that follows a robot's loop closures: what it stored moves with the map."""

from __future__ import annotations

import numpy as np

from whereseen.memory.frames import Float64, invert
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.sim.sensing.sensor import Sensed


class Loops:
    """Tells a memory of corrections of the odometry, as they come with frames."""

    def __init__(self, memory: SpatialMemory) -> None:
        self._memory = memory
        self._T_map_odom: Float64 | None = None
        self._since_ns = 0

    def follow(self, sensed: Sensed) -> None:
        """Before a frame is observed: move what was mapped since the correction before this."""
        now_ns, T_map_odom = sensed.observation.stamp_ns, sensed.pose.T_map_odom
        before = self._T_map_odom
        if before is None:
            self._since_ns = now_ns
        elif not np.array_equal(before, T_map_odom):
            moved = T_map_odom @ invert(before)
            self._memory.correct(PoseCorrection.spread(self._since_ns, now_ns, moved))
            self._since_ns = now_ns
        self._T_map_odom = T_map_odom
