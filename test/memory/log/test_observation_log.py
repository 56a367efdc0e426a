from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.errors import InvalidObservation, InvalidQuery, LogFull
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventQuery, Near, Query, Where
from whereseen.memory.log.records import LoggedEvent, LoggedObservation
from whereseen.memory.log.retention import Retention
from whereseen.memory.log.sqlite_backend import SqliteBackend

S = 10**9
MUG = LoggedObservation(stamp_ns=5 * S, label="mug", score=0.3, position_m=(1.0, 0.0, 0.0))


@pytest.fixture
def log():
    with ObservationLog.create(None) as made:
        yield made


def test_the_best_come_first_the_newer_of_equals(log):
    observations = [replace(MUG, stamp_ns=n * S) for n in (1, 3, 2, 3)]
    vectors = np.array([[1, 0], [2, 2], [5, 0], [3, 3]])
    log.append(observations, {"clip": vectors})
    reply = log.recall(Query(vector=np.array([9.0, 0.0], np.float32), space="clip", limit=3))
    assert [hit.id for hit in reply.hits] == [3, 1, 4]
    assert [round(hit.score, 3) for hit in reply.hits] == [1.0, 1.0, 0.707]
    assert [hit.age_s for hit in reply.hits] == [1.0, 2.0, 0.0]
    assert (reply.exact, reply.candidates, reply.scored) == (True, 4, 4)


def test_without_anything_to_compare_the_newest_come_first(log):
    log.append([replace(MUG, stamp_ns=n * S, score=n / 10) for n in (4, 1, 6)])
    assert [hit.score for hit in log.recall(Query()).hits] == [0.6, 0.4, 0.1]
    assert [hit.score for hit in log.recall(Query(min_score=0.4, limit=1)).hits] == [0.6]
    past = log.recall(Query(where=Where(as_of_ns=5 * S)))
    assert [(hit.id, hit.age_s) for hit in past.hits] == [(1, 1.0), (2, 4.0)]


def test_a_near_thing_is_found_however_many_others_are_more_alike(log):
    """The fault of filtering afterwards: all of the best are elsewhere."""
    far = [replace(MUG, position_m=(50.0, float(n), 0.0)) for n in range(500)]
    log.append([*far, MUG], {"clip": np.array([[1.0, 0.0]] * 500 + [[1.0, 1.0]])})
    near = Where(near=Near((1.0, 0.5, 0.0), 3.0))
    reply = log.recall(Query(where=near, vector=np.array([1.0, 0.0]), space="clip", limit=1))
    assert [hit.id for hit in reply.hits] == [501]
    assert (reply.exact, reply.candidates, reply.scored) == (True, 1, 1)


def test_words_rank_where_there_is_no_vector(log):
    texts = ["a mug", "a plate and a fork and a mug on a table", "a plate"]
    log.append([LoggedObservation(stamp_ns=1, text=text) for text in texts])
    reply = log.recall(Query(where=Where(words="Mugs")))
    assert [hit.id for hit in reply.hits] == [1, 2]
    assert reply.hits[0].score > reply.hits[1].score > 0.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stamp_ns": 1.5}, "stamp_ns must be an int"),
        ({"stamp_ns": 2**63}, "stamp_ns must be an int"),
        ({"label": "a\0b"}, "label must be text"),
        ({"text": "\ud800"}, "text must be text"),
        ({"place": 3}, "place must be text"),
        ({"position_m": (0.0, float("nan"), 0.0)}, "position_m must be 3 finite"),
        ({"position_m": (0.0, 2e9, 0.0)}, "position_m must be 3 finite"),
        ({"covariance_m2": (1.0,) * 9}, "covariance_m2 must be 6"),
        ({"score": float("inf")}, "score must be 1 finite"),
        ({"entity_id": 0}, "entity_id must be a positive"),
        ({"attributes": {"n": 1}}, "attributes must be text"),
    ],
)
def test_what_cannot_be_kept_is_refused(log, change, said):
    with pytest.raises(InvalidObservation, match=said):
        log.append([MUG, replace(MUG, **change)])
    assert log.stats().observations == 0


@pytest.mark.parametrize("vectors", [[[0.0, 0.0]], [[np.inf, 1.0]], [[np.nan, 1.0]], [1.0], [[]]])
def test_vectors_that_have_no_direction_are_refused(log, vectors):
    with pytest.raises(InvalidObservation, match="vectors of clip must be"):
        log.append([MUG], {"clip": vectors})


@pytest.mark.parametrize(
    "query",
    [
        Query(where=Where(words="?!")),
        Query(where=Where(near=Near((0.0, 0.0, 0.0), -1.0))),
        Query(where=Where(during_ns=(0, 2**63))),
        Query(where=Where(labels=("\ud800",))),
        Query(vector=np.array([0.0, 0.0]), space="clip"),
        Query(vector=np.array([1.0, 0.0])),
        Query(limit=0),
    ],
)
def test_questions_without_an_answer_are_refused(log, query):
    with pytest.raises(InvalidQuery):
        log.recall(query)


@pytest.mark.parametrize(
    "event",
    [
        LoggedEvent(type="a", t0_ns=2, t1_ns=1),
        LoggedEvent(type="a", t0_ns=1, t1_ns=1, args={"x": float("nan")}),
        LoggedEvent(type="a", t0_ns=1, t1_ns=1, args={"x": b""}),
    ],
)
def test_events_that_cannot_be_kept_are_refused(log, event):
    with pytest.raises(InvalidObservation):
        log.append_events([event])


def test_everything_is_not_erased_by_mistake(log):
    log.append([MUG])
    with pytest.raises(InvalidQuery, match="nothing says what to erase"):
        log.erase(Where())
    assert log.erase(Where(during_ns=(0, 10 * S))).rows == 1


def test_events_are_erased(log):
    log.append_events([LoggedEvent(type=kind, t0_ns=1, t1_ns=1) for kind in "aba"])
    with pytest.raises(InvalidQuery, match="nothing says what to erase"):
        log.erase_events(EventQuery(limit=1))
    assert log.erase_events(EventQuery(types=("a",), limit=1)).rows == 2
    assert [hit.event.type for hit in log.events(EventQuery())] == ["b"]


def test_policies_drop_what_they_do_not_keep():
    policies = [Retention(kind="detection", max_age_s=10.0), Retention(place="home/*", max_rows=1)]
    with ObservationLog.create(None, policies) as log:
        log.append([replace(MUG, stamp_ns=n * S) for n in (1, 20)])
        log.append([replace(MUG, kind="told", stamp_ns=n * S, place="home/a") for n in (1, 2)])
        assert log.retain(25 * S) == 2
        assert [hit.id for hit in log.recall(Query()).hits] == [2, 4]


def test_a_full_disk_is_said_and_nothing_else_is_lost(tmp_path):
    path = tmp_path / "a.log"
    with ObservationLog.create(path) as log:
        log.append([MUG] * 10)
        db = log._backend._db
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages + 20}")
        with pytest.raises(LogFull, match=r"the log cannot be written.*full.*Make room"):
            log.append([replace(MUG, text="x" * 1000)] * 1000)
        assert log.recall(Query()).candidates == 10
        assert list(log.append([MUG])) == [11]
        db.execute("PRAGMA max_page_count=100000")
        assert list(log.append([replace(MUG, text="x" * 1000)] * 1000)) == list(range(12, 1012))
        log.check()
    with ObservationLog.open(path) as log:
        assert log.recall(Query(where=Where(words="x"))).candidates == 0
        assert log.stats().observations == 1011


def test_threads_share_a_log(log):
    wanted = np.array([1.0, 0.0], np.float32)

    def write(label):
        for _ in range(20):
            log.append([replace(MUG, label=label)] * 5, {"clip": np.ones((5, 2))})
            log.recall(Query(where=Where(labels=(label,)), vector=wanted, space="clip"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.stats().observations == 400
    assert all(log.recall(Query(where=Where(labels=(n,)))).candidates == 100 for n in "abcd")


def test_another_connection_sees_and_is_seen(tmp_path):
    path = tmp_path / "a.log"
    vector = np.array([1.0, 0.0], np.float32)
    query = Query(vector=vector, space="clip")
    with ObservationLog.create(path) as one, ObservationLog.open(path) as other:
        one.append([MUG] * 3, {"clip": np.ones((3, 2))})
        other.warm()
        one.append([MUG], {"clip": np.ones((1, 2))})
        assert other.recall(query).scored == 4
        one.erase(Where(labels=("mug",), during_ns=(5 * S, 5 * S)))
        assert other.recall(query).candidates == 0


def test_durable_writes_wait_for_the_disk(tmp_path):
    levels = []
    with ObservationLog.create(tmp_path / "a.log") as log:
        db = log._backend._db
        db.set_trace_callback(lambda said: levels.append(said) if "synchronous=" in said else None)
        log.append([MUG])
        assert levels == ["PRAGMA synchronous=1"]
        log.append([MUG], durable=True)
        assert levels[1:] == ["PRAGMA synchronous=2", "PRAGMA synchronous=1"]
        log.append_events([LoggedEvent(type="a", t0_ns=1, t1_ns=1)])
        assert levels[3:] == ["PRAGMA synchronous=2", "PRAGMA synchronous=1"]


def test_its_owner_may_roll_back(log):
    backend: SqliteBackend = log._backend
    backend._db.execute("BEGIN")
    log.append([MUG])
    assert log.recall(Query()).candidates == 1
    backend._db.execute("ROLLBACK")
    assert log.recall(Query()).candidates == 0
    log.append([replace(MUG, label="cup")])
    assert [hit.observation.label for hit in log.recall(Query()).hits] == ["cup"]
