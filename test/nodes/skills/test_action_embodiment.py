"""A body elsewhere, over real DDS: what it does, how it fails, when it is cancelled or lost."""

import threading

import pytest
from scripted_body import MUG, PUT_DOWN_M, SINK, until
from whereseen_msgs import action
from whereseen_msgs.msg import SkillProgress

from whereseen.acting.skills.call import (
    Close,
    Explore,
    GoTo,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
)
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.memory.language import Verb
from whereseen.nodes.convert.skill import FAILURES
from whereseen.nodes.skills.listening import Listener


def test_a_thing_is_fetched_and_the_memory_is_told(served, driver, home):
    told = []
    went = served.do(GoTo(MUG.id), Order(tell=told.append))
    picked = served.do(Pick(MUG.id), Order())
    assert went.is_success
    assert went.distance_m == pytest.approx(1.5)
    assert told[-1].text == "at it"
    assert told[-1].goal == pytest.approx((1.0, 2.0, 0.5))
    assert picked.is_success
    assert picked.start_ns <= picked.end_ns
    assert served.held == MUG.id

    put = served.do(Place(SINK.id, Relation.IN), Order())
    assert put.is_success
    assert served.held is None
    assert driver.body.calls == [GoTo(MUG.id), Pick(MUG.id), Place(SINK.id, Relation.IN)]
    took, laid = home.deeds
    assert (took.verb, took.thing_id, took.before.support) == (Verb.TOOK, MUG.id, "table")
    assert took.before.position_m == pytest.approx((1.0, 2.0, 0.81))
    assert (laid.verb, laid.thing_id) == (Verb.PUT, MUG.id)
    assert (laid.after.relation, laid.after.support) == ("in", "sink")
    assert laid.after.position_m == pytest.approx(PUT_DOWN_M)


def test_the_driver_learns_the_geometry_from_the_goal(served, driver):
    served.do(Place(SINK.id), Order())
    thing = driver.world.thing(SINK.id)
    assert (thing.label, thing.position_m, thing.is_receptacle) == ("sink", SINK.position_m, True)
    assert thing.size_m == pytest.approx(SINK.size_m)


def test_a_pose_and_a_room_are_gone_to(served, driver):
    assert served.do(GoTo((1.0, -2.0, 0.5)), Order()).is_success
    assert served.do(GoTo("kitchen"), Order()).is_success
    pose, room = driver.body.calls
    assert pose.target == pytest.approx((1.0, -2.0, 0.5))
    assert room == GoTo("kitchen")


def test_failures_keep_their_kind_and_reason(served, driver, home):
    for kind in set(FAILURES.values()) - {FailureKind.CANCELLED}:
        failure = Failure(kind, f"because {kind.value}", SINK.id)
        driver.body.failures[Pick] = failure
        outcome = served.do(Pick(MUG.id), Order())
        assert (outcome.call, outcome.failure) == (Pick(MUG.id), failure)
    assert home.deeds == []
    assert served.held is None


def test_what_had_no_room_is_looked_at_and_tried_once_more(served, driver):
    full = Failure(FailureKind.NO_ROOM, "it is full", SINK.id)
    driver.body.failing_once[Place] = full
    put = served.do(Place(SINK.id, Relation.IN), Order())
    assert put.is_success
    assert driver.body.calls == [Place(SINK.id, Relation.IN), LookAt(SINK.id), put.call]
    assert (put.distance_m, put.looks) == (pytest.approx(3.0), 1)

    driver.body.failures[Place] = full
    assert served.do(Place(SINK.id, Relation.IN), Order()).failure == full
    assert driver.body.calls[3:] == driver.body.calls[:3]


def test_a_skill_is_cancelled_midway(served, driver):
    driver.body.lasting.add(GoTo)
    outcome = served.do(GoTo(SINK.id), Order(is_cancelled=driver.body.begun.is_set))
    assert outcome.failure.kind is FailureKind.CANCELLED
    assert driver.body.ended.is_set()
    assert served.do(LookAt(MUG.id), Order()).is_success


def test_a_skill_that_takes_too_long_is_ended(served, driver):
    driver.body.lasting.add(Open)
    outcome = served.do(Open(SINK.id), Order(timeout_s=-4.9))  # 5 s are spared for the driver
    assert outcome.failure.kind is FailureKind.TIMED_OUT
    assert driver.body.ended.is_set()


def test_what_is_cancelled_beforehand_is_not_begun(served, driver):
    outcome = served.do(Pick(MUG.id), Order(is_cancelled=lambda: True))
    assert outcome.failure.kind is FailureKind.CANCELLED
    assert driver.body.calls == []


def test_an_exploration_ends_well_once_enough_was_seen(served, driver):
    looks = []
    outcome = served.do(Explore("a mug"), Order(tell=lambda p: looks.append(p.looks),
                                               is_enough=lambda: looks[-1] >= 3))  # fmt: skip
    assert outcome.is_success
    assert 3 <= outcome.looks < 100
    assert driver.body.calls == [Explore("a mug")]


def test_an_exploration_in_vain_is_a_failure(served, driver):
    outcome = served.do(Explore("a unicorn", (SINK.id, "kitchen")), Order())
    assert outcome.failure == Failure(FailureKind.NOT_FOUND, "all was seen")
    assert driver.body.calls == [Explore("a unicorn", (SINK.id, "kitchen"))]


def test_a_thing_that_nobody_knows_cannot_be_picked(served, driver):
    outcome = served.do(Pick(404), Order())
    assert outcome.failure.kind is FailureKind.NOT_FOUND
    assert "404" in outcome.failure.reason
    assert driver.body.calls == []


def test_a_skill_that_nobody_serves_is_not_possible(served):
    for call in (Toggle(MUG.id, True), Slice(MUG.id), Close(SINK.id)):  # it can open, not close
        assert type(call) not in served.skills
        outcome = served.do(call, Order())
        assert outcome.failure.kind is FailureKind.NOT_POSSIBLE
        assert "nobody serves" in outcome.failure.reason


def test_without_a_driver_nothing_is_possible(body):
    assert body.skills == frozenset()
    assert body.do(Pick(MUG.id), Order()).failure.kind is FailureKind.NOT_POSSIBLE


def test_one_skill_at_a_time(served, driver, make_body):
    """Another client's goal keeps the robot busy."""
    driver.body.lasting.add(GoTo)
    rival, stop = make_body("rival"), threading.Event()
    until(rival, lambda: GoTo in rival.skills)
    drive = threading.Thread(target=rival.do, args=(GoTo(SINK.id), Order(stop.is_set)))
    drive.start()
    driver.body.begun.wait(20.0)
    until(served, lambda: served.doing == "goto")
    outcome = served.do(Pick(MUG.id), Order())
    stop.set()
    drive.join()
    assert outcome.failure == Failure(FailureKind.BLOCKED, "the robot is busy with goto")
    assert driver.body.calls == [GoTo(SINK.id)]


def test_a_driver_that_ends_cancels_what_it_does(served, driver):
    driver.body.lasting.add(GoTo)
    order = Order(tell=lambda _: leaving.start())
    leaving = threading.Thread(target=driver.servers.leave)
    outcome = served.do(GoTo(SINK.id), order)
    leaving.join()
    assert outcome.failure.kind is FailureKind.CANCELLED


def test_a_driver_that_is_gone_is_noticed(served, driver):
    driver.body.lasting.add(GoTo)
    vanishing = threading.Thread(target=driver.vanish)
    outcome = served.do(GoTo(SINK.id), Order(tell=lambda _: vanishing.start()))
    vanishing.join()
    assert outcome.failure.kind is FailureKind.NOT_POSSIBLE
    assert outcome.failure.reason == "the driver of goto is gone"
    assert served.skills == frozenset()


def test_a_driver_that_began_anew_knows_nothing_of_the_goal(served, driver):
    """Its actions are there all the time, so only its answer tells."""
    driver.body.lasting.add(GoTo)
    outcome = served.do(GoTo(SINK.id), Order(tell=lambda _: driver.forget_goals()))
    assert outcome.failure.kind is FailureKind.NOT_POSSIBLE


def test_where_a_drive_leads_is_told_though_its_driver_does_not_tell():
    told, aim = [], (1.0, 2.0, 0.5)
    listener = Listener(GoTo(SINK.id), Order(tell=told.append), aim)
    listener.hear(action.GoTo.Feedback(progress=SkillProgress(text="driving")))
    assert (told[0].text, told[0].goal) == ("driving", aim)
    Listener(LookAt(MUG.id), Order(tell=told.append)).hear(action.LookAt.Feedback())
    assert told[1].goal is None
