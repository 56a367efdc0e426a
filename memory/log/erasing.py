"""Dropping rows so that nothing of them is left in the file.

`secure_delete` overwrites rows with zeros, but not what two virtual tables keep of them: FTS5
leaves words in its segments until they are merged, and the R*Tree leaves a copy of a node's last
cell behind the cells that count.
"""

from __future__ import annotations

import sqlite3

from whereseen.memory.log.backend import Int64
from whereseen.memory.log.rows import as_list
from whereseen.memory.log.schema import SPACE_SHIFT

_CHOSEN = "IN (SELECT value FROM json_each(?))"
EVIDENCE = (  # observations, of a list of them, that an event is known from
    "SELECT DISTINCT observation_id FROM event_observation "
    f"WHERE observation_id {_CHOSEN} ORDER BY 1"
)
_NODE_HEADER_BYTES = 4  # depth and number of cells, 16 bits each, big-endian
_CELL_BYTES = 8 + 6 * 4  # an id and six coordinates


def drop_observations(db: sqlite3.Connection, ids: Int64) -> None:
    """Drop observations and all that is kept beside them, within a transaction."""
    chosen = (as_list(ids),)
    db.execute(
        "INSERT INTO observation_words(observation_words, rowid, label, text) "
        f"SELECT 'delete', id, label, text FROM observation WHERE id {_CHOSEN} "
        "AND (label != '' OR text != '')",
        chosen,
    )
    db.execute(f"DELETE FROM observation_box WHERE id {_CHOSEN}", chosen)
    drop_vectors(db, ids)
    db.execute(f"DELETE FROM event_observation WHERE observation_id {_CHOSEN}", chosen)
    db.execute(f"DELETE FROM observation_origin WHERE id {_CHOSEN}", chosen)
    db.execute(f"DELETE FROM observation WHERE id {_CHOSEN}", chosen)


def drop_vectors(db: sqlite3.Connection, ids: Int64) -> None:
    """Drop vectors of observations, within a transaction, and let all who hold some know."""
    for (space,) in db.execute("SELECT id FROM space").fetchall():
        keys = as_list(ids + (space << SPACE_SHIFT))
        gone = db.execute(f"DELETE FROM embedding WHERE key {_CHOSEN}", (keys,)).rowcount
        db.execute("UPDATE space SET vectors = vectors - ? WHERE id = ?", (gone, space))
    db.execute("UPDATE log_note SET value = value + 1 WHERE key = 'erasures'")


def drop_events(db: sqlite3.Connection, ids: Int64) -> None:
    """Drop events, within a transaction."""
    chosen = (as_list(ids),)
    db.execute(f"DELETE FROM event_observation WHERE event_id {_CHOSEN}", chosen)
    db.execute(f"DELETE FROM event_origin WHERE id {_CHOSEN}", chosen)
    db.execute(f"DELETE FROM event WHERE id {_CHOSEN}", chosen)


def merge_words(db: sqlite3.Connection) -> None:
    """Merge the segments of the words into one, which holds only words that still count."""
    db.execute("INSERT INTO observation_words(observation_words) VALUES('optimize')")


def wipe_nodes(db: sqlite3.Connection) -> None:
    """Overwrite what lies behind the cells of the R*Tree's nodes with zeros."""
    nodes = "SELECT nodeno, data FROM observation_box_node"
    wiped = [(_wiped(data), number) for number, data in db.execute(nodes) if data != _wiped(data)]
    db.executemany("UPDATE observation_box_node SET data = ? WHERE nodeno = ?", wiped)


def _wiped(node: bytes) -> bytes:
    used = _NODE_HEADER_BYTES + _CELL_BYTES * int.from_bytes(node[2:4], "big")
    return node[:used].ljust(len(node), b"\0")
