"""The scene graph as rows."""

from __future__ import annotations

import sqlite3

from whereseen.memory.graph.rows import DoubtRow, GraphRows, RelationRow

ROOMS, LOOKED_NS = "rooms", "graph_looked_ns"  # under these names among the notes

_KEY = "subject = ? AND predicate = ? AND object = ? AND valid_from_ns = ?"


def write_graph(db: sqlite3.Connection, rows: GraphRows) -> None:
    """Make the tables hold this graph and no other; rows that are there are left alone."""
    notes = {ROOMS: rows.rooms, LOOKED_NS: str(rows.looked_ns)}
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", notes.items())
    old, new = set(_relations(db)), set(rows.relations)
    db.executemany(f"DELETE FROM relation WHERE {_KEY}", sorted(each[:4] for each in old - new))
    db.executemany("INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?)", sorted(new - old, key=str))
    db.execute("DELETE FROM doubt")
    db.executemany("INSERT INTO doubt VALUES (?, ?, ?, ?, ?)", rows.doubts)


def read_graph(db: sqlite3.Connection) -> GraphRows:
    """The graph that was kept.

    Raises:
        ValueError: if a row is damaged.
    """
    notes = dict(db.execute("SELECT key, value FROM meta WHERE key IN (?, ?)", (ROOMS, LOOKED_NS)))
    return GraphRows(
        rooms=notes.get(ROOMS, ""),
        relations=tuple(_relations(db)),
        doubts=tuple(DoubtRow(*row) for row in db.execute("SELECT * FROM doubt")),
        looked_ns=int(notes.get(LOOKED_NS, "-1")),
    )


def _relations(db: sqlite3.Connection) -> list[RelationRow]:
    listed = db.execute(
        "SELECT * FROM relation ORDER BY valid_to_ns IS NULL, valid_to_ns, valid_from_ns"
    )
    return [
        RelationRow(subject, predicate, target, since_ns, until_ns, bool(is_remembered))
        for subject, predicate, target, since_ns, until_ns, is_remembered in listed
    ]
