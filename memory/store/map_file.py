"""A map in one SQLite file: transactions for crash safety, plain bytes for arrays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from whereseen.memory.consolidation.rows import UpkeepRows
from whereseen.memory.errors import LogError, MapFileError
from whereseen.memory.graph.rows import GraphRows
from whereseen.memory.log.sqlite_backend import SqliteBackend
from whereseen.memory.objects.rows import ObjectRows
from whereseen.memory.spatial.chunks import Chunk
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.store import chunk_codec
from whereseen.memory.store.database import (
    TIMEOUT_S,
    explained,
    make,
    move_map,
    open_existing,
    release,
    remove,
)
from whereseen.memory.store.graph_tables import read_graph, write_graph
from whereseen.memory.store.object_tables import read_objects, write_objects
from whereseen.memory.store.tier_tables import read_tiers, write_tiers
from whereseen.memory.store.upkeep_tables import read_upkeep, write_upkeep
from whereseen.memory.tiers.kept_tiers import TierRows


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
        graph: Rooms and relations; others are deleted.
        tiers: What is at hand; all else is deleted.
        upkeep: Summaries and habits; others are deleted.
        log_into: Writes what the file's log lacks.
    """

    meta: dict[str, str]
    chunks: Iterable[Chunk]
    chunk_keys: Iterable[int]
    keyframes: tuple[Keyframe, ...]
    trajectory: tuple[tuple[int, float, float, float], ...]
    objects: ObjectRows = field(default_factory=ObjectRows)
    graph: GraphRows = field(default_factory=GraphRows)
    tiers: TierRows = field(default_factory=dict)
    upkeep: UpkeepRows = field(default_factory=UpkeepRows)
    log_into: Callable[[SqliteBackend], None] = lambda _: None


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
        self._graph = GraphRows()  # as it is in the file
        self._tiers: TierRows = {}
        self._upkeep = UpkeepRows()
        self._log: SqliteBackend | None = None

    @classmethod
    def create(cls, path: Path, *, overwrite: bool = False) -> MapFile:
        """Make a new, empty map file.

        Raises:
            MapFileError: if the file exists and may not be replaced, is in use, or cannot be
                written.
        """
        if overwrite:
            release(path)
            with explained(path, "written"):
                remove(path)
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
        return cls(path, make(path, journal="WAL"))

    @classmethod
    def open(cls, path: Path) -> MapFile:
        """Open an existing map file for reading, migrating an older format.

        All that is read until it is closed is of one moment, also while another process maps.

        Raises:
            NewerFormat: if a newer version of whereseen wrote it.
            MapFileError: if it is missing, foreign, truncated or damaged.
        """
        return cls(path, open_existing(path))

    @classmethod
    @contextmanager
    def replace(cls, path: Path) -> Iterator[MapFile]:
        """Write a whole new file beside `path` and put it there only when all of it is on disk.

        Raises:
            MapFileError: if the disk refuses or the old file is in use; the old file survives.
        """
        partial = path.with_name(path.name + ".partial")
        with explained(path, "written"):
            remove(partial)
        file = cls(partial, make(partial, journal="DELETE"))
        try:
            yield file
            file.close()
            move_map(partial, path)
        finally:
            file.close()
            remove(partial)

    def write(self, snapshot: MapSnapshot) -> None:
        """Write a snapshot in one transaction: afterwards all of it is safe, or none is there.

        Raises:
            MapFileError: if the disk refuses; the file stays as it was.
        """
        with explained(self.path, "written"), self._db as db:
            self.begin()
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", snapshot.meta.items())
            for chunk in snapshot.chunks:
                row = (chunk.key, len(chunk.index), len(chunk.image), chunk_codec.encode(chunk))
                db.execute("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?)", row)
            self._delete_except("chunk", "key", snapshot.chunk_keys)
            self._write_keyframes(snapshot.keyframes)
            db.execute("DELETE FROM trajectory")
            db.executemany("INSERT INTO trajectory VALUES (?, ?, ?, ?)", snapshot.trajectory)
            write_objects(db, snapshot.objects)
            if snapshot.graph != self._graph:
                write_graph(db, snapshot.graph)
            if snapshot.tiers != self._tiers:
                write_tiers(db, snapshot.tiers)
            if snapshot.upkeep != self._upkeep:
                write_upkeep(db, snapshot.upkeep)
            self._write_log(snapshot)
        self._graph, self._tiers, self._upkeep = snapshot.graph, snapshot.tiers, snapshot.upkeep
        if not self.is_scrubbed:
            self._scrub()

    @property
    def log(self) -> SqliteBackend:
        """What was observed and what happened, among the tables of the file."""
        if self._log is None:
            self._log = SqliteBackend(self._db, folder=self.path.parent)
        return self._log

    def begin(self) -> None:
        """Begin the transaction that the next `write` ends, if it has not begun.

        Raises:
            MapFileError: if the disk refuses, or another process writes to it.
        """
        if not self._db.in_transaction:
            with explained(self.path, "written"):
                self._db.execute("BEGIN IMMEDIATE")

    def continue_writing(self) -> None:
        """Let a file that was opened for reading be written to from now on.

        Raises:
            MapFileError: if the disk refuses, or another process writes to it.
        """
        with explained(self.path, "written"):
            self._db.rollback()
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("SELECT 1 FROM meta").fetchone()  # who asks sees that it is in use

    def plan_scrub(self) -> None:
        """From the next write on, leave no trace of what was deleted, in the file or its log."""
        self.is_scrubbed = False

    def _scrub(self) -> None:
        """Fold and empty the log, which a process that reads the file may forbid for now."""
        with explained(self.path, "written"):
            self._db.execute("PRAGMA busy_timeout=0")
            (busy, _, _) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._db.execute(f"PRAGMA busy_timeout={int(1000 * TIMEOUT_S)}")
        self.is_scrubbed = not busy

    def meta(self) -> dict[str, str]:
        """Everything under its name."""
        with explained(self.path, "read"):
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
        with explained(self.path, "read"):
            for key, data in self._db.execute("SELECT key, data FROM chunk ORDER BY key"):
                yield chunk_codec.decode(key, data)

    def keyframes(self) -> Iterator[Keyframe]:
        """All kept images, oldest first."""
        with explained(self.path, "read"):
            for row in self._db.execute("SELECT * FROM keyframe ORDER BY id"):
                yield _keyframe(row)

    def trajectory(self) -> list[tuple[int, float, float, float]]:
        """(stamp_ns, x, y, z) of every noted position, in time order."""
        with explained(self.path, "read"):
            return list(self._db.execute("SELECT * FROM trajectory ORDER BY rowid"))

    def objects(self) -> ObjectRows:
        """All things, beliefs and changes, in order.

        Raises:
            MapFileError: if a row is damaged.
        """
        with explained(self.path, "read"):
            try:
                return read_objects(self._db)
            except (ValueError, TypeError) as error:
                raise MapFileError("a thing in the map is damaged", got=str(error)) from error

    def graph(self) -> GraphRows:
        """Rooms and relations.

        Raises:
            MapFileError: if a row is damaged.
        """
        with explained(self.path, "read"):
            try:
                self._graph = read_graph(self._db)
                return self._graph
            except (ValueError, TypeError) as error:
                raise MapFileError("the graph in the map is damaged", got=str(error)) from error

    def tiers(self) -> TierRows:
        """What is at hand: lines of journals by name."""
        with explained(self.path, "read"):
            self._tiers = read_tiers(self._db)
            return self._tiers

    def upkeep(self) -> UpkeepRows:
        """Summaries and habits.

        Raises:
            MapFileError: if a row is damaged.
        """
        with explained(self.path, "read"):
            try:
                self._upkeep = read_upkeep(self._db)
                return self._upkeep
            except (ValueError, TypeError) as error:
                raise MapFileError("a summary in the map is damaged", got=str(error)) from error

    def count_chunks(self) -> tuple[int, int, int]:
        """Chunks, voxels (the tentative included) and feature cells, without reading them."""
        with explained(self.path, "read"):
            totals = "SELECT count(*), total(voxels), total(cells) FROM chunk"
            chunks, voxels, cells = self._db.execute(totals).fetchone()
            return int(chunks), int(voxels), int(cells)

    def count_keyframes(self) -> tuple[int, int]:
        """Kept images and their bytes."""
        with explained(self.path, "read"):
            totals = "SELECT count(*), total(length(jpeg)) FROM keyframe"
            images, size = self._db.execute(totals).fetchone()
            return int(images), int(size)

    def count_by(self, table: str, column: str) -> dict[Any, int]:
        """Rows of a table by the value of a column, in order of the values."""
        counted = f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1"
        with explained(self.path, "read"):
            return dict(self._db.execute(counted).fetchall())

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that it stands alone, if none else uses it."""
        with suppress(sqlite3.Error):  # in use, closed before, or on a full disk: the log stays
            self._db.rollback()
            self._db.execute("PRAGMA busy_timeout=0")
            self._db.execute("PRAGMA journal_mode=DELETE")
        with explained(self.path, "written"):
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

    def _write_log(self, snapshot: MapSnapshot) -> None:
        try:
            snapshot.log_into(self.log)
        except LogError as error:
            raise MapFileError(
                "the log in the map cannot be written",
                got=str(error),
                remedy="Check that the file is whole and the disk has room",
            ) from error

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
        moved = ({"id": f.image_id, "pose": _floats(f.T_map_camera)} for f in keyframes)
        self._db.executemany(
            "UPDATE keyframe SET pose = :pose WHERE id = :id AND pose != :pose", moved
        )


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
