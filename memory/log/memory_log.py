"""The log of a memory: in its map file while there is one, else in this process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.encoder.protocol import Query as EncodedQuery
from whereseen.memory.errors import LogError
from whereseen.memory.frames import Float32
from whereseen.memory.log.copying import Mark
from whereseen.memory.log.dropping import Dropped, drop
from whereseen.memory.log.erasure import Forgotten, erase
from whereseen.memory.log.log_file import create_log, read_events_of, read_log
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import EventHit, EventQuery, LogStats, Query, Reply, Where
from whereseen.memory.log.records import LoggedEvent, LoggedObservation, require_event
from whereseen.memory.log.retention import Retention
from whereseen.memory.log.sqlite_backend import SqliteBackend
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial.selection import Selection

_MOST_PENDING = 256
_RETAIN_AFTER = 4096  # rows, between two looks at what has to go


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An observation with what is known from it.

    Attributes:
        observation: The row.
        vector: What it looks like, or means (D,) in the space of the memory's encoder.
        events: What happened; their observations are this one.
    """

    observation: LoggedObservation
    vector: Float32 | None = None
    events: tuple[LoggedEvent, ...] = ()


class MemoryLog:
    """What a memory observed and what happened, never changed once written.

    What is noted is part of every reply at once, and safe with the memory's next commit, in the
    same transaction as voxels and things: after a crash the log knows nothing that they do not.

    Args:
        encoder: Puts questions into vectors.
        policies: What is kept when there is too much; looked at after some thousand rows.

    Attributes:
        on_note: Told of all that is noted, before it is written.
        rewrites: How often something noted before was moved or erased; who keeps it reads again.
    """

    def __init__(self, encoder: Encoder, policies: Sequence[Retention] = ()) -> None:
        self.policies = tuple(policies)
        self.on_note: Callable[[Sequence[Entry | LoggedEvent]], None] = lambda _: None
        self.rewrites = 0
        self._encoder = encoder
        self._space = encoder.spec.model_id
        self._log: ObservationLog | None = None
        self._backend: SqliteBackend | None = None
        self._begin: Callable[[], None] | None = None
        self._source: tuple[Path, Mark] | None = None
        self._pending: list[Entry | LoggedEvent | Forgotten | Dropped | PoseCorrection] = []
        self._applied = 0
        self._unwatched = 0  # rows since the policies were looked at

    def recall(
        self,
        like: str | EncodedQuery | None = None,
        where: Where | None = None,
        *,
        limit: int = 10,
        min_score: float | None = None,
    ) -> Reply:
        """Observations that fit the conditions, those most alike first; `exact` tells if all count.

        Args:
            like: What they should be like, in words or encoded; None for the newest first.
            where: Conditions: near, place, during, kinds, labels, things, words and more.
            limit: At most so many.
            min_score: Nothing that is less alike.

        Raises:
            InvalidQuery: naming what is wrong.
            LogError: if the log cannot be read.
        """
        asked = self._encoder.query_text(like) if isinstance(like, str) else like
        vector = None if asked is None else asked.vector
        query = Query(
            where=where or Where(),
            vector=vector,
            space="" if vector is None else self._space,
            limit=limit,
            min_score=min_score,
        )
        return self._ready().recall(query)

    def events(self, query: EventQuery | None = None) -> list[EventHit]:
        """What happened, newest first.

        Raises:
            InvalidQuery: naming what is wrong.
            LogError: if the log cannot be read.
        """
        asked = query or EventQuery()
        if self._source is not None and not self._pending:  # all of it would take seconds
            return read_events_of(*self._source, asked)
        return self._ready().events(asked)

    def vectors(self, ids: Collection[int]) -> dict[int, Float32]:
        """Unit vectors (D,) by id, of those of `ids` that have one."""
        found = self._ready().vectors(self._space, sorted(ids))
        return {each: vector.astype(np.float32) for each, vector in found.items()}

    def stats(self) -> LogStats:
        """How much there is."""
        return self._ready().stats()

    def note(self, entries: Iterable[Entry]) -> None:
        """Append observations and what is known from them; safe with the next commit."""
        noted = tuple(entries)
        self._pending += noted
        self.on_note(noted)
        if len(self._pending) - self._applied >= _MOST_PENDING:
            self._ready()

    def note_events(self, events: Iterable[LoggedEvent]) -> None:
        """Append what was done or happened; safe with the next commit.

        Raises:
            InvalidObservation: if one could not be read back; none is noted then.
        """
        listed = list(events)
        for event in listed:
            require_event(event)
        self._pending += listed
        self.on_note(listed)

    def correct(self, correction: PoseCorrection) -> None:
        """Move all that was noted so far, as after a loop closure; safe with the next commit."""
        self.rewrites += 1
        if not self._is_empty:
            self._pending.append(correction)

    def forget(self, entity_ids: Collection[int], within: Selection | None = None) -> None:
        """Erase all that is told of some things, and what was observed in a part of the map.

        The file, if there is one, holds no byte of it after the next commit that scrubs it.
        """
        self.rewrites += 1
        if not self._is_empty and (entity_ids or within is not None):
            self._pending.append(Forgotten(frozenset(entity_ids), within))
            if self._begin is None:  # else with the next commit, which may be refused
                self._ready()

    def drop(self, dropped: Dropped) -> int:
        """Let observations or their vectors go; returns how many. The next commit writes it."""
        if len(dropped.ids):
            self._pending.append(dropped)
            self._ready()
        return len(dropped.ids)

    @property
    def backend(self) -> SqliteBackend | None:
        """What keeps the log, with all that was noted; None where there is nothing. Read only."""
        if self._is_empty:
            return None
        self._ready()
        return self._open_log()[1]

    def lie_in(self, path: Path, mark: Mark) -> None:
        """The log is that of a closed file, up to a mark; it is read when it is first needed."""
        self._let_go()
        self._source = (path, mark) if mark != Mark() else None

    def live_in(self, backend: SqliteBackend, begin: Callable[[], None]) -> None:
        """The log is that of an open file, which holds all of it by now.

        Args:
            backend: The log among its tables.
            begin: Begins the transaction that the next commit ends, if there is none.
        """
        if backend is not self._backend:
            self._let_go()
            self._log, self._backend, self._begin = (
                ObservationLog(backend, self.policies),
                backend,
                begin,
            )
        self._pending, self._applied = [], 0

    def write_to(self, backend: SqliteBackend) -> None:
        """Write what is not there yet, within a transaction of the file's owner."""
        if backend is self._backend:
            self._apply()
        elif not self._is_empty:
            self._ready()
            if self._backend is not None:
                backend.copy_from(self._backend)

    def undo(self) -> None:
        """The transaction of the file failed: what it held is to be written again."""
        if self._begin is not None and self._backend is not None:
            self._applied = 0
            self._backend.drop_caches()

    def take_along(self) -> None:
        """Hold the log in this process, since its file is about to go."""
        if self._begin is not None or self._source is not None:
            self._ready()
            if self._begin is not None and self._backend is not None:
                here = create_log(None)
                here.copy_from(self._backend)
                self._let_go()
                self._live_here(here)

    @property
    def _is_empty(self) -> bool:
        return self._log is None and self._source is None and not self._pending

    def _ready(self) -> ObservationLog:
        """The log with all that was noted."""
        if self._log is None:
            self._live_here(create_log(None) if self._source is None else read_log(*self._source))
        if len(self._pending) > self._applied and self._begin is not None:
            self._begin()
        self._apply()
        return self._open_log()[0]

    def _open_log(self) -> tuple[ObservationLog, SqliteBackend]:
        if self._log is None or self._backend is None:
            raise LogError("the log is not open", remedy="Open the map again")
        return self._log, self._backend

    def _live_here(self, backend: SqliteBackend) -> None:
        self._log, self._backend, self._begin = (
            ObservationLog(backend, self.policies),
            backend,
            None,
        )
        self._source = None

    def _let_go(self) -> None:
        if self._log is not None and self._begin is None:
            self._log.close()
        self._log = self._backend = self._begin = self._source = None
        self._pending, self._applied = [], 0

    def _apply(self) -> None:
        """Write what is pending, in its order; what lives here needs no second time."""
        log, backend = self._open_log()
        while self._applied < len(self._pending):
            each = self._pending[self._applied]
            if isinstance(each, Forgotten):
                erase(backend, each)
                self._applied += 1
            elif isinstance(each, Dropped):
                drop(backend, each)
                self._applied += 1
            elif isinstance(each, PoseCorrection):
                log.correct(each)
                self._applied += 1
            elif isinstance(each, LoggedEvent):
                log.append_events([each])
                self._applied += 1
            else:
                entries = self._next_entries()
                self._append(log, entries)
                self._applied += len(entries)
        if self._begin is None:
            self._pending, self._applied = [], 0

    def _next_entries(self) -> list[Entry]:
        found = []
        for each in self._pending[self._applied :]:
            if not isinstance(each, Entry):
                break
            found.append(each)
        return found

    def _append(self, log: ObservationLog, entries: list[Entry]) -> None:
        with log.transaction():
            ids = log.append([each.observation for each in entries], self._columns(entries))
            events = [
                replace(event, observation_ids=(number,))
                for number, each in zip(ids, entries, strict=True)
                for event in each.events
            ]
            if events:
                log.append_events(events)
            self._unwatched += len(entries)
            if self._unwatched >= _RETAIN_AFTER:
                log.retain(max(each.observation.stamp_ns for each in entries))
                self._unwatched = 0

    def _columns(self, entries: list[Entry]) -> dict[str, Float32]:
        if all(each.vector is None for each in entries):
            return {}
        nothing = np.full(self._encoder.spec.dimension, np.nan, dtype=np.float32)
        rows = [nothing if each.vector is None else each.vector for each in entries]
        return {self._space: np.stack(rows).astype(np.float32)}
