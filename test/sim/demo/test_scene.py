from __future__ import annotations

import itertools

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.demo.living_room import living_room
from whereseen.sim.demo.placed import PlacedScene
from whereseen.sim.demo.scene import Spot, jittered

SEEDS = (0, 1, 2, 3, 4, 5)
THINGS = [thing.name for thing in living_room().things]


def test_the_room_is_five_by_four_metres_or_so_and_well_filled() -> None:
    scene = living_room()
    assert 4.5 <= scene.size_m[0] <= 6.0
    assert 3.5 <= scene.size_m[1] <= 4.6
    names = [item.name for item in (*scene.furniture, *scene.things)]
    assert len(set(names)) == len(names)
    assert len(scene.things) >= 12


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_stands_exactly_on_its_support(name: str) -> None:
    room = PlacedScene(living_room())
    thing = room.scene.thing_named(name)
    support = room.scene.furniture_named(thing.spot.on)
    surface = support.at_m[2] + support.surfaces_m[thing.spot.surface]
    assert room.box_of(name)[0][2] == pytest.approx(surface, abs=0.002)


@pytest.mark.parametrize("seed", SEEDS)
def test_things_lie_within_their_support_and_apart(seed: int) -> None:
    room = PlacedScene(living_room(), seed=seed)
    for thing in room.scene.things:
        low, high = room.box_of(thing.spot.on)
        middle = room.position_of(thing.name)
        assert middle is not None
        assert (low[:2] < middle[:2]).all(), thing.name
        assert (middle[:2] < high[:2]).all(), thing.name
    boxes = {name: room.box_of(name) for name in THINGS}
    for one, other in itertools.combinations(THINGS, 2):
        gap = np.maximum(boxes[one][0] - boxes[other][1], boxes[other][0] - boxes[one][1])
        assert gap.max() > 0.0, (one, other)


@pytest.mark.parametrize("seed", SEEDS)
def test_furniture_does_not_stand_in_furniture(seed: int) -> None:
    room = PlacedScene(living_room(), seed=seed)
    large = ("sofa", "fridge", "kitchen counter", "bookcase", "plant", "desk", "dining table",
             "armchair", "coffee table", "football", "waste bin", "backpack")  # fmt: skip
    for one, other in itertools.combinations(large, 2):
        (a_low, a_high), (b_low, b_high) = room.box_of(one), room.box_of(other)
        assert np.maximum(a_low - b_high, b_low - a_high).max() > -0.02, (one, other)


def test_everything_is_inside_the_walls() -> None:
    room = PlacedScene(living_room())
    half = np.array(room.scene.size_m[:2]) / 2.0
    hung = ("floor", "window", "door", "picture")
    for name in room.names():
        low, high = room.box_of(name)
        if name not in hung and not name.endswith("wall"):
            assert (low[:2] > -half - 1e-6).all(), name
            assert (high[:2] < half + 1e-6).all(), name


def test_a_seed_gives_the_same_room_again() -> None:
    assert jittered(living_room(), seed=7) == jittered(living_room(), seed=7)
    assert jittered(living_room(), seed=7) != jittered(living_room(), seed=8)
    assert jittered(living_room(), seed=0) == living_room()


def test_positions_are_middles_of_boxes_and_follow_a_move() -> None:
    room = PlacedScene(living_room())
    size = np.subtract(*room.box_of("red mug")[::-1])
    room.move("red mug", (1.0, 2.0, 3.0))
    assert room.position_of("red mug") == pytest.approx((1.0, 2.0, 3.0))
    low, high = room.box_of("red mug")
    assert (low + high) / 2.0 == pytest.approx((1.0, 2.0, 3.0))
    assert high - low == pytest.approx(size)


def test_a_thing_put_on_a_spot_stands_on_it() -> None:
    room = PlacedScene(living_room())
    room.move("teddy bear", room.middle_on("teddy bear", Spot("desk", (0.1, 0.0))))
    assert room.box_of("teddy bear")[0][2] == pytest.approx(0.74, abs=0.002)
    desk_low, desk_high = room.box_of("desk")
    assert (desk_low[:2] < room.box_of("teddy bear")[0][:2]).all()
    assert (room.box_of("teddy bear")[1][:2] < desk_high[:2]).all()


def test_what_was_taken_away_has_no_position() -> None:
    room = PlacedScene(living_room())
    room.remove("teddy bear")
    assert room.position_of("teddy bear") is None
    assert "teddy bear" not in room.names()
    assert "teddy bear" in room.labels()
    with pytest.raises(InvalidConfig, match="no such thing"):
        room.remove("teddy bear")
    with pytest.raises(InvalidConfig, match="no such thing"):
        room.move("grand piano", (0.0, 0.0, 0.0))


def test_questions_know_their_answers() -> None:
    room = PlacedScene(living_room())
    truth = {query.text: query.positions_m for query in room.true_queries()}
    mug = room.position_of("red mug")
    assert mug is not None
    assert truth["where is the red mug?"] == (pytest.approx(tuple(mug)),)
    assert len(truth["something to read"]) == 4
    assert truth["a piano"] == ()
    room.remove("teddy bear")
    after = {query.text: query.positions_m for query in room.true_queries()}
    assert len(truth["the teddy bear"]) == 1
    assert after["the teddy bear"] == ()


def test_questions_and_moves_name_what_there_is() -> None:
    scene = living_room()
    known = {thing.name for thing in scene.things}
    assert {name for question in scene.questions for name in question.names} <= known
    assert {move.name for move in scene.moves} <= known
    assert sum(move.to is None for move in scene.moves) == 1
    assert sum(move.to is not None for move in scene.moves) == 1


def test_chairs_share_a_label() -> None:
    room = PlacedScene(living_room())
    assert room.label_of("chair 1") == room.label_of("desk chair") == "chair"
    assert room.label_of("red mug") == "red mug"
    with pytest.raises(InvalidConfig, match="no such furniture"):
        room.scene.furniture_named("throne")
    with pytest.raises(InvalidConfig, match="no such thing"):
        room.scene.thing_named("sceptre")
