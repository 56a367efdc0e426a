"""The arm: how far it reaches, and how it gets to a thing and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import least_squares

from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, apply, invert
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.failing import SkillFailed
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.robot import Robot

_OFF_M = 0.03  # beside the plane of the arm a thing may be and still come between the fingers
_CARRY_M = 0.5  # height at which things are carried: below the view of the head
_LIFT_M = 0.08


@dataclass(frozen=True, slots=True)
class Span:
    """Where the gripper can be, seen from the base.

    Attributes:
        azimuth_rad: Direction in which the arm reaches, from that of the base.
        near_m, far_m: From the middle of the base.
        low_m, high_m: Above the floor.
    """

    azimuth_rad: float
    near_m: float
    far_m: float
    low_m: float
    high_m: float

    @classmethod
    def of(cls, robot: Robot) -> Span:
        """Of a robot whose arm is moved by `lift` and `arm`, and may have a wrist that turns."""
        joints, ends = robot.model.joints, []
        for lift, arm in product((0, 1), repeat=2):
            targets = dict.fromkeys(joints, 0.0)
            for name, end in (("lift", lift), ("arm", arm)):
                chain = robot.chains.get(name, (name,))
                targets |= {each: (joints[each].lower, joints[each].upper)[end] for each in chain}
            ends.append(robot.gripper_pose(np.eye(4), targets)[:3, 3])
        points = np.array(ends)
        far = points[np.hypot(points[:, 0], points[:, 1]).argmax()]
        ways = np.hypot(points[:, 0], points[:, 1])
        return cls(
            azimuth_rad=math.atan2(far[1], far[0]),
            near_m=float(ways.min()),
            far_m=float(ways.max()),
            low_m=float(points[:, 2].min()),
            high_m=float(points[:, 2].max()),
        )

    def yaw_to(self, at_m: tuple[float, float], target_m: Float64) -> float:
        """Heading of a base at (x, y) whose arm is to reach towards a point (3,)."""
        way = math.atan2(target_m[1] - at_m[1], target_m[0] - at_m[0])
        return math.remainder(way - self.azimuth_rad, 2.0 * math.pi)


class Arm:
    """The arm of a body. Positions are believed ones, as of the body."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self.span = Span.of(body.world.robot)

    def can_reach(self, position_m: Float64) -> bool:
        """Whether the gripper can be at a point (3,) from where the base is."""
        return self._joints(position_m) is not None

    def extend_to(self, position_m: Float64, *, above_m: float) -> None:
        """Bring the gripper to a point (3,), over one that is higher by `above_m`.

        With 0 it comes level.

        Raises:
            SkillFailed: if the arm does not reach there.
        """
        joints = self._joints(position_m)
        if joints is None:
            x, y, z = position_m
            raise SkillFailed(
                FailureKind.OUT_OF_REACH, f"the arm does not reach ({x:.2f}, {y:.2f}, {z:.2f}) m"
            )
        robot = self._body.world.robot
        highest = robot.model.joints["lift"].upper
        self._body.move({"lift": min(joints["lift"] + above_m, highest)})
        self._body.move({name: at for name, at in joints.items() if name != "lift"})
        self._body.move({"lift": joints["lift"]})

    def withdraw(self, *, above_m: float) -> None:
        """Raise the gripper a little, pull the arm in, and carry what it holds low."""
        robot, now = self._body.world.robot, self._body.world.drive.joints
        joints = robot.model.joints
        self._body.move({"lift": min(now["lift"] + above_m, joints["lift"].upper)})
        chain = robot.chains.get("arm", ("arm",))
        self._body.move({each: joints[each].lower for each in chain})
        self.tuck()

    def tuck(self) -> None:
        """Carry low what is held, or let the arm rest."""
        held = self._body.world.contents.held
        lift = self._body.world.robot.model.joints["lift"]
        rest = self._body.world.robot.rest.get("lift", lift.lower)
        self._body.move({"lift": rest if held is None else min(_CARRY_M, lift.upper)})

    def open_hand(self) -> None:
        """Open the fingers while nothing is held."""
        self._body.move(dict(self._body.world.robot.opened))

    def _joints(self, position_m: Float64) -> dict[str, float] | None:
        """Positions of joints, exactly or with the thing a little off the middle of the fingers."""
        for point in (np.asarray(position_m, np.float64), self._in_plane(position_m)):
            found = None if point is None else self._solved(self._body.true_m(point))
            if found is not None:
                fingers = {*self._body.world.robot.opened, *self._body.world.robot.closed}
                head = {"head_pan", "head_tilt"}
                return {name: at for name, at in found.items() if name not in fingers | head}
        return None

    def _in_plane(self, position_m: Float64) -> Float64 | None:
        """The point as near as the arm gets that only goes out and up; None if that is too far."""
        T = self._body.base_pose
        local = apply(invert(T), np.asarray(position_m, np.float64)[None])[0]
        out = np.array([math.cos(self.span.azimuth_rad), math.sin(self.span.azimuth_rad)])
        along, robot = float(local[:2] @ out), self._body.world.robot
        plane = local[:2] - along * out
        middle = robot.gripper_pose(np.eye(4), self._body.world.drive.joints)[:2, 3]
        side = middle - float(middle @ out) * out
        if np.linalg.norm(plane - side) > _OFF_M:
            return None
        there = np.array([[*(along * out + side), local[2]]])
        return np.asarray(apply(T, there)[0])

    def _solved(self, true_m: Float64) -> dict[str, float] | None:
        try:
            return self._body.simulator.reach(true_m)
        except ActionFailed:
            return None
        except InvalidConfig:  # no inverse kinematics here
            return _fitted(self._body, true_m)


def _fitted(body: Body, true_m: Float64) -> dict[str, float] | None:
    """Positions of lift and arm that bring the gripper to within a centimetre of a point (3,)."""
    robot, now, T = body.world.robot, dict(body.world.drive.joints), body.world.drive.base_pose
    joints = robot.model.joints
    names = ("lift", *robot.chains.get("arm", ("arm",)))
    low, high = (np.array([getattr(joints[name], end) for name in names])
                 for end in ("lower", "upper"))  # fmt: skip

    def off(at: Float64) -> Float64:
        posed = {**now, **dict(zip(names, at.tolist(), strict=True))}
        return np.asarray(robot.gripper_pose(T, posed)[:3, 3] - true_m)

    found = least_squares(off, (low + high) / 2.0, bounds=(low, high))
    if float(np.linalg.norm(found.fun)) > 0.01:
        return None
    return robot.evened({**now, **dict(zip(names, found.x.tolist(), strict=True))})
