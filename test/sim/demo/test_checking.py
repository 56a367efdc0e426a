"""Answers and changes beside the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.answer import Answer, Place
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status
from whereseen.sim.demo.checking import (
    TOLERANCE_M,
    Checked,
    Happening,
    Noticed,
    Right,
    compare,
    right_answers,
)
from whereseen.sim.demo.story import Question
from whereseen.sim.world.actions import Event, Move, Remove
from whereseen.sim.world.truth import ObjectTruth

HERE, THERE = (1.0, 2.0, 0.5), (4.0, 2.0, 0.75)
metres = st.floats(-5.0, 5.0)
points = st.tuples(metres, metres, metres)


def thing(at_m, *, name="mug", on="table"):
    pose = np.eye(4)
    pose[:3, 3] = at_m
    box_m = (np.subtract(at_m, 0.05), np.add(at_m, 0.05))
    return ObjectTruth(
        1, name, f"red {name}", name, pose, box_m, on, "top", "room", is_reachable=True, states={}
    )


def answer(*places_m, found=True):
    points_map = np.zeros((1, 3), dtype=np.float32)
    places = [Place(at_m, (0.1,) * 3, 0.9, 0.8, 1, 2, None, points_map) for at_m in places_m]
    return Answer(query="a mug", found=found, reason="", places=tuple(places))


def checked(reply, *right_m):
    right = tuple(Right(at_m, "table") for at_m in right_m)
    return Checked(1, 10, Question("a mug", ("mug",)), reply, right)


@given(points, points, points)
def test_the_nearest_right_answer_counts(at_m, one_m, other_m):
    found = checked(answer(at_m), one_m, other_m)
    apart = [float(np.linalg.norm(np.subtract(each, at_m))) for each in (one_m, other_m)]
    assert found.distance_m == pytest.approx(min(apart))
    assert found.is_right == (min(apart) <= TOLERANCE_M)
    assert found.nearest in found.right


def test_a_refusal_is_right_only_where_there_is_nothing():
    refused = answer(found=False)
    assert checked(refused).is_right
    assert not checked(refused, HERE).is_right
    assert not checked(answer(HERE)).is_right
    assert not checked(answer(HERE, found=False), HERE).is_right
    assert checked(refused, HERE).distance_m is None
    assert checked(answer(HERE)).nearest is None


def test_right_answers_are_the_things_that_are_there():
    question = Question("a vessel", ("mug", "bowl"))
    objects = {"mug": thing(HERE), "plate": thing(THERE, name="plate")}
    (right,) = right_answers(question, objects)
    assert right.on == "table"
    assert right.position_m == pytest.approx(HERE)
    assert right_answers(Question("a piano"), objects) == ()


def belief(at_m):
    return Belief(1, at_m, (0.1,) * 3, 0, None, 1.0, Cause.SEEN, "")


def change(before_m, after_m, *, label="red mug", number=1, span_ns=(5, 20)):
    kind = Kind.MOVED if before_m and after_m else Kind.VANISHED if before_m else Kind.APPEARED
    at_m = after_m or before_m
    entity = Entity(number, label, Status.PRESENT, 1.0, at_m, (0.1,) * 3, 1, 2, None)
    before, after = (each and belief(each) for each in (before_m, after_m))
    return Change(kind, *span_ns, entity, before, after)


MOVED = Happening(Event(10, "Ann", Move("mug", None)), thing(HERE), thing(THERE, on="desk"))
TAKEN = Happening(Event(10, "Ann", Remove("mug")), thing(HERE), None)
BROUGHT = Happening(Event(10, "Ann", Remove("mug")), None, thing(THERE, on="desk"))


@pytest.mark.parametrize(
    ("happened", "noticed", "said"),
    [
        (MOVED, change(HERE, THERE), "moved by 3.0 m"),
        (MOVED, change(HERE, None), "gone from there"),
        (TAKEN, change(HERE, None), "gone from there"),
        (BROUGHT, change(None, THERE), "new there"),
        (BROUGHT, change(HERE, THERE), "moved by 3.0 m"),
    ],
)
def test_what_happened_was_noticed(happened, noticed, said):
    (found,) = compare([happened], [noticed], {})
    assert found.is_right
    assert (found.name, found.said) == ("mug", said)


@pytest.mark.parametrize(
    "noticed",
    [
        change(THERE, None),
        change(HERE, None, label="blue mug"),
        change(HERE, None, span_ns=(11, 20)),
        change(HERE, None, span_ns=(5, 9)),
    ],
)
def test_another_place_thing_or_time_is_made_up(noticed):
    missed, made_up = compare([TAKEN], [noticed], {})
    assert (missed.happening, missed.change, missed.said) == (TAKEN, None, "")
    assert (made_up.happening, made_up.change, made_up.name) == (None, noticed, "")
    assert not missed.is_right
    assert not made_up.is_right


def test_of_each_thing_the_last_change_counts():
    gone, moved = change(HERE, None), change(HERE, THERE)
    assert compare([MOVED], [gone, moved], {}) == (Noticed(MOVED, moved),)


def test_a_thing_that_is_first_seen_late_is_not_made_up():
    late = change(None, THERE)
    assert compare([], [late], {"mug": thing(THERE)}) == ()
    assert compare([], [late], {"mug": thing(HERE)}) == (Noticed(None, late),)


def test_what_happened_in_words():
    assert str(MOVED) == "mug: from the table to the desk"
    assert str(TAKEN) == "mug: taken from the table"
    assert str(BROUGHT) == "mug: brought to the desk"
