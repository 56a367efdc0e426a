"""Vectors of embedding models as rows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import Float32
from whereseen.memory.log.backend import Int64
from whereseen.memory.log.rows import as_list
from whereseen.memory.log.schema import SPACE_SHIFT
from whereseen.memory.log.scoring import Halves

_KEY_MASK = (1 << SPACE_SHIFT) - 1
_READ = "SELECT key, data FROM embedding WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"


@dataclass(frozen=True, slots=True)
class Space:
    """Where the vectors of a model are.

    Attributes:
        id: Its number in the tables.
        dimension: Of its vectors.
    """

    id: int
    dimension: int


def find_space(db: sqlite3.Connection, model: str) -> Space | None:
    """A space by its model, None if the log has no vectors of it."""
    row = db.execute("SELECT id, dimension FROM space WHERE model = ?", (model,)).fetchone()
    return None if row is None else Space(*row)


def write_vectors(db: sqlite3.Connection, model: str, ids: range, vectors: Float32) -> None:
    """Write unit vectors (N, D) as float16; a row of NaN is none.

    Raises:
        InvalidObservation: if the space has vectors of another dimension.
    """
    space = _space_for(db, model, vectors.shape[1])
    base, width = space.id << SPACE_SHIFT, 2 * space.dimension
    has = np.flatnonzero(~np.isnan(vectors[:, 0]))
    data = vectors[has].astype("<f2").tobytes()
    rows = (
        (base + ids.start + int(n), data[k * width : (k + 1) * width]) for k, n in enumerate(has)
    )
    db.executemany("INSERT INTO embedding VALUES (?, ?)", rows)
    db.execute("UPDATE space SET vectors = vectors + ? WHERE id = ?", (len(has), space.id))


def read_vectors(db: sqlite3.Connection, space: Space, ids: Int64) -> tuple[Int64, Halves]:
    """Those of `ids` that have a vector, by rising id, and their float16 (N, D) by their bits."""
    rows = db.execute(_READ, (as_list(ids + (space.id << SPACE_SHIFT)),)).fetchall()
    keys = np.array([key for key, _ in rows], dtype=np.int64)
    halves = np.frombuffer(b"".join(data for _, data in rows), dtype="<u2")
    return keys & _KEY_MASK, halves.reshape(-1, space.dimension)


def _space_for(db: sqlite3.Connection, model: str, dimension: int) -> Space:
    space = find_space(db, model)
    if space is None:
        made = "INSERT INTO space(model, dimension, vectors) VALUES (?, ?, 0)"
        return Space(int(db.execute(made, (model, dimension)).lastrowid or 0), dimension)
    if space.dimension != dimension:
        raise InvalidObservation(
            f"vectors of {model} have {space.dimension} dimensions in this log",
            got=f"{dimension} dimensions",
            remedy="Give a model that changed another name",
        )
    return space
