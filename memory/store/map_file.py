"""A map in one SQLite file: transactions for crash safety, plain bytes for arrays."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import numpy as np

from whereseen.memory.errors import MapFileError, NewerFormat
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.spatial.chunks import Chunk
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.store import chunk_codec
from whereseen.memory.store.migrations import migrate
from whereseen.memory.store.object_tables import read_objects, write_objects
from whereseen.memory.store.schema import APPLICATION_ID, FORMAT_VERSION, TABLES

_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class MapSnapshot:
    """What one transaction writes.

    Attributes:
        meta: Names to values, all text.
        chunks: Chunks that have changed.
        chunk_keys: Keys of all chunks that exist; others are deleted.
        keyframes: All kept images; those in the file already are not written again.
        trajectory: (stamp_ns, x, y, z) of every noted position.
        objects: All things, beliefs and changes; others are deleted.
    """

    meta: dict[str, str]
    chunks: Iterable[Chunk]
    chunk_keys: Iterable[int]
    keyframes: tuple[Keyframe, ...]
    trajectory: tuple[tuple[int, float, float, float], ...]
    objects: ObjectRows = field(default_factory=ObjectRows)


class MapFile:
    """An open map file. Use `create`, `open` or `replace`.

    Attributes:
        path: Where it is.
        is_scrubbed: Whether traces that are to go have gone; see `plan_scrub`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection
        self.is_scrubbed = True

    @classmethod
    def create(cls, path: Path, *, overwrite: bool = False) -> MapFile:
        """Make a new, empty map file.

        Raises:
            MapFileError: if the file exists and may not be replaced, is in use, or cannot be
                written.
        """
        if overwrite:
            _release(path)
            with _explained(path, "written"):
                _remove(path)
        if not path.parent.is_dir():
            raise MapFileError(
                "the folder for the map does not exist",
                got=str(path.parent),
                remedy="Make it first, or choose another",
            )
        if path.exists():
            raise MapFileError(
                "the file exists", got=str(path), remedy="Choose another name, or remove it first"
            )
        return cls(path, _make(path, journal="WAL"))

    @classmethod
    def open(cls, path: Path) -> MapFile:
        """Open an existing map file for reading, migrating an older format.

        All that is read until it is closed is of one moment, also while another process maps.

        Raises:
            NewerFormat: if a newer version of whereseen wrote it.
            MapFileError: if it is missing, foreign, truncated or damaged.
        """
        _require_sqlite(path)
        with _explained(path, "read"):
            db = _connect(path)
            try:
                _require_ours(db, path)
                migrate(db)
                db.execute("BEGIN")
            except BaseException:
                db.close()
                raise
        return cls(path, db)

    @classmethod
    @contextmanager
    def replace(cls, path: Path) -> Iterator[MapFile]:
        """Write a whole new file beside `path` and put it there only when all of it is on disk.

        Raises:
            MapFileError: if the disk refuses or the old file is in use; the old file survives.
        """
        partial = path.with_name(path.name + ".partial")
        with _explained(path, "written"):
            _remove(partial)
        file = cls(partial, _make(partial, journal="DELETE"))
        try:
            yield file
            file.close()
            move_map(partial, path)
        finally:
            file.close()
            _remove(partial)

    def write(self, snapshot: MapSnapshot) -> None:
        """Write a snapshot in one transaction: afterwards all of it is safe, or none is there.

        Raises:
            MapFileError: if the disk refuses; the file stays as it was.
        """
        with _explained(self.path, "written"), self._db as db:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", snapshot.meta.items())
            for chunk in snapshot.chunks:
                row = (chunk.key, len(chunk.index), len(chunk.image), chunk_codec.encode(chunk))
                db.execute("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?)", row)
            self._delete_except("chunk", "key", snapshot.chunk_keys)
            self._write_keyframes(snapshot.keyframes)
            db.execute("DELETE FROM trajectory")
            db.executemany("INSERT INTO trajectory VALUES (?, ?, ?, ?)", snapshot.trajectory)
            write_objects(db, snapshot.objects)
        if not self.is_scrubbed:
            self._scrub()

    def continue_writing(self) -> None:
        """Let a file that was opened for reading be written to from now on.

        Raises:
            MapFileError: if the disk refuses, or another process writes to it.
        """
        with _explained(self.path, "written"):
            self._db.rollback()
            self._db.execute("PRAGMA journal_mode=WAL")

    def plan_scrub(self) -> None:
        """From the next write on, leave no trace of what was deleted, in the file or its log."""
        self.is_scrubbed = False

    def _scrub(self) -> None:
        """Fold and empty the log, which a process that reads the file may forbid for now."""
        with _explained(self.path, "written"):
            self._db.execute("PRAGMA busy_timeout=0")
            (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._db.execute(f"PRAGMA busy_timeout={int(1000 * _TIMEOUT_S)}")
        self.is_scrubbed = not busy

    def meta(self) -> dict[str, str]:
        """Everything under its name."""
        with _explained(self.path, "read"):
            return dict(self._db.execute("SELECT key, value FROM meta"))

    def about(self) -> dict[str, str]:
        """The free notes that are kept with the map.

        Raises:
            MapFileError: if they are damaged.
        """
        try:
            notes = json.loads(self.meta()["about"])
            return {str(name): str(note) for name, note in notes.items()}
        except (KeyError, ValueError, AttributeError) as error:
            raise MapFileError("the notes of the map are damaged", got=str(error)) from error

    def chunks(self) -> Iterator[Chunk]:
        """All chunks, in order of their keys."""
        with _explained(self.path, "read"):
            for key, data in self._db.execute("SELECT key, data FROM chunk ORDER BY key"):
                yield chunk_codec.decode(key, data)

    def keyframes(self) -> Iterator[Keyframe]:
        """All kept images, oldest first."""
        with _explained(self.path, "read"):
            for row in self._db.execute("SELECT * FROM keyframe ORDER BY id"):
                yield _keyframe(row)

    def trajectory(self) -> list[tuple[int, float, float, float]]:
        """(stamp_ns, x, y, z) of every noted position, in time order."""
        with _explained(self.path, "read"):
            return list(self._db.execute("SELECT * FROM trajectory ORDER BY rowid"))

    def objects(self) -> ObjectRows:
        """All things, beliefs and changes, in order.

        Raises:
            MapFileError: if a row is damaged.
        """
        with _explained(self.path, "read"):
            try:
                return read_objects(self._db)
            except (ValueError, TypeError) as error:
                raise MapFileError("a thing in the map is damaged", got=str(error)) from error

    def count_chunks(self) -> tuple[int, int, int]:
        """Chunks, voxels (the tentative included) and feature cells, without reading them."""
        with _explained(self.path, "read"):
            totals = "SELECT count(*), total(voxels), total(cells) FROM chunk"
            chunks, voxels, cells = self._db.execute(totals).fetchone()
            return int(chunks), int(voxels), int(cells)

    def count_keyframes(self) -> tuple[int, int]:
        """Kept images and their bytes."""
        with _explained(self.path, "read"):
            totals = "SELECT count(*), total(length(jpeg)) FROM keyframe"
            images, size = self._db.execute(totals).fetchone()
            return int(images), int(size)

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that it stands alone, if none else uses it."""
        with suppress(sqlite3.Error):  # in use, closed before, or on a full disk: the log stays
            self._db.rollback()
            self._db.execute("PRAGMA busy_timeout=0")
            self._db.execute("PRAGMA journal_mode=DELETE")
        with _explained(self.path, "written"):
            self._db.close()

    def __enter__(self) -> MapFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _delete_except(self, table: str, column: str, keep: Iterable[int]) -> None:
        present = {row[0] for row in self._db.execute(f"SELECT {column} FROM {table}")}
        gone = [(key,) for key in sorted(present - set(keep))]
        self._db.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)

    def _write_keyframes(self, keyframes: tuple[Keyframe, ...]) -> None:
        self._delete_except("keyframe", "id", (frame.image_id for frame in keyframes))
        rows = (
            (
                f.image_id,
                f.stamp_ns,
                f.camera_id,
                f.jpeg,
                _floats(f.T_map_camera),
                _floats(f.intrinsics),
            )
            for f in keyframes
        )
        self._db.executemany("INSERT OR IGNORE INTO keyframe VALUES (?, ?, ?, ?, ?, ?)", rows)
        moved = ((_floats(f.T_map_camera), f.image_id) for f in keyframes)
        self._db.executemany("UPDATE keyframe SET pose = ?1 WHERE id = ?2 AND pose != ?1", moved)


def move_map(source: Path, target: Path) -> None:
    """Put a closed map file in the place of another.

    Raises:
        MapFileError: if the disk refuses or the other is in use; it survives.
    """
    _release(target)
    with _explained(target, "written"):
        _sync(source)
        os.replace(source, target)


def remove_map(path: Path) -> None:
    """Remove a map file and what belongs to it, if it is there."""
    with _explained(path, "removed"):
        _remove(path)


def _connect(path: Path) -> sqlite3.Connection:
    # One thread at a time, though not always the same: the memory asks no more of its users.
    db = sqlite3.connect(path, isolation_level=None, timeout=_TIMEOUT_S, check_same_thread=False)
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
    return db


def _make(path: Path, *, journal: str) -> sqlite3.Connection:
    """A new database with the tables of a map; nothing is left where that fails."""
    with _explained(path, "written"):
        db = _connect(path)
        try:
            db.executescript(
                f"PRAGMA journal_mode={journal}; PRAGMA application_id={APPLICATION_ID};"
                f"BEGIN; {TABLES} PRAGMA user_version={FORMAT_VERSION}; COMMIT;"
            )
        except BaseException:
            db.close()
            _remove(path)
            raise
    return db


def _release(path: Path) -> None:
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
        with _explained(path, "written"):
            _remove_log(path)


def _floats(matrix: np.ndarray) -> bytes:
    return matrix.astype("<f8").tobytes()


def _keyframe(row: tuple[int, int, str, bytes, bytes, bytes]) -> Keyframe:
    image_id, stamp_ns, camera_id, jpeg, pose, intrinsics = row
    return Keyframe(
        image_id=image_id,
        stamp_ns=stamp_ns,
        camera_id=camera_id,
        jpeg=jpeg,
        T_map_camera=np.frombuffer(pose, dtype="<f8").reshape(4, 4).astype(np.float64),
        intrinsics=np.frombuffer(intrinsics, dtype="<f8").reshape(3, 3).astype(np.float64),
    )


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
def _explained(path: Path, done: str) -> Iterator[None]:
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


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_log(path)


def _remove_log(path: Path) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
