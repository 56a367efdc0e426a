"""The history of things in a small chronicle."""

from __future__ import annotations

import pytest

from whereseen.memory.chronicle.histories import history_of
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.entity import Kind

HOUR = 3_600_000_000_000


def stay(thing_id: int, label: str, room: str, start: int, end: int | None = None) -> Stay:
    end_ns = None if end is None else end * HOUR
    seen_ns = 12 * HOUR if end_ns is None else end_ns
    return Stay(thing_id, label, (1.0, 2.0, 0.8), start * HOUR, end_ns, seen_ns, room=room)


KITCHEN, STUDY = stay(1, "red mug", "kitchen", 8, 10), stay(1, "red mug", "study", 10)
OTHER = stay(2, "red mug", "bedroom", 9)
LAMP = stay(3, "lamp", "study", 8)
MOVED = Turn(Kind.MOVED, 1, "red mug", 10 * HOUR, 10 * HOUR, KITCHEN, STUDY)
CHRONICLE = Chronicle((KITCHEN, STUDY, OTHER, LAMP), (MOVED,), rooms=("study",), now_ns=12 * HOUR)


def test_of_one_thing_only_its_own() -> None:
    found = history_of(CHRONICLE, thing_id=1)
    assert (found.stays, found.turns) == ((KITCHEN, STUDY), (MOVED,))
    first, second, third = found.text.splitlines()
    assert "was in the kitchen" in first and "until 10:00" in first
    assert "in the study" in second and "moved from" in third


def test_a_name_means_all_things_that_are_called_so() -> None:
    assert history_of(CHRONICLE, label="Red  mug").stays == (KITCHEN, OTHER, STUDY)


def test_a_name_may_be_said_as_in_a_question() -> None:
    assert set(history_of(CHRONICLE, label="a mug").stays) == {KITCHEN, OTHER, STUDY}


@pytest.mark.parametrize(
    ("start", "end", "stays"),
    [(11, None, (OTHER, STUDY)), (None, 9, (KITCHEN,)), (9, 10, (KITCHEN, OTHER))],
)
def test_between_times_only_what_held_then(
    start: int | None, end: int | None, stays: tuple[Stay, ...]
) -> None:
    found = history_of(
        CHRONICLE,
        label="red mug",
        start_ns=None if start is None else start * HOUR,
        end_ns=None if end is None else end * HOUR,
    )
    assert found.stays == stays


def test_a_limit_keeps_the_newest() -> None:
    assert history_of(CHRONICLE, label="red mug", limit=1).stays == (STUDY,)


def test_of_what_is_not_known_there_is_nothing() -> None:
    assert history_of(CHRONICLE, thing_id=9).text == ""
    assert history_of(CHRONICLE, label="elephant").stays == ()


def test_nothing_asked_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="Give an identity or a name"):
        history_of(CHRONICLE, label="  ")
