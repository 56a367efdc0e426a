"""The way from older formats of the map file to the present one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from whereseen.memory.encoder.protocol import EncoderSpec
from whereseen.memory.log.schema import CORRECTION_TABLES
from whereseen.memory.spatial.chunks import CELL_COLUMNS, VOXEL_COLUMNS, Chunk
from whereseen.memory.store import chunk_codec
from whereseen.memory.store.schema import (
    FORMAT_VERSION,
    OBJECT_TABLES,
    TABLES_OF_4,
    UPKEEP_TABLES,
)

_VOXEL_COLUMNS_1 = {name: kind for name, kind in VOXEL_COLUMNS.items() if name != "solid"}
_CELL_COLUMNS_1 = {
    name: kind for name, kind in CELL_COLUMNS.items() if name not in ("bias", "last")
}
_OCCUPIED_AT_1 = 12


def migrate(db: sqlite3.Connection) -> None:
    """Bring an open file to the present format, each step in a transaction of its own."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    for step in range(version, FORMAT_VERSION):
        with db:
            db.execute("BEGIN IMMEDIATE")
            _STEPS[step](db)
            db.execute(f"PRAGMA user_version={step + 1}")


def _from_1(db: sqlite3.Connection) -> None:
    """Format 2 says which voxels are occupied, codes features around an anchor, keeps notes."""
    meta = dict(db.execute("SELECT key, value FROM meta"))
    dimension = EncoderSpec.from_json(meta["encoder"]).dimension
    added = {
        "voxels": json.dumps({"voxel_size_m": float(meta["voxel_size_m"])}),
        "anchor": bytes(4 * dimension).hex(),
        "about": "{}",
    }
    db.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", added.items())
    for key, data in db.execute("SELECT key, data FROM chunk").fetchall():
        chunk = chunk_codec.decode(
            key, data, voxel_columns=_VOXEL_COLUMNS_1, cell_columns=_CELL_COLUMNS_1
        )
        encoded = chunk_codec.encode(_with_columns_of_2(chunk))
        db.execute("UPDATE chunk SET data = ? WHERE key = ?", (encoded, key))


def _with_columns_of_2(chunk: Chunk) -> Chunk:
    odds = np.asarray(chunk.voxels["odds"], dtype=np.int8)
    solid = (odds >= _OCCUPIED_AT_1).astype(np.uint8)
    cells = {
        **chunk.cells,
        "bias": np.zeros(chunk.image.size, dtype=np.uint16),
        "last": np.full(chunk.image.size, chunk.voxels["last"].max(), dtype=np.uint32),
    }
    return replace(chunk, voxels={**chunk.voxels, "solid": solid}, cells=cells)


def _from_2(db: sqlite3.Connection) -> None:
    """Format 3 keeps things, beliefs and changes."""
    _execute(db, OBJECT_TABLES)


def _from_3(db: sqlite3.Connection) -> None:
    """Format 4 keeps rooms and relations, a log of what was observed, and what was at hand."""
    _execute(db, TABLES_OF_4)


def _from_4(db: sqlite3.Connection) -> None:
    """Format 5 keeps summaries, habits, what loop closures did to the log, and all knobs.

    The knobs come with the next commit.
    """
    _execute(db, UPKEEP_TABLES + CORRECTION_TABLES)


def _execute(db: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";"):  # a script would commit what is not yet whole
        db.execute(statement)


_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {
    1: _from_1,
    2: _from_2,
    3: _from_3,
    4: _from_4,
}
