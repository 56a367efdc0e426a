"""A robot that goes where it is told to look, and maps what it sees on its way."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from whereseen.acting.navigation.following import FollowerConfig, Going, PathFollower
from whereseen.acting.navigation.planner import GridPlanner, NoWay
from whereseen.acting.skills.call import Pose2
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.without_own import without_pixels
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Picture

_ROBOT_ID = 1
_STEP_S = 0.1
_FRAME_S = 1.0
_TURN_S = 1.0  # for the head to come from one direction to the next
_DOWN_RAD = 0.35
_SWEEP_RAD = (-0.75, 0.0, 0.75)
_ALL_ROUND_RAD = tuple(np.linspace(-2.7, 2.7, 7).tolist())
_FLOOR_RAD = 1.0  # to see the floor before its base

Seen = Callable[[Picture], bool]


class Scout:
    """Drives, looks and maps, until what it looks for is seen.

    Args:
        simulator: The home.
        memory: What it sees goes there.
        is_enough: Asked of every picture after it was remembered; nothing is done once it is true.

    Attributes:
        metres: Driven so far.
        has_found: Whether that was ever true.
        bump_m: Where it ran into something, None if it did not on its last way.
    """

    def __init__(self, simulator: Simulator, memory: SpatialMemory, is_enough: Seen) -> None:
        self.metres = 0.0
        self.has_found = False
        self.bump_m: tuple[float, float] | None = None
        self._simulator = simulator
        self._memory = memory
        self._is_enough = is_enough

    @property
    def pose(self) -> Pose2:
        """Where it is."""
        return self._simulator.world.drive.at

    def look_all_round(self) -> None:
        """Look about from where it stands, at the floor too."""
        for tilt in (_DOWN_RAD, _FLOOR_RAD):
            for pan in _ALL_ROUND_RAD:
                self._turn_head(pan, tilt)
                self.see()

    def look(self) -> None:
        """Look ahead and to both sides."""
        for pan in _SWEEP_RAD:
            if not self.has_found:
                self._turn_head(pan, _DOWN_RAD)
                self.see()

    def go(self, planner: GridPlanner, pose: Pose2) -> bool:
        """Drive to a pose, seeing on the way; False if it did not come there."""
        way = planner.way(self.pose[:2], pose[:2])
        self.bump_m = None
        if isinstance(way, NoWay):
            return False
        self._turn_head(0.0, _DOWN_RAD)
        follower = PathFollower(way, yaw_rad=pose[2], config=FollowerConfig())
        start_s = seen_s = self._now_s
        while not self.has_found:
            command = follower.command(self.pose, self._now_s - start_s, _STEP_S)
            if command.going != Going.UNDER_WAY:
                break
            self._drive(command.forward_m_s, command.left_rad_s)
            if self.bump_m is not None:
                return False
            if self._now_s - seen_s >= _FRAME_S:
                self.see()
                seen_s = self._now_s
        return command.going == Going.ARRIVED if not self.has_found else True

    def see(self) -> None:
        """Remember one frame, without what it shows of the robot."""
        picture = self._simulator.look()
        seen = self._simulator.observation_of(picture, self._simulator.world.camera_pose)
        self._memory.observe(without_pixels(seen, picture.instances == _ROBOT_ID))
        self.has_found = self.has_found or self._is_enough(picture)

    @property
    def _now_s(self) -> float:
        return self._simulator.world.stamp_ns / 1e9

    def _drive(self, forward_m_s: float, left_rad_s: float) -> None:
        x, y, _ = self.pose
        self._simulator.drive(forward_m_s, left_rad_s)
        self._simulator.step(_STEP_S)
        drive = self._simulator.world.drive
        self.metres += math.dist((x, y), drive.at[:2])
        if drive.has_bumped:
            radius_m = self._simulator.world.robot.radius_m
            x, y, yaw = drive.at
            self.bump_m = (x + radius_m * math.cos(yaw), y + radius_m * math.sin(yaw))
            self._simulator.drive(-0.2, 0.0)
            self._simulator.step(0.5)
        self._simulator.drive(0.0, 0.0)

    def _turn_head(self, pan: float, tilt: float) -> None:
        self._simulator.move_joints({"head_pan": pan, "head_tilt": tilt})
        self._simulator.step(_TURN_S)
