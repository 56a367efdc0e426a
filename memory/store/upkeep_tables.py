"""Summaries, habits and the progress of consolidation, as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from whereseen.memory.consolidation.rows import Habit, Progress, Summary, UpkeepRows

PROGRESS = "consolidation"  # under this name among the notes

_SUMMARY_KEY = "level = ? AND scope = ? AND day = ?"
_HABIT_KEY = "label = ? AND room = ? AND support = ?"


def write_upkeep(db: sqlite3.Connection, rows: UpkeepRows) -> None:
    """Make the tables hold these rows and no others; rows that are there are left alone."""
    note = json.dumps(list(rows.progress))
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (PROGRESS, note))
    summaries = [(*each[:-1], json.dumps(list(each.thing_ids))) for each in rows.summaries]
    _replace(db, "summary", _SUMMARY_KEY, summaries)
    _replace(db, "habit", _HABIT_KEY, [tuple(each) for each in rows.habits])


def read_upkeep(db: sqlite3.Connection) -> UpkeepRows:
    """All rows, in order.

    Raises:
        ValueError, TypeError: if a row is damaged.
    """
    listed = db.execute("SELECT * FROM summary ORDER BY level, scope, day")
    summaries = tuple(Summary._make((*row[:-1], tuple(json.loads(row[-1])))) for row in listed)
    habits = db.execute("SELECT * FROM habit ORDER BY label, room, support")
    note = db.execute("SELECT value FROM meta WHERE key = ?", (PROGRESS,)).fetchone()
    progress = Progress() if note is None else Progress._make(json.loads(note[0]))
    return UpkeepRows(summaries, tuple(Habit._make(row) for row in habits), progress)


def _replace(db: sqlite3.Connection, table: str, key: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows begin with their key, of three columns."""
    old, new = set(db.execute(f"SELECT * FROM {table}")), set(rows)
    db.executemany(f"DELETE FROM {table} WHERE {key}", sorted(row[:3] for row in old - new))
    added = sorted(new - old)
    if added:
        marks = ", ".join("?" * len(added[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", added)
