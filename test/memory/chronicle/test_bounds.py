"""Between which looks stays began and ended, and how long they are thought to have lasted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.chronicle.bounds import Bounds, likely_span, shortest_and_longest
from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status

MUG = Entity(1, "mug", Status.PRESENT, 0.9, (0.0, 0.0, 0.0), (0.1, 0.1, 0.1), 1, 99, None)


def belief(start: int, end: int | None) -> Belief:
    at, size = (0.0, 0.0, 0.0), (0.1, 0.1, 0.1)
    return Belief(1, at, size, start, end, 0.9, Cause.SEEN, "camera")


def stay(start: int, end: int | None, came: int | None, left: int | None) -> Stay:
    at = (0.0, 0.0, 0.0)
    return Stay(1, "mug", at, start, end, start, began_after_ns=came, ended_after_ns=left)


def test_changes_tell_when_it_was_last_known_to_be_there() -> None:
    before, after = belief(10, 50), belief(50, None)
    bounds = Bounds.of([Change(Kind.MOVED, 30, 50, MUG, before, after)])
    assert bounds.began_after_ns(1, before) is None
    assert bounds.ended_after_ns(1, before) == 30
    assert bounds.began_after_ns(1, after) == 30
    assert bounds.ended_after_ns(1, after) is None


def test_the_first_sight_and_states_tell_nothing() -> None:
    known = belief(10, None)
    first = Change(Kind.APPEARED, 0, 10, MUG, None, known)
    opened = Change(Kind.OPENED, 20, 30, MUG, known, known, ("open", "yes"))
    bounds = Bounds.of([first, opened])
    assert bounds.began_after_ns(1, known) is bounds.ended_after_ns(1, known) is None


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4).map(sorted), st.booleans())
def test_the_likely_length_is_possible(stamps: list[int], is_exact: bool) -> None:
    came, start, left, end = stamps
    found = stay(start, end, None if is_exact else came, left)
    (_, least_end), (most_start, _) = shortest_and_longest(found)
    likely_start, likely_end = likely_span(found)
    assert likely_end is not None and least_end is not None
    assert least_end - start <= likely_end - likely_start <= end - most_start


@pytest.mark.parametrize(("is_start_exact", "is_end_exact"), [(True, False), (False, True)])
def test_lengths_are_right_in_the_mean(is_start_exact: bool, is_end_exact: bool) -> None:
    """Of things that come and go between looks every 100 s."""
    rng = np.random.default_rng(0)
    off = []
    for start, length in rng.integers(200, 2000, (500, 2)).tolist():
        end = start + length
        seen, missed = (t if exact else -(-t // 100) * 100
                        for t, exact in ((start, is_start_exact), (end, is_end_exact)))  # fmt: skip
        found = stay(
            seen, missed, None if is_start_exact else seen - 100,
            None if is_end_exact else missed - 100,
        )  # fmt: skip
        a, b = likely_span(found)
        assert b is not None
        off.append(b - a - length)
    assert abs(np.mean(off)) < 5.0
