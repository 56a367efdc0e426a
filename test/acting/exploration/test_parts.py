"""Layers grow without losing anything; borders of the unseen; the term of time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.acting.exploration.frontiers import frontiers
from whereseen.acting.exploration.layer import Layer
from whereseen.acting.exploration.value_map import mixed, time_term
from whereseen.acting.navigation.costmap import Costmap

part = st.tuples(st.integers(-90, 90), st.integers(-90, 90), st.integers(1, 20), st.integers(1, 20))


@given(st.lists(part, min_size=1, max_size=8), part)
def test_a_layer_is_a_grid_without_bounds(
    parts: list[tuple[int, int, int, int]], asked: tuple[int, int, int, int]
) -> None:
    layer: Layer[np.int64] = Layer(np.int64(-1))
    known: dict[tuple[int, int], int] = {}
    for number, (column, row, height, width) in enumerate(parts):
        layer.merge((column, row), np.full((height, width), number), np.maximum)
        for r in range(row, row + height):
            for c in range(column, column + width):
                known[r, c] = number
    column, row, height, width = asked
    found = layer.over((column, row), (height, width))
    for r in range(height):
        for c in range(width):
            assert found[r, c] == known.get((row + r, column + c), -1)


def test_a_frontier_lies_where_the_seen_floor_ends() -> None:
    states = np.full((60, 60), -1, dtype=np.int8)
    states[10:50, 10:30] = 0
    states[10:50, 9] = states[9, 9:31] = states[50, 9:31] = 100  # walls on three sides
    costmap = Costmap(states, 0.1, (0.0, 0.0), 0.25)
    (border,) = frontiers(costmap, costmap.is_free)
    assert border.at_m == (2.95, pytest.approx(2.95, abs=0.3))
    assert border.length_m == pytest.approx(3.6, abs=0.3)
    assert math.cos(border.yaw_rad) > 0.9
    assert frontiers(costmap, np.zeros((60, 60), dtype=bool)) == ()


@given(st.lists(st.integers(0, 10**13), min_size=2, max_size=20), st.floats(1.0, 1e6))
def test_older_is_worth_more_and_the_unseen_most(stamps: list[int], half_life_s: float) -> None:
    seen = np.array([sorted(stamps)])
    sure = np.ones(seen.shape)
    worth = time_term(seen, sure, max(stamps), half_life_s)[0]
    assert (np.diff(worth) <= 0.0).all()
    assert worth[-1] == 0.0 and worth.max() <= 1.0
    assert time_term(np.array([[-1]]), sure[:, :1], max(stamps), half_life_s)[0, 0] == 1.0


def test_a_weight_of_nought_leaves_a_term_out() -> None:
    time, meaning = np.array([[0.2, 0.8]], np.float32), np.array([[3.0, 0.5]], np.float32)
    assert mixed(time, meaning, time_weight=1.0, meaning_weight=0.0).tolist() == time.tolist()
    assert mixed(time, meaning, time_weight=0.0, meaning_weight=1.0).tolist() == meaning.tolist()
    both = mixed(time, meaning, time_weight=1.0, meaning_weight=1.0)
    np.testing.assert_allclose(both, time * meaning)
