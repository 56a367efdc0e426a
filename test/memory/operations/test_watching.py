"""Watches: which changes fit, and what becomes of those that nobody fetches."""

from __future__ import annotations

from datetime import timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.log.records import LoggedEvent, LoggedObservation
from whereseen.memory.objects.entity import Kind
from whereseen.memory.operations.noticed import Noticed, in_words, noticed_in, row_of
from whereseen.memory.operations.watching import Watch, WatchFor
from whereseen.memory.spatial.selection import Selection

SECOND = 1_000_000_000


def moved(
    label: str = "mug", to_m: tuple[float, float, float] = (1.0, 2.0, 0.8), **fields: Any
) -> Noticed:
    observation = LoggedObservation(
        stamp_ns=9 * SECOND, label=label, entity_id=7, position_m=to_m, score=0.8
    )
    args: dict[str, object] = {"from_m": [0.0, 0.0, 0.5], "to_m": list(to_m)}
    kind = fields.get("kind", "moved")
    event = LoggedEvent(type=kind, t0_ns=fields.get("t0", 5 * SECOND), t1_ns=9 * SECOND, args=args)
    (found,) = noticed_in(observation, [event], lambda at: "kitchen" if at[0] < 0.5 else "hall")
    return found


def told(condition: WatchFor, noticed: Noticed) -> bool:
    watch = Watch(condition)
    watch.tell(noticed, None)
    return bool(watch.poll())


def test_a_change_says_what_happened_where_and_when() -> None:
    found = moved()
    assert (found.kind, found.label, found.entity_id) == ("moved", "mug", 7)
    assert (found.before_m, found.before_room) == ((0.0, 0.0, 0.5), "kitchen")
    assert (found.after_m, found.after_room) == ((1.0, 2.0, 0.8), "hall")
    assert (found.earliest_ns, found.latest_ns) == (5 * SECOND, 9 * SECOND)
    turn = found.turn
    assert turn is not None
    assert (turn.kind, turn.thing_id) == (Kind.MOVED, 7)
    assert turn.after is not None
    assert turn.after.room == "hall"
    assert found.to_json()["after_room"] == "hall"


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        (WatchFor(), True),
        (WatchFor(kinds=("moved", "vanished")), True),
        (WatchFor(kinds=("vanished",)), False),
        (WatchFor(labels=("Mug",)), True),
        (WatchFor(labels=("cup",)), False),
        (WatchFor(entity_ids=(7,)), True),
        (WatchFor(entity_ids=(8,)), False),
        (WatchFor(room="Kitchen"), True),
        (WatchFor(room="hall"), True),
        (WatchFor(room="attic"), False),
        (WatchFor(min_probability=0.8), True),
        (WatchFor(min_probability=0.81), False),
        (WatchFor(within=Selection.between((0.9, 1.9, 0.0), (1.1, 2.1, 1.0))), True),
        (WatchFor(within=Selection.between((-0.1, -0.1, 0.0), (0.1, 0.1, 1.0))), True),
        (WatchFor(within=Selection.between((5.0, 5.0, 0.0), (6.0, 6.0, 1.0))), False),
        (WatchFor(labels=("mug",), room="attic"), False),
    ],
)
def test_all_that_is_given_must_hold(condition: WatchFor, fits: bool) -> None:
    assert told(condition, moved()) is fits


def test_first_sights_and_united_things_are_told_to_those_who_want_them() -> None:
    first = moved(kind="appeared", t0=9 * SECOND)
    assert first.is_first_sight
    assert not told(WatchFor(), first)
    assert told(WatchFor(first_sights=True), first)
    united = moved(kind="united")
    assert not told(WatchFor(), united)
    assert told(WatchFor(kinds=("united",)), united)
    assert united.turn is None


@given(most=st.integers(1, 5), batches=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4))))
def test_nothing_is_dropped_silently(most: int, batches: list[tuple[int, int]]) -> None:
    watch = Watch(WatchFor(most_waiting=most))
    seen, told = list[Noticed](), 0
    for arriving, fetched in batches:
        for _ in range(arriving):
            watch.tell(moved(), None)
            told += 1
        assert len(watch) <= most
        seen += watch.poll(fetched)
    seen += watch.poll()
    assert len(seen) + watch.dropped == told
    assert sum(each.dropped for each in seen) == watch.dropped
    last = 0
    for each in seen:
        assert each.number == last + each.dropped + 1
        last = each.number
    assert last == told


@pytest.mark.parametrize(
    ("fields", "remedy"),
    [
        ({"kinds": ("vanish",)}, "vanished"),
        ({"kinds": ("zzz",)}, "moved"),
        ({"min_probability": 1.5}, "0 to 1"),
        ({"most_waiting": 0}, "one"),
    ],
)
def test_conditions_that_never_hold_are_refused(fields: dict[str, Any], remedy: str) -> None:
    with pytest.raises(InvalidQuery) as error:
        WatchFor(**fields)
    assert remedy in error.value.remedy


def test_states_deeds_and_hearsay_are_told_in_words() -> None:
    row = LoggedObservation(stamp_ns=9 * SECOND, label="fridge", entity_id=4, position_m=(1, 2, 1))
    event = LoggedEvent(
        type="opened", t0_ns=SECOND, t1_ns=9 * SECOND, args={"state": {"open": "yes"}}
    )
    (opened,) = noticed_in(row, [event], lambda _: "kitchen")
    assert told(WatchFor(kinds=("opened",), room="kitchen"), opened)
    assert opened.state == opened.to_json()["state"] == {"open": "yes"}
    words = in_words(opened, timezone.utc)
    assert words.startswith("fridge: opened in the kitchen (1.00, 2.00, 1.00), between 00:00 and")
    stay = {"position_m": [1.0, 2.0, 0.8], "room": "kitchen"}
    args: dict[str, object] = {"thing_id": 7, "label": "mug", "before": stay}
    took = LoggedEvent(type="took", t0_ns=SECOND, t1_ns=SECOND, actor="robot", args=args)
    (deed,) = noticed_in(row_of(took), [took], lambda _: "kitchen")
    assert (deed.label, deed.entity_id, deed.before_room) == ("mug", 7, "kitchen")
    assert deed.turn is None
    hearsay = LoggedObservation(
        stamp_ns=0, kind="told", label="keys", text="told by Anna", position_m=(1.0, 2.0, 0.8)
    )
    (said,) = noticed_in(hearsay, [], lambda _: None)
    assert in_words(said, timezone.utc).startswith("keys: told by Anna to be ")
    assert in_words(moved(), timezone.utc).startswith("mug: moved from ")
    united = moved(kind="united")
    assert "united" in in_words(united, timezone.utc)
