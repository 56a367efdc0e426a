from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import Float64, invert, is_rigid
from whereseen.sim.modelling.placing import pose, yaw_of
from whereseen.sim.sensing.config import DriftConfig
from whereseen.sim.sensing.drift import PoseDrift, PoseEstimate

NONE = {"way_m": 0.0, "side_m": 0.0, "yaw_deg": 0.0, "turn_deg": 0.0, "closing": False}


def straight(length_m: float, steps: int) -> list[Float64]:
    return [pose((x, 0.0, 0.0)) for x in np.linspace(0.0, length_m, steps + 1)]


def followed(way: list[Float64], *, seed: int = 0, **config: Any) -> list[PoseEstimate]:
    drift = PoseDrift(DriftConfig(**config), seed=seed)
    return [drift.update(each) for each in way]


def error_of(estimate: PoseEstimate, true: Float64) -> tuple[float, float, float]:
    """Error along x, along y and of the heading (deg), in the robot's frame."""
    error = invert(true) @ estimate.base_pose
    return float(error[0, 3]), float(error[1, 3]), yaw_of(error)


def test_switched_off_the_pose_is_true_to_the_bit() -> None:
    true = pose((1.0, 2.0, 0.0), 33.0)
    estimate = PoseDrift(DriftConfig(enabled=False), seed=1).update(true)
    assert estimate.T_odom_base.tobytes() == true.tobytes()
    assert (estimate.T_map_odom == np.eye(4)).all()
    assert estimate.base_pose.tobytes() == true.tobytes()


def test_the_first_pose_is_known() -> None:
    estimate = PoseDrift(DriftConfig(), seed=1).update(pose((1.0, 2.0, 0.0), 33.0))
    assert (estimate.T_odom_base == np.eye(4)).all()
    assert estimate.base_pose == pytest.approx(pose((1.0, 2.0, 0.0), 33.0))


@pytest.mark.parametrize("steps", [9, 90])
def test_errors_grow_with_the_root_of_the_way_in_whatever_steps(steps: int) -> None:
    config = {**NONE, "way_m": 0.02, "side_m": 0.01}
    way = straight(9.0, steps)
    errors = np.array(
        [error_of(followed(way, seed=seed, **config)[-1], way[-1]) for seed in range(300)]
    )
    # 300 samples: one sigma is 4 %.
    assert errors[:, 0].std() == pytest.approx(0.06, rel=0.15)
    assert errors[:, 1].std() == pytest.approx(0.03, rel=0.15)
    assert np.abs(errors.mean(axis=0)[:2]).max() < 0.012
    assert np.abs(errors[:, 2]).max() < 1e-9


def test_the_heading_drifts_with_the_way_and_with_turns() -> None:
    config = {**NONE, "yaw_deg": 0.5, "turn_deg": 3.0}
    ways = straight(4.0, 20), [pose((0.0, 0.0, 0.0), 20.0 * i) for i in range(37)]
    yaws = np.array(
        [
            [error_of(followed(way, seed=seed, **config)[-1], way[-1])[2] for way in ways]
            for seed in range(300)
        ]
    )
    assert yaws[:, 0].std() == pytest.approx(1.0, rel=0.15)
    assert yaws[:, 1].std() == pytest.approx(3.0 * np.sqrt(2.0), rel=0.15)


def test_standing_still_nothing_drifts() -> None:
    estimates = followed([pose((1.0, 1.0, 0.0), 10.0)] * 50)
    assert all((each.base_pose == estimates[0].base_pose).all() for each in estimates)


def test_odometry_never_jumps_and_loops_are_closed_now_and_then() -> None:
    way = straight(600.0, 6000)
    estimates = followed(way, closing_every_m=10.0, seed=3)
    jumps = [i for i, each in enumerate(estimates) if each.has_jumped]
    assert 35 < len(jumps) < 85  # 60 of a Poisson process, three sigma
    for before, after in pairwise(estimates):
        step = invert(before.T_odom_base) @ after.T_odom_base
        assert np.linalg.norm(step[:3, 3] - (0.1, 0.0, 0.0)) < 0.03
        if not after.has_jumped:
            assert (after.T_map_odom == before.T_map_odom).all()


def test_closing_a_loop_takes_back_most_of_the_error() -> None:
    config = {"closing_every_m": 10.0, "left_share": 0.1, "seed": 4}
    way = straight(200.0, 2000)
    estimates, unclosed = followed(way, **config), followed(way, closing=False, seed=4)
    jumps = [i for i, each in enumerate(estimates) if each.has_jumped]
    assert len(jumps) > 10
    for index in jumps:
        uncorrected = PoseEstimate(estimates[index - 1].T_map_odom, estimates[index].T_odom_base)
        before = np.array(error_of(uncorrected, way[index]))
        after = np.array(error_of(estimates[index], way[index]))
        assert after == pytest.approx(0.1 * before, abs=1e-9)
    for one, other in zip(estimates, unclosed, strict=True):  # closures do not change the odometry
        assert (one.T_odom_base == other.T_odom_base).all()
    assert np.hypot(*error_of(estimates[-1], way[-1])[:2]) < np.hypot(
        *error_of(unclosed[-1], way[-1])[:2]
    )


def test_height_and_tilt_shake_without_changing_the_rest() -> None:
    way = straight(20.0, 400)
    shaken, level = followed(way, height_m=0.01, tilt_deg=0.5), followed(way)
    heights = [each.base_pose[2, 3] for each in shaken]
    tilts = [np.degrees(each.base_pose[2, 1]) for each in shaken]
    assert np.std(heights) == pytest.approx(0.01, rel=0.12)
    assert np.std(tilts) == pytest.approx(0.5, rel=0.12)
    assert max(abs(each.base_pose[2, 3]) for each in level) == 0.0
    for one, other in zip(shaken, level, strict=True):
        assert (one.base_pose[:2, 3] == other.base_pose[:2, 3]).all()


def test_equal_seeds_drift_alike() -> None:
    way = straight(5.0, 50)
    first, again, other = (followed(way, seed=seed)[-1].base_pose for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_what_is_no_pose_is_refused() -> None:
    for wrong in (np.full((4, 4), np.nan), np.eye(3), 2.0 * np.eye(4)):
        with pytest.raises(InvalidObservation, match="T_map_base"):
            PoseDrift(DriftConfig(enabled=False), seed=0).update(wrong)


@given(
    st.lists(st.tuples(*[st.floats(-50, 50)] * 2, st.floats(-720, 720)), min_size=1, max_size=10),
    st.integers(0, 2**63),
)
def test_estimates_are_rigid_whatever_the_way(
    way: list[tuple[float, float, float]], seed: int
) -> None:
    config = DriftConfig(height_m=0.1, tilt_deg=1.0, closing_every_m=1.0)
    drift = PoseDrift(config, seed=seed)
    for x, y, yaw in way:
        estimate = drift.update(pose((x, y, 0.0), yaw))
        for each in (estimate.T_map_odom, estimate.T_odom_base, estimate.base_pose):
            assert is_rigid(each, tolerance=1e-9)
