from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.chronicle.logged import event_of
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.consolidation.telling import summaries_of
from whereseen.memory.errors import InvalidConfig, InvalidQuery
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.log.config import ArchiveConfig
from whereseen.memory.log.memory_log import Entry
from whereseen.memory.log.records import LoggedObservation

TODAY, NEXT = "2024-10-04", "2024-10-05"


def told(memory: Any, level: str, scope: str, day: str = TODAY) -> str:
    return str(memory.upkeep.summaries[level, scope, day].text)


def stats(memory: Any, level: str, scope: str, day: str = TODAY) -> dict[str, Any]:
    return dict(json.loads(memory.upkeep.summaries[level, scope, day].stats))


@pytest.fixture
def memory(home: Any, clock: Any, spot: Any) -> Any:
    home.thing("bowl", (spot("table", 0.5), clock(9.0), clock(15.0)))
    found = home.memory()
    consolidate(found)
    return found


def test_a_thing_that_was_moved(memory: Any) -> None:
    assert told(memory, "thing", "thing 3") == (
        "The red mug was on the kitchen table in the kitchen most of the day (6 h 10 min), "
        "and was moved to the desk in the study at 14:05, where it is now."
    )
    about = stats(memory, "thing", "thing 3")
    assert (about["moves"], about["is_there"], about["label"]) == (1, True, "red mug")
    assert [(each["support"], each["seconds"]) for each in about["places"]] == [
        ("kitchen table", 22_200),
        ("desk", 6_900),
    ]


def test_a_thing_that_went(memory: Any) -> None:
    assert told(memory, "thing", "thing 4") == (
        "The bowl was first seen at 09:00, on the kitchen table in the kitchen, and gone by 15:00."
    )
    assert stats(memory, "thing", "thing 4")["is_there"] is False


def test_furniture(memory: Any) -> None:
    assert told(memory, "receptacle", "on the kitchen table in the kitchen") == (
        "On the kitchen table in the kitchen were the red mug until 14:05 (6 h 10 min) and the "
        "bowl until 15:00 (6 h). At the end nothing is left."
    )
    assert told(memory, "receptacle", "on the desk in the study") == (
        "On the desk in the study was the red mug from 14:05 on (1 h 55 min)."
    )


def test_rooms(memory: Any) -> None:
    assert told(memory, "room", "kitchen") == (
        "In the kitchen were the bowl, the kitchen table and the red mug. Out went the red mug "
        "(14:05) and the bowl (15:00). I was there once, for 6 h."
    )
    assert told(memory, "room", "study") == (
        "In the study were the desk and the red mug. In came the red mug (14:05). I was there "
        "once, for 1 h."
    )
    assert stats(memory, "room", "study")["visited_s"] == 3600


def test_the_day(memory: Any) -> None:
    assert told(memory, "day", TODAY) == (
        "Friday, 4 October 2024, from 07:55 to 16:00: 4 things known, 4 of them for the first "
        "time. I was in the kitchen for 6 h and in the study for 1 h. Moved: the red mug from the "
        "kitchen table in the kitchen to the desk in the study at 14:05. Gone: the bowl on the "
        "kitchen table in the kitchen between 14:00 and 15:00."
    )
    row = memory.upkeep.summaries["day", TODAY, TODAY]
    assert row.thing_ids == (1, 2, 3, 4)
    assert row.known_ns == row.t1_ns == memory.objects.now_ns


def test_what_was_moved_again_and_again(home: Any, clock: Any, spot: Any) -> None:
    places = [spot("desk" if n % 2 else "table", 0.3) for n in range(7)]
    ends = [*range(10, 16), None]
    stays = [
        (place, clock(9 + n), None if end is None else clock(end))
        for n, (place, end) in enumerate(zip(places, ends, strict=True))
    ]
    home.thing("keys", *stays)
    memory = home.memory()
    consolidate(memory)
    assert told(memory, "thing", "thing 4") == (
        "The keys were moved 6 times. They were longest on the kitchen table in the kitchen (4 h) "
        "and on the desk in the study (3 h); from 15:00 on they were on the kitchen table in the "
        "kitchen, where they are now."
    )


def test_who_carried_it(home: Any, clock: Any, spot: Any) -> None:
    moved_ns = clock(14 + 5 / 60)
    before = Stay(3, "red mug", spot("table"), clock(8.0), moved_ns, moved_ns)
    after = Stay(3, "red mug", spot("desk"), moved_ns, None, moved_ns)
    anna = Deed(Verb.MOVED, moved_ns - 10**9, moved_ns, Actor(Role.PERSON, "Anna"), 3, "red mug",
                before, after)  # fmt: skip
    seen = LoggedObservation(stamp_ns=moved_ns, kind="seen", label="red mug", entity_id=3)
    home.entries.append(Entry(seen, None, (event_of(anna),)))
    memory = home.memory()
    consolidate(memory)
    assert "was carried by Anna to the desk in the study at 14:05" in told(
        memory, "thing", "thing 3"
    )


def test_days_are_those_of_the_zone(home: Any) -> None:
    memory = home.memory()
    east = timezone(timedelta(hours=12))
    consolidate(memory, zone=east)
    days = {row.day for row in memory.upkeep.rows().summaries}
    assert days == {TODAY, NEXT}
    assert "at 02:05" in told(memory, "thing", "thing 3", NEXT)
    home.config = replace(home.config, archive=ArchiveConfig(zone="Pacific/Auckland"))
    named = home.memory()
    consolidate(named)
    assert "at 03:05" in told(named, "thing", "thing 3", NEXT)
    home.config = replace(home.config, archive=ArchiveConfig(zone="Mars/Olympus"))
    with pytest.raises(InvalidConfig, match="zone"):
        consolidate(home.memory())


def test_only_what_changed_is_made_again(home: Any, clock: Any, spot: Any) -> None:
    home.now_ns = clock(9.0, day=1)
    memory = home.memory()
    first = consolidate(memory)
    before = dict(memory.upkeep.summaries)
    home.now_ns = clock(10.0, day=1)
    home.thing("vase", (spot("desk", 0.5), clock(9.5, day=1), None))
    home.fill(memory)
    again = consolidate(memory)
    after = memory.upkeep.summaries
    assert 0 < again.summaries < first.summaries
    assert {key for key, row in before.items() if after[key] is not row} == {
        key for key in before if key[2] == NEXT
    }


def test_long_ago_only_rooms_and_days_are_told_of(home: Any, clock: Any) -> None:
    home.config = replace(home.config, archive=ArchiveConfig(summary_days=2))
    home.now_ns = clock(16.0, day=4)
    memory = home.memory()
    consolidate(memory)
    kept = {(row.level, row.day) for row in memory.upkeep.rows().summaries}
    days = ["2024-10-04", "2024-10-05", "2024-10-06", "2024-10-07", "2024-10-08"]
    assert {day for level, day in kept if level in ("room", "day")} == set(days)
    assert {day for level, day in kept if level in ("thing", "receptacle")} == set(days[-2:])


def test_a_model_may_phrase_what_changed(home: Any) -> None:
    memory = home.memory()
    consolidate(memory)
    plain = told(memory, "thing", "thing 3")
    asked = []

    def phrased(text: str, about: str) -> str:
        asked.append(json.loads(about))
        return f"Well,\n {text}"

    assert consolidate(memory, phraser=phrased).summaries == len(asked) > 0
    assert told(memory, "thing", "thing 3") == f"Well, {plain}"
    assert consolidate(memory, phraser=phrased).summaries == 0
    assert consolidate(memory).summaries == 0
    assert told(memory, "thing", "thing 3") == f"Well, {plain}"


@pytest.mark.parametrize("answer", ["", "  \n", "x" * 5000])
def test_a_model_that_says_nothing_of_use_changes_nothing(home: Any, answer: str) -> None:
    memory = home.memory()
    consolidate(memory)
    rows = memory.upkeep.rows()
    assert consolidate(memory, phraser=lambda text, about: answer).summaries == 0
    assert memory.upkeep.rows() == rows


def test_summaries_by_what_is_asked_for(memory: Any) -> None:
    def keys(what: str) -> list[tuple[str, str]]:
        return [(row.level, row.scope) for row in summaries_of(memory, what, timezone.utc)]

    assert keys("the red mug") == keys("mug") == keys("3") == [("thing", "thing 3")]
    assert keys("kitchen") == [("room", "kitchen")]
    assert keys("kitchen table") == [
        ("receptacle", "on the kitchen table in the kitchen"),
        ("thing", "thing 1"),
    ]
    assert keys("") == keys("today") == keys(TODAY)
    assert keys("")[:3] == [("day", TODAY), ("room", "kitchen"), ("room", "study")]
    for nothing in ("unicorn", "yesterday", "2024-13-01", "2023-01-01"):
        with pytest.raises(InvalidQuery):
            keys(nothing)
