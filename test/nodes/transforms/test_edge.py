from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.frames import from_quaternion
from whereseen.nodes.transforms.edge import Edge, Quaternion, between, frame_name, slerp

ORIGIN = (0.0, 0.0, 0.0)
shares = st.floats(0.0, 1.0)
axes = st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda axis: np.linalg.norm(axis) > 0.1)
angles = st.floats(-math.pi, math.pi)


def about(axis: tuple[float, float, float], angle_rad: float) -> Quaternion:
    x, y, z = np.sin(angle_rad / 2) * np.asarray(axis) / np.linalg.norm(axis)
    return (float(x), float(y), float(z), math.cos(angle_rad / 2))


@given(axes, angles, angles, shares)
def test_slerp_turns_evenly_about_the_axis(
    axis: tuple, start_rad: float, turn_rad: float, share: float
) -> None:
    start, end = about(axis, start_rad), about(axis, start_rad + turn_rad)
    if abs(turn_rad) > 3.1:
        return  # either way round is as short
    expected = from_quaternion(ORIGIN, about(axis, start_rad + share * turn_rad))
    turned = from_quaternion(ORIGIN, slerp(start, end, share))
    np.testing.assert_allclose(turned, expected, atol=1e-9)


@given(axes, angles, axes, angles, shares)
def test_slerp_gives_unit_quaternions_whatever_their_sign(
    axis: tuple, angle: float, other: tuple, other_angle: float, share: float
) -> None:
    start, end = about(axis, angle), about(other, other_angle)
    turned = slerp(start, end, share)
    assert math.hypot(*turned) == pytest.approx(1.0, abs=1e-9)
    negative = tuple(-part for part in end)
    if abs(np.dot(start, end)) > 1e-6:
        np.testing.assert_allclose(slerp(start, negative, share), turned, atol=1e-6)


@pytest.mark.parametrize("angle", [1e-12, 1e-8, 1e-5])
def test_slerp_is_exact_for_small_turns(angle: float) -> None:
    x, _, _, _ = slerp((0.0, 0.0, 0.0, 1.0), about((1.0, 0.0, 0.0), angle), 0.25)
    assert x == pytest.approx(angle / 8, rel=1e-6, abs=5e-10)


def test_a_child_with_a_new_parent_stays_with_the_old_one_until_then() -> None:
    older = Edge("table", "mug", 10, ORIGIN, (0.0, 0.0, 0.0, 1.0))
    newer = Edge("hand", "mug", 20, (1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
    assert between(older, newer, 19) == older


@pytest.mark.parametrize(
    ("text", "name"),
    [("/base", "base"), ("base", "base"), ("//base", "/base"), ("r1/base", "r1/base")],
)
def test_one_leading_slash_is_dropped(text: str, name: str) -> None:
    assert frame_name(text) == name
