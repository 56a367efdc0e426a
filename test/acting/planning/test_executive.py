"""A robot that does tasks in closed loop, in a home that may be otherwise than memory says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from whereseen.acting.instructions.task import Goal, Reference, Subtask, Task
from whereseen.acting.planning.config import PlanningConfig
from whereseen.acting.planning.report import Ending
from whereseen.acting.planning.thoughts import ThoughtKind
from whereseen.acting.references.config import Ambiguity, ReferenceConfig
from whereseen.acting.references.resolver import ReferenceResolver
from whereseen.acting.skills.call import (
    Close,
    Explore,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.outcome import FailureKind

RED, BLUE, APPLE, BANANA, KNIFE, BREAD, PLATE, MILK, LAMP = 1, 2, 3, 4, 5, 6, 7, 9, 10
COUNTER, FRIDGE, SINK, TABLE, SHELF, DESK, MICROWAVE, CUPBOARD = (
    101, 102, 103, 104, 105, 106, 108, 109,
)  # fmt: skip
Home = Callable[..., Any]


def test_a_thing_is_put_where_it_shall_be(at_home: Home) -> None:
    home = at_home()
    report = home.run("put the red mug in the sink")
    assert report.is_success and report.reason == ""
    assert home.robot.calls == [GoTo(RED), Pick(RED), GoTo(SINK), Place(SINK, Relation.IN)]
    resolved, to = report.resolved
    assert (resolved.text, resolved.found_id, resolved.is_first_right) == ("the red mug", RED, True)
    assert (to.found_id, to.is_destination) == (SINK, True)


def test_a_sink_with_closed_doors_below_is_not_opened(at_home: Home) -> None:
    shut = replace(at_home().world.thing(SINK), states=("closed",))
    home = at_home(things=(shut,))
    assert home.run("put the red mug in the sink").is_success
    assert home.robot.calls == [GoTo(RED), Pick(RED), GoTo(SINK), Place(SINK, Relation.IN)]
    home = at_home(things=(shut,), lidded=frozenset({SINK}))
    assert home.run("put the red mug in the sink").is_success
    assert home.robot.calls.count(Open(SINK)) == 1


@pytest.mark.parametrize("lies_on", [SINK, COUNTER])
def test_what_fell_is_looked_for_and_put_again(at_home: Home, lies_on: int) -> None:
    home = at_home(spills={SINK: lies_on})
    report = home.run("put the red mug in the sink")
    assert report.is_success and home.robot.places[RED] == SINK
    first = home.robot.calls.index(Place(SINK, Relation.IN))
    after = home.robot.calls[first + 1 :]
    assert any(isinstance(call, GoTo | LookAt | Explore) for call in after)
    assert (Place(SINK, Relation.IN) in after) == (lies_on != SINK)


@pytest.mark.parametrize("unseen", [1, 2])
def test_what_was_put_and_is_not_seen_is_looked_for_there_first(at_home: Home, unseen: int) -> None:
    """A mug in a basin is hidden by its rim: it is there, and not in the bedroom."""
    home = at_home(spills={SINK: SINK}, likely={"mug": [(DESK, 0.9), (SHELF, 0.1)]})
    real, left = home.robot._see_around, [unseen]

    def see(piece: int) -> None:
        hidden = piece == SINK and home.robot.places.get(RED) == SINK and left[0]
        left[0] -= bool(hidden)
        if not hidden:
            real(piece)

    home.robot._see_around = see
    report = home.run("put the red mug in the sink")
    assert report.is_success and home.robot.places[RED] == SINK
    looks = [each.places for each in home.robot.calls if isinstance(each, Explore)]
    assert looks == [(SINK,), ("kitchen",)][:unseen]
    assert home.robot.calls.count(Pick(RED)) == 1


def test_what_fell_and_is_nowhere_is_not_said_to_be_done(at_home: Home) -> None:
    home = at_home(spills={SINK: 0})
    report = home.run("put the red mug in the sink")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.NOT_FOUND)
    assert "I put it down at the sink and have not seen it since" in report.reason
    looks = [each.places for each in home.robot.calls if isinstance(each, Explore)]
    assert looks == [(SINK,), ("kitchen",), ()]  # near where it was put first


def test_what_memory_takes_for_another_in_the_hand_is_not_taken_out_again(at_home: Home) -> None:
    home = at_home(renames={RED: 201}, mistaken={201: COUNTER})
    assert home.run("put the red mug in the sink").is_success
    assert home.robot.calls == [GoTo(RED), Pick(RED), GoTo(SINK), Place(SINK, Relation.IN)]
    assert home.world.thing(RED).id == 201


def test_what_is_seen_elsewhere_after_it_was_put_is_not_called_done(at_home: Home) -> None:
    home = at_home(mistaken={RED: TABLE}, away_m=3.0)
    report = home.run("put the red mug in the sink")
    assert home.robot.calls.count(Pick(RED)) > 1
    assert report.is_success and home.robot.real_place(home.world.thing(RED)) == SINK


def test_what_is_opened_is_closed_again(at_home: Home) -> None:
    home = at_home()
    assert home.run("bring me the milk").is_success
    assert home.robot.calls[1:] == [Open(FRIDGE), LookAt(MILK), Pick(MILK), Close(FRIDGE),
                                    GoTo((0.0, 0.0, 0.0))]  # fmt: skip
    home = at_home()
    assert home.run("put the apple in the fridge").is_success
    assert home.robot.calls[-3:] == [Open(FRIDGE), Place(FRIDGE, Relation.IN), Close(FRIDGE)]
    home = at_home()
    assert home.run("open the fridge").is_success
    assert home.robot.is_open == {FRIDGE}


@pytest.mark.parametrize(
    ("instruction", "last"),
    [
        ("slice the bread", Slice(BREAD)),
        ("wash the plate", Wash(SINK)),
        ("warm the milk", Heat(MICROWAVE)),
        ("turn on the desk lamp", Toggle(LAMP, True)),
        ("go to the bathroom", GoTo("bathroom")),
    ],
)
def test_other_skills(at_home: Home, instruction: str, last: object) -> None:
    home = at_home()
    assert home.run(instruction).is_success
    assert home.robot.calls[-1] == last


def test_what_it_means_is_remembered_from_one_subtask_to_the_next(at_home: Home) -> None:
    home = at_home()
    report = home.run("wash the plate and put it in the kitchen cabinet")
    assert report.is_success
    assert home.robot.places[PLATE] == CUPBOARD
    assert home.robot.calls.count(Pick(PLATE)) == 1


def test_what_is_not_there_is_noted_and_looked_for_where_it_may_be(at_home: Home) -> None:
    likely = {"mug": [(SHELF, 0.5), (FRIDGE, 0.3), (DESK, 0.2)]}
    home = at_home(likely=likely, places={RED: FRIDGE})
    report = home.run("put the red mug in the sink")
    assert report.is_success and home.robot.places[RED] == SINK
    assert [each[0] for each in home.world.absences] == [RED]
    assert Open(FRIDGE) in home.robot.calls and home.robot.is_open == set()
    kinds = [thought.kind for thought in home.thoughts]
    assert ThoughtKind.MISSED in kinds and ThoughtKind.LOOKS in kinds
    assert kinds.index(ThoughtKind.MISSED) < kinds.index(ThoughtKind.LOOKS)


def test_what_is_seen_elsewhere_on_the_way_is_gone_to_there(at_home: Home) -> None:
    home = at_home()
    away = replace(home.world.thing(RED), support_id=DESK, position_m=(9.0, 9.0, 0.85))

    def moved(call: Any) -> None:
        if call == GoTo(RED) and home.robot.places.get(RED) != DESK:
            home.world.see(away, home.robot.now_ns)
            home.robot.places[RED] = DESK

    home.robot.chance = moved
    assert home.run("put the red mug in the sink").is_success
    assert home.robot.calls[:3] == [GoTo(RED), GoTo(RED), Pick(RED)]
    assert home.world.absences == []


def test_a_way_outweighs_a_little_probability(at_home: Home) -> None:
    likely = {"mug": [(DESK, 0.3), (SINK, 0.25)]}
    near = at_home(likely=likely, places={RED: SINK})
    near.run("find the red mug")
    far = at_home(
        likely=likely,
        places={RED: SINK},
        options={"config": PlanningConfig(travel_weight_per_m=0.0)},
    )
    far.run("find the red mug")

    def first(home: Any) -> object:
        return next(call.places for call in home.robot.calls if isinstance(call, Explore))

    assert (first(near), first(far)) == ((SINK,), (DESK,))


def test_the_next_hypothesis_is_taken_before_anything_is_searched(at_home: Home) -> None:
    home = at_home(places={RED: 0})
    report = home.run("bring me a mug")
    assert report.is_success and home.robot.held == BLUE
    assert not any(isinstance(call, Explore) for call in home.robot.calls)
    assert report.resolved[0].found_id == BLUE


def test_a_thing_that_nobody_knows_is_found(at_home: Home) -> None:
    whisk = replace(at_home().world.thing(KNIFE), id=50, label="whisk", affordances=())
    home = at_home(hidden={50: (whisk, DESK)}, likely={"whisk": [(COUNTER, 0.6), (DESK, 0.4)]})
    assert home.run("bring me the whisk").is_success
    assert home.robot.held == 50


def test_of_a_thing_that_is_missing_the_new_one_of_its_name_is_taken(at_home: Home) -> None:
    """A tracker may give what was carried away another identity where it is found again."""
    again = replace(at_home().world.thing(RED), id=51)
    home = at_home(places={RED: 0}, hidden={51: (again, SHELF)}, likely={"mug": [(SHELF, 1.0)]})
    task = Task("it", (Subtask("1", Goal.TAKE, Reference("the red mug", thing_id=RED)),))
    assert home.executive.run(task).is_success
    assert home.robot.held == 51


def test_what_is_nowhere_is_given_up_within_the_budget_of_looks(at_home: Home) -> None:
    home = at_home(places={RED: 0}, options={"config": PlanningConfig(looks_per_thing=4)})
    report = home.run("put the red mug in the sink")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.NOT_FOUND)
    assert home.robot.looks_given <= 4
    assert "red mug" in report.reason


@pytest.mark.parametrize(
    ("instruction", "why"),
    [
        ("put the apple in the garage", "garage"),
        ("put the fridge in the sink", "cannot be carried"),
        ("put the apple on the keys", "keys"),
        ("turn on the apple", "cannot be switched"),
        ("slice the keys", "cannot be sliced"),
        ("put the apple on the desk and put the banana in the garage", "garage"),
    ],
)
def test_what_is_impossible_is_refused_before_anything_moves(
    at_home: Home, instruction: str, why: str
) -> None:
    home = at_home()
    report = home.run(instruction)
    assert report.ending is Ending.REFUSED and why in report.reason
    assert home.robot.calls == []
    assert [each.ending for each in report.subtasks].count(Ending.REFUSED) == 1


def test_a_robot_without_hands_refuses_to_carry(at_home: Home) -> None:
    home = at_home(skills=frozenset({GoTo, LookAt, Explore}))
    report = home.run("bring me the apple")
    assert (report.ending, report.reason) == (Ending.REFUSED, "this robot cannot pick")
    assert home.run("find the apple").is_success


def test_what_is_ambiguous_is_asked_or_picked(at_home: Home) -> None:
    home = at_home()
    asking = ReferenceResolver(home.world, ReferenceConfig(ambiguity=Ambiguity.ASK))
    home.executive._setting = replace(home.executive._setting, resolver=asking)
    report = home.run("bring me the mug")
    assert (report.ending, report.failure_kind) == (Ending.REFUSED, FailureKind.AMBIGUOUS)
    assert "?" in report.reason and home.robot.calls == []
    picking = at_home()
    assert picking.run("bring me the mug").is_success
    said = [each.text for each in picking.thoughts if each.kind is ThoughtKind.BELIEVES]
    assert "picked of 2 that fit because it is the nearest" in said[0]


def test_what_is_missing_of_several_is_looked_for_after_the_rest_is_done(at_home: Home) -> None:
    home = at_home()
    report = home.run("put three mugs in the sink")
    done = [each.ending for each in report.subtasks]
    assert done[:2] == [Ending.DONE, Ending.DONE] and done[2] is Ending.FAILED
    assert "mug" in report.reason
    assert any("1 of which I do not know yet" in each.text for each in home.thoughts)


def test_what_is_thought_to_be_there_is_looked_at_before_it_counts(at_home: Home) -> None:
    home = at_home()
    home.world.pass_to(home.world.now_ns + 3600 * 10**9)
    report = home.run("put every mug on the dining table")
    assert report.is_success
    assert len(report.subtasks) == 2


def test_a_locked_fridge_ends_the_task_and_the_thing_stays_in_hand(at_home: Home) -> None:
    home = at_home(locked=frozenset({FRIDGE}))
    report = home.run("put the apple in the fridge")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.IS_CLOSED)
    assert home.robot.calls.count(Open(FRIDGE)) <= 2


def test_what_is_in_something_locked_is_not_had(at_home: Home) -> None:
    home = at_home(locked=frozenset({FRIDGE}))
    report = home.run("bring me the milk")
    assert report.failure_kind is FailureKind.IS_CLOSED


def test_where_one_desk_is_full_another_one_will_do(at_home: Home) -> None:
    other = replace(at_home().world.thing(DESK), id=150, room="living room")
    home = at_home(things=[other], full=frozenset({DESK, 150} - {150}))
    assert home.run("put the apple on a desk").is_success
    assert home.robot.places[APPLE] == 150


def test_what_failed_is_tried_again_when_the_rest_is_done(at_home: Home) -> None:
    home = at_home(scripted={Place: [FailureKind.NO_ROOM]})
    report = home.run("put the apple on the desk and the banana on the bookcase")
    assert report.is_success
    assert home.robot.places[APPLE] == DESK and home.robot.places[BANANA] == SHELF
    (revision,) = report.revisions
    assert revision.removed == ("1",) and "again" in revision.reason
    assert [each.ending for each in report.subtasks] == [Ending.FAILED, Ending.DONE, Ending.DONE]


def test_what_depends_on_a_failure_is_not_begun(at_home: Home) -> None:
    home = at_home(places={PLATE: 0})
    report = home.run("wash the plate and put it in the kitchen cabinet")
    assert [each.ending for each in report.subtasks] == [Ending.FAILED, Ending.NOT_BEGUN]


def test_what_fails_again_and_again_is_stopped(at_home: Home) -> None:
    home = at_home(chance=lambda call: FailureKind.NO_GRASP if isinstance(call, Pick) else None)
    report = home.run("bring me the apple")
    assert report.failure_kind is FailureKind.NO_GRASP
    assert home.robot.calls.count(Pick(APPLE)) == PlanningConfig().most_repeats


def test_a_slip_is_no_reason_to_give_up(at_home: Home) -> None:
    slips = {Pick: [FailureKind.NO_GRASP], GoTo: [FailureKind.BLOCKED],
             Place: [FailureKind.OUT_OF_REACH]}  # fmt: skip
    home = at_home(scripted=slips)
    assert home.run("put the red mug in the sink").is_success
    assert home.robot.calls.count(GoTo(SINK)) == 2


def test_what_is_dropped_is_taken_up_again(at_home: Home) -> None:
    home = at_home()
    real = home.robot._go

    def go(target: Any) -> None:
        real(target)
        if target == SINK and home.robot.held is not None and not dropped:
            dropped.append(home.robot.held)
            home.robot.places[home.robot.held] = TABLE
            home.robot.held = None
            home.world.see(replace(home.world.thing(RED), is_held=False, support_id=TABLE,
                                   relation="on"), home.robot.now_ns)  # fmt: skip

    dropped: list[int] = []
    home.robot._go = go
    assert home.run("put the red mug in the sink").is_success
    assert dropped == [RED] and home.robot.places[RED] == SINK


def test_a_full_hand_is_emptied_first(at_home: Home) -> None:
    home = at_home()
    assert home.run("take the apple").is_success
    assert home.run("take the banana").is_success
    assert home.robot.held == BANANA and home.robot.places[APPLE] in (COUNTER, TABLE)


def test_what_memory_says_is_so_already_is_looked_at(at_home: Home) -> None:
    home = at_home()
    assert home.run("put the plate in the sink").is_success
    assert not any(isinstance(call, Pick | Place) for call in home.robot.calls)
    assert home.robot.calls == [GoTo(PLATE)]
    moved = at_home(places={PLATE: TABLE}, likely={"plate": [(TABLE, 1.0)]})
    assert moved.run("put the plate in the sink").is_success
    assert moved.robot.places[PLATE] == SINK


def test_it_stops_when_somebody_says_so(at_home: Home) -> None:
    home = at_home()
    real = home.robot._go

    def go(target: Any) -> None:
        real(target)
        home.executive.cancel()

    home.robot._go = go
    report = home.run("put the red mug in the sink")
    assert report.ending is Ending.CANCELLED
    assert home.robot.calls == [GoTo(RED)]
    assert report.subtasks[0].ending is Ending.CANCELLED


def test_time_is_over_at_some_time(at_home: Home) -> None:
    home = at_home(options={"config": PlanningConfig(task_timeout_s=11.0)})
    report = home.run("put the red mug in the sink")
    assert (report.ending, report.failure_kind) == (Ending.FAILED, FailureKind.TIMED_OUT)
    assert len(home.robot.calls) == 3


def test_the_hand_alone_is_meant_where_no_thing_is_named(at_home: Home) -> None:
    home = at_home()
    task = Task(
        "two steps",
        (
            Subtask("1", Goal.TAKE, Reference("the apple")),
            Subtask("2", Goal.PUT, None, Reference("the sink"), Relation.IN, ("1",)),
        ),
    )
    assert home.executive.run(task).is_success
    assert home.robot.places[APPLE] == SINK


def test_all_of_a_kind_are_put_away_one_by_one(at_home: Home) -> None:
    home = at_home()
    report = home.run("put all mugs in the sink and open the fridge")
    assert report.is_success
    assert home.robot.places == {RED: SINK, BLUE: SINK}
    assert report.revisions[0].removed == ("1",) and len(report.revisions[0].added) == 2
    again = home.run("put all mugs in the sink")
    assert again.is_success and again.outcomes == ()


def test_several_things_are_what_they_means(at_home: Home) -> None:
    home = at_home()
    assert home.run("take the two mugs to the sink, then put them on the desk").is_success
    assert home.robot.places == {RED: DESK, BLUE: DESK}


def test_a_room_is_tidied(at_home: Home) -> None:
    likely = {"apple": [(FRIDGE, 0.9), (COUNTER, 0.1)], "bread": [(CUPBOARD, 1.0)]}
    home = at_home(likely=likely)
    assert home.run("tidy up the kitchen").is_success
    assert home.robot.places == {APPLE: FRIDGE, BREAD: CUPBOARD}
    assert home.robot.is_open == set()
