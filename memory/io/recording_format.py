"""The recording format: one SQLite file, and how arrays lie in its rows.

Depth is a 16-bit PNG in units of `frame.depth_unit_m`. Three raw values are reserved: 0 is no
reading, 65534 is NaN (no reading, told apart), 65535 is +inf (no return). Matrices are
little-endian float64 in row order. Label ids are a 16-bit PNG in which 65535 is unknown.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidObservation, MapFileError, NewerFormat
from whereseen.memory.frames import Float32, Float64

APPLICATION_ID = 0x57535243  # "WSRC"
FORMAT_VERSION = 1
SCHEMA = """
CREATE TABLE label_table (id INTEGER PRIMARY KEY, names TEXT NOT NULL UNIQUE);
CREATE TABLE frame (
    id INTEGER PRIMARY KEY,
    stamp_ns INTEGER NOT NULL,
    camera_id TEXT NOT NULL,
    colour BLOB NOT NULL,
    depth BLOB NOT NULL,
    depth_unit_m REAL NOT NULL,
    intrinsics BLOB NOT NULL,
    pose BLOB NOT NULL,
    label_ids BLOB,
    label_table INTEGER REFERENCES label_table (id)
);
CREATE INDEX frame_by_stamp ON frame (stamp_ns, id);
CREATE TABLE question (id INTEGER PRIMARY KEY, text TEXT NOT NULL, positions TEXT NOT NULL);
"""
_MAGIC = b"SQLite format 3\x00"
_NAN, _NO_RETURN = 65534, 65535
_UNKNOWN_LABEL = 65535


def is_database(path: Path) -> bool:
    """Tell whether a file starts as an SQLite file does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """Open a recording read-only and check that it is one.

    Raises:
        MapFileError: if it is missing, truncated, damaged or another program's.
        NewerFormat: if a newer version of whereseen wrote it.
    """
    check_size(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{_access(path)}", uri=True)
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise damaged(path, error) from None
    check_identity(connection, path)
    return connection


def _access(path: Path) -> str:
    """Choose how SQLite opens a file to be read: WAL mode wants two more files beside it."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"  # a connection in mode=ro would leave those files behind
    return "mode=ro" if _journalled(path) else "immutable=1"


def _journalled(path: Path) -> bool:
    """Tell whether a crash, or a writer at work, left something beside the file."""
    journals = (path.with_name(path.name + suffix) for suffix in ("-wal", "-journal"))
    return any(journal.exists() and journal.stat().st_size for journal in journals)


def check_identity(connection: sqlite3.Connection, path: Path) -> None:
    """Check application and version of an open database; closes it if they are wrong.

    Raises:
        MapFileError: if it is damaged or another program's.
        NewerFormat: if a newer version of whereseen wrote it.
    """
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(connection.close)
        try:
            application = int(connection.execute("PRAGMA application_id").fetchone()[0])
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.Error as error:
            raise damaged(path, error) from None
        if application != APPLICATION_ID:
            raise MapFileError(
                "the file is a database, but not a whereseen recording",
                got=f"{path} with application id {application:#010x}",
                remedy="Check the path; a map is opened with SpatialMemory, not as a recording",
            )
        if version > FORMAT_VERSION:
            raise NewerFormat(
                "the recording was written by a newer version of whereseen",
                got=f"{path} of format {version}; this version reads up to {FORMAT_VERSION}",
                remedy="Upgrade whereseen",
            )
        on_failure.pop_all()


def damaged(path: Path, error: sqlite3.Error) -> MapFileError:
    """Say in this library's words what SQLite said of a file."""
    return MapFileError(
        "the recording is damaged or unreadable",
        got=f"{path}: {error}",
        remedy="Copy it again together with its -wal file, or try: sqlite3 FILE .recover",
    )


def check_size(path: Path) -> None:
    """Check the first bytes and the length of a file, which SQLite does only when it must.

    Raises:
        MapFileError: if it is unreadable, truncated or not a database.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise MapFileError("the recording cannot be read", got=str(error)) from None
    if not header or not _MAGIC.startswith(header[: len(_MAGIC)]):
        got = f"{path} of {size} bytes"
        raise MapFileError("the file is not a whereseen recording", got=got)
    if _journalled(path):
        return  # which settles the length
    page_size = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (65536 if page_size == 1 else page_size)
    if len(header) < 100 or size < expected:
        raise MapFileError(
            "the recording is truncated",
            got=f"{path} of {size} bytes, {max(expected, 100)} expected",
            remedy="Copy it again together with its -wal file",
        )


def depth_to_raw(depth_m: Float32, unit_m: float) -> npt.NDArray[np.uint16]:
    """Quantise depth (H, W) in metres; what lies beyond 65533 units becomes NaN, no reading."""
    with np.errstate(invalid="ignore", over="ignore"):
        units = np.rint(depth_m.astype(np.float64) / unit_m)
    readable = np.isfinite(units) & (units < _NAN)
    raw = np.where(readable, np.maximum(units, 0.0), 0.0).astype(np.uint16)
    raw[(raw == 0) & (depth_m > 0.0)] = 1  # a reading must not turn into "no reading"
    raw[~readable] = _NAN
    raw[np.isposinf(depth_m)] = _NO_RETURN
    return raw


def depth_from_raw(raw: npt.NDArray[np.uint16], unit_m: float) -> Float32:
    """Undo `depth_to_raw`; (H, W) float32 metres."""
    depth_m = (raw * unit_m).astype(np.float32)
    depth_m[raw == _NAN] = np.nan
    depth_m[raw == _NO_RETURN] = np.inf
    return depth_m


def labels_to_raw(ids: npt.NDArray[np.int32]) -> npt.NDArray[np.uint16]:
    """Store label ids (H, W) in 16 bits; what does not fit becomes unknown."""
    fits = (ids >= 0) & (ids < _UNKNOWN_LABEL)
    return np.where(fits, ids, _UNKNOWN_LABEL).astype(np.uint16)


def labels_from_raw(raw: npt.NDArray[np.uint16]) -> npt.NDArray[np.int32]:
    """Undo `labels_to_raw`; (H, W) int32 in which -1 is unknown."""
    return np.where(raw == _UNKNOWN_LABEL, -1, raw.astype(np.int32)).astype(np.int32)


def matrix_to_bytes(matrix: Float64) -> bytes:
    """Store a matrix as little-endian float64 in row order."""
    return np.ascontiguousarray(matrix, dtype="<f8").tobytes()


def matrix_from_bytes(stored: bytes, size: int) -> Float64:
    """Undo `matrix_to_bytes` for a (size, size) matrix.

    Raises:
        InvalidObservation: if the length is wrong.
    """
    if len(stored) != size * size * 8:
        raise InvalidObservation("stored matrix has the wrong length", got=f"{len(stored)} bytes")
    return np.frombuffer(stored, dtype="<f8").astype(np.float64).reshape(size, size)
