from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.sim.modelling.mesh_cutting import cut, levels
from whereseen.sim.modelling.shapes import Box, Lathe, Mesh, Part, Vector3, joined, mesh_of


def boxes(*placed: tuple[Vector3, Vector3]) -> Mesh:
    """Boxes by size and middle."""
    return joined([mesh_of(Part(Box(size), "white", at)) for size, at in placed])


TABLE = boxes(
    ((1.6, 0.8, 0.04), (0.0, 0.0, 0.73)),
    *(((0.06, 0.06, 0.71), (x, y, 0.355)) for x in (-0.7, 0.7) for y in (-0.3, 0.3)),
)


def test_what_is_small_and_near_is_one_piece() -> None:
    stool = boxes(((0.3, 0.3, 0.04), (0.25, 0.25, 0.4)), ((0.05, 0.05, 0.4), (0.25, 0.25, 0.2)))
    assert len(cut(stool)) == 1


def test_pieces_hold_all_faces_once() -> None:
    pieces = cut(TABLE)
    assert sum(len(piece.faces) for piece in pieces) == len(TABLE.faces)
    low = np.min([piece.vertices_m.min(axis=0) for piece in pieces], axis=0)
    assert low == pytest.approx([-0.8, -0.4, 0.0])


def test_a_room_is_cut_so_that_its_middle_is_free() -> None:
    """Four walls of one mesh on a floor: the hull of all is the whole room."""
    room = boxes(
        ((4.0, 4.0, 0.02), (0.0, 0.0, -0.01)),
        ((4.0, 0.1, 2.5), (0.0, 2.0, 1.25)),
        ((4.0, 0.1, 2.5), (0.0, -2.0, 1.25)),
        ((0.1, 4.0, 2.5), (2.0, 0.0, 1.25)),
        ((0.1, 4.0, 2.5), (-2.0, 0.0, 1.25)),
    )
    for piece in cut(room):
        low, high = piece.vertices_m.min(axis=0), piece.vertices_m.max(axis=0)
        covers_middle = (low[:2] < 0.5).all() and (high[:2] > -0.5).all()
        assert not covers_middle or high[2] <= 0.0


@given(st.lists(st.tuples(*[st.floats(-4.0, 4.0)] * 3), min_size=1, max_size=6))
def test_cutting_loses_nothing(middles: list[Vector3]) -> None:
    mesh = boxes(*(((0.5, 2.0, 0.3), at) for at in middles))
    pieces = cut(mesh)
    assert sum(len(piece.faces) for piece in pieces) == len(mesh.faces)
    for piece in pieces:
        assert piece.faces.max() + 1 == len(piece.vertices_m) == len(piece.uv)


def test_levels_are_what_things_can_stand_on() -> None:
    top, *rest = levels(TABLE)
    assert top.height_m == pytest.approx(0.75)
    assert (*top.low_m, *top.high_m) == pytest.approx((-0.8, -0.4, 0.8, 0.4))
    assert top.area_m2 == pytest.approx(1.28)
    assert top.size_m == pytest.approx((1.6, 0.8))
    assert not rest  # the tops of the legs do not fill the rectangle round them


def test_shelves_are_levels_each() -> None:
    shelf = boxes(*(((0.8, 0.3, 0.02), (0.0, 0.0, z)) for z in (0.2, 0.6, 1.0)))
    assert sorted(level.height_m for level in levels(shelf)) == pytest.approx([0.21, 0.61, 1.01])


def test_what_is_small_or_slanted_is_no_level() -> None:
    assert not levels(boxes(((0.1, 0.1, 0.1), (0.0, 0.0, 0.0))))
    roof = mesh_of(Part(Box((1.0, 1.0, 0.02)), "white", turn_deg=(30.0, 0.0, 0.0)))
    assert not levels(roof)
    frame = boxes(((2.0, 0.1, 0.02), (0.0, 0.0, 0.5)), ((0.1, 2.0, 0.02), (0.0, 1.0, 0.5)))
    assert not levels(frame)
    assert not levels(mesh_of(Part(Lathe(((0.5, 0.0), (0.0, 1.0))), "white")))
