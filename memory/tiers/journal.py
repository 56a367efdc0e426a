"""What short-term and working memory write down, so that a restart or a crash loses nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from whereseen.memory.errors import MapFileError

TIER_TABLE = """
CREATE TABLE IF NOT EXISTS tier_journal(
    name TEXT NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY(name, seq)
) WITHOUT ROWID
"""


class Journal(Protocol):
    """Lines of text in order."""

    def read(self) -> list[str]:
        """All lines, the oldest first."""

    def append(self, lines: Sequence[str]) -> None:
        """Add lines, all or none; they are kept once this returns."""

    def replace(self, line: str) -> None:
        """Put one line in the place of all, or change nothing."""


class VolatileJournal:
    """Lines that live as long as the process."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def read(self) -> list[str]:
        """All lines, the oldest first."""
        return list(self._lines)

    def append(self, lines: Sequence[str]) -> None:
        """Add lines."""
        self._lines.extend(lines)

    def replace(self, line: str) -> None:
        """Put one line in the place of all."""
        self._lines = [line]


class SqliteJournal:
    """Lines as rows of a table, which is made if needed.

    Within a transaction of the connection they are kept when that commits, otherwise at once. A
    connection with `synchronous=FULL` survives loss of power, any other the end of the process.

    Args:
        db: The connection; used by one thread at a time.
        name: Which journal of the file.

    Raises:
        MapFileError: here and in every method, if the database refuses.
    """

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        self._db = db
        self._name = name
        with _explained():
            db.execute(TIER_TABLE)
            row = db.execute("SELECT max(seq) FROM tier_journal WHERE name = ?", (name,)).fetchone()
        self._next = 0 if row[0] is None else row[0] + 1

    def read(self) -> list[str]:
        """All lines, the oldest first."""
        query = "SELECT line FROM tier_journal WHERE name = ? ORDER BY seq"
        with _explained():
            return [str(line) for (line,) in self._db.execute(query, (self._name,))]

    def append(self, lines: Sequence[str]) -> None:
        """Add lines, all or none."""
        with self._whole():
            self._insert(lines)
        self._next += len(lines)

    def replace(self, line: str) -> None:
        """Put one line in the place of all, or change nothing."""
        with self._whole():
            self._db.execute("DELETE FROM tier_journal WHERE name = ?", (self._name,))
            self._insert([line])
        self._next += 1

    def _insert(self, lines: Sequence[str]) -> None:
        rows = [(self._name, self._next + n, line) for n, line in enumerate(lines)]
        self._db.executemany("INSERT INTO tier_journal VALUES (?, ?, ?)", rows)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A savepoint: a part of the transaction there is, or a transaction if there is none."""
        with _explained():
            self._db.execute("SAVEPOINT tier_journal")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK TO tier_journal")
                raise
            finally:
                self._db.execute("RELEASE tier_journal")


class Ledger:
    """Entries in a journal: values that JSON knows, some of them held back for a while.

    Args:
        journal: Where they are written.
        most_held: Entries that may be held back.
    """

    def __init__(self, journal: Journal, *, most_held: int = 0) -> None:
        self._journal = journal
        self._most_held = most_held
        self._held: list[str] = []
        self.lines = 0

    def read(self) -> Iterator[Any]:
        """All entries, the oldest first.

        Raises:
            MapFileError: if one is damaged.
        """
        lines = self._journal.read()
        self.lines = len(lines)
        for number, line in enumerate(lines):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise damaged(f"line {number}: {error}") from error

    def write(self, entry: Any) -> None:
        """Keep an entry, and those held back before it."""
        self._held.append(_line(entry))
        self.flush()

    def hold(self, entry: Any) -> None:
        """Keep an entry with the next that is written, or when too many are held back."""
        self._held.append(_line(entry))
        if len(self._held) > self._most_held:
            self.flush()

    def flush(self) -> None:
        """Keep what is held back."""
        if self._held:
            self._journal.append(self._held)
            self.lines += len(self._held)
            self._held = []

    def rewrite(self, entry: Any) -> None:
        """Keep an entry in the place of all."""
        self._journal.replace(_line(entry))
        self._held, self.lines = [], 1


def damaged(got: str) -> MapFileError:
    """The error of a journal that cannot be understood."""
    return MapFileError(
        "the journal of short-term memory is damaged",
        got=got,
        remedy="Delete the rows of the table tier_journal: long-term memory does not need them",
    )


def _line(entry: Any) -> str:
    return json.dumps(entry, separators=(",", ":"), allow_nan=False)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise MapFileError(
            "the journal of short-term memory cannot be used",
            got=str(error),
            remedy="Check that the file is whole and the disk has room",
        ) from error
