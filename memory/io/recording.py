"""whereseen's own recordings: frames in one crash-safe SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from whereseen.memory.errors import InvalidObservation, MapFileError
from whereseen.memory.io.images import read_colour, read_depth
from whereseen.memory.io.reader import SkippedFrames, TrueQuery
from whereseen.memory.io.recording_format import (
    connect_for_reading,
    damaged,
    depth_from_raw,
    is_database,
    labels_from_raw,
    matrix_from_bytes,
)
from whereseen.memory.io.recording_writer import RecordingConfig, RecordingWriter
from whereseen.memory.io.usable import usable_frames
from whereseen.memory.observation import LabelImage, Observation

__all__ = ["RecordingConfig", "RecordingReader", "RecordingWriter"]


class RecordingReader:
    """A file that `RecordingWriter` wrote, also while it is being written or after a crash.

    Raises:
        MapFileError: if it is missing, truncated, damaged or not a recording.
        NewerFormat: if a newer version of whereseen wrote it.
    """

    looked_for: ClassVar[str] = "whereseen recording: an SQLite file"
    layout: ClassVar[str] = "whereseen recording"

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._skipped = SkippedFrames()
        connect_for_reading(self._path).close()

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Tell whether a path is a database at all; opening it tells whether it is a recording."""
        return is_database(path)

    @property
    def skipped(self) -> SkippedFrames:
        """What the last iteration left out."""
        return self._skipped

    def __len__(self) -> int:
        return int(self._rows("SELECT count(*) FROM frame")[0][0])

    def __iter__(self) -> Iterator[Observation]:
        self._skipped = SkippedFrames()
        return self._observations(self._skipped)

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """Questions that were written with the frames.

        Raises:
            MapFileError: if they are damaged.
        """
        rows = self._rows("SELECT text, positions FROM question ORDER BY id")
        try:
            return tuple(
                TrueQuery(text, tuple((float(x), float(y), float(z)) for x, y, z in json.loads(at)))
                for text, at in rows
            )
        except (TypeError, ValueError) as error:
            raise MapFileError("a stored question is malformed", got=str(error)) from None

    def _observations(self, skipped: SkippedFrames) -> Iterator[Observation]:
        ids = [row[0] for row in self._rows("SELECT id FROM frame ORDER BY stamp_ns, id")]
        with closing(connect_for_reading(self._path)) as connection:
            yield from usable_frames(ids, lambda frame: _observation(connection, frame), skipped)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(connect_for_reading(self._path)) as connection:
            try:
                return connection.execute(query).fetchall()
            except sqlite3.Error as error:
                raise damaged(self._path, error) from None


def _observation(connection: sqlite3.Connection, frame: int) -> Observation:
    try:
        row = connection.execute(
            "SELECT stamp_ns, camera_id, colour, depth, depth_unit_m, intrinsics, pose, label_ids,"
            " names FROM frame LEFT JOIN label_table ON label_table.id = frame.label_table"
            " WHERE frame.id = ?",
            (frame,),
        ).fetchone()
        stamp_ns, camera_id, colour, depth, unit_m, intrinsics, pose, label_ids, names = row
        return Observation.checked(
            read_colour(colour),
            depth_from_raw(read_depth(depth), unit_m),
            intrinsics=matrix_from_bytes(intrinsics, 3),
            T_map_camera=matrix_from_bytes(pose, 4),
            stamp_ns=stamp_ns,
            camera_id=camera_id,
            labels=_labels(label_ids, names),
        )
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise InvalidObservation("stored frame is unreadable", got=f"{frame}: {error}") from None


def _labels(label_ids: bytes | None, names: str | None) -> LabelImage | None:
    if label_ids is None or names is None:
        return None
    return LabelImage(labels_from_raw(read_depth(label_ids)), tuple(json.loads(names)))
