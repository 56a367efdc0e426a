"""A follower brings a unicycle to the end of its way, and says so when it cannot."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.navigation.following import Going, PathFollower
from whereseen.acting.navigation.planner import Way
from whereseen.acting.skills.call import Pose2

_DT_S = 0.1
coordinate = st.floats(-3.0, 3.0)


def _drive(follower: PathFollower, pose: Pose2, *, slip: float = 1.0) -> tuple[list[Pose2], Going]:
    """Let it drive for two minutes at most; slip is the share of the speed that arrives."""
    poses = [pose]
    for step in range(1800):
        drive = follower.command(pose, step * _DT_S, _DT_S)
        if drive.going != Going.UNDER_WAY:
            return poses, drive.going
        x, y, yaw = pose
        middle = yaw + drive.left_rad_s * _DT_S / 2.0
        x += slip * drive.forward_m_s * _DT_S * math.cos(middle)
        y += slip * drive.forward_m_s * _DT_S * math.sin(middle)
        pose = (x, y, math.remainder(yaw + drive.left_rad_s * _DT_S, 2.0 * math.pi))
        poses.append(pose)
    return poses, Going.UNDER_WAY


def _off_m(way: Way, poses: list[Pose2]) -> float:
    """How far from its way it ever was."""
    worst = 0.0
    for x, y, _ in poses:
        nearest = math.inf
        for a, b in zip(way.points_m[:-1], way.points_m[1:], strict=True):
            along = b - a
            share = np.clip(np.dot((x, y) - a, along) / max(np.dot(along, along), 1e-12), 0.0, 1.0)
            nearest = min(nearest, float(np.hypot(*(a + share * along - (x, y)))))
        worst = max(worst, nearest)
    return worst


@given(
    st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=6),
    st.floats(-math.pi, math.pi),
    st.none() | st.floats(-math.pi, math.pi),
)
@settings(max_examples=80)
def test_it_arrives_close_to_its_way(
    corners: list[tuple[float, float]], yaw: float, final: float | None
) -> None:
    way = Way.through(np.array([(0.0, 0.0), *corners]))
    poses, going = _drive(PathFollower(way, yaw_rad=final), (0.0, 0.0, yaw))
    assert going == Going.ARRIVED
    x, y, end = poses[-1]
    assert math.dist((x, y), way.end_m) < 0.06
    assert final is None or abs(math.remainder(end - final, 2.0 * math.pi)) < 0.06
    assert _off_m(way, poses) < 0.12


def test_it_turns_on_the_spot_at_a_sharp_corner() -> None:
    way = Way.through(np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]))
    poses, _ = _drive(PathFollower(way), (0.0, 0.0, 0.0))
    assert _off_m(way, poses) < 0.055
    assert max(x for x, _, _ in poses) < 1.05


def test_a_robot_that_does_not_come_on_is_stuck() -> None:
    way = Way.through(np.array([(0.0, 0.0), (2.0, 0.0)]))
    poses, going = _drive(PathFollower(way), (0.0, 0.0, 0.0), slip=0.0)
    assert going == Going.STUCK
    assert len(poses) * _DT_S == pytest.approx(4.1, abs=0.2)


def test_who_is_there_already_only_turns() -> None:
    way = Way.through(np.array([(0.5, 0.5)]))
    poses, going = _drive(PathFollower(way, yaw_rad=1.0), (0.5, 0.5, -1.0))
    assert going == Going.ARRIVED
    assert {pose[:2] for pose in poses} == {(0.5, 0.5)}
