"""Reading rosbag2 files, whatever their storage, without decoding their messages."""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, cast

from rosbags.interfaces import Connection, ConnectionExtRosbag2
from rosbags.interfaces.typing import RPath
from rosbags.rosbag2.metadata import ReaderMetadata
from rosbags.rosbag2.reader import DirectoryReader
from rosbags.rosbag2.storage_mcap import McapReader
from rosbags.rosbag2.storage_sqlite3 import Sqlite3Reader

from whereseen.nodes.recording.bag_files import readable_files, roll_back
from whereseen.nodes.recording.bag_message import BagMessage, BagTopic
from whereseen.nodes.recording.errors import BagDamaged, RecordingError, UnknownStorage
from whereseen.nodes.recording.mcap_recovery import UnfinishedMcap, is_unfinished


class BagReader:
    """An open bag: a folder or a single `.mcap` or `.db3` file, also of a recorder that was killed.

    Raises:
        BagMissing: if there is no bag.
        BagDamaged: if it is truncated, damaged, or not what its name says.
        UnknownStorage: if its storage, version or compression is not known.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._stack = ExitStack()
        self._storages: list[_Storage] = []
        with self._stack:
            for file in readable_files(self._path):
                with _reading(file):
                    storage = _storage(file)
                    storage.open()
                self._stack.callback(storage.close)
                self._storages.append(storage)
            self._stack = self._stack.pop_all()
        self._topics = _topics(self._storages)

    def __enter__(self) -> BagReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return sum(topic.message_count for topic in self.topics)

    def close(self) -> None:
        """Close all files; harmless when repeated."""
        self._storages = []
        self._stack.close()

    @property
    def topics(self) -> tuple[BagTopic, ...]:
        """Every topic, by name."""
        return tuple(topic for _, topic in sorted(self._topics.items()))

    @property
    def start_ns(self) -> int:
        """When the first message was received; 0 if there is none."""
        return min((s.metadata.start_time for s in self._filled()), default=0)

    @property
    def end_ns(self) -> int:
        """When the last message was received; 0 if there is none."""
        return max((s.metadata.end_time - 1 for s in self._filled()), default=0)

    def messages(
        self,
        topics: Collection[str] | None = None,
        *,
        start_ns: int | None = None,
        stop_ns: int | None = None,
    ) -> Iterator[BagMessage]:
        """Messages in the order in which they were received.

        Args:
            topics: Names; None for all.
            start_ns: Leave out what was received before it.
            stop_ns: Leave out what was received then or later.

        Raises:
            BagDamaged: on the way, at the first message that cannot be read.
        """
        for storage in self._storages:
            wanted = [c for c in storage.connections if topics is None or c.topic in topics]
            if not wanted:
                continue
            with closing(storage.messages(wanted, start_ns, stop_ns)) as received:
                while (one := self._next(received)) is not None:
                    connection, stamp_ns, data = one
                    topic = self._topics[connection.topic, connection.msgtype]
                    yield BagMessage(topic, stamp_ns, data)

    def _filled(self) -> list[_Storage]:
        return [storage for storage in self._storages if storage.metadata.message_count]

    def _next(self, received: _Received) -> tuple[Connection, int, bytes] | None:
        with _reading(self._path):
            return next(received, None)


_Received = Generator[tuple[Connection, int, bytes], None, None]


class _Storage(Protocol):
    """What rosbags' readers of folders and of files have in common."""

    connections: list[Connection]
    metadata: ReaderMetadata

    def open(self) -> None: ...

    def close(self) -> None: ...

    def messages(
        self, connections: Collection[Connection], start: int | None, stop: int | None
    ) -> _Received: ...


def _storage(path: Path) -> _Storage:
    if path.is_dir():
        return DirectoryReader(path)
    if path.suffix == ".db3":
        roll_back(path)
        return Sqlite3Reader(path)
    return McapReader(cast(RPath, UnfinishedMcap(path)) if is_unfinished(path) else path)


def _topics(storages: list[_Storage]) -> dict[tuple[str, str], BagTopic]:
    topics: dict[tuple[str, str], BagTopic] = {}
    for connection in (c for storage in storages for c in storage.connections):
        key = connection.topic, connection.msgtype
        before = topics[key].message_count if key in topics else 0
        qos = cast(ConnectionExtRosbag2, connection.ext).offered_qos_profiles
        count = before + connection.msgcount
        topics[key] = BagTopic(*key, tuple(qos), connection.digest, count)
    return topics


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except RecordingError:
        raise
    except PermissionError as error:
        raise RecordingError(
            "the bag may not be read", got=str(error.filename), remedy="Change its permissions"
        ) from None
    except Exception as error:  # damage makes the parsers of rosbags stumble in any way
        kind = UnknownStorage if "not supported" in str(error) else BagDamaged
        raise kind(
            "the bag cannot be read",
            got=f"{path}: {error or type(error).__name__}",
            remedy="Copy it again; without metadata.yaml, its files are read as far as they go",
        ) from error
