from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.world.actions import Action, Add, Event, Move, Remove, SetJoint, SetState, Swap
from whereseen.sim.world.habits import HabitConfig
from whereseen.sim.world.playing import play
from whereseen.sim.world.schedule import Schedule
from whereseen.sim.world.world import World

DAY_NS = 86_400_000_000_000
SECOND_NS = 1_000_000_000


def planned(*actions: Action) -> Schedule:
    """One a second, from 1 s on."""
    changes = (Event(n * SECOND_NS, "Ada", each) for n, each in enumerate(actions, start=1))
    return Schedule(tuple(changes))


@pytest.fixture
def world(small_home: Home) -> World:
    return World(small_home)


def test_all_that_was_drawn_happens_where_no_robot_acts(small_home: Home, world: World) -> None:
    schedule = Schedule.generate(small_home, HabitConfig(), hours=24.0, seed=8)
    world.drive.put(1.3, 1.5, 0.0)  # where nobody puts anything
    assert len(schedule.changes) > 50
    assert play(world, schedule, DAY_NS) == schedule.changes
    assert world.stamp_ns == DAY_NS


def test_what_happened_is_told_with_its_time_and_person(world: World) -> None:
    schedule = planned(Swap("red mug", "blue mug"), Remove("book"))
    assert play(world, schedule, SECOND_NS) == schedule.changes[:1]
    assert world.contents.things["red mug"].item.spot == Spot("cabinet", "top")
    assert world.stamp_ns == SECOND_NS
    assert play(world, schedule, SECOND_NS) == ()
    assert play(world, schedule, 9 * SECOND_NS) == schedule.changes[1:]
    assert tuple(world.events) == schedule.changes


def test_the_robot_drives_on_meanwhile(world: World) -> None:
    world.drive.put(1.0, 0.5, 0.0)
    world.drive.set_velocity(0.2, 0.0)
    play(world, planned(Remove("book"), Remove("bowl")), round(2.5 * SECOND_NS))
    assert world.drive.at == pytest.approx((1.5, 0.5, 0.0))


def test_months_pass_to_the_nanosecond(world: World) -> None:
    until_ns = 200 * DAY_NS + 1
    play(world, planned(), until_ns)
    assert world.stamp_ns == until_ns


def test_time_does_not_go_back(world: World) -> None:
    world.advance(3.0)
    assert play(world, planned(Remove("book")), SECOND_NS) == ()
    assert world.stamp_ns == 3 * SECOND_NS


def test_actions_are_done_by_whoever_shows_them(world: World) -> None:
    seen = []

    def do(action: Action, actor: str) -> Event:
        seen.append((action, actor))
        return world.apply(action, actor)

    play(world, planned(Remove("book")), DAY_NS, do=do)
    assert seen == [(Remove("book"), "Ada")]


@pytest.mark.parametrize(
    "action",
    [
        Move("book", Spot("cabinet", "top", (0.3, 0.0))),
        Swap("book", "book 2"),
        Swap("book 2", "book"),
        Remove("book"),
    ],
)
def test_people_take_nothing_out_of_the_robots_hand(world: World, action: Action) -> None:
    world.contents.hold("book", np.eye(4))
    assert play(world, planned(action, SetJoint("cabinet", "door", 1.0)), DAY_NS) == (
        Event(2 * SECOND_NS, "Ada", SetJoint("cabinet", "door", 1.0)),
    )
    assert world.contents.held == "book"


def test_people_use_the_place_of_what_the_robot_holds(world: World) -> None:
    world.contents.hold("book", np.eye(4))
    there = world.contents.things["book"].item.spot
    assert len(play(world, planned(Move("red mug", there)), DAY_NS)) == 1


def test_people_put_nothing_where_the_robot_stands(world: World) -> None:
    world.drive.put(0.5, 0.8, 0.0)
    under, beside = Spot("kitchen", FLOOR, (-1.1, -1.5)), Spot("kitchen", FLOOR, (-1.1, -1.75))
    happened = play(world, planned(Move("ball", under), Move("ball", beside)), DAY_NS)
    assert [event.stamp_ns for event in happened] == [2 * SECOND_NS]
    assert world.free_floor.holds(0.5, 0.8)


def test_people_put_nothing_where_something_stands(world: World) -> None:
    taken = world.contents.things["book"].item.spot
    cup = ObjectItem("cup", "mug", taken, colour="red")
    assert play(world, planned(Move("red mug", taken), Add(cup)), DAY_NS) == ()


def test_what_is_no_longer_or_already_there_is_left_out(world: World) -> None:
    book = world.contents.things["book"].item
    gone = planned(Remove("red mug"), Remove("red mug"), SetState("red mug", "clean", "no"))
    assert len(play(world, gone, 3 * SECOND_NS)) == 1
    again = Schedule((Event(4 * SECOND_NS, "Ben", Add(book)),))
    assert play(world, again, DAY_NS) == ()
