from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.world.ways import Ways

# Two squares of 4 m, joined by a passage 0.6 m wide at y = 2; an island apart.
FREE = shapely.union_all(
    [shapely.box(0, 0, 4, 4), shapely.box(3.9, 1.7, 6.1, 2.3), shapely.box(6, 0, 10, 4),
     shapely.box(20, 0, 21, 1)]
)  # fmt: skip
WAYS = Ways(FREE)


def length(way):
    return float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())


def test_straight_on_where_one_can():
    way = WAYS.way((0.5, 0.5), (3.5, 3.5))
    assert len(way) <= 3
    assert length(way) == pytest.approx(3.0 * np.sqrt(2.0), rel=0.01)


@given(*[st.floats(0.05, 3.95)] * 4)
def test_through_the_passage_within_the_floor(x, y, u, v):
    way = WAYS.way((x, y), (u + 6.0, v))
    assert way[0] == pytest.approx([x, y])
    assert way[-1] == pytest.approx([u + 6.0, v], abs=0.11)
    for a, b in pairwise(way):
        assert shapely.covers(FREE.buffer(0.11), shapely.LineString([a, b]))
    shortest = np.hypot(4.0 - x, 2.0 - y) + 2.0 + np.hypot(u, v - 2.0)
    assert length(way) <= 1.15 * shortest + 0.5


def test_no_way_to_an_island():
    assert WAYS.way((1.0, 1.0), (20.5, 0.5)) is None


def test_a_goal_in_a_wall_is_come_near_to():
    assert WAYS.way((1.0, 1.0), (-3.0, 2.0))[-1] == pytest.approx([0.1, 2.0], abs=0.11)


def test_staying_is_a_way():
    way = WAYS.way((1.0, 1.0), (1.0, 1.0))
    assert length(way) < 0.15


def test_only_what_is_connected_is_reachable():
    points = WAYS.reachable((1.0, 1.0))
    assert shapely.contains_xy(FREE, points[:, 0], points[:, 1]).all()
    assert points[:, 0].max() < 10.0
    assert len(points) > 2500
