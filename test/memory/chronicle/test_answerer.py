"""Questions to a small chronicle."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from whereseen.memory.chronicle.answerer import ChronicleAnswerer, NotAnswered
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.objects.entity import Kind


def at(hour: int, minute: int = 0, day: int = 20) -> int:
    moment = datetime(2026, 11, day, hour, minute, tzinfo=timezone.utc)
    return int(moment.timestamp()) * 10**9


def stay(thing_id, label, room, support, start_ns, end_ns=None, seen_ns=None):
    return Stay(
        thing_id,
        label,
        (1.0, 2.0, 0.8),
        start_ns,
        end_ns,
        seen_ns or end_ns or at(12),
        room=room,
        relation="on" if support else "",
        support=support,
    )


ON_TABLE = stay(1, "red mug", "kitchen", "dining table", at(9), at(10))
ON_DESK = stay(1, "red mug", "study", "desk", at(10, 5))
BLUE = stay(2, "blue mug", "kitchen", "dining table", at(9))
WINE = stay(3, "wine bottle", "kitchen", "kitchen counter", at(15, day=19), at(11))
STAYS = (ON_TABLE, ON_DESK, BLUE, WINE)
TURNS = (
    Turn(Kind.MOVED, 1, "red mug", at(10), at(10, 5), ON_TABLE, ON_DESK),
    Turn(Kind.VANISHED, 3, "wine bottle", at(10, 30), at(11), WINE, None),
)


@pytest.fixture
def answerer() -> ChronicleAnswerer:
    chronicle = Chronicle(STAYS, TURNS, rooms=("kitchen", "study"), now_ns=at(12))
    return ChronicleAnswerer(chronicle)


@pytest.mark.parametrize(
    ("question", "stays"),
    [
        ("where is the red mug?", [ON_DESK]),
        ("where was the red mug at half past nine?", [ON_TABLE]),
        ("where was the red mug yesterday at nine?", []),
        ("where was the red mug this morning?", [ON_TABLE, ON_DESK]),
        ("where was the wine bottle yesterday evening?", [WINE]),
        ("how many mugs are on the dining table?", [BLUE]),
        ("how many mugs were on the dining table at 9:30?", [ON_TABLE, BLUE]),
        ("is the red mug in the kitchen?", [ON_DESK]),
        ("is the red mug in the study?", [ON_DESK]),
        ("was the red mug in the kitchen at 9:30?", [ON_TABLE]),
    ],
)
def test_stays(answerer: ChronicleAnswerer, question: str, stays: list[Stay]) -> None:
    assert list(answerer.answer(question).stays) == stays


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is the red mug in the kitchen?", "No."),
        ("is the red mug in the study?", "Yes."),
        ("how many mugs are there?", "2"),
        ("when did you last see the wine bottle?", "wine bottle: last seen at 11:00"),
        ("where is the piano?", "I have not seen any piano"),
    ],
)
def test_words(answerer: ChronicleAnswerer, question: str, said: str) -> None:
    assert answerer.answer(question).text.startswith(said)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("what changed since ten?", [Kind.MOVED, Kind.VANISHED]),
        ("what changed since 10:20?", [Kind.VANISHED]),
        ("when was the red mug moved?", [Kind.MOVED]),
    ],
)
def test_what_happened(answerer: ChronicleAnswerer, question: str, kinds: list[Kind]) -> None:
    recollection = answerer.answer(question)
    assert [turn.kind for turn in recollection.turns] == kinds
    assert recollection.found


def test_what_is_gone_is_told_with_its_last_place(answerer: ChronicleAnswerer) -> None:
    recollection = answerer.answer("where is the wine bottle?")
    assert not recollection.found
    assert recollection.stays == (WINE,)
    assert "was on the kitchen counter in the kitchen" in recollection.text


@pytest.mark.parametrize(
    "question", ["where is the mug wibble frobnicate?", "how far is the mug from the desk?"]
)
def test_what_it_cannot_answer_it_says(answerer: ChronicleAnswerer, question: str) -> None:
    with pytest.raises(NotAnswered):
        answerer.answer(question)
