"""Ways are free, no longer than the grid allows, and the same every time."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from whereseen.acting.navigation.costmap import Costmap
from whereseen.acting.navigation.kernels.search import cheapest_way
from whereseen.acting.navigation.planner import GridPlanner, NoWay, Way, Why
from whereseen.memory.errors import InvalidConfig

_CELL_M = 0.1


def _map(occupied: np.ndarray, radius_m: float = 0.0) -> Costmap:
    states = np.where(occupied, 100, 0).astype(np.int8)
    return Costmap(states, _CELL_M, (-1.0, 2.0), radius_m)


@st.composite
def grids(draw: st.DrawFn) -> np.ndarray:
    seed, share = draw(st.integers(0, 2**32 - 1)), draw(st.floats(0.0, 0.5))
    height, width = draw(st.integers(3, 24)), draw(st.integers(3, 24))
    return np.random.default_rng(seed).random((height, width)) < share


def _shortest_m(costmap: Costmap) -> np.ndarray:
    """Shortest ways (N, N) by scipy between all cells, along eight directions, no corners cut."""
    free, index = costmap.is_free, np.arange(costmap.is_free.size).reshape(costmap.is_free.shape)
    height, width = free.shape
    rows, columns, lengths = [], [], []
    for r, c in np.argwhere(free):
        for dr, dc in ((0, 1), (1, 0), (1, 1), (1, -1)):
            a, b = r + dr, c + dc
            if not (0 <= a < height and 0 <= b < width and free[a, b]):
                continue
            if dr and dc and not (free[r, b] and free[a, c]):
                continue
            rows.append(index[r, c])
            columns.append(index[a, b])
            lengths.append(math.hypot(dr, dc) * costmap.cell_m)
    graph = csr_array((lengths, (rows, columns)), shape=(index.size, index.size))
    return np.asarray(dijkstra(graph, directed=False))


def _points_on(way: Way) -> np.ndarray:
    """Points (N, 2) every few millimetres of a way."""
    legs = zip(way.points_m[:-1], way.points_m[1:], strict=True)
    parts = [a + np.linspace(0, 1, 200)[:, None] * (b - a) for a, b in legs]
    return np.concatenate([way.points_m, *parts])


class _Plain(GridPlanner):
    """A planner to which narrow places cost no more than others."""

    def __init__(self, costmap: Costmap) -> None:
        super().__init__(costmap)
        self._cost = (self._cost > 0.0).astype(np.float32)


@given(grids(), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_ways_are_free_and_as_short_as_the_grid_allows(occupied: np.ndarray, seed: int) -> None:
    costmap = _map(occupied)
    free = np.argwhere(costmap.is_free)
    if len(free) < 2:
        return
    rng, shortest = np.random.default_rng(seed), _shortest_m(costmap)
    width = occupied.shape[1]
    for _ in range(3):
        one, two = free[rng.integers(len(free), size=2)]
        start, goal = (tuple(costmap.centres_m([cell])[0].tolist()) for cell in (one, two))
        known = shortest[one[0] * width + one[1], two[0] * width + two[1]]
        for kind in (_Plain, GridPlanner):
            way = kind(costmap).way(start, goal, within_m=0.0)
            assert isinstance(way, Way) == math.isfinite(known)
            if isinstance(way, NoWay):
                continue
            rows, columns = costmap.cells_of(_points_on(way)).T
            assert costmap.is_free[rows, columns].all()
            np.testing.assert_allclose(way.points_m[[0, -1]], [start, goal], atol=1e-6)
            assert way.length_m >= math.dist(start, goal) - 1e-6
            if kind is _Plain:
                assert way.length_m <= known + 1e-3


@given(grids(), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_distances_lie_between_the_straight_line_and_the_grids_way(
    occupied: np.ndarray, seed: int
) -> None:
    costmap = _map(occupied)
    free = np.argwhere(costmap.is_free)
    if not len(free):
        return
    at = free[np.random.default_rng(seed).integers(len(free))]
    (start,) = costmap.centres_m([at])
    found = GridPlanner(costmap).distances(tuple(start))
    known = _shortest_m(costmap)[at[0] * occupied.shape[1] + at[1]].reshape(occupied.shape)
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(known) & costmap.is_free)
    reached = np.isfinite(found)
    rows, columns = np.nonzero(reached)
    straight = np.hypot(rows - at[0], columns - at[1]) * _CELL_M
    assert (found[reached] >= straight - 1e-4).all()
    assert (found[reached] <= known[reached] * 1.1 + 2 * _CELL_M).all()


def _cost_of(cost: np.ndarray, way: np.ndarray) -> float:
    """Of a way of flat cells, each a neighbour of the one before."""
    rows, columns = np.divmod(way, cost.shape[1])
    steps = np.hypot(np.diff(rows), np.diff(columns))
    assert (steps > 0.0).all() and (steps < 1.5).all()
    return float((steps * (cost.ravel()[way[1:]] + cost.ravel()[way[:-1]]) / 2.0).sum())


@given(grids(), st.integers(0, 2**32 - 1), st.sampled_from([1.0, 4.0, 60.0]))
@settings(max_examples=60)
def test_no_way_is_cheaper(occupied: np.ndarray, seed: int, dearest: float) -> None:
    rng, free = np.random.default_rng(seed), np.argwhere(~occupied) + 1
    if len(free) < 2:
        return
    cost = np.pad(np.where(occupied, 0.0, rng.uniform(1.0, dearest, occupied.shape)), 1)
    cost = cost.astype(np.float32)
    start, goal = (rng.choice(free, 2) @ (cost.shape[1], 1)).tolist()
    rows, columns, costs = [], [], []
    for r, c in free:
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
            a, b = r + down, c + right
            if min(cost[a, b], cost[a, c], cost[r, b]) > 0.0:
                rows.append(r * cost.shape[1] + c)
                columns.append(a * cost.shape[1] + b)
                costs.append(math.hypot(down, right) * (float(cost[r, c]) + float(cost[a, b])) / 2)
    graph = csr_array((costs, (rows, columns)), shape=(cost.size, cost.size))
    known = float(dijkstra(graph, directed=False, indices=start)[goal])
    way = cheapest_way(cost, start, goal)
    if not len(way):
        assert not math.isfinite(known)
        return
    assert way[0] == start and way[-1] == goal
    assert _cost_of(cost, way) == pytest.approx(known, rel=1e-6)


def test_it_goes_round_and_keeps_away_from_walls() -> None:
    occupied = np.zeros((60, 60), dtype=bool)
    occupied[:45, 30] = True
    occupied[[0, -1], :] = occupied[:, [0, -1]] = True
    costmap = _map(occupied, radius_m=0.2)
    way = GridPlanner(costmap).way((0.0, 3.0), (4.0, 3.0))
    assert isinstance(way, Way)
    assert 9.0 < way.length_m < 11.5
    rows, columns = costmap.cells_of(_points_on(way)).T
    assert costmap.clearance_m[rows, columns].min() > 0.3  # though 0.2 would do


def test_the_same_every_time() -> None:
    occupied = np.random.default_rng(3).random((40, 40)) < 0.2
    occupied[0, 0] = occupied[-1, -1] = False
    ways = [GridPlanner(_map(occupied)).way((-0.95, 2.05), (2.95, 5.95)) for _ in range(2)]
    assert isinstance(ways[0], Way) and isinstance(ways[1], Way)
    np.testing.assert_array_equal(ways[0].points_m, ways[1].points_m)


def test_why_there_is_no_way() -> None:
    occupied = np.zeros((40, 40), dtype=bool)
    occupied[20, :] = True
    occupied[30:40, 30:40] = True
    planner = GridPlanner(_map(occupied))
    assert planner.way((0.0, 3.0), (0.0, 5.0)) == NoWay(Why.NOT_CONNECTED)
    assert planner.way((0.0, 3.0), (2.6, 5.6)) == NoWay(Why.GOAL_BLOCKED)
    assert planner.way((9.0, 9.0), (0.0, 3.0)) == NoWay(Why.START_BLOCKED)
    near = planner.way((0.0, 3.0), (0.0, 5.0), within_m=math.inf)
    assert isinstance(near, Way)
    assert near.end_m == pytest.approx((0.0, 3.95), abs=0.06)


def test_unknown_floor_is_no_way() -> None:
    costmap = _map(np.zeros((20, 20), dtype=bool))
    costmap.states[:, 10] = -1
    planner = GridPlanner(replace(costmap))
    assert planner.way((-0.5, 3.0), (0.5, 3.0)) == NoWay(Why.NOT_CONNECTED)
    assert not planner.is_clear((-0.5, 3.0), (0.5, 3.0))
    assert planner.is_clear((-0.5, 3.0), (-0.2, 3.5))


def test_states_must_be_a_grid() -> None:
    with pytest.raises(InvalidConfig, match="int8"):
        Costmap(np.zeros((3, 3)), 0.1, (0.0, 0.0), 0.2)  # type: ignore[arg-type]
