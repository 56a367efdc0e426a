from __future__ import annotations

import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.joinery import Case, block, plinth
from whereseen.sim.catalogue.kinds import Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Lathe, Part
from whereseen.sim.scene.model_surfaces import surfaces_of_model

CASE = Case(0.9, 0.5, 0.1, 0.8, columns=(1.0, 1.0))
LEFT, RIGHT = CASE.bays()
UP, LOW = RIGHT.rows(1.0, 1.0)[::-1]


def cabinet() -> Model:
    """A door on the left with two shelves behind it, two drawers on the right, a top."""
    parts = (
        *CASE.boards("oak"),
        plinth(CASE),
        *LEFT.floors("oak", 1.0, 1.0),
        *RIGHT.floors("oak", 1.0, 1.0),
        block((-0.45, -0.27, 0.8), (0.45, 0.25, 0.84), "stone"),
    )
    links = (
        LEFT.door("door", "white front", hinge="left"),
        UP.drawer("upper drawer", "white front"),
        LOW.drawer("lower drawer", "white front"),
    )
    return Model(parts, links)


def found_in(model: Model) -> dict[str, Surface]:
    return {each.name: each for each in surfaces_of_model(model)}


def test_a_cabinet_has_a_top_shelves_behind_its_door_and_drawers() -> None:
    found = found_in(cabinet())
    assert set(found) == {"top", "door shelf 1", "door shelf 2", "upper drawer", "lower drawer"}
    assert {name: each.behind for name, each in found.items()} == {
        "top": "", "door shelf 1": "door", "door shelf 2": "door",
        "upper drawer": "upper drawer", "lower drawer": "lower drawer",
    }  # fmt: skip
    assert {each.preposition for each in found.values() if each.behind} == {"in"}
    assert found["top"].preposition == "on"


def test_they_are_where_the_cabinet_maker_put_them() -> None:
    found = found_in(cabinet())
    assert found["top"].at_m == pytest.approx((0.0, -0.01, 0.84), abs=0.02)
    assert found["top"].size_m == pytest.approx((0.9, 0.52), abs=0.06)
    for number, bay in enumerate(LEFT.rows(1.0, 1.0), start=1):
        wanted, shelf = bay.surface("", "door"), found[f"door shelf {number}"]
        assert shelf.at_m == pytest.approx(wanted.at_m, abs=0.03)
        assert shelf.size_m == pytest.approx(wanted.size_m, abs=0.06)
        assert shelf.headroom_m == pytest.approx(wanted.headroom_m, abs=0.02)
    for bay, name in ((UP, "upper drawer"), (LOW, "lower drawer")):
        wanted, drawer = bay.drawer_surface(name), found[name]
        assert (drawer.link, drawer.behind) == (name, name)
        assert drawer.at_m == pytest.approx(wanted.at_m, abs=0.04)
        assert drawer.size_m == pytest.approx(wanted.size_m, abs=0.06)


def test_the_bars_of_a_rack_carry_things_and_a_frame_does_not() -> None:
    bars = [block((x, -0.2, 0.5), (x + 0.006, 0.2, 0.506), "steel")
            for x in (-0.2, -0.16, -0.12, -0.08, -0.04, 0.0, 0.04, 0.08, 0.12, 0.16)]  # fmt: skip
    rack = found_in(Model(tuple(bars)))
    assert rack["top"].size_m == pytest.approx((0.36, 0.4), abs=0.04)
    frame = (bars[0], bars[-1], block((-0.2, -0.2, 0.5), (0.166, -0.194, 0.506), "steel"))
    assert all(min(each.size_m) < 0.06 for each in found_in(Model(frame)).values())


def test_what_stands_on_a_board_is_left_free() -> None:
    board = block((-0.5, -0.2, 0.7), (0.5, 0.2, 0.72), "oak")
    post = Part(Lathe(((0.0, 0.0), (0.05, 0.0), (0.05, 0.3), (0.0, 0.3))), "oak", (0.2, 0.0, 0.72))
    (surface,) = surfaces_of_model(Model((board, post)))
    assert surface.at_m[0] + surface.size_m[0] / 2 <= 0.15
    assert surface.size_m == pytest.approx((0.64, 0.38), abs=0.05)


def test_what_is_shut_in_for_good_is_left_out() -> None:
    low, high = (-0.3, -0.3, 0.0), (0.3, 0.3, 0.6)
    walls = [
        block((-0.3, -0.3, 0.0), (-0.29, 0.3, 0.6), "oak"), block((0.29, -0.3, 0.0), high, "oak"),
        block((-0.29, -0.3, 0.0), (0.29, -0.29, 0.6), "oak"),
        block((-0.29, 0.29, 0.0), (0.29, 0.3, 0.6), "oak"),
        block(low, (0.3, 0.3, 0.1), "oak"), block((-0.3, -0.3, 0.6), (0.3, 0.3, 0.61), "oak"),
    ]  # fmt: skip
    assert set(found_in(Model(tuple(walls)))) == {"top"}


@pytest.mark.parametrize(("name", "joint"), [("fridge", "door"), ("dishwasher", "door")])
def test_our_own_machines_are_measured_alike(name: str, joint: str) -> None:
    kind = household().furniture[name]
    measured = surfaces_of_model(kind.model(kind.styles[0]))
    behind = [each for each in measured if each.behind == joint]
    assert len(behind) >= 2
    told = [each for each in kind.surfaces if each.behind == joint and each.link == "base"]
    for surface in told:
        assert min(abs(surface.at_m[2] - each.at_m[2]) for each in behind) < 0.03
