from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.modelling.mesh_cutting import levels
from whereseen.sim.modelling.mesh_rays import blocked, is_open
from whereseen.sim.modelling.shapes import Box, Mesh, Part, Vector3, joined, mesh_of

UP = np.array([0.0, 0.0, 1.0])


def boxes(*placed: tuple[Vector3, Vector3]) -> Mesh:
    """Boxes by size and middle."""
    return joined([mesh_of(Part(Box(size), "white", at)) for size, at in placed])


CUBE = boxes(((1.0, 1.0, 1.0), (0.0, 0.0, 0.0)))


@given(st.tuples(*[st.floats(-1.0, 1.0)] * 3))
def test_rays_hit_what_is_above(point: Vector3) -> None:
    x, y, z = point
    if min(abs(abs(value) - 0.5) for value in point) < 1e-6:
        return  # along an edge either is right
    under = abs(x) < 0.5 and abs(y) < 0.5 and z < 0.5
    assert blocked(CUBE, np.array([point]), UP).tolist() == [under]


@pytest.mark.parametrize("direction", [(1.0, 0.0, 0.0), (-0.6, 0.8, 0.1), (0.0, -1.0, 0.3)])
def test_nothing_leaves_a_closed_box(direction: Vector3) -> None:
    inside = np.array([[0.1, 0.2, 0.3], [0.0, 0.0, -0.4]])
    assert blocked(CUBE, inside, np.array(direction)).all()
    assert not blocked(CUBE, 10.0 * np.array([direction]), np.array(direction)).any()


def test_what_is_on_top_or_behind_an_open_side_can_be_reached() -> None:
    shelf = boxes(
        ((0.8, 0.3, 0.02), (0.0, 0.0, 0.3)),
        ((0.8, 0.3, 0.02), (0.0, 0.0, 0.6)),
        ((0.02, 0.3, 0.6), (-0.41, 0.0, 0.3)),
        ((0.02, 0.3, 0.6), (0.41, 0.0, 0.3)),
        ((0.8, 0.02, 0.6), (0.0, 0.16, 0.3)),
    )
    assert [is_open(shelf, level) for level in levels(shelf)] == [True, True]


def test_what_is_inside_cannot_be_reached() -> None:
    chest = boxes(
        ((0.8, 0.5, 0.02), (0.0, 0.0, 0.1)),
        ((0.8, 0.5, 0.02), (0.0, 0.0, 0.5)),
        ((0.02, 0.5, 0.5), (-0.4, 0.0, 0.26)),
        ((0.02, 0.5, 0.5), (0.4, 0.0, 0.26)),
        ((0.8, 0.02, 0.5), (0.0, 0.25, 0.26)),
        ((0.8, 0.02, 0.5), (0.0, -0.25, 0.26)),
    )
    found = {round(level.height_m, 2): is_open(chest, level) for level in levels(chest)}
    assert found == {0.11: False, 0.51: True}
