"""Skills in PyBullet by a robot that is told where things are, as with the goal of an action."""

import math
from dataclasses import replace

import numpy as np
import pytest

from whereseen.acting.manipulation.geometry import Shape
from whereseen.acting.skills.call import (
    Close,
    Explore,
    GoTo,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Toggle,
    Wash,
)
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import FailureKind
from whereseen.sim.scene.description import Spot
from whereseen.sim.world.actions import Move

MUG, TABLE, CABINET, BALL = 1, 2, 3, 4


def test_a_mug_is_carried_from_the_table_to_the_cabinet(make_robot, simulator, order):
    robot = make_robot()
    taken = robot.do(Pick(MUG), order)
    assert taken.failure is None
    assert simulator.world.contents.held == "red mug"
    assert robot.held == MUG
    put = robot.do(Place(CABINET), order)
    assert put.failure is None
    assert robot.held is None
    truth = simulator.world.truth_of("red mug")
    assert (truth.on, truth.surface) == ("cabinet", "top")
    assert put.distance_m > 2.0
    assert put.end_ns > put.start_ns == taken.end_ns


def test_hands_that_are_full_or_empty_are_told(make_robot, order):
    robot = make_robot()
    assert robot.do(Place(TABLE), order).failure.kind is FailureKind.HAND_EMPTY
    robot.do(Pick(MUG), order)
    assert robot.do(Pick(MUG), order).failure.kind is FailureKind.HAND_FULL


def test_a_thing_that_has_gone_leaves_the_fingers_empty(make_robot, simulator, order):
    robot = make_robot()
    simulator.do(Move("red mug", Spot("cabinet", "top", (0.3, 0.0))))
    simulator.do(Move("book", Spot("cabinet", "top", (-0.3, 0.0))))
    failed = robot.do(Pick(MUG), order)
    assert failed.failure.kind is FailureKind.NO_GRASP
    assert simulator.world.contents.held is None


def test_what_is_wider_than_the_hand_is_not_taken(make_robot, order):
    assert make_robot().do(Pick(BALL), order).failure.kind is FailureKind.NO_GRASP


def test_what_slips_each_time_is_not_taken(make_robot, simulator, order):
    failed = make_robot(slip_share=1.0, attempts=2).do(Pick(MUG), order)
    assert failed.failure.kind is FailureKind.NO_GRASP
    assert "slipped" in failed.failure.reason
    assert simulator.world.truth_of("red mug").on == "table"


def test_what_falls_lies_on_the_floor(make_robot, simulator, order):
    robot = make_robot(fall_share=1.0)
    robot.do(Pick(MUG), order)
    robot.do(Place(CABINET), order)
    assert simulator.world.truth_of("red mug").surface == "floor"


def test_unknown_things_are_not_found(make_robot, order):
    robot = make_robot()
    for call in (Pick(77), GoTo(77), LookAt(77), Open(77), GoTo("cellar")):
        assert robot.do(call, order).failure.kind is FailureKind.NOT_FOUND


def test_going_into_a_room_and_to_a_pose(make_robot, simulator, order):
    robot = make_robot()
    assert robot.do(GoTo("kitchen"), order).is_success
    assert simulator.world.drive.at[0] < 3.0
    assert robot.do(GoTo((4.0, 2.0, 1.0)), order).is_success
    assert math.dist(robot.pose, (4.0, 2.0, 1.0)) < 0.1
    assert robot.do(GoTo((30.0, 30.0, 0.0)), order).failure.kind is FailureKind.NO_WAY


def test_furniture_opens_and_closes(make_robot, simulator, order):
    robot = make_robot()
    assert robot.do(Close(CABINET), order).is_success
    assert set(simulator.world.contents.shares["cabinet"].values()) == {0.0}
    assert robot.do(Open(CABINET), order).is_success
    assert simulator.world.contents.shares["cabinet"]["drawer"] == 1.0
    assert robot.do(Open(TABLE), order).failure.kind is FailureKind.NOT_POSSIBLE


def test_who_has_gone_away_comes_near_to_close(make_robot, simulator, order):
    robot = make_robot()
    robot.do(Open(CABINET), order)
    robot.do(GoTo((4.0, 2.0, 1.0)), order)
    assert robot.do(Close(CABINET), order).is_success
    assert set(simulator.world.contents.shares["cabinet"].values()) == {0.0}


def test_what_is_thought_to_be_larger_is_closed_from_nearer(make_robot, simulator, order):
    robot = make_robot()
    robot.do(Open(CABINET), order)
    geometry = robot.parts.beliefs.geometry
    known = geometry.shapes[CABINET]
    geometry.shapes[CABINET] = replace(known, position_m=(1.0, 3.5, 0.455), size_m=(0.8, 0.9, 0.9))
    robot.do(GoTo("kitchen"), order)
    assert robot.do(Close(CABINET), order).is_success


def test_looks_are_places_and_counted_for_each_call(make_robot):
    robot, told = make_robot(), []
    for _ in range(2):
        done = robot.do(LookAt(TABLE), Order(tell=told.append))
    assert done.looks == 1
    assert [each.looks for each in told] == [0, 0]
    assert robot.do(GoTo(TABLE), Order()).looks == 1


def test_skills_that_it_has_not_are_not_possible(make_robot, order):
    robot = make_robot()
    assert Wash not in robot.skills
    assert robot.do(Wash(CABINET), order).failure.kind is FailureKind.NOT_POSSIBLE
    assert robot.do(Toggle(MUG, True), order).failure.kind is FailureKind.NOT_POSSIBLE


def test_an_exploration_ends_when_it_is_enough(make_robot):
    robot, asked = make_robot(), []

    def is_enough():
        asked.append(robot.now_ns)
        return len(asked) > 1

    done = robot.do(Explore("a mug", (CABINET, TABLE)), Order(is_enough=is_enough))
    assert done.is_success
    assert (done.areas, len(asked)) == (2, 2)
    failed = robot.do(Explore("a mug", (CABINET, TABLE)), Order())
    assert failed.failure.kind is FailureKind.NOT_FOUND
    assert failed.areas == 2


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (Order(is_cancelled=lambda: True), FailureKind.CANCELLED),
        (Order(timeout_s=2.0), FailureKind.TIMED_OUT),
    ],
)
def test_a_skill_ends_when_it_is_cancelled_or_takes_too_long(make_robot, simulator, order, kind):
    robot = make_robot()
    assert robot.do(GoTo(CABINET), order).failure.kind is kind
    assert simulator.world.drive.velocity == (0.0, 0.0)


def test_putting_something_into_a_closed_cabinet_has_no_room(make_robot, order):
    robot = make_robot()
    robot.do(Pick(MUG), order)
    outcome = robot.do(Place(CABINET, Relation.IN), order)
    assert outcome.is_success  # nothing is known of its inside: it is put on top


def test_what_is_not_seen_from_one_side_is_looked_at_from_another(make_robot):
    robot, told, looked_from = make_robot(), [], []

    def is_seen(shape, since_ns):
        looked_from.append(robot.pose)
        return len(looked_from) > 1

    robot.parts.beliefs.is_seen = is_seen
    done = robot.do(Pick(MUG), Order(tell=lambda it: told.append(it.text)))
    assert done.is_success
    assert any("another side" in each for each in told)
    assert math.dist(looked_from[0][:2], looked_from[1][:2]) > 0.2
    assert done.looks <= 3  # another side of it is no other place


def test_what_is_seen_from_no_side_is_not_there(make_robot, simulator, order):
    robot, absent = make_robot(), []
    robot.parts.beliefs.is_seen = lambda shape, since_ns: False
    robot.parts.beliefs.note_absence = lambda thing_id, position_m: absent.append(thing_id)
    assert robot.do(Pick(MUG), order).failure.kind is FailureKind.NOT_THERE
    assert absent == [MUG]
    assert simulator.world.contents.held is None


def test_what_was_put_down_and_is_not_to_be_seen_may_have_fallen(make_robot, order):
    robot, absent = make_robot(fall_share=1.0), []
    robot.do(Pick(MUG), order)
    robot.parts.beliefs.is_seen = lambda shape, since_ns: False
    robot.parts.beliefs.note_absence = lambda thing_id, position_m: absent.append(thing_id)
    failed = robot.do(Place(CABINET), order).failure
    assert failed.kind is FailureKind.NOT_THERE
    assert "fallen" in failed.reason
    assert (absent, robot.held) == ([MUG], None)


def test_furniture_that_is_locked_stays_as_it_is(make_robot, simulator, small_scene, order):
    cabinet, table = small_scene.furniture
    locked = replace(cabinet, open={}, locked=True)
    simulator.reset(replace(small_scene, furniture=(locked, table)))
    robot = make_robot(opens=True)
    failed = robot.do(Open(CABINET), order).failure
    assert failed.kind is FailureKind.NOT_POSSIBLE
    assert failed.reason == "the cabinet is locked"
    assert set(simulator.world.contents.shares["cabinet"].values()) == {0.0}
    sought = robot.do(Explore("a bowl", (CABINET,)), order)
    assert sought.failure.kind is FailureKind.NOT_FOUND
    assert sought.areas == 1


def test_where_all_is_full_nothing_is_put(make_robot, simulator, order):
    robot = make_robot()
    geometry = robot.parts.beliefs.geometry
    table = geometry.shapes[TABLE]
    x, y = (np.arange(low, high, 0.1) for low, high in zip((4.4, 0.1), (5.2, 1.3), strict=True))
    cups = [(a, b) for a in x for b in y]
    for number, at in enumerate(cups):
        geometry.shapes[100 + number] = Shape(
            "cup", (*map(float, at), 0.8), (0.08, 0.08, 0.1), table.points_map
        )
    robot.do(Pick(MUG), order)
    failed = robot.do(Place(TABLE), order).failure
    assert failed.kind is FailureKind.NO_ROOM
    assert "no free place so large" in failed.reason
    assert simulator.world.contents.held == "red mug"


def test_from_where_something_fell_nothing_is_put_again(make_robot, simulator, order):
    robot, spots = make_robot(), []
    for is_seen in (False, True):
        robot.do(Pick(MUG), order)
        robot.parts.beliefs.is_seen = lambda shape, since_ns, seen=is_seen: seen
        done = robot.do(Place(CABINET), order)
        assert done.is_success is is_seen
        spots.append(simulator.world.truth_of("red mug").position_m)
        robot.parts.beliefs.is_seen = lambda shape, since_ns: None
        simulator.do(Move("red mug", Spot("table", "top", (0.2, 0.1))))
    assert math.dist(*spots) > 0.12
