from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from whereseen.sim.modelling.level_rectangles import largest_rectangle, rectangles_in
from whereseen.sim.modelling.mesh_cutting import levels
from whereseen.sim.modelling.shapes import Box, Part, joined, mesh_of


def brute(mask: np.ndarray) -> int:
    rows, columns = mask.shape
    spans = [
        (c - a) * (d - b)
        for a in range(rows)
        for c in range(a + 1, rows + 1)
        for b in range(columns)
        for d in range(b + 1, columns + 1)
        if mask[a:c, b:d].all()
    ]
    return max(spans, default=0)


@settings(deadline=None)
@given(arrays(np.bool_, st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_no_rectangle_is_larger(mask: np.ndarray) -> None:
    area, (a, b, c, d) = largest_rectangle(mask)
    assert area == (c - a) * (d - b) == brute(mask)
    assert mask[a:c, b:d].all()


def test_an_l_is_two_rectangles() -> None:
    worktop = [mesh_of(Part(Box(size), "white", at)) for size, at in (
        ((2.4, 0.6, 0.04), (0.0, 0.0, 0.88)),
        ((0.6, 2.0, 0.04), (0.9, 1.3, 0.88)),
    )]  # fmt: skip
    long, short = levels(joined(worktop))
    assert long.height_m == short.height_m == pytest.approx(0.9)
    assert long.size_m == pytest.approx((0.6, 2.6), abs=0.05)
    assert short.size_m == pytest.approx((1.8, 0.6), abs=0.05)


def test_small_and_narrow_ones_are_left_out() -> None:
    def rectangle(x0: float, y0: float, x1: float, y1: float) -> list[list[tuple[float, float]]]:
        return [[(x0, y0), (x1, y0), (x1, y1)], [(x0, y0), (x1, y1), (x0, y1)]]

    shapes = [(0, 0, 1, 1), (2, 0, 2.1, 3), (4, 0, 4.3, 0.3)]
    triangles = np.array([each for shape in shapes for each in rectangle(*shape)])
    ((low, high),) = rectangles_in(triangles, 0.2)
    assert (*low, *high) == pytest.approx((0, 0, 1, 1), abs=0.05)
    assert len(rectangles_in(triangles, 0.05)) == 2
