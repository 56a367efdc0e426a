"""Recall by any mix of conditions, in rooms too, against a plain loop over all rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.log.memory_log import Entry
from whereseen.memory.log.query import Near, Where
from whereseen.memory.log.records import LoggedObservation

MINUTE = 60 * 10**9
START = 1_767_258_000 * 10**9  # 2026-01-01 09:00 UTC

LABELS = ("red mug", "laptop", "banana")
KINDS = ("detection", "absence", "told")
COLOURS = ("red", "blue", "")


@pytest.fixture
def full(flat: Any) -> Any:
    """Forty rows more, all over the flat."""
    rows = [
        LoggedObservation(
            stamp_ns=START + n * MINUTE,
            kind=KINDS[n % 3],
            label=LABELS[n % 2 + n // 20],
            position_m=(0.6 + 0.2 * n, 0.6 + 0.09 * n, 0.5) if n % 7 else None,
            attributes={"colour": COLOURS[n % 3]} if COLOURS[n % 3] else {},
            entity_id=n % 5 + 1,
        )
        for n in range(40)
    ]
    questions = flat.memory.objects.questions
    flat.memory.log.note(Entry(row, questions.query(row.label).vector) for row in rows)
    return flat


WHERES = st.fixed_dictionaries(
    {},
    optional={
        "kinds": st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True).map(tuple),
        "labels": st.lists(st.sampled_from(LABELS), min_size=1, max_size=2, unique=True).map(tuple),
        "attributes": st.sampled_from([{"colour": "red"}, {"colour": "blue"}]),
        "near": st.builds(
            Near, st.tuples(*[st.floats(0.0, 8.0)] * 3), st.sampled_from([0.5, 2.0, 5.0])
        ),
        "as_of_ns": st.integers(0, 45).map(lambda minute: START + minute * MINUTE),
        "during_ns": st.tuples(st.integers(0, 20), st.integers(20, 45)).map(
            lambda t: (START + t[0] * MINUTE, START + t[1] * MINUTE)
        ),
    },
)


def fits(seen: LoggedObservation, where: Where) -> bool:
    near, during = where.near, where.during_ns
    at = seen.position_m
    return (
        (not where.kinds or seen.kind in where.kinds)
        and (not where.labels or seen.label in where.labels)
        and all(seen.attributes.get(k) == v for k, v in where.attributes.items())
        and (where.as_of_ns is None or seen.stamp_ns <= where.as_of_ns)
        and (during is None or during[0] <= seen.stamp_ns <= during[1])
        and (
            near is None
            or (
                at is not None
                and sum((a - b) ** 2 for a, b in zip(at, near.position_m, strict=True)) ** 0.5
                <= near.radius_m
            )
        )
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    fields=WHERES,
    room=st.sampled_from(["", "kitchen", "the office"]),
    like=st.sampled_from([None, "a cup", "computer"]),
    limit=st.integers(1, 12),
)
def test_any_mix_of_conditions(full: Any, fields: Any, room: str, like: Any, limit: int) -> None:
    memory, where = full.memory, Where(**fields)
    everything = memory.recall(like, limit=10_000).hits
    reply = memory.recall(like, where, room=room, limit=limit)

    def is_inside(seen: LoggedObservation) -> bool:
        found = None if seen.position_m is None else memory.graph.room_of(seen.position_m)
        return not room or (found is not None and found.name == room.removeprefix("the "))

    wanted = [h for h in everything if fits(h.observation, where) and is_inside(h.observation)]
    assert reply.exact
    assert [hit.id for hit in reply.hits] == [hit.id for hit in wanted[:limit]]
    scores = [hit.score for hit in reply.hits]
    assert like is None or scores == sorted(scores, reverse=True)


def test_far_down_the_ranking_nothing_of_a_room_is_missed(
    full: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whereseen.memory.operations.recalling_in_rooms._AT_FIRST", 1)
    found = full.memory.recall(room="office", limit=1000).hits
    assert len(found) == len({hit.id for hit in found}) > 10
    newest = full.memory.recall(room="kitchen", limit=1).hits
    assert [hit.id for hit in newest] == [
        hit.id for hit in full.memory.recall(room="kitchen", limit=99).hits[:1]
    ]


def test_ages_scores_positions_and_ids_are_told(full: Any) -> None:
    query = full.memory.encoder.query_text("red mug")
    by_text, by_vector = full.memory.recall("red mug"), full.memory.recall(query)
    assert by_text == by_vector
    best = by_text.hits[0]
    assert best.observation.label == "red mug"
    assert best.id > 0
    assert best.score > 0.5
    assert full.memory.recall(where=Where(as_of_ns=START + 5 * MINUTE)).hits[0].age_s == 0.0
    assert full.memory.recall("red mug", min_score=2.0).hits == ()


def test_rooms_that_are_not_known_are_refused(full: Any) -> None:
    with pytest.raises(InvalidQuery, match="no such room") as error:
        full.memory.recall(room="kitchn")
    assert error.value.remedy == "Did you mean kitchen?"
