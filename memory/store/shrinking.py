"""Giving back the room that rows left in a map file when they went."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from whereseen.memory.store.database import explained, open_existing

_WORTH_IT = 0.25  # share of the pages that are free


def shrink(path: Path) -> int:
    """Write a map file anew without free pages, if many are; returns bytes that were given back.

    Nobody else may use it. A crash leaves it as it was; it takes room for another one meanwhile.

    Raises:
        NewerFormat: if a newer version of whereseen wrote it.
        MapFileError: if it is missing, foreign, damaged or in use, or the disk is full; it stays as
            it was.
    """
    with closing(open_existing(path)) as db, explained(path, "written"):
        db.rollback()
        db.execute("PRAGMA busy_timeout=0")  # who reads may do so for long
        before = path.stat().st_size
        if _number(db, "freelist_count") < _WORTH_IT * _number(db, "page_count"):
            return 0
        db.execute("VACUUM")
    return before - path.stat().st_size


def _number(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])
