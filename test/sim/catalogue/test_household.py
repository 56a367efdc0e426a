from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.modelling.materials import paint

FURNITURE, OBJECTS = household().furniture, household().objects
ROOMS = ("kitchen", "living room", "bedroom", "bathroom", "hallway", "office", "dining room",
         "children's room", "laundry", "storage room")  # fmt: skip
COLOURS = {colour for kind in OBJECTS.values() for colour in kind.colours} - {""}


def test_there_is_enough_of_everything_and_it_is_made_once() -> None:
    assert sum(bool(kind.surfaces) for kind in FURNITURE.values()) >= 25
    assert len(FURNITURE) >= 35
    assert len(OBJECTS) >= 100
    assert sum(len(kind.colours) >= 3 for kind in OBJECTS.values()) >= 30
    assert household() is household()


def test_all_names_and_labels_are_unique() -> None:
    labels = [kind.label(colour) for kind in OBJECTS.values() for colour in kind.colours]
    twice = [name for name, count in Counter([*FURNITURE, *labels]).items() if count > 1]
    assert not twice
    assert all(name == kind.name for name, kind in {**FURNITURE, **OBJECTS}.items())


@pytest.mark.parametrize("room", ROOMS)
def test_every_kind_of_room_is_furnished(room: str) -> None:
    furnished = {name: kind.rooms.get(room, 0.0) for name, kind in FURNITURE.items()}
    assert sum(furnished.values()) >= 3.0
    assert max(furnished.values()) >= 1.0
    assert any(FURNITURE[name].surfaces for name, many in furnished.items() if many >= 1.0)


def test_furniture_is_somewhere_and_beside_what_there_is() -> None:
    for kind in FURNITURE.values():
        assert kind.rooms, kind.name
        assert set(kind.rooms) <= set(ROOMS), kind.name
        assert set(kind.companions) <= set(FURNITURE), kind.name
        assert bool(kind.companions) >= (kind.standing == "beside"), kind.name
        assert 2 <= len(kind.styles) <= 3, kind.name
        for room in kind.rooms if kind.standing == "beside" else ():
            assert any(room in FURNITURE[each].rooms for each in kind.companions), (kind.name, room)


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.name) for k in OBJECTS.values()])
def test_a_thing_fits_where_it_is_kept(kind: ObjectKind) -> None:
    assert kind.homes
    assert {home.partition("/")[0] for home in kind.homes} <= {*FURNITURE, "floor"}
    assert min(kind.homes.values()) > 0.0
    for colour in kind.colours:
        low, high = kind.model(colour).box_m()
        width, depth, height = (high - low).tolist()
        for home in set(kind.homes) - {"floor"}:
            assert any(
                height <= surface.headroom_m
                and max(width, depth) <= max(surface.size_m)
                and min(width, depth) <= min(surface.size_m)
                for surface in FURNITURE[home.partition("/")[0]].surfaces
                if surface.is_meant_by(home)
            ), (home, width, depth, height)


def homes_of(kind: ObjectKind) -> set[str]:
    """Surfaces where a thing may be kept, as `fridge/door`."""
    return {
        f"{name}/{surface.name}"
        for home in set(kind.homes) - {"floor"}
        for name in [home.partition("/")[0]]
        for surface in FURNITURE[name].surfaces
        if surface.is_meant_by(home)
    }


def test_only_what_is_frozen_baked_heated_or_washed_is_kept_there() -> None:
    kept: dict[str, set[str]] = {}
    for kind in OBJECTS.values():
        for home in homes_of(kind):
            kept.setdefault(home, set()).add(kind.name)
    assert kept["fridge/freezer"] == {"loaf of bread"}
    assert kept["stove/oven rack"] == {"cake"}
    assert kept["microwave/inside"] == {"lunch box"}
    assert kept["washing machine/drum"] == {"T-shirt", "towel"}
    assert {"jam jar", "milk carton", "box of eggs"} <= kept["fridge/middle shelf"]


@pytest.mark.parametrize("name", ["apple", "tomato", "cake", "loaf of bread", "milk carton"])
def test_fresh_food_is_kept_in_no_drawer_of_the_kitchen(name: str) -> None:
    homes = {home for home in homes_of(OBJECTS[name]) if home.startswith("kitchen counter/")}
    assert homes == {"kitchen counter/top"}


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.name) for k in OBJECTS.values()])
def test_paraphrases_give_neither_name_nor_colour_away(kind: ObjectKind) -> None:
    assert len(kind.paraphrases) >= 2
    for text in kind.paraphrases:
        words = set(re.findall(r"[a-z]+", text.lower()))
        assert kind.name.lower() not in text.lower()
        assert kind.name.lower() not in words
        assert not words & COLOURS, text
        assert not text.endswith((".", "?"))
    assert kind.affordances
    for state in kind.states:
        assert len(set(state.values)) == len(state.values) >= 2


def test_a_paraphrase_means_one_kind_only() -> None:
    texts = Counter(text for kind in OBJECTS.values() for text in kind.paraphrases)
    assert max(texts.values()) == 1


@pytest.mark.parametrize("kind", [pytest.param(k, id=k.name) for k in OBJECTS.values()
                                  if len(k.colours) > 1])  # fmt: skip
def test_colours_can_be_told_apart(kind: ObjectKind) -> None:
    looks = []
    for colour in kind.colours:
        parts = kind.model(colour).parts
        looks.append([paint(part.material).reshape(-1, 3).mean(axis=0) for part in parts])
    for index, one in enumerate(looks):
        for other in looks[:index]:
            apart = [np.abs(a - b).max() for a, b in zip(one, other, strict=False)]
            assert max(apart) > 40.0, kind.colours
