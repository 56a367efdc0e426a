from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.scene.description import FLOOR
from whereseen.sim.scene.fitting import Fitting
from whereseen.sim.scene.home import Home
from whereseen.sim.world.actions import Add, Event, Grasp, Move, Remove, SetJoint, SetState, Swap
from whereseen.sim.world.contents import Contents
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.habits import WORKDAY, Doing, HabitConfig
from whereseen.sim.world.schedule import Schedule, perform

HOUR_NS, DAY_H, WEEK_H = 3_600_000_000_000, 24.0, 168.0
NOTHING = dict.fromkeys(
    (
        "moves_per_hour",
        "swaps_per_hour",
        "removals_per_hour",
        "returns_per_hour",
        "arrivals_per_hour",
        "openings_per_hour",
        "state_changes_per_hour",
    ),
    0.0,
)


def only(**rates: float) -> HabitConfig:
    return HabitConfig(**(NOTHING | rates))  # type: ignore[arg-type]


def actions_of(schedule: Schedule, kind: type) -> list[Event]:
    return [change for change in schedule.changes if isinstance(change.action, kind)]


@pytest.mark.parametrize("seed", range(3))
def test_all_is_possible_when_it_happens(small_home: Home, seed: int) -> None:
    schedule = Schedule.generate(small_home, HabitConfig(), hours=WEEK_H, seed=seed)
    contents, fitting = Contents(small_home, first_instance=1), Fitting(small_home)
    assert {type(each.action) for each in schedule.changes} == {
        Move, Swap, Remove, Add, SetJoint, SetState
    }  # fmt: skip
    for change in schedule.changes:
        if isinstance(change.action, (Move, Swap, Add)):
            before = {name: thing.item for name, thing in contents.things.items()}
            perform(change.action, contents)
            after = {name: thing.item for name, thing in contents.things.items()}
            for item in after.values():
                if item != before.get(item.name):
                    assert fitting.fits(item, after.values())
                    assert contents.is_reachable(contents.things[item.name])
        else:
            perform(change.action, contents)


def test_equal_seeds_give_equal_schedules(small_home: Home) -> None:
    def drawn(seed: int) -> Schedule:
        return Schedule.generate(small_home, HabitConfig(), hours=DAY_H, seed=seed)

    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(6)


def test_nobody_acts_at_night_or_after_the_end(small_home: Home) -> None:
    start_ns, hours = 20 * HOUR_NS, 3 * DAY_H
    schedule = Schedule.generate(small_home, HabitConfig(), hours=hours, seed=1, start_ns=start_ns)
    stamps = [change.stamp_ns for change in schedule.changes]
    assert len(stamps) > 100
    assert all(start_ns < stamp < start_ns + hours * HOUR_NS for stamp in stamps)
    assert {stamp // HOUR_NS % 24 for stamp in stamps} == set(range(6, 23))
    assert all(before < after for before, after in pairwise(stamps))


@pytest.mark.parametrize(
    ("config", "kind", "per_day"),
    [
        (only(moves_per_hour=20.0), Move, 20.0 * sum(WORKDAY)),
        (only(swaps_per_hour=20.0), Swap, 20.0 * sum(WORKDAY)),
        (only(state_changes_per_hour=20.0), SetState, 20.0 * sum(WORKDAY)),
        (only(openings_per_hour=20.0), SetJoint, 20.0 * sum(WORKDAY)),
    ],
)
def test_things_happen_as_often_as_was_asked(
    small_home: Home, config: HabitConfig, kind: type, per_day: float
) -> None:
    schedule = Schedule.generate(small_home, config, hours=4 * DAY_H, seed=3)
    expected = 4 * per_day
    # Three sigma of a Poisson count, and 5 % where people were still busy or found no room.
    least = expected * 0.95 - 3 * expected**0.5
    assert least < len(actions_of(schedule, kind)) < expected + 3 * expected**0.5


def test_what_has_no_rate_does_not_happen(small_home: Home) -> None:
    assert Schedule.generate(small_home, only(), hours=WEEK_H, seed=0).changes == ()
    moves = Schedule.generate(small_home, only(moves_per_hour=4.0), hours=WEEK_H, seed=0)
    assert {type(each.action) for each in moves.changes} == {Move, SetJoint}


def test_things_are_put_where_they_are_kept_and_stay_where_they_belong(small_home: Home) -> None:
    config = HabitConfig(odd_share=0.0, swaps_per_hour=0.0)
    schedule = Schedule.generate(small_home, config, hours=WEEK_H, seed=4)
    contents = Contents(small_home, first_instance=1)
    kept = {"mug": {"table", "cabinet"}, "book": {"table", "cabinet"}, "bowl": {"cabinet"},
            "vase": {"table"}, "ball": {FLOOR}}  # fmt: skip
    mugs: Counter[str] = Counter()
    for change in schedule.changes:
        perform(change.action, contents)
        for thing in contents.things.values():
            spot = thing.item.spot
            assert (FLOOR if spot.surface == FLOOR else spot.on) in kept[thing.item.kind]
            mugs[spot.on] += thing.item.kind == "mug"
    # Three to one are the weights; at first there is one on each.
    assert 2.0 < mugs["table"] / mugs["cabinet"] < 4.5


def test_now_and_then_things_are_put_anywhere(small_home: Home) -> None:
    config = only(moves_per_hour=4.0)
    schedule = Schedule.generate(small_home, config, hours=WEEK_H, seed=4)
    moves = [each.action for each in actions_of(schedule, Move) if isinstance(each.action, Move)]
    odd = [each for each in moves if "mug" in each.name and each.to.surface == FLOOR]
    assert 0 < len(odd) < 0.1 * len(moves)


def test_what_is_behind_a_door_is_put_there_with_the_door_open(small_home: Home) -> None:
    config = HabitConfig(
        openings_per_hour=0.0, left_open_share=0.0, people=("Ada",), moves_per_hour=8.0
    )
    schedule = Schedule.generate(small_home, config, hours=DAY_H, seed=2)
    inside = [
        index
        for index, change in enumerate(schedule.changes)
        if isinstance(change.action, Move) and change.action.to.surface == "shelf"
    ]
    assert inside
    for index in inside:
        around = schedule.changes[index - 1 : index + 2]
        assert around[0].action == SetJoint("cabinet", "door", 1.0)
        assert around[2].action == SetJoint("cabinet", "door", 0.0)
        assert around[2].stamp_ns - around[0].stamp_ns <= 8e9
        assert {each.actor for each in around} == {"Ada"}


def test_everybody_takes_part(small_home: Home) -> None:
    schedule = Schedule.generate(small_home, HabitConfig(), hours=DAY_H, seed=2)
    counts = Counter(change.actor for change in schedule.changes)
    assert set(counts) == {"Ada", "Ben", "Chen"}
    assert min(counts.values()) > 0.2 * counts.total()


def test_things_go_come_back_and_arrive_within_bounds(small_home: Home) -> None:
    config = only(removals_per_hour=4.0, returns_per_hour=8.0, arrivals_per_hour=4.0)
    schedule = Schedule.generate(small_home, config, hours=WEEK_H, seed=0)
    known = {item.name for item in small_home.scene.objects}
    here, back = set(known), 0
    for change in schedule.changes:
        if isinstance(change.action, Remove):
            here.remove(change.action.name)
        elif isinstance(change.action, Add):
            name = change.action.item.name
            assert name not in here
            back += name in known
            known.add(name)
            here.add(name)
        assert not known & set(small_home.pieces)
    assert back > 50
    assert len(known) > 10  # six at first


def test_new_things_come_only_while_there_is_room_for_more(small_home: Home) -> None:
    config = only(arrivals_per_hour=20.0)
    schedule = Schedule.generate(small_home, config, hours=DAY_H, seed=0)
    assert len(actions_of(schedule, Add)) == 1  # six grow to 1.2 times six
    none = HabitConfig(growth=1.0, removals_per_hour=0.0, arrivals_per_hour=20.0)
    assert not actions_of(Schedule.generate(small_home, none, hours=DAY_H, seed=0), Add)


def test_between_leaves_out_the_first_stamp_and_takes_the_last() -> None:
    schedule = Schedule(tuple(Event(stamp, "Ada", Remove("mug")) for stamp in (1, 2, 2, 3)))
    assert [each.stamp_ns for each in schedule.between(1, 2)] == [2, 2]
    assert schedule.between(3, 9) == ()


def test_schedules_are_in_order_and_hours_are_not_negative(small_home: Home) -> None:
    with pytest.raises(InvalidConfig, match="order"):
        Schedule((Event(2, "Ada", Remove("mug")), Event(1, "Ada", Remove("bowl"))))
    for hours in (-1.0, float("nan"), float("inf")):
        with pytest.raises(InvalidConfig, match="hours"):
            Schedule.generate(small_home, HabitConfig(), hours=hours, seed=0)


def test_people_do_not_do_what_robots_do(small_home: Home) -> None:
    with pytest.raises(ActionFailed, match="only a robot"):
        perform(Grasp("red mug"), Contents(small_home, first_instance=1))


def test_every_doing_has_a_rate() -> None:
    assert set(HabitConfig().rates_per_hour) == set(Doing.__args__)  # type: ignore[attr-defined]
