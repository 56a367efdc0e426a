"""Events in their tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from whereseen.memory.log.query import EventHit, EventQuery
from whereseen.memory.log.records import LoggedEvent
from whereseen.memory.log.rows import event_of, event_values

_LISTED = "IN (SELECT value FROM json_each(?))"


def write_events(db: sqlite3.Connection, ids: range, events: Sequence[LoggedEvent]) -> None:
    """Write events with the observations they are known from."""
    numbered = list(zip(ids, events, strict=True))
    rows = (event_values(n, e) for n, e in numbered)
    db.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    links = ((n, k, o) for n, e in numbered for k, o in enumerate(e.observation_ids))
    db.executemany("INSERT INTO event_observation VALUES (?, ?, ?)", links)


def read_events(db: sqlite3.Connection, query: EventQuery) -> list[EventHit]:
    """Events that are meant, newest first."""
    tests, values = ["1"], list[object]()
    for column, wanted in (("type", query.types), ("actor", query.actors)):
        if wanted:
            tests.append(f"{column} {_LISTED}")
            values.append(json.dumps(list(wanted)))
    if query.during_ns is not None:
        tests.append("t1_ns >= ? AND t0_ns <= ?")
        values.extend(query.during_ns)
    if query.after_id:
        tests.append("id > ?")
        values.append(query.after_id)
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    condition = " AND ".join(tests)
    statement = f"SELECT * FROM event WHERE {condition} ORDER BY t0_ns DESC, id DESC LIMIT ?"
    found = cursor.execute(statement, [*values, query.limit]).fetchall()
    return [EventHit(row["id"], event_of(row, _known_from(db, row["id"]))) for row in found]


def _known_from(db: sqlite3.Connection, event_id: int) -> list[int]:
    linked = "SELECT observation_id FROM event_observation WHERE event_id = ? ORDER BY position"
    return [row[0] for row in db.execute(linked, (event_id,))]
