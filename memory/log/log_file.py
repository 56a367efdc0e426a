"""A log in a file of its own: made, and opened if it is whole as far as can be told at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from whereseen.memory.errors import LogDamaged, LogError
from whereseen.memory.log.copying import Mark
from whereseen.memory.log.failures import explained
from whereseen.memory.log.query import EventHit, EventQuery
from whereseen.memory.log.schema import APPLICATION_ID, FORMAT_VERSION, correction_statements
from whereseen.memory.log.sqlite_backend import SqliteBackend, create_tables

_MAGIC = b"SQLite format 3\0"
_TIMEOUT_S = 5.0
_CACHE_KB = 32_768
_CHECKPOINT_PAGES = 4_000


def create_log(path: Path | None) -> SqliteBackend:
    """Make a log in a new file, or in memory without a path.

    Raises:
        LogError: if the file exists, or cannot be written.
    """
    if path is not None and path.exists():
        raise LogError("the file exists", got=str(path), remedy="Open it, or choose another name")
    if path is not None and not path.parent.is_dir():
        raise LogError(
            "the folder for the log does not exist", got=str(path.parent), remedy="Make it first"
        )
    with explained("written"):
        db = _connect(path)
        try:
            db.execute("BEGIN")
            create_tables(db)
            db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            db.execute(f"PRAGMA user_version={FORMAT_VERSION}")
            db.execute("COMMIT")
        except BaseException:
            db.close()
            if path is not None:
                path.unlink(missing_ok=True)
            raise
    return _backend(db, path)


def open_log(path: Path) -> SqliteBackend:
    """Open a log; what a crash left in its write-ahead log is taken in.

    Raises:
        LogDamaged: if it is no log, or its end is missing; `check` also finds what lies deeper.
        LogError: if it is missing, or cannot be read, or was written by a newer version.
    """
    _require_sqlite(path)
    with explained("read"):
        db = _connect(path)
        try:
            _require_ours(db, path)
            _migrate(db)
            return _backend(db, path)
        except BaseException:
            db.close()
            raise


def read_log(path: Path, until: Mark) -> SqliteBackend:
    """Read the log of a map file into memory, as it was when it had come so far.

    Raises:
        LogError: if the file is gone, or cannot be read.
    """
    _require_there(path)
    with explained("read"), closing(_reader(path)) as db:
        here = create_log(None)
        here.copy_from(SqliteBackend(db), until)
        return here


def read_events_of(path: Path, until: Mark, query: EventQuery) -> list[EventHit]:
    """Events of the log of a map file, as it was when it had come so far; newest first.

    Raises:
        InvalidQuery: naming what is wrong.
        LogError: if the file is gone, or cannot be read.
    """
    query.require()
    _require_there(path)
    with explained("read"), closing(_reader(path)) as db:
        backend = SqliteBackend(db)
        if backend.mark() == until:
            return backend.events(query)
    return read_log(path, until).events(query)


def _require_there(path: Path) -> None:
    if not path.is_file():
        raise LogError(
            "the file with the log is gone", got=str(path), remedy="Open a map that is there"
        )


def _backend(db: sqlite3.Connection, path: Path | None) -> SqliteBackend:
    return SqliteBackend(db, folder=None if path is None else path.parent, owned=True)


def _connect(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(
        path or ":memory:", isolation_level=None, timeout=_TIMEOUT_S, check_same_thread=False
    )
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    db.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
    return db


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=_TIMEOUT_S)


def _require_sqlite(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise LogError("the log cannot be read", got=str(error), remedy="Check its name") from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise LogDamaged(
            "this is not a log", got=str(path), remedy="Check the name, or restore it from a copy"
        )
    ahead = path.with_name(path.name + "-wal")
    if ahead.exists() and ahead.stat().st_size:
        return  # what the file misses may be there
    page_bytes = int.from_bytes(header[16:18], "big")
    pages, size = int.from_bytes(header[28:32], "big"), path.stat().st_size
    if size < pages * (65_536 if page_bytes == 1 else page_bytes):
        raise LogDamaged(
            "the end of the log is missing",
            got=f"{path}: {size} bytes of {pages} pages",
            remedy="Restore the file from a copy; keep this one",
        )


def _migrate(db: sqlite3.Connection) -> None:
    """Bring a log of format 1 to the present one; two at once make the tables once."""
    if db.execute("PRAGMA user_version").fetchone()[0] >= FORMAT_VERSION:
        return
    with db:
        db.execute("BEGIN IMMEDIATE")
        for statement in correction_statements():
            db.execute(statement.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
        db.execute(f"PRAGMA user_version={FORMAT_VERSION}")


def _require_ours(db: sqlite3.Connection, path: Path) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise LogDamaged("this is an SQLite file, but not a log", got=str(path))
    if version > FORMAT_VERSION:
        raise LogError(
            "the log was written by a newer version of whereseen",
            got=f"format {version}, this version reads up to {FORMAT_VERSION}",
            remedy="Upgrade whereseen",
        )
