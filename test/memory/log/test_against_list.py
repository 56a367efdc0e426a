"""Whatever is asked of it, the log replies as a loop over all rows would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereseen.memory.log import sqlite_backend
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import Near, Query, Where, Within
from whereseen.memory.log.records import LoggedObservation

T = 1_790_000_000_000_000_000
STAMPS = st.integers(T - 2, T + 2) | st.sampled_from([-(2**62), T + 10**15])
METRES = st.sampled_from([0.0, 1.0, float(np.nextafter(1, 2)), -2.5, 30.1])
POINTS = st.tuples(METRES, st.sampled_from([0.0, 1.0, 30.1]), st.sampled_from([0.0, 1.0]))
LABELS = st.sampled_from(["mug", "red mug", "lamp", ""])
PLACES = st.sampled_from([None, "home/a", "home/b", "shed"])
KINDS = st.sampled_from(["detection", "told"])
FRAMES = st.sampled_from(["map", "map", "map", "odom"])
COLOURS = st.sampled_from([{}, {"colour": "red"}, {"colour": "red", "on": "1"}])
VECTORS = st.sampled_from([(1, 0), (1, 1), (0, 2), (-3, 1), (np.nan, np.nan)])


def some(values: Any) -> Any:
    return st.lists(values, max_size=2, unique=True).map(tuple)


OBSERVATIONS = st.builds(
    LoggedObservation,
    stamp_ns=STAMPS,
    kind=KINDS,
    label=LABELS,
    text=LABELS,
    position_m=POINTS | POINTS | st.none(),
    frame_id=FRAMES,
    score=st.sampled_from([0.1, 0.5]),
    entity_id=st.none() | st.integers(1, 2),
    place=PLACES,
    attributes=COLOURS,
)
CONDITIONS = {
    "kinds": some(KINDS),
    "labels": some(LABELS),
    "entity_ids": some(st.integers(1, 3)),
    "place": st.sampled_from(["home/*", "*", "h*b"]),
    "attributes": COLOURS,
    "words": st.sampled_from(["mug", "mug red"]),
    "near": st.builds(Near, POINTS, st.sampled_from([0.0, 1.0, 3.5, 1e9])),
    "within": st.tuples(POINTS, POINTS).map(lambda two: Within(*map(tuple, np.sort(two, axis=0)))),
    "during_ns": st.tuples(STAMPS, STAMPS).map(lambda two: (min(two), max(two))),
    "as_of_ns": STAMPS,
    "frame_id": FRAMES,
}


@st.composite
def wheres(draw: st.DrawFn) -> Where:
    """One or two conditions: of many, nothing is left."""
    names = draw(st.lists(st.sampled_from(list(CONDITIONS)), max_size=2, unique=True))
    return Where(**{name: draw(CONDITIONS[name]) for name in names})


WHERES = wheres()
QUERIES = st.builds(
    Query,
    where=WHERES,
    vector=st.none() | st.sampled_from([(1.0, 0.0), (2.0, 1.0)]),
    space=st.just("clip"),
    limit=st.sampled_from([2, 100]),
    min_score=st.sampled_from([None, None, 0.2, 0.9]),
)
BATCHES = st.lists(st.tuples(OBSERVATIONS, VECTORS), min_size=1, max_size=8)
STEPS = st.lists(
    st.tuples(st.just("append"), BATCHES)
    | st.tuples(st.just("erase"), WHERES)
    | st.tuples(st.just("warm"), st.none()),
    min_size=1,
    max_size=4,
)


def do(log: ObservationLog, action: str, what: Any) -> None:
    if action == "append" and what:
        observations, vectors = zip(*what, strict=True)
        log.append(observations, {"clip": np.array(vectors)})
    elif action == "erase" and not what.is_everything:
        log.erase(what)


@pytest.mark.parametrize("few", [0, 2, 4096])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, first=BATCHES, queries=st.lists(QUERIES, min_size=3, max_size=8))
def test_it_replies_as_a_loop_would(
    list_backend: Any, monkeypatch: Any, few: int, steps: Any, first: Any, queries: Any
) -> None:
    monkeypatch.setattr(sqlite_backend, "FEW", few)
    plain = ObservationLog(list_backend())
    with ObservationLog.create(None) as log:
        for action, what in [("append", first), *steps]:
            do(plain, action, what)
            do(log, action, what)
            if action == "warm":
                log.warm()
            for query in queries:
                require_alike(log, plain, query)


def require_alike(log: ObservationLog, plain: ObservationLog, query: Query) -> None:
    ours, theirs = log.recall(query), plain.recall(query)
    assert (ours.candidates, ours.scored) == (theirs.candidates, theirs.scored)
    if query.vector is None and query.where.words:  # BM25 is of FTS5 alone
        if query.min_score is None:
            every = replace(query, limit=100)
            found = [sorted(hit.id for hit in each.recall(every).hits) for each in (log, plain)]
            assert found[0] == found[1]
        return
    assert [hit.id for hit in ours.hits] == [hit.id for hit in theirs.hits]
    assert [hit.observation for hit in ours.hits] == [hit.observation for hit in theirs.hits]
    assert [hit.age_s for hit in ours.hits] == [hit.age_s for hit in theirs.hits]
    scores = [[hit.score for hit in each.hits] for each in (ours, theirs)]
    np.testing.assert_allclose(scores[0], scores[1], atol=1e-6)
