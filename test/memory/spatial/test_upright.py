from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.frames import from_quaternion
from whereseen.memory.spatial.upright import estimate_up

UP = np.array([0.0, 0.0, 1.0])


def room(*, tables: bool = True, seed: int = 0) -> np.ndarray:
    """Points of a floor, two walls and two tables."""
    rng = np.random.default_rng(seed)
    u, v = rng.uniform(0.0, 1.0, (2, 3000))
    flat = np.zeros(3000)
    parts = [
        np.stack([5 * u, 4 * v, flat], axis=1),
        np.stack([5 * u, flat, 2.5 * v], axis=1)[:1500],
        np.stack([flat, 4 * u, 2.5 * v], axis=1)[:1500],
    ]
    if tables:
        parts += [np.stack([x + u, 1 + v, flat + h], axis=1)[:600] for x, h in ((1, 0.7), (3, 0.9))]
    points = np.concatenate(parts)
    return points + rng.normal(0.0, 0.01, points.shape)


def degrees(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.degrees(np.arccos(np.clip(one @ other, -1.0, 1.0))))


@settings(max_examples=12)
@given(st.tuples(*[st.floats(-1.0, 1.0)] * 4).filter(lambda q: np.linalg.norm(q) > 0.2))
def test_up_is_found_in_a_map_turned_any_way(quaternion: tuple) -> None:
    turn = from_quaternion((0, 0, 0), quaternion)[:3, :3]
    lean = from_quaternion((0, 0, 0), (0.13, -0.1, 0.0, 1.0))[:3, :3]  # 19 degrees
    up = estimate_up(room() @ turn.T, turn @ lean @ UP)
    assert np.linalg.norm(up) == pytest.approx(1.0)
    assert degrees(up, turn @ UP) < 3.1


def test_an_upright_map_is_exactly_upright() -> None:
    up = estimate_up(room(tables=False), (0.3, -0.2, 0.9))
    assert up.tolist() == [0.0, 0.0, 1.0]


def test_the_sign_is_that_of_the_camera() -> None:
    assert estimate_up(-room(), (0.1, 0.0, -1.0)).tolist() == [0.0, 0.0, -1.0]


@pytest.mark.parametrize("n", [0, 99])
def test_with_few_points_the_camera_decides(n: int) -> None:
    prior = np.array([0.6, 0.0, 0.8])
    np.testing.assert_array_equal(estimate_up(room()[:n], prior), prior)


def test_the_prior_needs_no_unit_length() -> None:
    assert estimate_up(np.zeros((0, 3)), (0.0, 0.0, 7.0)).tolist() == [0.0, 0.0, 1.0]
    np.testing.assert_allclose(estimate_up(np.zeros((0, 3)), (3.0, 0.0, 4.0)), (0.6, 0.0, 0.8))
