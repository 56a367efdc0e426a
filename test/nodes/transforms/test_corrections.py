from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, apply, invert
from whereseen.nodes.transforms.corrections import (
    LoopClosureConfig,
    LoopClosureWatch,
    PoseGraphWatch,
)

MS = 1_000_000
CONFIG = LoopClosureConfig(jump_m=0.10, jump_rad=0.035)


def at(x_m: float = 0.0, y_m: float = 0.0, yaw_rad: float = 0.0) -> Float64:
    c, s = math.cos(yaw_rad), math.sin(yaw_rad)
    return np.array([[c, -s, 0, x_m], [s, c, 0, y_m], [0, 0, 1, 0], [0, 0, 0, 1.0]])


def test_a_jump_tells_where_things_are_now() -> None:
    watch = LoopClosureWatch(CONFIG)
    assert watch.observe(100 * MS, at(1.0, 2.0, 0.1)) is None
    jump = watch.observe(200 * MS, at(1.5, 2.0, 0.2))
    assert jump is not None
    assert jump.stamp_ns == 200 * MS
    seen_odom = np.array([[3.0, -1.0, 0.5]])
    before, after = apply(at(1.0, 2.0, 0.1), seen_odom), apply(at(1.5, 2.0, 0.2), seen_odom)
    np.testing.assert_allclose(apply(jump.T_new_old, before), after, atol=1e-12)


@pytest.mark.parametrize(
    ("step", "is_jump"),
    [
        (at(0.099), False),
        (at(0.101), True),
        (at(0.08, 0.08), True),
        (at(yaw_rad=0.0349), False),
        (at(yaw_rad=-0.0351), True),
    ],
)
def test_the_limits_are_those_of_the_config(step: Float64, is_jump: bool) -> None:
    watch = LoopClosureWatch(CONFIG)
    watch.observe(1, np.eye(4))
    assert (watch.observe(2, step) is not None) == is_jump


def test_many_small_steps_are_no_jump() -> None:
    watch = LoopClosureWatch(CONFIG)
    steps = [watch.observe(100 * MS * (1 + i), at(0.09 * i, 0.0, 0.03 * i)) for i in range(100)]
    assert steps == [None] * 100


def test_a_turn_far_from_the_origin_is_measured_where_the_robot_is() -> None:
    robot_odom_m = (50.0, 0.0, 0.0)
    turned = at(50.0) @ at(yaw_rad=0.01) @ at(-50.0)  # about the robot
    watch, blind = LoopClosureWatch(CONFIG), LoopClosureWatch(CONFIG)
    for each in (watch, blind):
        each.observe(1, np.eye(4), robot_odom_m)
    assert watch.observe(2, turned, robot_odom_m) is None
    assert blind.observe(2, turned) is not None


def test_the_same_stamp_says_nothing_new() -> None:
    watch = LoopClosureWatch(CONFIG)
    watch.observe(1, at(0.0))
    assert watch.observe(1, at(5.0)) is None
    assert watch.observe(2, at(0.01)) is None


def test_time_that_jumps_back_starts_anew() -> None:
    watch = LoopClosureWatch(CONFIG)
    watch.observe(100 * MS, at(0.0))
    assert watch.observe(50 * MS, at(5.0)) is None
    assert watch.observe(60 * MS, at(5.0)) is None


@pytest.mark.parametrize(("gap_ns", "is_jump"), [(5_000 * MS, True), (5_000 * MS + 1, False)])
def test_a_step_after_a_long_silence_may_be_the_sum_of_many(gap_ns: int, is_jump: bool) -> None:
    watch = LoopClosureWatch(CONFIG)
    watch.observe(1, at(0.0))
    assert (watch.observe(1 + gap_ns, at(0.5)) is not None) == is_jump
    assert watch.observe(2 + gap_ns, at(0.5)) is None


def test_what_is_not_rigid_is_passed_over() -> None:
    watch = LoopClosureWatch(CONFIG)
    watch.observe(1, at(0.0))
    assert watch.observe(2, np.full((4, 4), np.nan)) is None
    assert watch.observe(3, at(0.2)) is not None


def poses(*xs_m: float) -> Float64:
    return np.stack([at(x) for x in xs_m])


def test_each_node_of_a_pose_graph_has_its_own_correction() -> None:
    watch = PoseGraphWatch(CONFIG)
    assert watch.observe([10, 20], poses(0.0, 1.0)) == []
    moved = watch.observe([20, 10, 30], poses(1.3, 0.05, 2.0))
    assert [each.stamp_ns for each in moved] == [10, 20]
    np.testing.assert_allclose([each.T_new_old for each in moved], poses(0.05, 0.3), atol=1e-12)


def test_nodes_that_stay_are_not_reported() -> None:
    watch = PoseGraphWatch(CONFIG)
    watch.observe([10, 20], poses(0.0, 1.0))
    assert [each.stamp_ns for each in watch.observe([10, 20], poses(0.0, 2.0))] == [20]


def test_small_changes_of_nodes_wait_until_they_are_a_jump() -> None:
    watch = PoseGraphWatch(CONFIG)
    watch.observe([10], poses(0.0))
    assert [watch.observe([10], poses(x)) for x in (0.04, 0.08)] == [[], []]
    (moved,) = watch.observe([10], poses(0.12))
    np.testing.assert_allclose(moved.T_new_old, at(0.12), atol=1e-12)
    assert watch.observe([10], poses(0.2)) == []


def test_nodes_without_a_stamp_or_pose_and_those_that_vanish_are_left_out() -> None:
    watch = PoseGraphWatch(CONFIG)
    broken = np.stack([at(0.0), np.zeros((4, 4)), at(0.0)])
    assert watch.observe([0, 10, 20], broken) == []
    assert watch.observe([0, 10], poses(9.0, 9.0)) == []
    assert watch.observe([20], poses(9.0)) == []  # unknown again
    assert [each.stamp_ns for each in watch.observe([20], poses(0.0))] == [20]


def test_each_node_needs_a_pose() -> None:
    with pytest.raises(ValueError, match="shorter"):
        PoseGraphWatch(CONFIG).observe([1, 2], poses(0.0))


@given(st.lists(st.tuples(*[st.floats(-3.0, 3.0)] * 3), min_size=2, max_size=9))
def test_corrections_add_up_to_the_last_pose(poses_of_node: list[tuple]) -> None:
    watch = PoseGraphWatch(CONFIG)
    stored = first = at(*poses_of_node[0])
    watch.observe([7], first[None])
    for values in poses_of_node[1:]:
        for moved in watch.observe([7], at(*values)[None]):
            stored = moved.T_new_old @ stored
    left = at(*poses_of_node[-1]) @ invert(stored)
    assert not CONFIG.is_exceeded(left, stored[:3, 3])


def test_the_config_has_ranges() -> None:
    with pytest.raises(InvalidConfig, match="jump_m"):
        LoopClosureConfig(jump_m=0.0)
