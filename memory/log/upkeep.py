"""Looking after the database of a log: is it whole, how much is there, what is left of the past."""

from __future__ import annotations

import sqlite3

from whereseen.memory.errors import LogDamaged
from whereseen.memory.log.query import LogStats


def stats(db: sqlite3.Connection) -> LogStats:
    """How much there is."""
    stamps = db.execute("SELECT min(stamp_ns) FROM observation").fetchone()
    return LogStats(
        observations=_number(db, "SELECT count(*) FROM observation"),
        events=_number(db, "SELECT count(*) FROM event"),
        vectors=dict(db.execute("SELECT model, vectors FROM space ORDER BY id").fetchall()),
        first_ns=stamps[0],
        last_ns=newest_ns(db),
        file_bytes=_number(db, "PRAGMA page_count") * _number(db, "PRAGMA page_size"),
    )


def newest_ns(db: sqlite3.Connection) -> int | None:
    """Stamp of the latest observation, None without any."""
    value: int | None = db.execute("SELECT max(stamp_ns) FROM observation").fetchone()[0]
    return value


def require_whole(db: sqlite3.Connection) -> None:
    """Read everything, and compare what is derived with the rows.

    Raises:
        LogDamaged: if anything is not as it was written.
    """
    said = [str(row[0]) for row in db.execute("PRAGMA quick_check(1)")]
    said += [str(db.execute("SELECT rtreecheck('observation_box')").fetchone()[0])]
    checked = "INSERT INTO observation_words(observation_words, rank) VALUES('integrity-check', 1)"
    db.execute(checked)
    if set(said) != {"ok"}:
        raise LogDamaged(
            "the log is not as it was written",
            got="; ".join(said),
            remedy="Restore the file from a copy; keep this one",
        )


def empty_write_ahead_log(db: sqlite3.Connection) -> bool:
    """Fold it into the file; False if a process that reads forbids that for now."""
    usual = _number(db, "PRAGMA busy_timeout")
    db.execute("PRAGMA busy_timeout=0")
    try:
        (busy, _, _) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout={usual}")
    return not busy


def _number(db: sqlite3.Connection, statement: str) -> int:
    return int(db.execute(statement).fetchone()[0])
