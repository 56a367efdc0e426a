"""A log in SQLite: rows are the truth, columns in memory make wide questions fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float32
from whereseen.memory.log import correcting, erasing, rows, upkeep
from whereseen.memory.log.backend import Candidates, Float16, Holdings, Int64
from whereseen.memory.log.caches import Caches
from whereseen.memory.log.conditions import is_indexed, phrase, selection
from whereseen.memory.log.copying import Mark, copy_log, mark_of
from whereseen.memory.log.event_rows import read_events, write_events
from whereseen.memory.log.failures import explained
from whereseen.memory.log.query import EventHit, EventQuery, LogStats, Where
from whereseen.memory.log.records import LoggedEvent, LoggedObservation
from whereseen.memory.log.schema import statements
from whereseen.memory.log.scoring import Halves, score_rows
from whereseen.memory.log.spaces import Space, find_space, read_vectors, write_vectors
from whereseen.memory.log.transactions import Transactions
from whereseen.memory.spatial.pose_correction import PoseCorrection

FEW = 4096  # candidates that are read from the rows while there are no columns yet

_MARKS = ", ".join("?" * 16)
_VECTOR_SIZE = (
    "(SELECT coalesce(sum(length(e.data)), 0) FROM space AS s CROSS JOIN embedding AS e "
    "ON e.key = (s.id << 40 | o.id))"
)
_SIZE = (
    "128 + length(o.label) + length(o.text) + length(coalesce(o.attributes, '')) + " + _VECTOR_SIZE
)


def create_tables(db: sqlite3.Connection) -> None:
    """Make the tables of a log, within a transaction of the caller's."""
    for statement in statements():
        db.execute(statement)


class SqliteBackend:
    """A log among the tables of a database; see `Backend`. Threads may share it.

    A transaction survives the death of the process in any journal mode. With `synchronous=NORMAL`
    and a write-ahead log, power loss may take the last ones; durable ones are written with `FULL`.

    Args:
        db: Connection in autocommit mode (`isolation_level=None`) with the tables of a log. While
            its owner has a transaction open, this writes into it; its owner calls `drop_caches`
            after rolling back.
        folder: For what is derived and too large for memory; None to hold it in memory.
        owned: Whether `close` closes the connection.
    """

    def __init__(
        self, db: sqlite3.Connection, *, folder: Path | None = None, owned: bool = False
    ) -> None:
        self._db = db
        self._owned = owned
        self._transactions = Transactions(db)
        with explained("read"):
            db.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
            self._caches = Caches(db, folder)

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[None]:
        """Write all or nothing; inside another, it becomes durable with the outer one."""
        return self._transactions.open(durable=durable)

    def append(
        self, observations: Sequence[LoggedObservation], vectors: Mapping[str, Float32]
    ) -> range:
        """Write observations, their words, boxes and vectors."""
        with self.transaction():
            ids = self._next_ids("observation", len(observations))
            numbered = list(zip(ids, observations, strict=True))
            self._db.executemany(
                f"INSERT INTO observation VALUES ({_MARKS})",
                (rows.observation_values(n, o) for n, o in numbered),
            )
            self._db.executemany(
                "INSERT INTO observation_words(rowid, label, text) VALUES (?, ?, ?)",
                ((n, o.label, o.text) for n, o in numbered if o.label or o.text),
            )
            self._db.executemany(
                "INSERT INTO observation_box VALUES (?, ?, ?, ?, ?, ?, ?)",
                (_box(n, o) for n, o in numbered if o.position_m is not None),
            )
            for model, array in vectors.items():
                write_vectors(self._db, model, ids, array)
        return ids

    def append_events(self, events: Sequence[LoggedEvent]) -> range:
        """Write events."""
        with self.transaction():
            ids = self._next_ids("event", len(events))
            write_events(self._db, ids, events)
        return ids

    def candidates(self, where: Where) -> Candidates:
        """Few ones by the indices, many ones by columns; the same in either way."""
        with self._reading():
            few = self._few_candidates(where)
            return (
                few
                if few is not None
                else self._caches.columns().choose(where, self._matched(where))
            )

    def similarities(self, space: str, vector: Float32, ids: Int64) -> Float32:
        """Score few by their rows, many by the column; the same bits in either way."""
        with self._reading():
            found = self._space(space, len(vector))
            if found is None:
                return np.full(len(ids), np.nan, dtype=np.float32)
            is_few = len(ids) <= FEW and not self._caches.has_vectors(found.id)
            if self._transactions.depth or is_few:
                return _scored(vector, ids, *read_vectors(self._db, found, ids))
            return self._caches.vectors(found.id, found.dimension).score(vector, ids)

    def relevance(self, terms: Sequence[str], ids: Int64) -> Float32:
        """BM25 of FTS5, its sign turned."""
        ranked = "SELECT rowid, -rank FROM observation_words WHERE observation_words MATCH ?"
        with self._reading():
            found = self._db.execute(ranked, (phrase(terms),)).fetchall()
        scores = np.full(len(ids), np.nan, dtype=np.float32)
        if found:
            known, ranks = (np.array(each) for each in zip(*sorted(found), strict=True))
            at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
            scores = np.where(known[at] == ids, ranks[at], np.nan).astype(np.float32)
        return scores

    def vectors(self, space: str, ids: Int64) -> tuple[Int64, Float16]:
        """Vectors from their rows."""
        with self._reading():
            found = find_space(self._db, space)
            if found is None:
                return np.empty(0, np.int64), np.empty((0, 0), np.float16)
            known, halves = read_vectors(self._db, found, ids)
            return known, halves.view(np.float16)

    def observations(self, ids: Int64) -> dict[int, LoggedObservation]:
        """Observations from their rows."""
        listed = "SELECT * FROM observation WHERE id IN (SELECT value FROM json_each(?))"
        with self._reading():
            cursor = self._db.cursor()
            cursor.row_factory = sqlite3.Row
            found = cursor.execute(listed, (rows.as_list(ids),)).fetchall()
            return {row["id"]: rows.observation_of(row) for row in found}

    def events(self, query: EventQuery) -> list[EventHit]:
        """Events from their rows."""
        with self._reading():
            return read_events(self._db, query)

    def newest_ns(self) -> int | None:
        """Stamp of the latest observation."""
        with self._reading():
            return upkeep.newest_ns(self._db)

    def holdings(self, kind: str, place: str, *, of_vectors: bool = False) -> Holdings:
        """Sizes of what matches."""
        sized = (
            f"SELECT o.id, o.stamp_ns, {_VECTOR_SIZE if of_vectors else _SIZE} AS size "
            "FROM observation AS o WHERE o.kind GLOB ? AND coalesce(o.place, '') GLOB ? "
            "AND size > 0 ORDER BY o.id"
        )
        with self._reading():
            found = self._db.execute(sized, (kind, place)).fetchall()
        ids, stamps, sizes = np.array(found, dtype=np.int64).reshape(-1, 3).T.copy()
        return Holdings(ids, stamps, sizes)

    def entity_ids(self) -> Int64:
        """Things by their index."""
        named = "SELECT DISTINCT entity_id FROM observation WHERE entity_id IS NOT NULL ORDER BY 1"
        with self._reading():
            return rows.column(self._db.execute(named))

    def evidence_ids(self, ids: Int64) -> Int64:
        """Observations by the events' index."""
        with self._reading():
            return rows.column(self._db.execute(erasing.EVIDENCE, (rows.as_list(ids),)))

    def correct(self, correction: PoseCorrection) -> None:
        """Move the rows and their boxes, and note where they were."""
        with self.transaction(durable=True):
            correcting.correct(self._db, correction)
            self._transactions.afterwards(self._caches.drop)

    def erase(self, ids: Int64) -> None:
        """Drop observations from the tables, then from memory."""
        with self.transaction(durable=True):
            erasing.drop_observations(self._db, ids)
            self._transactions.afterwards(lambda: self._caches.forget(ids))

    def erase_vectors(self, ids: Int64) -> None:
        """Drop vectors from the table, then from memory."""
        with self.transaction(durable=True):
            erasing.drop_vectors(self._db, ids)
            self._transactions.afterwards(self._caches.forget_vectors)

    def erase_events(self, ids: Int64) -> None:
        """Drop events."""
        with self.transaction(durable=True):
            erasing.drop_events(self._db, ids)

    def scrub(self) -> bool:
        """Leave no trace, in the file or the write-ahead log; takes longer the larger the log."""
        with self._writing():
            with self.transaction(durable=True):
                erasing.merge_words(self._db)
                erasing.wipe_nodes(self._db)
            return not self._db.in_transaction and upkeep.empty_write_ahead_log(self._db)

    def stats(self) -> LogStats:
        """Count the rows."""
        with self._reading():
            return upkeep.stats(self._db)

    def check(self) -> None:
        """Read everything and compare what is derived with the rows; slow.

        Raises:
            LogDamaged: if anything is not as it was written.
        """
        with self._reading():
            upkeep.require_whole(self._db)

    def warm(self) -> None:
        """Read now what the first wide question would read."""
        with self._reading():
            self._caches.columns()
            for space, dimension in self._db.execute("SELECT id, dimension FROM space").fetchall():
                self._caches.vectors(space, dimension)

    def mark(self) -> Mark:
        """How far the log has come."""
        with self._reading():
            return mark_of(self._db)

    def copy_from(self, other: SqliteBackend, until: Mark | None = None) -> None:
        """Take over the log of another one, up to a mark; there must be nothing in this one."""
        with other._reading(), self.transaction(durable=True):
            copy_log(other._db, self._db, other.mark() if until is None else until)

    def drop_caches(self) -> None:
        """Forget what is derived; it is read again when needed."""
        with self._transactions.lock:
            self._caches.drop()

    def close(self) -> None:
        """Close the connection if it is ours."""
        with self._transactions.lock:
            self._caches.drop()
            if self._owned:
                self._db.close()

    def _few_candidates(self, where: Where) -> Candidates | None:
        """Candidates from the rows; None where columns are, or would be, quicker."""
        if not self._transactions.depth and (self._caches.has_columns or not is_indexed(where)):
            return None
        limit = -1 if self._transactions.depth else FEW + 1
        statement, values = selection(where, "o.id, o.stamp_ns, o.score", limit=limit)
        found = sorted(self._db.execute(statement, values))
        if len(found) > FEW and not self._transactions.depth:
            return None
        ids, stamps, scores = zip(*found, strict=True) if found else ((), (), ())
        integers = np.array([ids, stamps], dtype=np.int64)
        return Candidates(integers[0], integers[1], np.array(scores, dtype=np.float64))

    def _matched(self, where: Where) -> Int64 | None:
        if not where.words:
            return None
        matching = "SELECT rowid FROM observation_words WHERE observation_words MATCH ?"
        return rows.column(self._db.execute(matching, (phrase(where.terms),)))

    def _space(self, model: str, dimension: int) -> Space | None:
        space = find_space(self._db, model)
        if space is not None and space.dimension != dimension:
            raise InvalidQuery(
                f"vectors of {model} have {space.dimension} dimensions in this log",
                got=f"{dimension} dimensions",
                remedy="Ask with the model that it was made with",
            )
        return space

    def _next_ids(self, table: str, count: int) -> range:
        numbered = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        row = self._db.execute(numbered, (table,)).fetchone()
        first = 1 + (0 if row is None else int(row[0]))
        return range(first, first + count)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._transactions.lock, explained("read"):
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._transactions.lock, explained("written"):
            yield


def _box(number: int, o: LoggedObservation) -> tuple[float, ...]:
    x, y, _ = o.position_m or (0.0, 0.0, 0.0)
    stamp = float(o.stamp_ns)
    return number, x, x, y, y, stamp, stamp


def _scored(vector: Float32, ids: Int64, known: Int64, halves: Halves) -> Float32:
    scores = np.full(len(ids), np.nan, dtype=np.float32)
    some = np.empty(len(known), dtype=np.float32)
    score_rows(halves, np.arange(len(known)), vector, some)
    scores[np.searchsorted(ids, known)] = some
    return scores
