"""Where things were, as of a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.chronicle import Chronicle, Stay, Turn
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.objects.entity import Kind
from whereseen.memory.operations.localizing_past import presence_at

MINUTE = 60 * 10**9
START = 1_767_258_000 * 10**9  # 2026-01-01 09:00 UTC

TABLE, DESK = (0.0, 0.0, 0.8), (4.0, 0.0, 0.8)


def as_of(flat: Any, what: str, minute: float, **options: Any) -> Any:
    return flat.memory.localize(what, as_of_ns=START + round(minute * MINUTE), **options)


def test_a_thing_that_was_carried_was_where_it_was(flat: Any) -> None:
    flat.tell("red mug", (6.0, 3.0, 0.85), minute=20)
    flat.at(30)
    before, after = as_of(flat, "red mug", 5), as_of(flat, "a red mug", 25)
    assert before.found and after.found
    assert before.best.place.position_m == (2.0, 2.0, 0.85)
    assert (before.best.room, after.best.room) == ("kitchen", "office")
    assert after.best.place.position_m == (6.0, 3.0, 0.85)
    assert after.best.entity.id == before.best.entity.id == 3
    assert [stay.room for stay in after.before] == ["kitchen"]
    assert before.before == ()
    assert np.diag(before.best.covariance_m2).min() > 0.0
    assert after.best.age_ns == 5 * MINUTE
    assert flat.memory.localize("red mug").best.room == "office"


def test_what_is_not_known_is_refused_with_a_reason(flat: Any) -> None:
    early = as_of(flat, "red mug", -5)
    assert not early.found
    assert early.best is None
    assert "first known at 09:00, later" in early.reason
    unknown = as_of(flat, "zebra", 5)
    assert not unknown.found
    assert "ever known. Known are: laptop" in unknown.reason
    with pytest.raises(InvalidQuery, match="top"):
        as_of(flat, "red mug", 5, top=0)


def test_only_a_part_of_the_map_is_searched(flat: Any) -> None:
    from whereseen.memory.spatial.selection import Selection

    office = Selection.between((4.7, 0.5, 0.0), (8.5, 4.5, 2.0))
    assert not as_of(flat, "red mug", 5, within=office).found
    assert as_of(flat, "laptop", 5, within=office).found


TIMES = st.tuples(*[st.integers(0, 1000)] * 4).map(sorted).filter(lambda t: len(set(t)) == 4)


@given(TIMES, st.integers(0, 1000), st.integers(0, 1000))
def test_between_two_looks_a_thing_is_more_and_more_likely_to_have_moved(
    times: list[int], one: int, other: int
) -> None:
    start, seen, found, now = (1 + each for each in times)
    before = Stay(1, "mug", TABLE, start, found, seen)
    after = Stay(1, "mug", DESK, found, None, now)
    turn = Turn(Kind.MOVED, 1, "mug", seen, found, before, after)
    known = Chronicle([before, after], [turn], now_ns=now)
    for at_ns in (one, other):
        (here, last_ns), (there, _) = (presence_at(known, stay, at_ns) for stay in (before, after))
        assert 0.0 <= here <= 1.0 and 0.0 <= there <= 1.0
        if start <= at_ns <= now:
            assert here + there == pytest.approx(1.0, abs=1e-6)
            assert last_ns <= at_ns
    early, late = sorted((one, other))
    if start <= early:
        assert presence_at(known, before, early)[0] >= presence_at(known, before, late)[0]


def test_before_a_thing_was_first_seen_nothing_is_known() -> None:
    stay = Stay(1, "mug", TABLE, 100, None, 200)
    assert presence_at(Chronicle([stay], now_ns=300), stay, 99) == (0.0, 100)
    assert presence_at(Chronicle([stay], now_ns=300), stay, 150) == (1.0, 150)
