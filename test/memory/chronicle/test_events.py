"""Questions about what was done, in which order, for how long, before and after what."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from whereseen.memory.chronicle import (
    Chronicle,
    ChronicleAnswerer,
    Condition,
    Deed,
    NotAnswered,
    Stay,
    Turn,
)
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Kind

TABLE_M, COUNTER_M, DESK_M = (1.0, 1.0, 0.8), (3.0, 1.0, 0.9), (8.0, 1.0, 0.8)


def at(hour: int, minute: int = 0, day: int = 20) -> int:
    moment = datetime(2026, 11, day, hour, minute, tzinfo=timezone.utc)
    return int(moment.timestamp()) * 10**9


def stay(thing_id, label, where, start_ns, end_ns=None):
    position_m, room, support = where
    seen_ns = end_ns or at(12)
    return Stay(
        *(thing_id, label, position_m, start_ns, end_ns, seen_ns),
        room=room,
        relation="on",
        support=support,
    )


TABLE = (TABLE_M, "kitchen", "dining table")
COUNTER = (COUNTER_M, "kitchen", "kitchen counter")
DESK = (DESK_M, "study", "desk")

RED = [stay(1, "red mug", TABLE, at(8), at(9)), stay(1, "red mug", DESK, at(9, 2))]
BLUE = [stay(2, "blue mug", COUNTER, at(8), at(10)), stay(2, "blue mug", TABLE, at(10, 8))]
BOOK = [stay(3, "book", DESK, at(8), at(11)), stay(3, "book", COUNTER, at(11, 1))]
KEYS = [stay(4, "keys", DESK, at(8), at(8, 40)), stay(4, "keys", TABLE, at(9, 40))]
STAYS = (*RED, *BLUE, *BOOK, *KEYS)


def moved(stays, start_ns, end_ns):
    before, after = stays
    return Deed(Verb.MOVED, start_ns, end_ns, ROBOT, after.thing_id, after.label, before, after)


def visited(room, start_ns, end_ns):
    return Deed(Verb.VISITED, start_ns, end_ns, ROBOT, room=room)


DEEDS = (
    moved(RED, at(9), at(9, 2)),
    moved(BLUE, at(10), at(10, 8)),
    moved(BOOK, at(11), at(11, 1)),
    Deed(Verb.OPENED, at(10, 30), at(10, 30), ROBOT, label="fridge", room="kitchen"),
    Deed(Verb.CLOSED, at(10, 34), at(10, 34), ROBOT, label="fridge", room="kitchen"),
    visited("kitchen", at(8), at(9)),
    visited("study", at(9), at(9, 30)),
    visited("kitchen", at(9, 30), at(10, 40)),
    visited("hallway", at(10, 40), at(10, 45)),
    visited("study", at(10, 45), at(12)),
)
TURNS = (Turn(Kind.MOVED, 4, "keys", at(8, 40), at(9, 40), *KEYS),)
CONDITIONS = (
    Condition(0, "fridge", "open", at(10, 30), at(10, 34)),
    Condition(0, "fridge", "closed", at(10, 34)),
    Condition(1, "red mug", "dirty", at(9, 30)),
    Condition(2, "blue mug", "clean", at(8)),
)
SITES = (("dining table", TABLE_M), ("kitchen counter", COUNTER_M), ("desk", DESK_M))


@pytest.fixture(scope="module")
def answerer() -> ChronicleAnswerer:
    chronicle = Chronicle(
        STAYS,
        TURNS,
        deeds=DEEDS,
        conditions=CONDITIONS,
        rooms=("kitchen", "study", "hallway", "bathroom"),
        sites=SITES,
        robot_m=(8.0, 2.0, 0.0),
        now_ns=at(12),
    )
    return ChronicleAnswerer(chronicle)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what was the second object that you moved today?", ["blue mug"]),
        ("which object did you move first?", ["red mug"]),
        ("show me the last two objects you moved", ["blue mug", "book"]),
        ("which object did you move right after the red mug?", ["blue mug"]),
        ("which object did you move before the blue mug?", ["red mug"]),
        ("which object did you move after you opened the fridge?", ["book"]),
        ("which object did you move right before you opened the fridge?", ["blue mug"]),
        ("find the objects that you moved", ["red mug", "blue mug", "book"]),
        ("which mugs did you move?", ["red mug", "blue mug"]),
        ("revisit the objects you moved in this order: third, first", ["book", "red mug"]),
        ("revisit the objects you moved in reverse order", ["book", "blue mug", "red mug"]),
        ("what did you put on the desk?", ["red mug"]),
        ("what did you take from the desk?", ["book"]),
        ("which thing did you move at 10:05?", ["blue mug"]),
        ("which object took you longest to move?", ["blue mug"]),
        ("which object was moved most often?", ["book", "red mug", "blue mug", "keys"]),
        ("what was moved this morning?", ["red mug", "keys", "blue mug", "book"]),
        ("which receptacles did you interact with between 10:20 and 10:50?", ["fridge"]),
        ("which receptacle did you open?", ["fridge"]),
        ("which receptacle did you put the red mug on?", ["desk"]),
        ("from which receptacle did you take the book?", ["desk"]),
        ("which rooms did you visit today?", ["kitchen", "study", "hallway"]),
        ("which room did you not visit today?", ["bathroom"]),
        ("which was the 3rd room you visited?", ["kitchen"]),
        ("which room did you visit right after the hallway?", ["study"]),
        ("in which room did you spend the most time?", ["kitchen"]),
        ("which room did you visit least often?", ["hallway"]),
        ("what was on the dining table before you opened the fridge?", ["keys", "blue mug"]),
        ("what is on the dining table?", ["keys", "blue mug"]),
        ("what is no longer on the dining table?", ["red mug"]),
        ("which receptacle is farthest from where you are now?", ["dining table"]),
        ("which mug is nearest to you?", ["red mug"]),
        ("which mugs are dirty?", ["red mug"]),
        ("what state is the fridge in?", ["closed"]),
        ("which room is the blue mug in?", ["kitchen"]),
        ("what did you first see in the study?", ["book"]),
        ("which thing did you see right after the red mug?", ["keys"]),
    ],
)
def test_names(answerer: ChronicleAnswerer, question: str, names: list[str]) -> None:
    found = answerer.answer(question).names
    assert sorted(found) == sorted(names)
    if "order" in question:
        assert list(found) == names


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where was the red mug before you opened the fridge?", RED[1]),
        ("where was the blue mug before you moved it?", BLUE[0]),
        ("where was the book while you were in the hallway?", BOOK[0]),
        ("where was the red mug when you entered the hallway?", RED[1]),
        ("where was the book after you moved it?", BOOK[1]),
        ("where did you put the red mug?", RED[1]),
        ("where did you take the book from?", BOOK[0]),
        ("where was the red mug first?", RED[0]),
    ],
)
def test_places(answerer: ChronicleAnswerer, question: str, expected: Stay) -> None:
    assert answerer.answer(question).stays == (expected,)


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("did you move the red mug?", True),
        ("did you move the keys?", False),
        ("were the keys moved?", True),
        ("did you visit the bathroom?", False),
        ("did you open the fridge after you moved the book?", False),
        ("is the fridge open?", False),
        ("was the fridge open at 10:31?", True),
        ("is the red mug dirty?", True),
        ("is the red mug still on the desk?", True),
        ("is the red mug no longer on the dining table?", True),
    ],
)
def test_whether(answerer: ChronicleAnswerer, question: str, is_so: bool) -> None:
    assert answerer.answer(question).is_so is is_so


@pytest.mark.parametrize(
    ("question", "minutes"),
    [
        ("how long did it take you to move the blue mug?", 8),
        ("how long were you in the study today?", 105),
        ("how long was the red mug on the dining table?", 60),
        ("how long has the red mug been on the desk?", 178),
        ("how long was the fridge open?", 4),
        ("how long ago did you move the book?", 59),
        ("how long was the book on the desk between nine and ten?", 60),
    ],
)
def test_durations(answerer: ChronicleAnswerer, question: str, minutes: float) -> None:
    assert answerer.answer(question).duration_s == pytest.approx(60.0 * minutes)


@pytest.mark.parametrize(
    ("question", "stamp_ns"),
    [
        ("when did you move the blue mug?", at(10, 8)),
        ("when did you open the fridge?", at(10, 30)),
        ("when did you last visit the kitchen?", at(9, 30)),
        ("when did you first visit the kitchen?", at(8)),
        ("when were the keys moved?", at(9, 10)),
        ("when was the red mug last on the dining table?", at(9)),
    ],
)
def test_times(answerer: ChronicleAnswerer, question: str, stamp_ns: int) -> None:
    assert answerer.answer(question).at_ns == stamp_ns


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("how many objects did you move?", 3),
        ("how many times did you visit the kitchen?", 2),
        ("how often was the red mug moved?", 1),
        ("how many rooms did you visit?", 3),
        ("how many mugs were on the dining table at 8:30?", 1),
        ("how far is the red mug from you?", 1.2806),
    ],
)
def test_numbers(answerer: ChronicleAnswerer, question: str, number: float) -> None:
    assert answerer.answer(question).number == pytest.approx(number, abs=1e-3)


@pytest.mark.parametrize(
    "question",
    [
        "who is Ada?",
        "what is behind the desk?",
        "what did Ada put on the desk?",
        "which is the biggest mug?",
        "is the book broken?",
    ],
)
def test_what_it_cannot_answer_it_says(answerer: ChronicleAnswerer, question: str) -> None:
    with pytest.raises(NotAnswered):
        answerer.answer(question)


def test_an_anchor_that_never_was_is_said(answerer: ChronicleAnswerer) -> None:
    found = answerer.answer("where was the red mug before you opened the oven?")
    assert not found.found
    assert "opened oven" in found.text


def test_answers_are_json(answerer: ChronicleAnswerer) -> None:
    said = answerer.answer("which object did you move first?").to_json()
    assert said["names"] == ["red mug"]
    assert said["deeds"][0]["verb"] == "moved"
    assert said["deeds"][0]["actor"]["role"] == "robot"
    assert "is_so" not in said
