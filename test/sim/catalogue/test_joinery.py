from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.frames import Float64
from whereseen.sim.catalogue.joinery import BOARD_M, PANEL_M, Bay, Case, block, legs
from whereseen.sim.catalogue.kinds import Surface
from whereseen.sim.modelling.model import Joint, Model
from whereseen.sim.modelling.shapes import Vector3, mesh_of

widths = st.floats(0.4, 2.0)
depths = st.floats(0.3, 0.7)
heights = st.floats(0.4, 2.0)
shares = st.lists(st.floats(0.5, 2.0), min_size=1, max_size=4)


def joint_of(link_joint: Joint | None) -> Joint:
    assert link_joint is not None
    return link_joint


@given(widths, depths, heights, shares)
def test_bays_and_boards_fill_a_case(
    width: float, depth: float, height: float, columns: list[float]
) -> None:
    case = Case(width, depth, 0.1, 0.1 + height, columns=tuple(columns))
    bays = case.bays()
    inside = sum(bay.high_m[0] - bay.low_m[0] for bay in bays)
    assert inside + BOARD_M * (len(bays) + 1) == pytest.approx(width)
    low, high = Model(case.boards("oak")).box_m()
    assert high - low == pytest.approx((width, depth - PANEL_M - 0.0015, height))
    for part in case.boards("oak"):
        vertices = mesh_of(part).vertices_m
        for bay in bays:
            deep = np.minimum(vertices.max(axis=0), bay.high_m)
            deep -= np.maximum(vertices.min(axis=0), bay.low_m)
            assert deep.min() < 1e-9, "no board is in a bay"


@given(heights, shares)
def test_rows_share_the_height_and_boards_lie_between(height: float, parts: list[float]) -> None:
    bay = Bay((0.0, 0.0, 0.2), (0.5, 0.4, 0.2 + height))
    rows, boards = bay.rows(*parts), bay.floors("oak", *parts)
    tall = np.array([row.high_m[2] - row.low_m[2] for row in rows])
    assert tall / tall.sum() == pytest.approx(np.array(parts) / sum(parts))
    assert tall.sum() + BOARD_M * len(boards) == pytest.approx(height)
    for below, board, above in zip(rows, boards, rows[1:], strict=False):
        vertices = mesh_of(board).vertices_m[:, 2]
        assert (vertices.min(), vertices.max()) == pytest.approx((below.high_m[2], above.low_m[2]))


@given(widths, heights, st.sampled_from(["left", "right"]))
def test_a_door_opens_to_the_front_of_its_hinge(width: float, height: float, hinge: str) -> None:
    bay = Bay((-width / 2, -0.3, 0.2), (width / 2, 0.3, 0.2 + height))
    door = bay.door("door", "white", hinge="left" if hinge == "left" else "right")
    model = Model((), (door,))
    (low, high), (open_low, open_high) = model.box_m(), model.box_m({"door": 1.6})
    assert low[0] < -width / 2 < width / 2 < high[0], "it covers the bay"
    assert high[1] < bay.low_m[1], "it is before the bay"
    assert open_low[1] == pytest.approx(low[1] - width, abs=0.08)
    middle = (open_low + open_high)[0] / 2
    assert middle < -0.3 * width if hinge == "left" else middle > 0.3 * width


@given(widths, depths, st.floats(0.1, 0.4))
def test_what_is_in_a_drawer_is_in_its_bay_until_it_is_opened(
    width: float, depth: float, height: float
) -> None:
    bay = Bay((-width / 2, -depth / 2, 0.2), (width / 2, depth / 2, 0.2 + height))
    drawer, surface = bay.drawer("drawer", "oak"), bay.drawer_surface("drawer")
    assert surface.link == surface.behind == "drawer"
    low, high = _room_in(surface, drawer.origin_m)
    assert (low > bay.low_m).all()
    assert (high < bay.high_m).all()
    travel = joint_of(drawer.joint)
    assert travel.axis == (0.0, -1.0, 0.0)
    assert 0.2 <= travel.upper <= min(0.45, depth)


def _room_in(surface: Surface, origin_m: Vector3) -> tuple[Float64, Float64]:
    half = np.array([*np.divide(surface.size_m, 2.0), 0.0])
    at = np.add(surface.at_m, origin_m)
    return at - half, at + half + (0.0, 0.0, surface.headroom_m)


def test_a_shelf_is_stood_on_and_a_cupboard_stood_in() -> None:
    bay = Bay((0.0, 0.0, 0.5), (0.4, 0.3, 0.9))
    assert bay.surface("shelf").preposition == "on"
    assert bay.surface("cupboard", "door").preposition == "in"
    assert bay.surface("shelf").at_m == pytest.approx((0.2, 0.15, 0.5))
    assert bay.surface("shelf").headroom_m == pytest.approx(0.4, abs=0.01)


def test_a_block_lies_between_its_corners_and_legs_stand_in_the_corners() -> None:
    vertices = mesh_of(block((0.1, 0.2, 0.3), (1.0, 2.0, 3.0), "oak")).vertices_m
    assert vertices.min(axis=0) == pytest.approx((0.1, 0.2, 0.3))
    assert vertices.max(axis=0) == pytest.approx((1.0, 2.0, 3.0))
    low, high = Model(legs(1.0, 0.6, 0.7, material="oak")).box_m()
    assert low == pytest.approx((-0.5, -0.3, 0.0))
    assert high == pytest.approx((0.5, 0.3, 0.7))
