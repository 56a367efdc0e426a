from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.sim.sensing.config import (
    DropoutConfig,
    NoiseConfig,
    RangeConfig,
    SensingConfig,
    StepConfig,
)
from whereseen.sim.sensing.depth import DepthSensor, edges, incidence_rad
from whereseen.sim.stages.protocol import Picture

Plane = Callable[..., Picture]
ONLY_EDGES = DropoutConfig(grazing_share=0.0, dark_share=0.0, shiny_share=0.0, patch_px=1)


def measured(picture: Picture, *, seed: int = 5, stamp_ns: int = 7, **parts: Any) -> Any:
    """With only these parts switched on."""
    sensor = DepthSensor(replace(SensingConfig.perfect(), **parts), seed=seed)
    return sensor.measure(picture, stamp_ns=stamp_ns, shiny=(9,))


def with_box(picture: Picture) -> Picture:
    """The same with a box in the middle, a metre nearer."""
    depth_m = picture.depth_m.copy()
    depth_m[40:80, 50:110] -= 1.0
    return replace(picture, depth_m=depth_m)


def test_what_is_switched_off_changes_no_bit(plane: Plane) -> None:
    picture = plane(2.0, 70.0)
    assert measured(picture).tobytes() == picture.depth_m.tobytes()


@pytest.mark.parametrize("distance_m", [0.5, 1.0, 2.0, 4.0])
def test_noise_grows_with_the_square_of_depth(plane: Plane, distance_m: float) -> None:
    error = measured(plane(distance_m), noise=NoiseConfig(tilt_m=0.0)) - distance_m
    expected = 0.0012 + 0.0019 * (distance_m - 0.4) ** 2
    # 19200 pixels: the deviation is within 0.5 % (one sigma), the mean within 0.7 % of it.
    assert error.std() == pytest.approx(expected, rel=0.02)
    assert abs(error.mean()) < 0.03 * expected


def test_noise_is_that_of_khoshelham_and_elberink_where_asked(plane: Plane) -> None:
    config = NoiseConfig(floor_m=0.0, growth_per_m=0.001425, nearest_m=0.0, tilt_m=0.0)
    assert (measured(plane(5.0), noise=config) - 5.0).std() == pytest.approx(0.0356, rel=0.02)


def test_noise_grows_towards_grazing_angles(plane: Plane) -> None:
    picture = plane(1.0, 60.0)
    angle = incidence_rad(picture.depth_m, picture.intrinsics)
    config = NoiseConfig(floor_m=0.0, growth_per_m=0.0, tilt_m=0.003)
    noisy = measured(picture, noise=config)
    for low, high in ((30.0, 50.0), (50.0, 70.0), (70.0, 80.0)):
        some = (angle > np.radians(low)) & (angle < np.radians(high))
        t, z = angle[some], picture.depth_m[some]
        sigma = 0.003 / np.sqrt(z) * t**2 / (np.pi / 2 - t) ** 2
        assert some.sum() > 1000
        assert ((noisy[some] - z) / sigma).std() == pytest.approx(1.0, rel=0.06)


def test_noise_leaves_what_is_not_there(plane: Plane) -> None:
    picture = plane(1.0)
    picture.depth_m[:20], picture.depth_m[20:40] = np.inf, 0.0
    noisy = measured(picture, noise=NoiseConfig(floor_m=1.0))
    assert np.isposinf(noisy[:20]).all()
    assert (noisy[20:40] == 0.0).all()
    assert np.isfinite(noisy[40:]).all()
    assert noisy.min() == 0.0  # far below 0 without a limit: a metre of noise at a metre


@pytest.mark.parametrize("turn_deg", [0.0, 30.0, 60.0, 80.0])
def test_the_angle_to_a_plane_is_exact(plane: Plane, turn_deg: float) -> None:
    picture = plane(2.0, turn_deg)
    v, u = np.mgrid[:120, :160]
    rays = np.stack([u, v, np.ones_like(u)], axis=-1) @ np.linalg.inv(picture.intrinsics).T
    normal = [np.sin(np.radians(turn_deg)), 0.0, np.cos(np.radians(turn_deg))]
    expected = np.arccos(np.clip(rays @ normal / np.linalg.norm(rays, axis=-1), 0.0, 1.0))
    near = picture.depth_m < 20.0  # farther away float32 runs out of digits
    near[:, :-1] &= near[:, 1:]  # and a gradient looks at both neighbours
    near[:, 1:] &= near[:, :-1]
    angle = incidence_rad(picture.depth_m, picture.intrinsics)
    assert near.sum() > 5000
    assert np.degrees(np.abs(angle - expected))[near].max() < 0.5


def test_depth_comes_in_steps_of_disparity(plane: Plane) -> None:
    true = np.linspace(4.5, 5.5, 19200, dtype=np.float32).reshape(120, 160)
    config = StepConfig(disparity_step_per_m=0.00285, unit_m=0.0)
    stepped = measured(replace(plane(1.0), depth_m=true), steps=config)
    steps = 1.0 / stepped.astype(np.float64) / 0.00285
    assert np.abs(steps - np.round(steps)).max() < 1e-4
    assert (np.abs(stepped - true) <= 0.00285 * true**2 * 0.51).all()
    gaps = np.diff(np.unique(stepped))
    assert gaps[len(gaps) // 2] == pytest.approx(0.0713, rel=0.02)  # 7 cm at 5 m


def test_depth_comes_in_units(plane: Plane) -> None:
    config = StepConfig(disparity_step_per_m=0.0, unit_m=0.01)
    picture = plane(1.0, 30.0)
    stepped = measured(picture, steps=config)
    assert np.abs(stepped * 100 - np.round(stepped * 100)).max() < 1e-4
    assert np.abs(stepped - picture.depth_m).max() <= 0.005 + 1e-6


def test_there_is_no_reading_out_of_range(plane: Plane) -> None:
    picture = plane(1.0)
    picture.depth_m[0, :6] = [0.29, 0.3, 6.0, 6.01, np.inf, 0.0]
    found = measured(picture, range=RangeConfig())
    assert found[0, :6] == pytest.approx([0.0, 0.3, 6.0, 0.0, 0.0, 0.0])
    assert (found[1:] == picture.depth_m[1:]).all()


def test_readings_are_lost_on_both_sides_of_jumps_only(plane: Plane) -> None:
    picture = with_box(plane(3.0))
    lost = measured(picture, dropouts=replace(ONLY_EDGES, edge_share=1.0)) == 0.0
    expected = np.zeros_like(lost)
    expected[39:81, 49:111] = True
    expected[41:79, 51:109] = False
    corners = np.ix_([39, 80], [49, 110])
    expected[corners] = False  # they touch the box at a point
    assert (lost == expected).all()


def test_jumps_reach_as_far_as_asked(plane: Plane) -> None:
    depth_m = with_box(plane(3.0)).depth_m
    for within_px in (1, 2, 3):
        row = edges(depth_m, jump_share=0.05, within_px=within_px)[60]
        assert np.flatnonzero(row).tolist() == [
            *range(50 - within_px, 50 + within_px),
            *range(110 - within_px, 110 + within_px),
        ]


def test_slopes_are_no_jumps(plane: Plane) -> None:
    depth_m = plane(2.0, 75.0).depth_m[:, 60:]
    assert np.abs(np.diff(depth_m)).max() > 0.3
    assert not edges(depth_m, jump_share=0.05, within_px=2).any()


def test_a_share_of_readings_is_lost_for_each_reason(plane: Plane) -> None:
    picture = plane(2.0)
    picture.rgb[:30] = 10
    picture.instances[60:90] = 9
    config = DropoutConfig(patch_px=1, dark_share=0.5, shiny_share=0.4)
    lost = measured(picture, dropouts=config) == 0.0
    # 4800 pixels each: one sigma is 0.7 %.
    assert lost[:30].mean() == pytest.approx(0.5, abs=0.025)
    assert lost[60:90].mean() == pytest.approx(0.4, abs=0.025)
    assert not lost[30:60].any()
    assert not lost[90:].any()


def test_readings_are_lost_at_grazing_angles(plane: Plane) -> None:
    picture = plane(2.0, 70.0)
    config = DropoutConfig(patch_px=1, grazing_deg=80.0, grazing_share=0.8, edge_share=0.0)
    lost = measured(picture, dropouts=config) == 0.0
    angle = np.degrees(incidence_rad(picture.depth_m, picture.intrinsics))
    assert (angle > 80.0).sum() > 2000
    assert lost[angle > 80.0].mean() == pytest.approx(0.8, abs=0.03)
    assert not lost[angle <= 80.0].any()


def test_reasons_add_up(plane: Plane) -> None:
    picture = plane(2.0)
    picture.rgb[:] = 10
    picture.instances[:] = 9
    config = DropoutConfig(patch_px=1, dark_share=0.5, shiny_share=0.4)
    assert (measured(picture, dropouts=config) == 0.0).mean() == pytest.approx(0.7, abs=0.012)


def test_readings_fail_in_patches(plane: Plane) -> None:
    picture = plane(2.0)
    picture.rgb[:] = 10
    lost = measured(picture, dropouts=DropoutConfig(patch_px=8, dark_share=0.5)) == 0.0
    patches = lost.reshape(15, 8, 20, 8).any(axis=(1, 3))
    assert (patches == lost.reshape(15, 8, 20, 8).all(axis=(1, 3))).all()
    assert 0.4 < patches.mean() < 0.6


def test_parts_do_not_change_each_others_draws(plane: Plane) -> None:
    picture = with_box(plane(3.0))
    picture.rgb[:60] = 0
    both = measured(picture, noise=NoiseConfig(), dropouts=DropoutConfig())
    noisy = measured(picture, noise=NoiseConfig())
    lost = measured(picture, dropouts=DropoutConfig()) == 0.0
    assert ((both == 0.0) == lost).all()
    assert (both[~lost] == noisy[~lost]).all()


def test_stamps_and_seeds_select_the_errors(plane: Plane) -> None:
    picture = plane(2.0)
    first = measured(picture, noise=NoiseConfig())
    assert (measured(picture, noise=NoiseConfig()) == first).all()
    for other in ({"stamp_ns": 8}, {"seed": 6}):
        error, before = measured(picture, noise=NoiseConfig(), **other) - 2.0, first - 2.0
        assert abs(np.corrcoef(error.ravel(), before.ravel())[0, 1]) < 0.03


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.floats(0.0, 100.0, width=32) | st.just(np.inf), min_size=9, max_size=9),
    st.integers(0, 2**62),
)
def test_readings_are_never_negative_or_nan(
    plane: Plane, values: list[float], stamp_ns: int
) -> None:
    whole = plane(1.0)
    picture = Picture(
        rgb=whole.rgb[:3, :3],
        depth_m=np.array(values, np.float32).reshape(3, 3),
        instances=whole.instances[:3, :3],
        intrinsics=whole.intrinsics,
    )
    found = DepthSensor(SensingConfig(), seed=1).measure(picture, stamp_ns=stamp_ns)
    assert found.dtype == np.float32
    assert ((found == 0.0) | ((found >= 0.299) & (found <= 6.001))).all()
