"""What is so in a symbolic home, and what people do to it."""

from __future__ import annotations

import json

import numpy as np

from whereseen.acting.skills.facts import Predicate
from whereseen.sim.symbolic.goals import Condition, holds
from whereseen.sim.symbolic.people import Interference
from whereseen.sim.tasks.setting import Circumstances, Household


def test_a_world_told_as_json_is_the_same_world(household: Household) -> None:
    one, other = household.world([]), household.world([])
    name = next(iter(one.contents.things))
    one.contents.hold(name, np.eye(4))
    one.hot.add(name)
    one.set_open("fridge", True)
    one.wait(5.0)
    other.restore(json.loads(json.dumps(one.to_json())))
    assert other.held == name and other.is_open("fridge") and other.now_ns == one.now_ns
    assert [other.seen(each) for each in other.contents.things] == [
        one.seen(each) for each in one.contents.things
    ]


def test_closed_furniture_hides_what_is_in_it(household: Household) -> None:
    world = household.world([])
    name = next(iter(world.contents.things))
    assert not world.put(name, "fridge", ("in",), np.random.default_rng(0))
    world.set_open("fridge", True)
    assert world.put(name, "fridge", ("in",), np.random.default_rng(0))
    stand = world.grounds.stand_of["fridge"]
    assert name in {each.name for each in world.look(stand).seen}
    world.set_open("fridge", False)
    assert name not in {each.name for each in world.look(stand).seen}
    assert holds(world, Condition(Predicate.IN, name, "fridge"))
    assert not holds(world, Condition(Predicate.ON, name, "fridge"))


def test_people_move_each_thing_with_the_probability_given(household: Household) -> None:
    shares = []
    for share in (0.0, 0.2):
        world = household.world([])
        people = household.people(world, Circumstances("", Interference(move=share)), 0)
        for _ in range(20):
            people.act()
        shares.append(len(people.moved) / (20 * len(world.contents.things)))
    assert shares[0] == 0.0
    assert 0.08 < shares[1] <= 0.2  # some stay on the furniture where they were


def test_two_of_a_kind_change_places(household: Household) -> None:
    world = household.world([])
    people = household.people(world, Circumstances("", Interference(swap=1.0)), 0)
    before = {name: thing.item.spot for name, thing in world.contents.things.items()}
    people.act()
    one, other = (moved.name for moved in people.moved)
    things = world.contents.things
    assert things[one].item.kind == things[other].item.kind
    assert (things[one].item.spot, things[other].item.spot) == (before[other], before[one])
