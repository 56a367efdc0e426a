"""Writing rosbag2 files from serialised messages."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_part import BagPart
from whereseen.nodes.recording.bag_parts import BagParts
from whereseen.nodes.recording.definitions import MessageDefinition, MessageDefinitions
from whereseen.nodes.recording.errors import BagUnwritable, RecordingError


class BagWriter:
    """Writes a new bag; use it as a context manager, in one thread.

    A crash loses what was written since the last commit, at most what `BagFormat` says;
    `BagReader` reads the rest. Memory stays bounded: messages wait for a commit at most.

    Args:
        folder: Where to make the bag; must not be there yet.
        bag_format: How to store it.

    Raises:
        BagUnwritable: if the folder is there, or cannot be made.
    """

    def __init__(self, folder: str | os.PathLike[str], bag_format: BagFormat | None = None) -> None:
        self._format = bag_format or BagFormat()
        self._definitions = MessageDefinitions()
        self._topics: dict[str, tuple[BagTopic, MessageDefinition]] = {}
        self._parts = BagParts(Path(folder), self._format)
        self._part: BagPart | None = self._parts.begin()

    def __enter__(self) -> BagWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def add_topic(self, topic: BagTopic) -> None:
        """Make a topic known, before its first message; again is harmless.

        Raises:
            UnknownStorage: if the definition of its type is not known.
            RecordingError: if it is known with another type.
            BagUnwritable: if it cannot be written.
        """
        if topic.name not in self._topics:
            definition = self._definitions.of(topic.type_name)
            self._open_part().add(topic, definition)
            self._topics[topic.name] = topic, definition
        elif self._topics[topic.name][0].type_name != topic.type_name:
            raise RecordingError(
                "a topic has two types",
                got=f"{topic.name}: {self._topics[topic.name][0].type_name}, {topic.type_name}",
                remedy="Rename one of them",
            )

    def write(self, topic_name: str, stamp_ns: int, data: bytes) -> None:
        """Append a serialised message.

        Raises:
            RecordingError: if the topic was not added.
            BagUnwritable: if it cannot be written; the bag then takes no more, and keeps what was
                committed.
        """
        if topic_name not in self._topics:
            raise RecordingError(
                "a message on an unknown topic", got=topic_name, remedy="Add the topic first"
            )
        try:
            self._part_for(len(data)).write(topic_name, stamp_ns, data)
        except BagUnwritable:
            self._abandon()
            raise

    def commit(self) -> None:
        """Make everything written so far survive a crash of this process."""
        self._open_part().commit()

    def close(self) -> None:
        """Finish the bag; harmless when repeated, or after a write failed.

        Raises:
            BagUnwritable: if what is left cannot be written.
        """
        part, self._part = self._part, None
        if part is not None:
            self._parts.finish(part)
            self._parts.describe()

    def _open_part(self) -> BagPart:
        if self._part is None:
            raise BagUnwritable("the bag is closed")
        return self._part

    def _part_for(self, n_bytes: int) -> BagPart:
        """The part to write into, after beginning another if this one is full."""
        part, limit = self._open_part(), self._format.max_part_bytes
        if not limit or not part.n_bytes or part.n_bytes + n_bytes <= limit:
            return part
        self._parts.finish(part)
        self._part = self._parts.begin()
        for topic, definition in self._topics.values():
            self._part.add(topic, definition)
        return self._part

    def _abandon(self) -> None:
        part, self._part = self._part, None
        if part is not None:
            part.abandon()
