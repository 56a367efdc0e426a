"""Where people keep things."""

import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.scene.description import FurnitureItem, Room, Scene
from whereseen.sim.scene.home import Home
from whereseen.sim.world.people import kept_on


@pytest.fixture(scope="module")
def kitchen():
    room = Room("kitchen", "kitchen", (0.0, 0.0), (4.0, 3.0))
    pieces = [("fridge", 0.4), ("fridge 2", 1.2), ("kitchen counter", 2.6)]
    furniture = tuple(
        FurnitureItem(name, name.removesuffix(" 2"), "kitchen", (x, 2.6, 0.0)) for name, x in pieces
    )
    return Home(Scene("kitchen", (room,), furniture=furniture), household())


def test_a_home_is_all_of_a_kind_of_furniture_but_what_is_reserved(kitchen):
    kept = kept_on(kitchen, household().objects["jam jar"])
    in_fridges = {place for place in kept if place[0].startswith("fridge")}
    shelves = {"lower shelf", "middle shelf", "upper shelf"}
    assert in_fridges == {(name, each) for name in ("fridge", "fridge 2") for each in shelves}
    assert sum(kept[place] for place in in_fridges) == pytest.approx(1.0)


def test_a_home_may_be_one_surface(kitchen):
    kept = kept_on(kitchen, household().objects["loaf of bread"])
    assert set(kept) == {
        ("kitchen counter", "top"), ("fridge", "freezer"), ("fridge 2", "freezer"),
    }  # fmt: skip
    assert kept["kitchen counter", "top"] == pytest.approx(1.5)
