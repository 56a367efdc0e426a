from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.objects.views import Views

EVER = {"since_ns": -1, "before_ns": 1 << 62}
POINTS = np.array(
    [[1.0, 0.0, 0.0], [2.02, 0.3, 0.1], [-1.0, 0.0, 0.0], [1.0, 3.0, 0.0]], np.float32
)


def test_what_was_measured_in_the_direction_of_points(world: Any) -> None:
    views = Views()
    views.add(world().look(stamp_s=1, size=(96, 128)))
    measured = views.measured(POINTS, **EVER)
    assert measured.stamps_ns.tolist() == [1_000_000_000]
    np.testing.assert_allclose(measured.expected_m[0, :2], [1.0, 2.02], rtol=1e-5)
    np.testing.assert_allclose(measured.depth_m[0, :2], [2.02, 2.02], rtol=1e-3)
    assert np.isnan(measured.depth_m[0, 2:]).all()  # behind the camera, and beside the image


def test_a_point_before_which_something_stands(world: Any, box: Any) -> None:
    views = Views()
    views.add(world(box((0.5, -0.1, -0.1), (0.6, 0.1, 0.1))).look(size=(96, 128)))
    assert views.measured(POINTS[:1], **EVER).depth_m[0, 0] == pytest.approx(0.5, rel=1e-3)


def test_no_reading_is_unknown_and_no_return_is_far(world: Any) -> None:
    views = Views()
    seen = world().look(size=(96, 128))
    for value, expected in ((0.0, np.nan), (np.nan, np.nan), (np.inf, 1000.0)):
        seen.depth_m[:] = value
        views.add(seen)
        np.testing.assert_equal(views.measured(POINTS[:1], **EVER).depth_m[-1, 0], expected)


def test_only_views_between_two_times(world: Any) -> None:
    views = Views()
    for second in range(5):
        views.add(world().look(stamp_s=second))
    chosen = views.measured(POINTS, since_ns=1_000_000_000, before_ns=4_000_000_000)
    assert chosen.stamps_ns.tolist() == [2_000_000_000, 3_000_000_000]
    assert views.measured(POINTS, since_ns=9 * 10**9, before_ns=10**12).depth_m.shape == (0, 4)


def test_a_camera_that_stands_still_adds_a_view_a_second(world: Any) -> None:
    views = Views()
    for frame in range(30):
        views.add(world().look(stamp_s=frame / 10.0))
    assert len(views) == 3
    newest = views.measured(POINTS, **EVER).stamps_ns
    assert newest.tolist() == [900_000_000, 1_900_000_000, 2_900_000_000]


def test_a_camera_that_moves_or_turns_adds_views(world: Any) -> None:
    moving, turning = Views(), Views()
    for step in range(6):
        moving.add(world().look((0.0, 0.3 * step, 0.0), (2.0, 0.3 * step, 0.0)))
        angle = np.radians(12.0 * step)
        turning.add(world().look((0.0, 0.0, 0.0), (np.cos(angle), np.sin(angle), 0.0)))
    assert (len(moving), len(turning)) == (6, 6)


def test_the_oldest_give_way(world: Any) -> None:
    views = Views()
    seen = world().look(size=(24, 32))
    for second in range(300):
        object.__setattr__(seen, "stamp_ns", second * 10**9)
        views.add(seen)
    assert len(views) == 256
    stamps = views.measured(POINTS, **EVER).stamps_ns
    assert (stamps[0], stamps[-1]) == (44 * 10**9, 299 * 10**9)
    assert (np.diff(stamps) == 10**9).all()


def test_a_correction_moves_the_camera(world: Any) -> None:
    views = Views()
    views.add(world().look(stamp_s=1))
    T = np.eye(4)
    T[0, 3] = 0.5
    views.move(lambda stamp_ns: T if stamp_ns == 1_000_000_000 else np.eye(4))
    assert views.measured(POINTS, **EVER).expected_m[0, 0] == pytest.approx(0.5)


def test_nothing_is_left_of_views_that_are_forgotten(world: Any) -> None:
    views = Views()
    views.add(world().look())
    views.forget()
    assert len(views) == 0
    assert not views._depth_m.any()
