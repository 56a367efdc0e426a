from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.sim.scene.inner_rectangle import largest_rectangle


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=8))
def test_it_lies_inside(points: list[tuple[float, float]]) -> None:
    polygon = shapely.MultiPoint(points).convex_hull
    found = largest_rectangle(polygon)
    if found is not None:
        inside = shapely.box(*found.low_m, *found.high_m)
        assert shapely.covers(polygon.buffer(1e-5), inside)


def test_a_rectangle_is_its_own() -> None:
    found = largest_rectangle(shapely.box(-0.3, 0.1, 0.5, 0.4))
    assert found is not None
    assert found.size_m == pytest.approx((0.8, 0.3))
    assert found.middle_m == pytest.approx((0.1, 0.25))


def test_it_is_the_larger_leg_of_a_corner() -> None:
    corner = shapely.union(shapely.box(0, 0, 1.0, 0.3), shapely.box(0, 0, 0.2, 0.8))
    found = largest_rectangle(corner)
    assert found is not None
    assert found.size_m == pytest.approx((1.0, 0.3), abs=0.03)


def test_it_keeps_out_of_holes() -> None:
    frame = shapely.difference(shapely.box(0, 0, 1, 1), shapely.box(0.2, 0.1, 0.9, 0.9))
    found = largest_rectangle(frame)
    assert found is not None
    assert found.size_m == pytest.approx((0.2, 1.0), abs=0.03)


def test_a_point_has_none() -> None:
    assert largest_rectangle(shapely.Point(1.0, 1.0)) is None
