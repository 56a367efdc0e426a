"""Stays made exact by what the robot did, and by what stands in their place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.chronicle.settling import settled_by, without_displaced
from whereseen.memory.language import Verb

TABLE, DESK = (0.0, 0.0, 0.8), (4.0, 0.0, 0.8)
BEFORE = Stay(1, "mug", TABLE, 0, 100, 20)
AFTER = Stay(1, "mug", DESK, 100, None, 200)
DEED = Deed(Verb.MOVED, 30, 40, ROBOT, 0, "mug", BEFORE, AFTER)


def test_what_the_robot_carried_it_need_not_look_for():
    before, after = settled_by([BEFORE, AFTER], [DEED])
    assert (before.end_ns, before.last_seen_ns) == (30, 30)
    assert (after.start_ns, after.end_ns) == (40, None)


def test_what_was_not_seen_since_is_where_the_robot_put_it():
    open_stay = replace(BEFORE, end_ns=None)
    before, after = settled_by([open_stay], [DEED])
    assert before.end_ns == 30
    assert (after.thing_id, after.position_m, after.start_ns, after.end_ns) == (1, DESK, 40, None)


def test_other_things_are_left_alone():
    plate = Stay(2, "plate", TABLE, 0, None, 90)
    assert settled_by([plate], [DEED])[0] == plate


def test_a_thing_in_the_very_place_ends_a_stay():
    old, new = Stay(1, "mug", TABLE, 0, None, 50), Stay(2, "cup", TABLE, 60, None, 90)
    assert without_displaced([old, new]) == (replace(old, end_ns=60), new)


@given(st.floats(0.2, 5.0), st.integers(0, 100))
def test_neighbours_and_what_was_there_before_end_none(apart_m: float, start_ns: int):
    old = Stay(1, "mug", TABLE, 0, None, 50)
    beside = Stay(2, "cup", (apart_m, 0.0, 0.8), start_ns, None, 200)
    earlier = Stay(3, "jar", TABLE, 40, None, 200)
    assert old in without_displaced([old, beside, earlier])


def test_what_was_told_and_never_seen_does_not_end_before_it_begins():
    old, told = Stay(1, "laptop", TABLE, 60, None, 90), Stay(2, "glasses", TABLE, 100, None, 0)
    assert told in without_displaced([old, told])
