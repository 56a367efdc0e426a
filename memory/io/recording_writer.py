"""Writing whereseen's own recordings."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from whereseen.memory.errors import InvalidConfig, InvalidObservation, MapFileError
from whereseen.memory.io.images import encode_jpeg, encode_png
from whereseen.memory.io.reader import TrueQuery
from whereseen.memory.io.recording_format import (
    APPLICATION_ID,
    FORMAT_VERSION,
    SCHEMA,
    check_identity,
    check_size,
    damaged,
    depth_to_raw,
    labels_to_raw,
    matrix_to_bytes,
)
from whereseen.memory.observation import LabelImage, Observation

_MOST_LABEL_NAMES = 65535


@dataclass(frozen=True, slots=True)
class RecordingConfig:
    """How frames are stored.

    Attributes:
        colour: `jpeg` (small) or `png` (exact).
        jpeg_quality: 1 to 100.
        depth_unit_m: Step of stored depth in metres; depth reaches 65533 steps.
        commit_every: Frames per transaction. Above 1, a crash may lose that many less one.
    """

    colour: Literal["jpeg", "png"] = "jpeg"
    jpeg_quality: int = 95
    depth_unit_m: float = 0.001
    commit_every: int = 1

    def __post_init__(self) -> None:
        if self.colour not in ("jpeg", "png"):
            raise InvalidConfig("colour must be jpeg or png", got=repr(self.colour))
        if not 1 <= self.jpeg_quality <= 100:
            raise InvalidConfig("jpeg_quality must be 1 to 100", got=str(self.jpeg_quality))
        if not 0.0 < self.depth_unit_m < 1.0:
            raise InvalidConfig("depth_unit_m must be in (0, 1)", got=f"{self.depth_unit_m:g}")
        if self.commit_every < 1:
            raise InvalidConfig("commit_every must be positive", got=str(self.commit_every))


class RecordingWriter:
    """Appends observations to a recording, made if it is not there; use it as a context manager.

    When `write` returns, the frame is on disk and survives `kill -9` and a power cut (unless
    `commit_every` says otherwise). Leaving the context commits what is left, also on an error.

    Raises:
        MapFileError: if the file cannot be made, or is there and is not a recording.
        NewerFormat: if a newer version of whereseen wrote it.
    """

    def __init__(self, path: Path | str, config: RecordingConfig | None = None) -> None:
        self._path = Path(path)
        self._config = config or RecordingConfig()
        self._connection = _connect_for_writing(self._path)
        self._uncommitted = 0

    def __enter__(self) -> RecordingWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Commit and close; harmless when repeated.

        Raises:
            MapFileError: if what is left cannot be written.
        """
        try:
            if self._uncommitted:
                self.commit()
        finally:
            self._connection.close()

    def commit(self) -> None:
        """Make everything written so far survive a crash.

        Raises:
            MapFileError: if it cannot be written, for instance on a full disk.
        """
        try:
            self._connection.commit()
        except sqlite3.Error as error:
            raise self._unwritable(error) from None
        self._uncommitted = 0

    def write(self, observation: Observation) -> None:
        """Append one frame.

        Raises:
            InvalidObservation: if its stamp or its label names do not fit the format.
            MapFileError: if the file cannot be written, for instance on a full disk.
        """
        row = (
            observation.stamp_ns,
            observation.camera_id,
            self._encoded_colour(observation),
            encode_png(depth_to_raw(observation.depth_m, self._config.depth_unit_m)),
            self._config.depth_unit_m,
            matrix_to_bytes(observation.intrinsics),
            matrix_to_bytes(observation.T_map_camera),
        )
        try:
            labels = self._label_columns(observation.labels)
            self._connection.execute(
                "INSERT INTO frame (stamp_ns, camera_id, colour, depth, depth_unit_m, intrinsics,"
                " pose, label_ids, label_table) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row + labels,
            )
        except OverflowError:
            raise InvalidObservation(
                "stamp_ns does not fit 64 bits", got=str(observation.stamp_ns)
            ) from None
        except sqlite3.Error as error:
            raise self._unwritable(error) from None
        self._written()

    def write_query(self, query: TrueQuery) -> None:
        """Append a question whose answer is known.

        Raises:
            MapFileError: if the file cannot be written.
        """
        try:
            self._connection.execute(
                "INSERT INTO question (text, positions) VALUES (?, ?)",
                (query.text, json.dumps(query.positions_m)),
            )
        except sqlite3.Error as error:
            raise self._unwritable(error) from None
        self._written()

    def _written(self) -> None:
        self._uncommitted += 1
        if self._uncommitted >= self._config.commit_every:
            self.commit()

    def _encoded_colour(self, observation: Observation) -> bytes:
        if self._config.colour == "png":
            return encode_png(observation.rgb)
        return encode_jpeg(observation.rgb, quality=self._config.jpeg_quality)

    def _label_columns(self, labels: LabelImage | None) -> tuple[bytes | None, int | None]:
        if labels is None:
            return None, None
        if len(labels.names) > _MOST_LABEL_NAMES:
            raise InvalidObservation("too many label names", got=str(len(labels.names)))
        names = json.dumps(labels.names)
        self._connection.execute("INSERT OR IGNORE INTO label_table (names) VALUES (?)", (names,))
        row = self._connection.execute("SELECT id FROM label_table WHERE names = ?", (names,))
        return encode_png(labels_to_raw(labels.ids)), int(row.fetchone()[0])

    def _unwritable(self, error: sqlite3.Error) -> MapFileError:
        return MapFileError("the recording cannot be written", got=f"{self._path}: {error}")


def _connect_for_writing(path: Path) -> sqlite3.Connection:
    if path.exists() and path.stat().st_size:
        check_size(path)
    try:
        connection = sqlite3.connect(path)
    except sqlite3.Error as error:
        raise MapFileError("the recording cannot be made", got=f"{path}: {error}") from None
    try:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            _make_tables(connection)
        check_identity(connection, path)
        # Only now: a crash before this point leaves an empty file or a rollback journal.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error as error:
        connection.close()
        raise damaged(path, error) from None
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID};"
        f" PRAGMA user_version = {FORMAT_VERSION}; COMMIT;"
    )
