"""One file of a bag while it is written."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from rosbags.interfaces import Connection
from rosbags.rosbag2.enums import CompressionFormat, CompressionMode, StoragePlugin
from rosbags.rosbag2.errors import WriterError
from rosbags.rosbag2.storage_mcap import McapWriter
from rosbags.rosbag2.storage_sqlite3 import Sqlite3Writer
from rosbags.rosbag2.writer import Writer
from ruamel.yaml import YAML

from whereseen.nodes.recording.bag_files import METADATA_FILE
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.definitions import MessageDefinition
from whereseen.nodes.recording.errors import BagUnwritable

_PLUGINS = {"mcap": StoragePlugin.MCAP, "sqlite3": StoragePlugin.SQLITE3}


class BagPart:
    """A file in a folder of its own, which rosbags asks for; `close` moves it up and out.

    Raises:
        BagUnwritable: if it cannot be made.
    """

    def __init__(self, folder: Path, bag_format: BagFormat) -> None:
        self._folder = folder
        self._connections: dict[str, Connection] = {}
        self._uncommitted = _Uncommitted(bag_format)
        self.n_bytes = 0
        with writing(folder):
            self._writer = Writer(folder, version=9, storage_plugin=_PLUGINS[bag_format.storage])
            if bag_format.compression == "zstd":
                self._writer.set_compression(CompressionMode.STORAGE, CompressionFormat.ZSTD)
            self._writer.open()
            self.commit()

    def add(self, topic: BagTopic, definition: MessageDefinition) -> None:
        """Make a topic known, before its first message."""
        with writing(self._folder):
            self._connections[topic.name] = self._writer.add_connection(
                topic.name,
                topic.type_name,
                msgdef=definition.text,
                rihs01=definition.type_hash,
                offered_qos_profiles=topic.offered_qos,
            )

    def write(self, topic_name: str, stamp_ns: int, data: bytes) -> None:
        """Append a message, and commit if it is time; raises BagUnwritable, as on a full disk."""
        with writing(self._folder):
            self._writer.write(self._connections[topic_name], stamp_ns, data)
        self.n_bytes += len(data)
        self._uncommitted.add(len(data), stamp_ns)
        if self._uncommitted.are_many:
            self.commit()

    def commit(self) -> None:
        """Make what was written so far survive a crash of this process."""
        with writing(self._folder):
            storage = self._writer.storage
            if isinstance(storage, Sqlite3Writer):
                storage.conn.commit()
            elif isinstance(storage, McapWriter):
                if storage.chunk.msgs:
                    storage.close_chunk()
                storage.bio.flush()
        self._uncommitted.clear()

    def close(self) -> dict[str, Any]:
        """Finish the file and move it beside its folder, which goes; returns its metadata."""
        with writing(self._folder):
            self._writer.close()
            metadata_file = self._folder / METADATA_FILE
            metadata: dict[str, Any] = YAML(typ="safe").load(metadata_file.read_text("utf-8"))
            information: dict[str, Any] = metadata["rosbag2_bagfile_information"]
            for name in information["relative_file_paths"]:
                os.replace(self._folder / name, self._folder.parent / name)
            shutil.rmtree(self._folder)
            return information

    def abandon(self) -> None:
        """Close the file as it is, without an index; what was committed can be read from it."""
        with suppress(*_FAILURES):
            self._writer.abort()


class _Uncommitted:
    """What a crash would lose now."""

    def __init__(self, bag_format: BagFormat) -> None:
        self._format = bag_format
        self._n_bytes = 0
        self._stamps_ns: tuple[int, int] | None = None

    @property
    def are_many(self) -> bool:
        """Whether it is time to commit."""
        first, last = self._stamps_ns or (0, 0)
        period_ns, most_bytes = self._format.commit_period_ns, self._format.commit_bytes
        return last - first >= period_ns or self._n_bytes >= most_bytes

    def add(self, n_bytes: int, stamp_ns: int) -> None:
        """Count a message."""
        first = self._stamps_ns[0] if self._stamps_ns else stamp_ns
        self._stamps_ns = first, stamp_ns
        self._n_bytes += n_bytes

    def clear(self) -> None:
        """Start again."""
        self._n_bytes, self._stamps_ns = 0, None


_FAILURES = (OSError, sqlite3.Error, WriterError)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the storages raise while they write into BagUnwritable."""
    try:
        yield
    except _FAILURES as error:
        raise BagUnwritable(
            "the bag cannot be written",
            got=f"{path}: {error}",
            remedy="Free some space, or choose another folder",
        ) from error
