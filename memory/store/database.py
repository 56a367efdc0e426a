"""The file under a map: made, opened, replaced and removed without losing another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from whereseen.memory.errors import MapFileError, NewerFormat
from whereseen.memory.store.migrations import migrate
from whereseen.memory.store.schema import APPLICATION_ID, FORMAT_VERSION, TABLES

TIMEOUT_S = 5.0


def move_map(source: Path, target: Path) -> None:
    """Put a closed map file in the place of another.

    Raises:
        MapFileError: if the disk refuses or the other is in use; it survives.
    """
    release(target)
    with explained(target, "written"):
        _sync(source)
        os.replace(source, target)


def remove_map(path: Path) -> None:
    """Remove a map file and what belongs to it, if it is there."""
    with explained(path, "removed"):
        remove(path)


def is_map(path: Path) -> bool:
    """Whether there is a map file, of this version of whereseen or an older one."""
    try:
        _require_sqlite(path)
        with explained(path, "read"), closing(_connect(path)) as db:
            _require_ours(db, path)
    except MapFileError:
        return False
    return True


def _connect(path: Path) -> sqlite3.Connection:
    # One thread at a time, though not always the same: the memory asks no more of its users.
    db = sqlite3.connect(path, isolation_level=None, timeout=TIMEOUT_S, check_same_thread=False)
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
    return db


def make(path: Path, *, journal: str) -> sqlite3.Connection:
    """A new database with the tables of a map; nothing is left where that fails."""
    with explained(path, "written"):
        db = _connect(path)
        try:
            db.executescript(
                f"PRAGMA journal_mode={journal}; PRAGMA application_id={APPLICATION_ID};"
                f"BEGIN; {TABLES} PRAGMA user_version={FORMAT_VERSION}; COMMIT;"
            )
        except BaseException:
            db.close()
            remove(path)
            raise
    return db


def release(path: Path) -> None:
    """Fold what a crash left in the log of a file that is about to be replaced.

    A log that outlived its file would be taken for the log of the new one.

    Raises:
        MapFileError: if another process uses the file.
    """
    if not path.is_file():
        return
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=0.0)
        try:
            db.execute("PRAGMA journal_mode=DELETE")
        finally:
            db.close()
    except sqlite3.OperationalError as error:
        raise MapFileError(
            "the file to be replaced cannot be locked",
            got=f"{path}: {error}",
            remedy="Close whatever uses it, or choose another name",
        ) from error
    except sqlite3.DatabaseError:  # damaged, or no map at all: only its log is in the way
        with explained(path, "written"):
            _remove_log(path)


def open_existing(path: Path) -> sqlite3.Connection:
    """A connection that reads a map as it is at one moment, migrated from an older format.

    Raises:
        NewerFormat: if a newer version of whereseen wrote it.
        MapFileError: if it is missing, foreign, truncated or damaged.
    """
    _require_sqlite(path)
    with explained(path, "read"):
        db = _connect(path)
        try:
            _require_ours(db, path)
            migrate(db)
            db.execute("BEGIN")
        except BaseException:
            db.close()
            raise
    return db


def _require_sqlite(path: Path) -> None:
    if not path.is_file():
        raise MapFileError(
            "there is no such map file", got=str(path), remedy="Make one with: whereseen map"
        )
    try:
        with path.open("rb") as file:
            magic = file.read(16)
    except OSError as error:
        raise MapFileError("the map cannot be read", got=str(error)) from error
    if magic != b"SQLite format 3\x00":
        raise MapFileError(
            "this is not a map file", got=str(path), remedy="Make one with: whereseen map"
        )


def _require_ours(db: sqlite3.Connection, path: Path) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise MapFileError(
            "this is an SQLite file, but not a map", got=str(path), remedy="Check the file name"
        )
    if version > FORMAT_VERSION:
        raise NewerFormat(
            "the map was written by a newer version of whereseen",
            got=f"format {version}, this version reads up to {FORMAT_VERSION}",
            remedy="Upgrade whereseen",
        )


@contextmanager
def explained(path: Path, done: str) -> Iterator[None]:
    """Turn errors of the database and the disk into ours."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise MapFileError(
            f"the map cannot be {done}",
            got=f"{path}: {error}",
            remedy="Check that the file is whole and the disk has room",
        ) from error


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def remove(path: Path) -> None:
    """Remove a file and its logs, if they are there; raises OSError."""
    path.unlink(missing_ok=True)
    _remove_log(path)


def _remove_log(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
