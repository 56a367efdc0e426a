"""Columns derived from the rows of a database, brought up to date before they are asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from pathlib import Path

import numpy as np

from whereseen.memory.log.backend import Int64
from whereseen.memory.log.columns import SELECTED, Columns
from whereseen.memory.log.schema import SPACE_SHIFT
from whereseen.memory.log.vector_column import VectorColumn

_AT_A_TIME = 8192
_KEY_MASK = (1 << SPACE_SHIFT) - 1


class Caches:
    """What is held in memory of a log; empty until the first wide question.

    Args:
        db: The database.
        folder: For blocks of vectors; None to hold them in memory.
    """

    def __init__(self, db: sqlite3.Connection, folder: Path | None) -> None:
        self._db = db
        self._folder = folder
        self._erasures = self._count_erasures()
        self.drop()

    def drop(self) -> None:
        """Forget everything; it is read again when needed."""
        self._columns: Columns | None = None
        self._vectors: dict[int, VectorColumn] = {}

    def check(self) -> None:
        """Start anew where another connection has dropped observations, or a transaction failed."""
        erasures = self._count_erasures()
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM observation").fetchone()
        known = self._columns.last_id if self._columns is not None else 0
        if erasures != self._erasures or last < known:
            self.drop()
            self._erasures = erasures

    @property
    def has_columns(self) -> bool:
        """Whether conditions can be told without the database."""
        return self._columns is not None

    def has_vectors(self, space: int) -> bool:
        """Whether vectors of a space are here."""
        return space in self._vectors

    def columns(self) -> Columns:
        """Columns of all observations that are there now."""
        self.check()
        if self._columns is None:
            self._columns = Columns(self._matching)
        columns = self._columns
        rows = self._db.execute(
            f"SELECT {SELECTED} FROM observation AS o WHERE o.id > ? ORDER BY o.id",
            (columns.last_id,),
        )
        while some := rows.fetchmany(_AT_A_TIME):
            columns.extend(some)
        return columns

    def vectors(self, space: int, dimension: int) -> VectorColumn:
        """All vectors of a space that are there now."""
        self.check()
        column = self._vectors.setdefault(space, VectorColumn(dimension, self._folder))
        base = space << SPACE_SHIFT
        rows = self._db.execute(
            "SELECT key, data FROM embedding WHERE key > ? AND key < ? ORDER BY key",
            (base + column.last_id, (space + 1) << SPACE_SHIFT),
        )
        while some := rows.fetchmany(_AT_A_TIME):
            keys, blobs = zip(*some, strict=True)
            halves = np.frombuffer(b"".join(blobs), dtype="<u2").reshape(-1, dimension)
            column.extend(np.array(keys, dtype=np.int64) & _KEY_MASK, halves)
        return column

    def forget(self, ids: Int64) -> None:
        """Drop observations that were dropped from the database just now."""
        if self._columns is not None:
            self._columns.drop(ids)
        for column in self._vectors.values():
            column.wipe(ids)
        self._erasures += 1

    def forget_vectors(self) -> None:
        """Some were dropped from the database just now; others are read again when needed."""
        self._vectors = {}
        self._erasures += 1

    def _count_erasures(self) -> int:
        note = "SELECT value FROM log_note WHERE key = 'erasures'"
        return int(self._db.execute(note).fetchone()[0])

    def _matching(self, names: Collection[str], pattern: str) -> set[str]:
        listed = "SELECT value FROM json_each(?) WHERE value GLOB ?"
        return {row[0] for row in self._db.execute(listed, (json.dumps(list(names)), pattern))}
