"""Changes since a time or the last visit, in a room."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status
from whereseen.memory.operations.changing import in_room, visit_meant

MINUTE = 60 * 10**9
START = 1_767_258_000 * 10**9  # 2026-01-01 09:00 UTC


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the last visit", (True, "")),
        ("since my last visit", (True, "")),
        ("Our latest  visit to the kitchen", (True, "the kitchen")),
        ("last visit of room 2", (True, "room 2")),
        ("yesterday", (False, "")),
        ("the last visitor", (False, "")),
    ],
)
def test_visits_in_words(said: str, meant: tuple[bool, str]) -> None:
    assert visit_meant(said) == meant


def move(number: int, before: Any, after: Any, minute: float) -> Change:
    def belief(at: Any) -> Belief | None:
        return at and Belief(number, at, (0.1,) * 3, START, None, 1.0, Cause.SEEN, "")

    entity = Entity(number, "mug", Status.PRESENT, 1.0, after or before, (0.1,) * 3, 1, 1, None)
    at_ns = START + round(minute * MINUTE)
    return Change(Kind.MOVED, at_ns - MINUTE, at_ns, entity, belief(before), belief(after))


KITCHEN, OFFICE, NOWHERE = (2.0, 2.0, 0.8), (6.0, 3.0, 0.8), (90.0, 90.0, 0.8)


def test_changes_of_a_room_are_those_that_begin_or_end_there(flat: Any) -> None:
    changes = [
        move(1, KITCHEN, OFFICE, 1),
        move(2, OFFICE, NOWHERE, 2),
        move(3, NOWHERE, KITCHEN, 3),
        move(4, None, KITCHEN, 4),
    ]
    graph = flat.memory.graph
    assert [each.entity.id for each in in_room(changes, graph, "kitchen")] == [1, 3, 4]
    assert [each.entity.id for each in in_room(changes, graph, "the Office")] == [1, 2]
    with pytest.raises(InvalidQuery, match="no such room"):
        list(in_room(changes, graph, "attic"))


def test_times_rooms_and_visits_choose(flat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    known = (move(1, KITCHEN, OFFICE, 1), move(2, KITCHEN, NOWHERE, 8), move(3, OFFICE, OFFICE, 9))

    def changed_since(since_ns: int, within: Any = None, limit: int = 100) -> tuple[Change, ...]:
        return tuple(each for each in known if each.latest_ns > since_ns)[-limit:]

    memory = flat.memory
    monkeypatch.setattr(memory.objects, "changed_since", changed_since)
    for minute, x in ((0, 2.0), (2, 6.0), (6, 2.0), (10.5, 2.0)):
        pose = np.eye(4)
        pose[:3, 3] = (x, 2.0, 1.0)
        memory.trajectory.add(START + round(minute * MINUTE), pose)

    def ids(since: Any, **options: Any) -> list[int]:
        return [each.entity.id for each in memory.changed_since(since, **options)]

    assert ids(0) == [1, 2, 3]
    assert ids("9:05") == [2, 3]
    assert ids("2 h", room="kitchen") == [1, 2]
    assert ids("9:00", room="office", limit=1) == [3]
    assert ids("the last visit") == [2, 3]
    assert ids("the last visit to the kitchen") == [2]
    with pytest.raises(InvalidQuery):
        ids("since the flood")
