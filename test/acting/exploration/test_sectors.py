"""What is in view: whole discs in the open, nothing behind what is high."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.exploration.kernels.sectors import gains, in_view

_REACH = 20.0


def _open(size: int = 61) -> np.ndarray:
    return np.zeros((size, size), dtype=bool)


def test_in_the_open_a_disc_is_in_view() -> None:
    value = np.ones((61, 61), np.float32)
    nothing, here = np.zeros_like(value), np.array([[30, 30]])
    found = gains(value, nothing, _open(), here, 72, 5.0, _REACH, 3.0)
    assert found.sum() == pytest.approx(math.pi * _REACH**2, rel=0.01)
    again = gains(value * 0.05, value, _open(), here, 72, 5.0, _REACH, 3.0)
    assert again.sum() == pytest.approx(0.0, abs=1e-3)  # nothing is left to be seen
    seen = in_view(_open(), 30, 30, 0.0, math.pi, _REACH, 3.0)
    assert seen.sum() == pytest.approx(math.pi * _REACH**2, rel=0.06)


def test_a_wall_hides_what_is_behind_but_for_its_face() -> None:
    is_high = _open()
    is_high[:, 40] = True
    seen = in_view(is_high, 30, 30, 0.0, 0.3, _REACH, 6.0)
    assert seen[30, 40] and not seen[:, 41:].any()
    is_high[:, 40:50] = True  # a cupboard: the things in its front can be seen
    seen = in_view(is_high, 30, 30, 0.0, 0.05, _REACH, 6.0)
    assert seen[30, 44] and not seen[:, 48:].any()


@given(st.integers(0, 2**32 - 1), st.integers(5, 55), st.integers(5, 55), st.floats(-3.0, 3.0))
@settings(max_examples=40)
def test_sectors_reach_so_far_and_to_both_sides(
    seed: int, row: int, column: int, yaw: float
) -> None:
    is_high = np.random.default_rng(seed).random((61, 61)) < 0.08
    is_high[row, column] = False
    whole = in_view(is_high, row, column, 0.0, math.pi, _REACH, 2.0)
    part = in_view(is_high, row, column, yaw, 0.5, _REACH, 2.0)
    rows, columns = np.nonzero(part)
    assert (np.hypot(rows - row, columns - column) <= _REACH + 1.0).all()
    off = np.angle(np.exp(1j * (np.arctan2(rows - row, columns - column) - yaw)))
    far = np.hypot(rows - row, columns - column) > 3
    assert (np.abs(off[far]) < 0.5 + 0.35).all()
    value = np.ones(is_high.shape, np.float32)
    all_round = gains(
        value, value * 0, is_high, np.array([[row, column]]), 72, 5.0, _REACH, 2.0
    ).sum()
    assert all_round <= math.pi * _REACH**2 * 1.01
    assert all_round == pytest.approx(whole.sum(), rel=0.25, abs=30.0)
