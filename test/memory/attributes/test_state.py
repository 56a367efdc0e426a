"""States of things, while."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.attributes.state import StateHistory

S = 1_000_000_000
OPEN, CLOSED = ("open", "yes"), ("open", "no")


def reported(*values: tuple[str, str], start_s: int = 1, thing: int = 1) -> StateHistory:
    history = StateHistory()
    for at, value in enumerate(values):
        history.report(thing, value, (start_s + at) * S)
    return history


def test_a_door_is_opened() -> None:
    history = reported(CLOSED, CLOSED, CLOSED, OPEN, OPEN, OPEN)
    (change,) = history.changes()
    assert (change.before.value, change.after.value) == ("no", "yes")
    assert (change.earliest_ns, change.latest_ns) == (3 * S, 4 * S)
    assert change.after.known_from_ns > change.after.valid_from_ns
    assert history.value_of(1, "open") == "yes"
    assert [state.value for state in history.as_of(1, 2 * S)] == ["no"]
    assert [state.value for state in history.as_of(1, 6 * S)] == ["yes"]


def test_what_was_known_then() -> None:
    history = reported(CLOSED, CLOSED, CLOSED, OPEN, OPEN, OPEN)
    (change,) = history.changes()
    known_ns = change.after.known_from_ns
    (now_known,) = history.as_of(1, 4 * S)
    (then_known,) = history.as_of(1, 4 * S, known_ns=known_ns - 1)
    assert (now_known.value, then_known.value) == ("yes", "no")
    assert history.as_of(1, 4 * S, known_ns=0) == ()


def test_one_report_that_differs_is_an_error() -> None:
    history = reported(CLOSED, CLOSED, OPEN, CLOSED, CLOSED, OPEN, CLOSED)
    assert history.changes() == ()
    assert history.value_of(1, "open") == "no"


def test_one_report_is_no_knowledge() -> None:
    assert reported(OPEN).of(1) == ()


def test_what_is_not_newer_says_nothing() -> None:
    history = reported(CLOSED, CLOSED, start_s=5)
    for _ in range(5):
        assert history.report(1, OPEN, 6 * S) is None
    assert history.value_of(1, "open") == "no"


def test_things_and_keys_are_apart() -> None:
    history = reported(CLOSED, CLOSED)
    for second in (1, 2):
        history.report(1, ("clean", "no"), second * S)
        history.report(2, OPEN, second * S)
    assert [(state.key, state.value) for state in history.of(1)] == [
        ("clean", "no"),
        ("open", "no"),
    ]
    history.forget([1])
    assert history.of(1) == ()
    assert history.value_of(2, "open") == "yes"


def test_an_open_door_is_soon_anybodys_guess() -> None:
    (state,) = reported(OPEN, OPEN).of(1)
    fresh, later = state.probability_at(2 * S), state.probability_at(3 * 3600 * S)
    assert fresh == state.probability
    assert later == pytest.approx(0.5, abs=0.01)


def test_kept_and_taken_back() -> None:
    history = reported(CLOSED, CLOSED, OPEN, OPEN, OPEN, OPEN)
    other = StateHistory()
    other.restore(tuple(history))
    assert tuple(other) == tuple(history)
    for second in (10, 11, 12, 13):
        other.report(1, CLOSED, second * S)
    assert [change.after.value for change in other.changes()] == ["yes", "no"]


@given(st.lists(st.sampled_from([OPEN, CLOSED]), max_size=40))
def test_intervals_follow_each_other(values: list[tuple[str, str]]) -> None:
    history = reported(*values)
    states = history.history_of(1)
    for before, after in pairwise(states):
        assert before.valid_to_ns == after.valid_from_ns
        assert before.value != after.value
        assert before.seen_ns < after.valid_from_ns or before.valid_to_ns is not None
    assert sum(state.valid_to_ns is None for state in states) == min(len(states), 1)
    assert len(history.changes()) == max(len(states) - 1, 0)
    for state in states:
        assert 0.5 <= state.probability <= 1.0


def test_the_oldest_go_first() -> None:
    history = StateHistory(most=2)
    second = 0
    for value in (OPEN, CLOSED) * 4:
        for _ in range(5):
            second += 1
            history.report(1, value, second * S)
    assert len(history.history_of(1)) == 3
