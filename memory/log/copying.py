"""A log from one database into another one that holds none yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from whereseen.memory.log.correcting import project

_AT_A_TIME = 1024


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a log had come.

    Attributes:
        observation_id, event_id, correction_id: The last that were given, 0 before the first.
    """

    observation_id: int = 0
    event_id: int = 0
    correction_id: int = 0


# Table, and the column and the mark by which rows that came later are left out.
_COPIED = (
    ("observation", "id", "observation_id"),
    ("observation_box", "id", "observation_id"),
    ("space", "", ""),
    ("embedding", "key & 0xFFFFFFFFFF", "observation_id"),
    ("event", "id", "event_id"),
    ("event_observation", "event_id", "event_id"),
    ("correction", "id", "correction_id"),
    ("observation_origin", "id", "observation_id"),
    ("event_origin", "id", "event_id"),
)
_NUMBERED = ("observation", "event", "correction")


def mark_of(db: sqlite3.Connection) -> Mark:
    """How far a log has come."""
    last = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    return Mark(*(int(last.get(name, 0)) for name in _NUMBERED))


def copy_log(source: sqlite3.Connection, target: sqlite3.Connection, until: Mark) -> None:
    """Copy all rows up to a mark, within a transaction of the caller's on the target."""
    for table, column, mark in _COPIED:
        limit = f" WHERE {column} <= {getattr(until, mark)}" if column else ""
        for rows in _portions(source.execute(f"SELECT * FROM {table}{limit}")):
            marks = ", ".join("?" * len(rows[0]))
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    target.execute(
        "INSERT INTO observation_words(rowid, label, text) "
        "SELECT id, label, text FROM observation WHERE label != '' OR text != ''"
    )
    counted = "SELECT count(*) FROM embedding WHERE key >> 40 = space.id"
    target.execute(f"UPDATE space SET vectors = ({counted})")
    _continue_numbers(target, until)
    if mark_of(source).correction_id > until.correction_id:
        project(target)


def _portions(cursor: sqlite3.Cursor) -> Iterator[list[tuple[object, ...]]]:
    while rows := cursor.fetchmany(_AT_A_TIME):
        yield [tuple(row) for row in rows]


def _continue_numbers(db: sqlite3.Connection, mark: Mark) -> None:
    """Numbers of rows that were erased are not used again either."""
    names = [(name, getattr(mark, f"{name}_id")) for name in _NUMBERED]
    db.executemany("DELETE FROM sqlite_sequence WHERE name = ?", [(name,) for name, _ in names])
    db.executemany("INSERT INTO sqlite_sequence VALUES (?, ?)", names)
