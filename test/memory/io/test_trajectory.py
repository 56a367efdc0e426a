from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import from_quaternion, is_rigid
from whereseen.memory.io.trajectory import Trajectory, slerp

MS = 1_000_000
EPOCH_NS = 1_700_000_000_000_000_000
HALF = math.sqrt(0.5)


def trajectory(*stamps_ms: int) -> Trajectory:
    """The i-th pose is at x = i and has turned by i quarter turns about z."""
    turns = np.arange(len(stamps_ms)) * math.pi / 4.0
    zeros = np.zeros(len(stamps_ms))
    return Trajectory(
        stamps_ns=EPOCH_NS + np.array(stamps_ms, dtype=np.int64) * MS,
        translations_m=np.stack([np.arange(len(stamps_ms)), zeros, zeros], axis=1).astype(float),
        quaternions_xyzw=np.stack([zeros, zeros, np.sin(turns), np.cos(turns)], axis=1),
    )


def test_half_way_is_half_the_turn() -> None:
    pose = trajectory(0, 100).at(EPOCH_NS + 50 * MS)
    assert pose[0, 3] == 0.5
    assert pose[:2, :2] == pytest.approx(np.array([[HALF, -HALF], [HALF, HALF]]))


def test_exactly_on_a_pose() -> None:
    for i, ms in enumerate((0, 100, 500)):
        assert trajectory(0, 100, 500).at(EPOCH_NS + ms * MS)[0, 3] == i


def test_across_a_gap_the_nearest_counts() -> None:
    assert trajectory(0, 101).at(EPOCH_NS + 20 * MS)[0, 3] == 0.0
    assert trajectory(0, 101).at(EPOCH_NS + 81 * MS)[0, 3] == 1.0
    with pytest.raises(InvalidObservation, match="no pose within 20 ms"):
        trajectory(0, 101).at(EPOCH_NS + 20 * MS + 1)


def test_outside_of_the_trajectory() -> None:
    assert trajectory(0, 50).at(EPOCH_NS - 20 * MS)[0, 3] == 0.0
    assert trajectory(0).at(EPOCH_NS + 20 * MS)[0, 3] == 0.0
    for ms in (-21, 71):
        with pytest.raises(InvalidObservation):
            trajectory(0, 50).at(EPOCH_NS + ms * MS)


def test_two_poses_at_one_time() -> None:
    assert trajectory(0, 0).at(EPOCH_NS)[0, 3] == 0.0


def test_the_shortest_arc_is_taken() -> None:
    start, end = np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.0, 0.0, -HALF, -HALF])
    middle = slerp(start, end, 0.5)
    assert middle == pytest.approx([0.0, 0.0, math.sin(math.pi / 8), math.cos(math.pi / 8)])


def test_a_zero_quaternion_gives_nan() -> None:
    assert np.isnan(slerp(np.zeros(4), np.array([0.0, 0.0, 0.0, 1.0]), 0.5)).all()


unit = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: sum(x * x for x in q) > 1e-2)


@given(unit, unit, st.floats(0, 1))
def test_every_rotation_between_is_a_rotation(start, end, fraction: float) -> None:
    middle = slerp(np.array(start), np.array(end), fraction)
    assert is_rigid(from_quaternion(np.zeros(3), middle), tolerance=1e-6)


@given(unit, unit)
def test_the_ends_are_reached(start, end) -> None:
    for fraction, expected in ((0.0, start), (1.0, end)):
        reached = from_quaternion(np.zeros(3), slerp(np.array(start), np.array(end), fraction))
        assert reached == pytest.approx(from_quaternion(np.zeros(3), expected), abs=1e-4)
