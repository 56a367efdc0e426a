"""What every backend must do; a new one is added to `MAKERS`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.log.query import EventQuery, Near, Where, Within
from whereseen.memory.log.records import ABSENCE, TOLD, LoggedEvent, LoggedObservation

T = 1_790_000_000_000_000_001
MUG = LoggedObservation(
    stamp_ns=T,
    label="mug",
    text="a red mug by the sink",
    position_m=(1.0, 2.0, 0.9),
    covariance_m2=(0.01, 0.0, 0.0, 0.01, 0.0, 1 / 3),
    score=0.7,
    entity_id=5,
    place="home/kitchen",
    attributes={"colour": "red", "full": "no"},
    image_id=12,
    model_id="yolox",
)
NO_MUG = LoggedObservation(stamp_ns=T + 1, kind=ABSENCE, label="mug", position_m=(1.0, 2.0, 0.0))
SAID = LoggedObservation(stamp_ns=T + 2, kind=TOLD, text="the brolly is in the hall", score=0.2)
LAMP = LoggedObservation(
    stamp_ns=T - 5, label="lamp", position_m=(1.0, 2.0, 0.9), frame_id="odom", place="home/hall"
)
ALL = [MUG, NO_MUG, SAID, LAMP]


def unit(*values: float) -> Any:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


VECTORS = np.stack([unit(1, 0, 0), unit(1, 1, 0), unit(np.nan, 1, 1), unit(-1, 0, 1)])


def test_what_was_written_is_read(backend: Any) -> None:
    ids = backend.append(ALL, {})
    assert list(ids) == [1, 2, 3, 4]
    assert backend.observations(np.array([3, 1, 9])) == {3: SAID, 1: MUG}
    assert backend.newest_ns() == T + 2
    stats = backend.stats()
    assert (stats.observations, stats.events, stats.first_ns, stats.last_ns) == (4, 0, T - 5, T + 2)


def test_an_empty_backend_has_nothing(backend: Any) -> None:
    assert backend.newest_ns() is None
    assert len(backend.candidates(Where()).ids) == 0
    assert len(backend.candidates(Where(labels=("mug",))).ids) == 0
    assert backend.events(EventQuery()) == []
    assert len(backend.holdings("*", "*").ids) == 0
    assert np.isnan(backend.similarities("clip", unit(1, 0, 0), np.array([1]))).all()


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        (Where(), [1, 2, 3, 4]),
        (Where(kinds=("absence", "told")), [2, 3]),
        (Where(labels=("mug",)), [1, 2]),
        (Where(entity_ids=(5, 6)), [1]),
        (Where(place="home/*"), [1, 4]),
        (Where(place="home/h?ll"), [4]),
        (Where(place="Home/*"), []),
        (Where(attributes={"colour": "red"}), [1]),
        (Where(attributes={"colour": "red", "full": "yes"}), []),
        (Where(words="the"), [1, 3]),
        (Where(words="Mug, red!"), [1]),
        (Where(words='mug" OR "brolly'), []),
        (Where(near=Near((1.0, 2.0, 0.4), 0.6)), [1, 2]),
        (Where(near=Near((1.0, 2.0, 0.0), 0.8)), [2]),
        (Where(near=Near((1.0, 2.0, 0.9), 0.0), frame_id="odom"), [4]),
        (Where(within=Within((0.0, 0.0, 0.9), (1.0, 2.0, np.inf))), [1]),
        (Where(within=Within((0, 0, 0), (9, 9, 9)), near=Near((1, 2, 0), 0.1)), [2]),
        (Where(during_ns=(T, T + 1)), [1, 2]),
        (Where(during_ns=(T - 5, T + 2), as_of_ns=T), [1, 4]),
        (Where(as_of_ns=T - 6), []),
        (Where(during_ns=(T + 1, T)), []),
        (Where(labels=("mug",), kinds=("detection",), words="sink"), [1]),
    ],
)
def test_conditions_leave_what_they_say(backend: Any, where: Where, ids: list[int]) -> None:
    backend.append(ALL, {})
    found = backend.candidates(where)
    assert found.ids.tolist() == ids
    assert found.stamps_ns.tolist() == [ALL[n - 1].stamp_ns for n in ids]
    assert found.scores.tolist() == [ALL[n - 1].score for n in ids]
    with backend.transaction():  # what is not committed yet is found too
        backend.append(ALL, {})
        assert backend.candidates(where).ids.tolist() == ids + [n + 4 for n in ids]


def test_vectors_are_compared_exactly(backend: Any) -> None:
    backend.append(ALL, {"clip": VECTORS})
    wanted, ids = unit(1, 0, 0), np.array([1, 2, 3, 4])
    scores = backend.similarities("clip", wanted, ids)
    np.testing.assert_allclose(scores, [1.0, 0.5**0.5, np.nan, -(0.5**0.5)], atol=1e-3)
    known, rows = backend.vectors("clip", np.array([2, 3, 4]))
    assert known.tolist() == [2, 4]
    np.testing.assert_array_equal(rows, VECTORS[[1, 3]].astype(np.float16))
    assert np.isnan(backend.similarities("other", wanted, ids)).all()
    assert backend.stats().vectors == {"clip": 3}


def test_a_space_has_one_dimension(backend: Any) -> None:
    backend.append(ALL, {"clip": VECTORS})
    with pytest.raises(InvalidObservation):
        backend.append([MUG], {"clip": unit(1, 0)[None]})
    with pytest.raises(InvalidQuery):
        backend.similarities("clip", unit(1, 0), np.array([1]))
    assert backend.stats().observations == 4


def test_words_tell_how_well_they_match(backend: Any) -> None:
    backend.append(ALL, {})
    scores = backend.relevance(("mug",), np.array([1, 2, 3]))
    assert scores[1] > scores[0]
    assert np.isnan(scores[2])


def test_a_failed_transaction_leaves_nothing(backend: Any) -> None:
    backend.append([MUG], {"clip": VECTORS[:1]})
    with pytest.raises(RuntimeError), backend.transaction():
        backend.append(ALL, {"clip": VECTORS})
        backend.append_events([LoggedEvent(type="fall", t0_ns=1, t1_ns=2)])
        backend.erase(np.array([1]))
        raise RuntimeError
    assert backend.candidates(Where()).ids.tolist() == [1]
    assert backend.events(EventQuery()) == []
    assert backend.stats().vectors == {"clip": 1}


def test_a_failed_part_leaves_the_rest(backend: Any) -> None:
    with backend.transaction():
        backend.append([MUG], {})
        with pytest.raises(RuntimeError), backend.transaction():
            backend.append([LAMP], {})
            raise RuntimeError
        backend.append([SAID], {})
    assert list(backend.observations(np.arange(9)).values()) == [MUG, SAID]


def test_ids_are_never_used_again(backend: Any) -> None:
    backend.append(ALL, {})
    backend.erase(np.array([3, 4]))
    assert list(backend.append([MUG], {})) == [5]


def test_what_is_erased_is_nowhere(backend: Any) -> None:
    backend.append(ALL, {"clip": VECTORS})
    for _ in range(2):  # before and after wide questions
        backend.append([SAID, MUG], {"clip": VECTORS[:2]})
        backend.candidates(Where())
        last = backend.candidates(Where()).ids[-1]
        backend.append_events(
            [LoggedEvent(type="seen", t0_ns=T, t1_ns=T, observation_ids=(1, int(last), 2))]
        )
        backend.erase(np.array([last]))
        assert last not in backend.candidates(Where()).ids
        assert last not in backend.candidates(Where(words="mug")).ids
        assert last not in backend.candidates(Where(near=Near((1.0, 2.0, 0.9), 1.0))).ids
        assert len(backend.vectors("clip", np.array([last]))[0]) == 0
        assert np.isnan(backend.similarities("clip", unit(1, 0, 0), np.array([last]))).all()
        assert backend.events(EventQuery(limit=1))[0].event.observation_ids == (1, 2)
    assert backend.scrub()
    assert backend.candidates(Where(words="brolly")).ids.tolist() == [3, 5, 7]


def test_events_share_a_moment(backend: Any) -> None:
    events = [
        LoggedEvent(type="moved", t0_ns=10, t1_ns=20, actor="robot", args={"to": [1, None]}),
        LoggedEvent(type="asked", t0_ns=20, t1_ns=20, actor="ann", outcome="done"),
        LoggedEvent(type="moved", t0_ns=30, t1_ns=40, actor="ann", observation_ids=(7, 3, 7)),
    ]
    assert list(backend.append_events(events)) == [1, 2, 3]

    def found(**given: Any) -> list[int]:
        return [hit.id for hit in backend.events(EventQuery(**given))]

    assert [hit.event for hit in backend.events(EventQuery())] == events[::-1]
    assert found(during_ns=(20, 29)) == [2, 1]
    assert found(during_ns=(35, 36), types=("moved",)) == [3]
    assert found(actors=("ann",), limit=1) == [3]
    backend.erase_events(np.array([3]))
    assert found() == [2, 1]
    assert list(backend.append_events(events[:1])) == [4]


def test_holdings_count_bytes(backend: Any) -> None:
    backend.append(ALL, {"clip": VECTORS})
    assert backend.holdings("*", "").ids.tolist() == [2, 3]
    held = backend.holdings("det*", "home/*")
    assert held.ids.tolist() == [1, 4]
    assert held.stamps_ns.tolist() == [T, T - 5]
    assert (held.sizes >= 128 + 6).all()


def test_vectors_go_alone(backend: Any) -> None:
    backend.append(ALL, {"clip": VECTORS})
    held = backend.holdings("*", "*", of_vectors=True)
    assert set(held.ids.tolist()) <= {1, 2, 3, 4}
    assert (held.sizes == 6).all()
    backend.similarities("clip", unit(1, 0, 0), held.ids)
    backend.erase_vectors(held.ids[:1])
    assert backend.holdings("*", "*", of_vectors=True).ids.tolist() == held.ids[1:].tolist()
    assert backend.vectors("clip", held.ids)[0].tolist() == held.ids[1:].tolist()
    scores = backend.similarities("clip", unit(1, 0, 0), held.ids)
    assert np.isnan(scores).tolist() == [True] + [False] * (len(held.ids) - 1)
    assert backend.candidates(Where()).ids.tolist() == [1, 2, 3, 4]


def test_who_is_named_and_what_is_evidence(backend: Any) -> None:
    backend.append([replace(MUG, entity_id=each) for each in (7, 3, None, 7)], {})
    assert backend.entity_ids().tolist() == [3, 7]
    seen = [
        LoggedEvent(type="seen", t0_ns=T, t1_ns=T, observation_ids=ids) for ids in ((1, 3), (3,))
    ]
    backend.append_events(seen)
    assert backend.evidence_ids(np.array([1, 2, 3, 4])).tolist() == [1, 3]
    assert backend.evidence_ids(np.array([4])).tolist() == []
