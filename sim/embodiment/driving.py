"""Driving along ways, with eyes open."""

from __future__ import annotations

import math
from collections import deque

from whereseen.acting.skills.outcome import FailureKind
from whereseen.memory.frames import Float64
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.failing import Bumped, SkillFailed
from whereseen.sim.embodiment.floor import Floor, Point2

_STEP_S = 0.1
_CORNER_M, _ARRIVED_M = 0.05, 0.02
_FACING_RAD = 0.15
_GAIN = 2.5  # radians a second for each radian off
_BACK_M_S, _BACK_S = -0.15, 1.0
_AHEAD_M = 0.15  # beyond its rim the robot takes what stopped it to stand
_BUMPS = 4
_LONGEST_S = 600.0


def drive_to(body: Body, floor: Floor, goal_m: Point2) -> None:
    """Drive to a free point, and round what stops it.

    Raises:
        SkillFailed: if nothing free leads there, or it is stopped again and again.
    """
    for _ in range(_BUMPS):
        floor.update()
        way = floor.way(body.pose[:2], goal_m)
        if way is None:
            break
        try:
            follow(body, way)
            return
        except Bumped:
            floor.block(_ahead(body))
            body.roll(_BACK_M_S, 0.0)
            body.wait(_BACK_S)
            body.stop()
    else:
        raise SkillFailed(
            FailureKind.BLOCKED, "something unknown stands in the way again and again"
        )
    x, y = goal_m
    raise SkillFailed(FailureKind.NO_WAY, f"nothing free leads to ({x:.1f}, {y:.1f}) m")


def follow(body: Body, way_m: Float64) -> None:
    """Drive along corners (N, 2), looking to both sides.

    Raises:
        Bumped: if something stops the robot.
    """
    corners = deque((float(x), float(y)) for x, y in way_m)
    passed_s = 0.0
    while corners and passed_s < _LONGEST_S:
        x, y, yaw = body.pose
        goal = corners[0]
        far_m = math.dist((x, y), goal)
        if far_m < (_CORNER_M if len(corners) > 1 else _ARRIVED_M):
            corners.popleft()
            continue
        turn = math.remainder(math.atan2(goal[1] - y, goal[0] - x) - yaw, 2 * math.pi)
        speed = min(body.config.speed_m_s, far_m / _STEP_S) if abs(turn) < _FACING_RAD else 0.0
        body.roll(speed, turn * min(_GAIN, 1.0 / _STEP_S))
        _swing(body, passed_s)
        body.wait(_STEP_S)
        passed_s += _STEP_S
        if body.world.drive.has_bumped:
            body.stop()
            raise Bumped("something stopped the robot")
    body.stop()


def _swing(body: Body, passed_s: float) -> None:
    config = body.config
    pan = config.swing_rad * math.sin(2.0 * math.pi * passed_s / config.swing_s)
    body.simulator.move_joints({"head_pan": pan, "head_tilt": config.tilt_rad})


def _ahead(body: Body) -> Point2:
    x, y, yaw = body.pose
    far_m = body.world.robot.radius_m + _AHEAD_M
    return x + far_m * math.cos(yaw), y + far_m * math.sin(yaw)
