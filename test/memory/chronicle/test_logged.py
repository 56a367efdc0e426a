"""Deeds through the log."""

from __future__ import annotations

import pytest

from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.chronicle.logged import deeds_of, event_of
from whereseen.memory.chronicle.visits import visits_of
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventQuery
from whereseen.memory.log.records import LoggedEvent

MINUTE = 60_000_000_000
ON_TABLE = Stay(1, "mug", (1.0, 2.0, 0.8), 5, 9, 9, room="kitchen", relation="on", support="table")
DEEDS = (
    Deed(Verb.MOVED, 9, 12, ROBOT, 1, "mug", before=ON_TABLE),
    Deed(Verb.OPENED, 14, 14, Actor(Role.PERSON, "Ada"), label="fridge", room="kitchen"),
    Deed(Verb.VISITED, 20, 30, ROBOT, room="study"),
)


def test_deeds_come_back_from_the_log():
    with ObservationLog.create(None) as log:
        log.append_events([event_of(deed) for deed in DEEDS])
        found = [hit.event for hit in log.events(EventQuery())]
    assert tuple(sorted(deeds_of(found), key=lambda deed: deed.start_ns)) == DEEDS


def test_other_events_tell_nothing():
    assert not list(deeds_of([LoggedEvent(type="asked", t0_ns=1, t1_ns=2)]))


@pytest.mark.parametrize(
    ("stamps", "rooms", "visits"),
    [
        ((0, 1, 2), ("a", "a", "a"), [("a", 0, 2)]),
        ((0, 1, 2, 3), ("a", "", "b", "b"), [("a", 0, 2), ("b", 2, 3)]),
        ((0, 1, 2, 3), ("a", "", "a", "b"), [("a", 0, 3), ("b", 3, 3)]),
        ((0, 1, 200, 201), ("a", "a", "a", "a"), [("a", 0, 1), ("a", 200, 201)]),
        ((), (), []),
    ],
)
def test_visits(stamps, rooms, visits):
    found = visits_of([stamp * MINUTE for stamp in stamps], rooms)
    assert [(v.room, v.start_ns // MINUTE, v.end_ns // MINUTE) for v in found] == visits
