"""Which questions are about the past, and which are left to likeness."""

from __future__ import annotations

from datetime import timezone
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

from whereseen.memory.asking import recollect
from whereseen.memory.chronicle import Chronicle, Condition, Stay, Turn
from whereseen.memory.chronicle.deeds import Deed
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Actor, Role, Verb
from whereseen.memory.objects.entity import Kind

MINUTE = 60_000_000_000
NINE = 1_767_258_000 * 10**9  # 2026-01-01, 9:00 UTC
SOFA, BED, SHELF = (1.0, 1.0, 0.5), (6.0, 1.0, 0.6), (1.0, 4.0, 1.2)


def at(minute: int) -> int:
    return NINE + minute * MINUTE


def stay(thing: int, label: str, place: Any, start: int, end: int | None = None) -> Stay:
    where = {SOFA: ("living room", "on", "sofa"), BED: ("bedroom", "on", "bed")}
    room, relation, support = where.get(place, ("living room", "on", "shelf"))
    return Stay(
        thing, label, place, at(start), None if end is None else at(end),
        at(40) if end is None else at(end - 15), 1.0, room, relation, support,
        ended_after_ns=None if end is None else at(end - 15),
    )  # fmt: skip


MUG = [stay(1, "red mug", SOFA, 0, 20), stay(1, "red mug", BED, 20)]
BOOK, VASE = stay(2, "blue book", SHELF, 0), stay(3, "white vase", SHELF, 1, 40)
ANN = stay(9, "woman", (1.5, 1.0, 0.9), 8, 30)
TURNS = [
    Turn(Kind.MOVED, 1, "red mug", at(5), at(20), MUG[0], MUG[1]),
    Turn(Kind.VANISHED, 3, "white vase", at(25), at(40), VASE),
    Turn(Kind.APPEARED, 2, "blue book", 0, at(0), None, BOOK),
]
CARRIED = Deed(Verb.MOVED, at(10), at(11), Actor(Role.PERSON, "Ann"), 1, "red mug", *MUG)


def ask(question: str, **more: Any) -> Any:
    people = more.pop("people", False)
    chronicle = Chronicle(
        [*MUG, BOOK, VASE, *([ANN] if people else [])], TURNS,
        conditions=[Condition(1, "red mug", "red", at(0), about="colour")],
        rooms=("living room", "bedroom"), now_ns=at(41),
        looks=lambda thing_id: (at(0), at(5), at(22), at(25)), **more,
    )  # fmt: skip
    memory: Any = SimpleNamespace(objects=SimpleNamespace(now_ns=at(41)))
    with mock.patch("whereseen.memory.asking.chronicle_of", lambda *_, **__: chronicle):
        return recollect(memory, question, timezone.utc)


@pytest.mark.parametrize(
    "question",
    [
        *("where is the mug?", "my keys", "something to sit on", "a red mug on the sofa"),
        *("something to carry water in", "what can I use to boil water?", "a frobnicator"),
        *("where is the frobnicator?", "where did the red mug go?", "the thing that holds water"),
    ],
)
def test_left_to_likeness(question: str) -> None:
    assert ask(question) is None


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what is missing?", ("white vase",)),
        ("which things are gone?", ("white vase",)),
        ("what disappeared?", ("white vase",)),
        ("what is no longer there?", ("white vase",)),
        ("what is not on the shelf any more?", ("white vase",)),
        ("what was moved?", ("red mug", "white vase")),
        ("list everything that was moved", ("red mug", "white vase")),
        ("what was moved first?", ("red mug",)),
        ("which things have not moved since yesterday?", ("blue book",)),
        ("what has not been moved?", ("blue book",)),
        ("what has not been seen since 9:30?", ("white vase",)),
        ("what is on the bed?", ("red mug",)),
        ("what is in the bedroom?", ("red mug",)),
        ("which rooms has the mug been in?", ("living room", "bedroom")),
    ],
)
def test_names(question: str, names: tuple[str, ...]) -> None:
    said = ask(question)
    assert said.found
    assert said.names == names


@pytest.mark.parametrize(
    "question",
    [
        *("what is the history of the red mug?", "tell me about the red mug"),
        *("tell me everything about the mug", "what do you know about the mug?"),
        *("show me the mug's history", "what happened to the red mug?"),
    ],
)
def test_all_that_is_known(question: str) -> None:
    said = ask(question)
    assert said.stays == tuple(MUG)
    assert said.text.splitlines()[-1] == "red mug: red, from 09:00 on"


def test_what_became_of_what_is_gone() -> None:
    assert "gone from the shelf in the living room" in ask("what happened to the vase?").text


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        ("was the mug ever on the sofa?", True),
        ("was the vase ever in the bedroom?", False),
        ("is the mug still on the sofa?", False),
        ("is anything missing?", True),
        ("did anything change since 9:30?", True),
        ("has the book been moved?", False),
    ],
)
def test_whether(question: str, is_so: bool) -> None:
    assert ask(question).is_so is is_so


@pytest.mark.parametrize(
    ("question", "minute"),
    [
        ("when did you last see the vase?", 25),
        ("when did you last see the vase before 9:10?", 5),
        ("when did you last see the mug before it was moved?", 5),
        ("when did you last see the book?", 40),
        ("when did you first see the book after 9:10?", 22),
    ],
)
def test_when_it_was_seen_not_when_it_was_missed(question: str, minute: int) -> None:
    assert ask(question).at_ns == at(minute)


def test_nobody_was_seen() -> None:
    said = ask("who took the vase?")
    assert not said.found
    assert "I did not see who did it" in said.text


def test_who_was_near_is_said_but_is_no_answer() -> None:
    said = ask("who moved the red mug?", people=True)
    assert not said.found
    assert "near there I saw woman" in said.text
    assert ask("who was in the living room?", people=True).names == ("woman",)
    assert ask("who was in the living room?").text == "I saw nobody there."


def test_who_did_it_where_that_is_known() -> None:
    said = ask("who moved the red mug?", deeds=[CARRIED])
    assert (said.found, said.names) == (True, ("Ann",))


def test_how_long_is_told_as_well_as_it_is_known() -> None:
    said = ask("how long was the mug on the sofa?")
    assert said.duration_s == pytest.approx(12.5 * 60)  # between 5 and 20 minutes
    assert said.text.splitlines()[0] == "about 12 min 30 s (5 min to 20 min)"


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("why did the mug move?", "asks nothing that a memory could answer"),
        ("what will happen tomorrow?", "about the future"),
        ("how are you?", "asks nothing"),
        ("who is Ann?", "not understood"),
        ("what is on the piano?", "no such place is known.*bedroom"),
        ("what is not in the kitchen any more?", "no such place is known.*got kitchen"),
        ("what was moved first, the vase or the mug?", "not understood.*or"),
        ("where was the frobnicator yesterday?", "not understood.*frobnicator"),
    ],
)
def test_what_is_not_understood_is_said(question: str, why: str) -> None:
    with pytest.raises(InvalidQuery, match=why):
        ask(question)
