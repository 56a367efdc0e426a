"""The log: append what was observed and what happened, recall it by any mix of conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidObservation, InvalidQuery
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.log.backend import Backend, Candidates, Int64
from whereseen.memory.log.log_file import create_log, open_log
from whereseen.memory.log.query import (
    Erasure,
    EventHit,
    EventQuery,
    Hit,
    LogStats,
    Query,
    Reply,
    Where,
    require_texts,
)
from whereseen.memory.log.ranking import best, newest
from whereseen.memory.log.records import (
    LoggedEvent,
    LoggedObservation,
    require_event,
    require_observation,
)
from whereseen.memory.log.retention import Retention, surplus
from whereseen.memory.spatial.pose_correction import PoseCorrection

_ALL = 2**62

Vectors = Mapping[str, npt.ArrayLike]


class ObservationLog:
    """Observations and events, never changed once written, dropped only by policy or on request.

    Conditions come first, then every observation that they leave is scored: nothing that fits is
    missed because something else was more alike. Threads may share a log.

    Args:
        backend: What keeps it.
        policies: What `retain` keeps.
    """

    def __init__(self, backend: Backend, policies: Sequence[Retention] = ()) -> None:
        self._backend = backend
        self.policies = tuple(policies)

    @classmethod
    def create(cls, path: Path | None, policies: Sequence[Retention] = ()) -> ObservationLog:
        """Make a log in a new file, or in memory without a path.

        Raises:
            LogError: if the file exists, or cannot be written.
        """
        return cls(create_log(path), policies)

    @classmethod
    def open(cls, path: Path, policies: Sequence[Retention] = ()) -> ObservationLog:
        """Open a log.

        Raises:
            LogDamaged: if it is no log, or its end is missing.
            LogError: if it is missing, cannot be read, or was written by a newer version.
        """
        return cls(open_log(path), policies)

    def append(
        self,
        observations: Sequence[LoggedObservation],
        vectors: Vectors | None = None,
        *,
        durable: bool = False,
    ) -> range:
        """Write observations, all or none.

        When this returns they survive the death of the process (`kill -9`); power loss may take the
        last seconds, unless they are `durable`, as what people told should be.

        Args:
            observations: N of them.
            vectors: Model to vectors (N, D) of any length but zero; a row of NaN is none.
            durable: Whether to wait for the disk.

        Returns:
            Their ids, which rise and are never used again.

        Raises:
            InvalidObservation: naming what is wrong; nothing is written.
            LogFull: if there is no room; nothing is written.
            LogError: if the disk refuses; nothing is written.
        """
        for observation in observations:
            require_observation(observation)
        checked = {
            model: _unit_rows(model, array, len(observations))
            for model, array in (vectors or {}).items()
        }
        with self._backend.transaction(durable=durable):
            return self._backend.append(observations, checked)

    def append_events(self, events: Sequence[LoggedEvent]) -> range:
        """Write events, all or none; when this returns they survive power loss. Returns their ids.

        Raises:
            InvalidObservation: naming what is wrong; nothing is written.
            LogError: as `append`.
        """
        for event in events:
            require_event(event)
        with self._backend.transaction(durable=True):
            return self._backend.append_events(events)

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[None]:
        """Write several things, all or none."""
        return self._backend.transaction(durable=durable)

    def recall(self, query: Query) -> Reply:
        """Recall observations, best first.

        Raises:
            InvalidQuery: naming what is wrong.
            LogError: if the log cannot be read.
        """
        query.where.require()
        require_texts(query.space)
        if query.limit < 1:
            raise InvalidQuery("at least one is to be recalled", got=str(query.limit))
        vector = None if query.vector is None else _unit(query)
        found = self._backend.candidates(query.where)
        if vector is None and not query.where.words:
            scores = found.scores
            rows = newest(found, query.limit, query.min_score)
        else:
            scores = self._likeness(query, vector, found).astype(np.float64)
            rows = best(scores, found, query.limit, query.min_score)
        scored = int(np.count_nonzero(~np.isnan(scores)))
        hits = self._hits(query.where, found, scores, rows)
        return Reply(hits, exact=True, candidates=len(found.ids), scored=scored)

    def vectors(self, space: str, ids: Sequence[int]) -> dict[int, npt.NDArray[np.float16]]:
        """Unit vectors (D,) by id, of those of `ids` that have one."""
        known, rows = self._backend.vectors(space, np.array(sorted(set(ids)), dtype=np.int64))
        return dict(zip(known.tolist(), rows, strict=True))

    def events(self, query: EventQuery) -> list[EventHit]:
        """Events, newest first.

        Raises:
            InvalidQuery: naming what is wrong.
        """
        query.require()
        return self._backend.events(query)

    def correct(self, correction: PoseCorrection) -> None:
        """Move what was seen to where it is known to have been by now, as after a loop closure.

        Only what lies in the frame `map` moves, events with it. What was written is kept.

        Raises:
            LogError: if the disk refuses.
        """
        self._backend.correct(correction)

    def erase(self, where: Where) -> Erasure:
        """Erase observations for good: rows, words, boxes, vectors, and their mention in events.

        Raises:
            InvalidQuery: if nothing is given, which would be everything.
            LogError: if the disk refuses.
        """
        where.require()
        if where.is_everything:
            raise InvalidQuery("nothing says what to erase", remedy="Give a time for all of it")
        with self._backend.transaction(durable=True):
            ids = self._backend.candidates(where).ids
            self._backend.erase(ids)
        return Erasure(len(ids), self._backend.scrub())

    def erase_events(self, query: EventQuery) -> Erasure:
        """Erase all events that are meant for good, whatever the query's limit.

        Raises:
            InvalidQuery: if nothing is given, which would be everything.
            LogError: if the disk refuses.
        """
        every = replace(query, limit=_ALL)
        if every == EventQuery(limit=_ALL):
            raise InvalidQuery("nothing says what to erase", remedy="Give a time for all of it")
        with self._backend.transaction(durable=True):
            ids = np.array([hit.id for hit in self.events(every)], dtype=np.int64)
            self._backend.erase_events(ids)
        return Erasure(len(ids), self._backend.scrub())

    def scrub(self) -> bool:
        """Leave no trace of what was erased; False if that has to wait for other readers."""
        return self._backend.scrub()

    def retain(self, now_ns: int) -> int:
        """Drop what the policies do not keep, each in turn; returns how many observations went."""
        dropped = 0
        for policy in self.policies:
            with self._backend.transaction(durable=True):
                held = self._backend.holdings(policy.kind, policy.place)
                ids = surplus(policy, held, now_ns)
                if len(ids):
                    self._backend.erase(ids)
                dropped += len(ids)
        return dropped

    def check(self) -> None:
        """Read everything and compare what is derived with the rows; slow.

        Raises:
            LogDamaged: if anything is not as it was written.
        """
        self._backend.check()

    def warm(self) -> None:
        """Read now what the first wide question would read: seven seconds for a million rows."""
        self._backend.warm()

    def stats(self) -> LogStats:
        """How much there is."""
        return self._backend.stats()

    def close(self) -> None:
        """Let go of the file; harmless if repeated."""
        self._backend.close()

    def __enter__(self) -> ObservationLog:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _likeness(self, query: Query, vector: Float32 | None, found: Candidates) -> Float32:
        if vector is None:
            return self._backend.relevance(query.where.terms, found.ids)
        return self._backend.similarities(query.space, vector, found.ids)

    def _hits(
        self, where: Where, found: Candidates, scores: Float64, rows: Int64
    ) -> tuple[Hit, ...]:
        now_ns = where.as_of_ns if where.as_of_ns is not None else self._backend.newest_ns()
        observations = self._backend.observations(found.ids[rows])
        ranked = zip(found.ids[rows].tolist(), scores[rows].tolist(), strict=True)
        return tuple(
            Hit(number, o, score, ((now_ns or 0) - o.stamp_ns) / 1e9)
            for number, score in ranked
            if (o := observations.get(number)) is not None  # another thread may have erased it
        )


def _unit(query: Query) -> Float32:
    """The query's vector (D,) with length one."""
    if not query.space:
        raise InvalidQuery("a vector needs the name of its model", remedy="Set space")
    vector = np.asarray(query.vector, dtype=np.float32)
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if vector.ndim != 1 or not np.isfinite(length) or length == 0.0:
        raise InvalidQuery(
            "the vector must be (D,), finite and not zero", got=f"{vector.shape}, length {length}"
        )
    return (vector / length).astype(np.float32)


def _unit_rows(model: str, array: npt.ArrayLike, count: int) -> Float32:
    """Vectors (N, D) with length one; rows of NaN stay."""
    vectors = np.asarray(array, dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != count or not vectors.shape[1]:
        raise InvalidObservation(
            f"vectors of {model} must be ({count}, D)",
            got=str(vectors.shape),
            remedy="A row for each observation, of NaN where one has none",
        )
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    has = ~np.isnan(vectors).all(axis=1)
    if not (np.isfinite(lengths[has]) & (lengths[has] > 0.0)).all():
        raise InvalidObservation(
            f"vectors of {model} must be finite and not zero",
            got=f"row {int(np.flatnonzero(has & ~(lengths > 0.0))[:1].sum())}",
            remedy="A row of NaN where one has none",
        )
    with np.errstate(invalid="ignore"):
        units: Float32 = (vectors / lengths[:, None]).astype(np.float32)
    return units
