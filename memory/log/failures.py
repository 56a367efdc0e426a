"""Errors of SQLite as errors of a log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from whereseen.memory.errors import LogDamaged, LogError, LogFull

_DAMAGE = ("malformed", "not a database", "file is encrypted", "vtable constructor failed")


@contextmanager
def explained(done: str) -> Iterator[None]:
    """Turn errors of the database into ours.

    Args:
        done: What the log cannot be then, as `written`.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(error, done) from error


def _ours(error: Exception, done: str) -> LogError:
    what, said = f"the log cannot be {done}", str(error)
    if "is full" in said:
        return LogFull(what, got=said, remedy="Make room, or let `retain` drop what is old")
    if any(sign in said for sign in _DAMAGE):
        return LogDamaged(what, got=said, remedy="Restore the file from a copy; keep this one")
    if "locked" in said:
        return LogError(what, got=said, remedy="Close whatever else uses it")
    return LogError(what, got=said, remedy="Check that the file is whole and the disk has room")
