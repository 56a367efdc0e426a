"""The plainest log there is, and the same tests' way to every other one."""

from __future__ import annotations

import copy
import fnmatch
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.log.backend import Backend, Candidates, Holdings
from whereseen.memory.log.log_file import create_log
from whereseen.memory.log.query import EventHit, LogStats
from whereseen.memory.log.sqlite_backend import SqliteBackend
from whereseen.memory.store.database import make


class ListBackend:
    """Rows in dicts, every question a loop over all of them: what others must agree with."""

    def __init__(self) -> None:
        self.rows: dict[int, Any] = {}
        self.of_event: dict[int, Any] = {}
        self.spaces: dict[str, dict[int, Any]] = {}
        self.dimensions: dict[str, int] = {}
        self.counts = [0, 0]

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[None]:
        before = copy.deepcopy(self.__dict__)
        try:
            yield
        except BaseException:
            self.__dict__.update(before)
            raise

    def append(self, observations: Any, vectors: Any) -> range:
        for space, array in vectors.items():
            if self.dimensions.setdefault(space, array.shape[1]) != array.shape[1]:
                raise InvalidObservation("dimensions")
        ids = range(self.counts[0] + 1, self.counts[0] + 1 + len(observations))
        self.counts[0] += len(observations)
        self.rows.update(zip(ids, observations, strict=True))
        for space, array in vectors.items():
            known = self.spaces.setdefault(space, {})
            for number, row in zip(ids, array, strict=True):
                if not np.isnan(row[0]):
                    known[number] = row.astype(np.float16)
        return ids

    def append_events(self, events: Any) -> range:
        ids = range(self.counts[1] + 1, self.counts[1] + 1 + len(events))
        self.counts[1] += len(events)
        self.of_event.update(zip(ids, events, strict=True))
        return ids

    def candidates(self, where: Any) -> Candidates:
        found = [(n, o.stamp_ns, o.score) for n, o in self.rows.items() if holds(where, o)]
        ids, stamps, scores = zip(*found, strict=True) if found else ((), (), ())
        return Candidates(
            np.array(ids, np.int64), np.array(stamps, np.int64), np.array(scores, np.float64)
        )

    def similarities(self, space: str, vector: Any, ids: Any) -> Any:
        if self.dimensions.get(space, len(vector)) != len(vector):
            raise InvalidQuery("dimensions")
        known = self.spaces.get(space, {})
        scores = [known[n].astype(np.float32) @ vector if n in known else np.nan for n in ids]
        return np.array(scores, dtype=np.float32)

    def relevance(self, terms: Any, ids: Any) -> Any:
        shares = []
        for n in ids.tolist():
            said = words_of(self.rows[n])
            has = all(term.lower() in said for term in terms)
            shares.append(1.0 / len(said) if has else np.nan)
        return np.array(shares, dtype=np.float32)

    def vectors(self, space: str, ids: Any) -> Any:
        known = self.spaces.get(space, {})
        own = sorted(n for n in ids.tolist() if n in known)
        rows = np.array([known[n] for n in own], np.float16)
        return np.array(own, np.int64), rows.reshape(len(own), self.dimensions.get(space, 0))

    def observations(self, ids: Any) -> dict[int, Any]:
        return {n: self.rows[n] for n in ids.tolist() if n in self.rows}

    def events(self, query: Any) -> list[EventHit]:
        found = [EventHit(n, e) for n, e in self.of_event.items() if is_meant(query, e)]
        return sorted(found, key=lambda hit: (-hit.event.t0_ns, -hit.id))[: query.limit]

    def newest_ns(self) -> int | None:
        return max((o.stamp_ns for o in self.rows.values()), default=None)

    def holdings(self, kind: str, place: str, *, of_vectors: bool = False) -> Holdings:
        sizes = {
            n: sum(2 * len(k[n]) for k in self.spaces.values() if n in k) + 128 * (not of_vectors)
            for n, o in self.rows.items()
            if fnmatch.fnmatchcase(o.kind, kind) and fnmatch.fnmatchcase(o.place or "", place)
        }
        own = [n for n, size in sizes.items() if size]
        stamps = [self.rows[n].stamp_ns for n in own]
        columns = (own, stamps, [sizes[n] for n in own])
        return Holdings(*(np.array(each, np.int64) for each in columns))

    def entity_ids(self) -> Any:
        named = {o.entity_id for o in self.rows.values() if o.entity_id is not None}
        return np.array(sorted(named), np.int64)

    def evidence_ids(self, ids: Any) -> Any:
        named = {n for e in self.of_event.values() for n in e.observation_ids}
        return np.array(sorted(named & set(ids.tolist())), np.int64)

    def erase_vectors(self, ids: Any) -> None:
        for rows in self.spaces.values():
            for n in set(ids.tolist()) & rows.keys():
                del rows[n]

    def erase(self, ids: Any) -> None:
        gone = set(ids.tolist())
        for rows in (self.rows, *self.spaces.values()):
            for n in gone & rows.keys():
                del rows[n]
        for n, e in self.of_event.items():
            left = tuple(o for o in e.observation_ids if o not in gone)
            self.of_event[n] = replace(e, observation_ids=left)

    def erase_events(self, ids: Any) -> None:
        for n in ids.tolist():
            del self.of_event[n]

    def scrub(self) -> bool:
        return True

    def check(self) -> None:
        pass

    def warm(self) -> None:
        pass

    def stats(self) -> LogStats:
        stamps = [o.stamp_ns for o in self.rows.values()]
        vectors = {space: len(self.spaces.get(space, {})) for space in self.dimensions}
        first, last = min(stamps, default=None), max(stamps, default=None)
        return LogStats(len(self.rows), len(self.of_event), vectors, first, last, 0)

    def close(self) -> None:
        pass


def words_of(o: Any) -> list[str]:
    return re.findall(r"[^\W_]+", f"{o.label} {o.text}".lower())


def is_meant(query: Any, e: Any) -> bool:
    first, last = query.during_ns or (e.t0_ns, e.t1_ns)
    in_time = e.t1_ns >= first and e.t0_ns <= last
    named = not query.types or e.type in query.types
    return in_time and named and (not query.actors or e.actor in query.actors)


def holds(where: Any, o: Any) -> bool:
    if where.near is not None or where.within is not None:
        if o.position_m is None or o.frame_id != where.frame_id:
            return False
        if where.near is not None:
            offsets = zip(o.position_m, where.near.position_m, strict=True)
            dx, dy, dz = (a - b for a, b in offsets)
            if not dx * dx + dy * dy + dz * dz <= where.near.radius_m * where.near.radius_m:
                return False
        if where.within is not None:
            faces = zip(where.within.low_m, o.position_m, where.within.high_m, strict=True)
            if not all(low <= v <= high for low, v, high in faces):
                return False
    first, last = where.during_ns or (o.stamp_ns, o.stamp_ns)
    as_of = o.stamp_ns if where.as_of_ns is None else where.as_of_ns
    said = words_of(o)
    return (
        first <= o.stamp_ns <= min(last, as_of)
        and (not where.kinds or o.kind in where.kinds)
        and (not where.labels or o.label in where.labels)
        and (not where.entity_ids or o.entity_id in where.entity_ids)
        and (not where.place or (o.place and fnmatch.fnmatchcase(o.place, where.place)))
        and all(o.attributes.get(name) == value for name, value in where.attributes.items())
        and all(term.lower() in said for term in where.terms)
    )


def in_a_map(path: Path) -> SqliteBackend:
    return SqliteBackend(make(path, journal="WAL"), owned=True)


MAKERS: dict[str, Callable[[Path], Backend]] = {
    "list": lambda folder: ListBackend(),
    "memory": lambda folder: create_log(None),
    "file": lambda folder: create_log(folder / "a.log"),
    "map": lambda folder: in_a_map(folder / "a.map"),
}


@pytest.fixture(params=list(MAKERS))
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    made = MAKERS[request.param](tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def list_backend() -> Any:
    return ListBackend


@pytest.fixture
def journal() -> Callable[[Path], str]:
    def mode(path: Path) -> str:
        db = sqlite3.connect(path)
        try:
            return str(db.execute("PRAGMA journal_mode").fetchone()[0])
        finally:
            db.close()

    return mode
