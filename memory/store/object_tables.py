"""Things, beliefs and changes as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import numpy as np

from whereseen.memory.objects.entity import Belief, Cause, Entity, Kind, Status
from whereseen.memory.objects.history import ChangeRow
from whereseen.memory.objects.rows import ObjectRows, ThingRow
from whereseen.memory.store.attribute_tables import (
    Values,
    look_values,
    read_attributes,
    state_values,
)
from whereseen.memory.store.identity_note import IDENTITY, with_identity

NEXT_ID = "next_entity_id"  # under this name among the notes


def write_objects(db: sqlite3.Connection, rows: ObjectRows) -> None:
    """Make the tables hold these rows and no others; rows that are there are left alone."""
    _replace(db, "entity", [_thing_values(thing) for thing in rows.things])
    _replace(db, "belief", [_belief_values(n, b) for n, b in rows.beliefs.items()])
    _replace(db, "change", [_change_values(n, c) for n, c in rows.changes.items()])
    _replace(db, "look", look_values(rows))
    _replace(db, "state", state_values(rows))


def read_objects(db: sqlite3.Connection) -> ObjectRows:
    """All rows, in order.

    Raises:
        ValueError: if a row is damaged.
    """
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    things = tuple(_thing(row) for row in cursor.execute("SELECT * FROM entity ORDER BY id"))
    beliefs = dict(_belief(row) for row in cursor.execute("SELECT * FROM belief ORDER BY id"))
    changes = dict(_change(row) for row in cursor.execute("SELECT * FROM change ORDER BY id"))
    noted = db.execute("SELECT value FROM meta WHERE key = ?", (NEXT_ID,)).fetchone()
    next_id = int(noted[0]) if noted else 1 + max((t.entity.id for t in things), default=0)
    rows = ObjectRows(things, beliefs, changes, next_id, *read_attributes(db))
    told = db.execute("SELECT value FROM meta WHERE key = ?", (IDENTITY,)).fetchone()
    return with_identity(rows, told and told[0])


def _replace(db: sqlite3.Connection, table: str, rows: Iterable[Values]) -> None:
    """Rows begin with their key."""
    old = {row[0]: row for row in db.execute(f"SELECT * FROM {table}")}
    new = {row[0]: row for row in rows}
    gone = [(key,) for key in sorted(old.keys() - new.keys())]
    db.executemany(f"DELETE FROM {table} WHERE id = ?", gone)
    changed = [row for key, row in new.items() if old.get(key) != row]
    if changed:
        marks = ", ".join("?" * len(changed[0]))
        db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", changed)


def _thing_values(thing: ThingRow) -> Values:
    e = thing.entity
    return (
        e.id,
        e.label,
        int(e.status),
        e.probability,
        *e.position_m,
        *e.size_m,
        e.first_seen_ns,
        e.last_seen_ns,
        e.image_id,
        thing.voxels,
        thing.points_map.astype("<f4").tobytes(),
    )


def _belief_values(number: int, b: Belief) -> Values:
    return (
        number,
        b.entity_id,
        *b.position_m,
        *b.size_m,
        b.valid_from_ns,
        b.valid_to_ns,
        b.probability,
        int(b.cause),
        b.source,
    )


def _change_values(number: int, c: ChangeRow) -> Values:
    return (number, int(c.kind), c.earliest_ns, c.latest_ns, c.entity_id, c.before, c.after)


def _thing(row: sqlite3.Row) -> ThingRow:
    points = np.frombuffer(row["points"], dtype="<f4").reshape(-1, 3)
    entity = Entity(
        id=row["id"],
        label=row["label"],
        status=Status(row["status"]),
        probability=row["probability"],
        position_m=(row["x"], row["y"], row["z"]),
        size_m=(row["size_x"], row["size_y"], row["size_z"]),
        first_seen_ns=row["first_seen_ns"],
        last_seen_ns=row["last_seen_ns"],
        image_id=row["image_id"],
    )
    return ThingRow(entity, points.astype(np.float32), row["voxels"])


def _belief(row: sqlite3.Row) -> tuple[int, Belief]:
    return row["id"], Belief(
        entity_id=row["entity_id"],
        position_m=(row["x"], row["y"], row["z"]),
        size_m=(row["size_x"], row["size_y"], row["size_z"]),
        valid_from_ns=row["valid_from_ns"],
        valid_to_ns=row["valid_to_ns"],
        probability=row["probability"],
        cause=Cause(row["cause"]),
        source=row["source"],
    )


def _change(row: sqlite3.Row) -> tuple[int, ChangeRow]:
    return row["id"], ChangeRow(
        kind=Kind(row["kind"]),
        earliest_ns=row["earliest_ns"],
        latest_ns=row["latest_ns"],
        entity_id=row["entity_id"],
        before=row["before"],
        after=row["after"],
    )
