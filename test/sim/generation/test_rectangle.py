from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.generation.rectangle import FRONTS, Rectangle, at, turned
from whereseen.sim.modelling.placing import box_of, pose

sizes = st.floats(0.1, 3.0)
places = st.floats(-3.0, 3.0)
rectangles = st.builds(
    lambda x, y, wide, deep: Rectangle(x, y, x + wide, y + deep), places, places, sizes, sizes
)


def polygon(each: Rectangle) -> shapely.Polygon:
    return shapely.box(each.x0, each.y0, each.x1, each.y1)


@given(rectangles, rectangles)
def test_overlaps_and_gaps_are_those_of_the_shapes(one: Rectangle, other: Rectangle) -> None:
    shared = polygon(one).intersection(polygon(other))
    if not shared.buffer(-1e-3).is_empty:
        assert one.overlaps(other)
    if shared.is_empty:
        assert not one.overlaps(other)
    assert one.overlaps(other) == other.overlaps(one)
    gap = one.gap_m(other)
    assert gap <= polygon(one).distance(polygon(other)) + 1e-9
    assert (gap > 0.0) == (polygon(one).distance(polygon(other)) > 0.0)


@given(rectangles, st.floats(0.0, 1.0))
def test_what_grows_holds_what_it_was(one: Rectangle, by_m: float) -> None:
    assert one.is_in(one.grown(by_m))
    assert not one.grown(0.01).is_in(one)


@pytest.mark.parametrize("yaw_deg", list(FRONTS))
def test_turning_is_turning_the_box(yaw_deg: float) -> None:
    box = (np.array([-0.5, -0.3, 0.0]), np.array([0.7, 0.4, 1.0]))
    low, high = box_of(box, pose((1.0, 2.0, 0.0), yaw_deg))
    found = at(turned(box, yaw_deg), 1.0, 2.0)
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx((*low[:2], *high[:2]))


@pytest.mark.parametrize("yaw_deg", list(FRONTS))
def test_the_front_is_where_minus_y_turns_to(yaw_deg: float) -> None:
    forward = pose((0.0, 0.0, 0.0), yaw_deg)[:2, :2] @ (0.0, -1.0)
    assert FRONTS[yaw_deg] == pytest.approx(tuple(forward))
    front = Rectangle(0.0, 0.0, 2.0, 1.0).before(yaw_deg, 0.6, narrow=0.5)
    middle = np.array((1.0, 0.5)) + forward * (np.abs(forward) @ (1.0, 0.5) + 0.3)
    assert front.middle_m == pytest.approx(tuple(middle))
    assert front.size_m == pytest.approx((1.0, 0.6) if forward[1] ** 2 > 0.5 else (0.6, 0.5))
