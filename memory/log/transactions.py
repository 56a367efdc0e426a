"""Transactions on a connection that others may own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import RLock

from whereseen.memory.log.failures import explained

_FULL = 2


class Transactions:
    """One at a time, whichever thread asks; inside another one they are part of it.

    Args:
        db: Connection in autocommit mode.

    Attributes:
        lock: Held by whoever uses the connection.
        depth: How many are open here; those of the connection's owner do not count.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.lock = RLock()
        self.depth = 0
        self._afterwards: list[Callable[[], None]] = []

    @contextmanager
    def open(self, *, durable: bool) -> Iterator[None]:
        """Write all or nothing."""
        with self.lock, explained("written"):
            nested = self._db.in_transaction
            usual = 0 if nested else self._raise_synchronous(durable)
            self._db.execute("SAVEPOINT log" if nested else "BEGIN IMMEDIATE")
            self.depth += 1
            done: list[Callable[[], None]] = []
            try:
                yield
                self._db.execute("RELEASE log" if nested else "COMMIT")
                if self.depth == 1:
                    done = self._afterwards
            except BaseException:
                self._undo(nested)
                raise
            finally:
                self.depth -= 1
                if not self.depth:
                    self._afterwards = []
                if not nested:
                    self._db.execute(f"PRAGMA synchronous={usual}")
            for act in done:
                act()

    def afterwards(self, act: Callable[[], None]) -> None:
        """Do something once the outermost transaction has been written, if it is."""
        self._afterwards.append(act)

    def _raise_synchronous(self, durable: bool) -> int:
        """Write the next transaction to the disk itself, if wanted; returns the usual level."""
        usual = int(self._db.execute("PRAGMA synchronous").fetchone()[0])
        if durable and usual < _FULL:
            self._db.execute(f"PRAGMA synchronous={_FULL}")
        return usual

    def _undo(self, nested: bool) -> None:
        with suppress(sqlite3.Error):  # a full disk has undone it already
            if nested:
                self._db.execute("ROLLBACK TO log")
                self._db.execute("RELEASE log")
            else:
                self._db.execute("ROLLBACK")
