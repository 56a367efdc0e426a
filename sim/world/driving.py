"""How the robot moves: its base as a unicycle that does not go through things, its joints."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.placing import pose
from whereseen.sim.world.robot import Robot

_STEP_S = 0.02


class Drive:
    """Where the robot is, and where it is going.

    Args:
        robot: Who moves.
        is_free: Whether the middle of its base can be at (x, y).

    Attributes:
        at: x, y in metres and yaw in radians, in the map frame.
        joints: Positions of joints, by the name of their link.
        has_bumped: Whether something stopped it since it was last asked to drive.
    """

    def __init__(self, robot: Robot, is_free: Callable[[float, float], bool]) -> None:
        self._robot = robot
        self._is_free = is_free
        self.at: tuple[float, float, float] = (0.0, 0.0, 0.0)
        self.joints: dict[str, float] = {**dict.fromkeys(robot.model.joints, 0.0), **robot.rest}
        self.has_bumped = False
        self._targets = dict(self.joints)
        self._velocity = (0.0, 0.0)

    @property
    def base_pose(self) -> Float64:
        """(4, 4) pose of the base."""
        x, y, yaw = self.at
        return pose((x, y, 0.0), math.degrees(yaw))

    @property
    def velocity(self) -> tuple[float, float]:
        """Metres a second forward and radians a second to the left, as asked for."""
        return self._velocity

    def start(self, free: BaseGeometry) -> None:
        """Begin in the largest connected part of the free floor.

        Raises:
            InvalidConfig: if nothing is free.
        """
        if free.is_empty:
            raise InvalidConfig(
                "the robot has nowhere to stand",
                got=f"no free disc of {self._robot.radius_m:.2f} m",
                remedy="Make a room larger, or take furniture out of it",
            )
        inside = free.buffer(-0.05)
        parts = shapely.get_parts(inside if not inside.is_empty else free)
        at = max(parts, key=shapely.area, default=free).representative_point()
        self.at = (float(at.x), float(at.y), 0.0)

    def put(self, x_m: float, y_m: float, yaw_rad: float) -> None:
        """Be elsewhere at once.

        Raises:
            InvalidConfig: if something stands there.
        """
        if not self._is_free(x_m, y_m):
            raise InvalidConfig("the robot cannot stand there", got=f"({x_m:.2f}, {y_m:.2f}) m")
        self.at = (x_m, y_m, yaw_rad)

    def set_velocity(self, forward_m_s: float, left_rad_s: float) -> None:
        """Drive on like that, within what it can."""
        if not (math.isfinite(forward_m_s) and math.isfinite(left_rad_s)):
            raise InvalidConfig("a velocity is finite", got=f"{forward_m_s}, {left_rad_s}")
        fastest, quickest = self._robot.drive_m_s, self._robot.turn_rad_s
        self._velocity = (
            float(np.clip(forward_m_s, -fastest, fastest)),
            float(np.clip(left_rad_s, -quickest, quickest)),
        )
        self.has_bumped = False

    def set_targets(self, targets: Mapping[str, float]) -> None:
        """Move joints towards positions, within their limits.

        Args:
            targets: By joint, or by the name of several that share it, as an `arm` of segments.

        Raises:
            InvalidConfig: if there is no such joint.
        """
        joints, targets = self._robot.model.joints, self._robot.shared(targets)
        for name, target in targets.items():
            if name not in joints or not math.isfinite(target):
                raise InvalidConfig("no such joint, or no position", got=f"{name}: {target}")
        for name, target in targets.items():
            self._targets[name] = min(max(target, joints[name].lower), joints[name].upper)

    @property
    def has_arrived(self) -> bool:
        """Whether all joints are where they are meant to be."""
        return all(abs(self.joints[name] - target) < 1e-6 for name, target in self._targets.items())

    def advance(self, dt_s: float) -> None:
        """Let time pass."""
        steps = max(1, math.ceil(dt_s / _STEP_S)) if any(self._velocity) else 0
        for _ in range(steps):
            self._drive(dt_s / steps)
        for name, target in self._targets.items():
            far = self._robot.speeds[name] * dt_s
            self.joints[name] += float(np.clip(target - self.joints[name], -far, far))

    def _drive(self, dt_s: float) -> None:
        forward, left = self._velocity
        x, y, yaw = self.at
        middle = yaw + left * dt_s / 2.0
        new_x = x + forward * dt_s * math.cos(middle)
        new_y = y + forward * dt_s * math.sin(middle)
        yaw = math.remainder(yaw + left * dt_s, 2.0 * math.pi)
        if forward and not self._is_free(new_x, new_y):
            self.has_bumped = True
            new_x, new_y = x, y
        self.at = (new_x, new_y, yaw)
