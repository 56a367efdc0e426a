"""Writing what topics say, in a thread of its own."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from whereseen.memory.errors import WhereseenError
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagMessage
from whereseen.nodes.recording.bag_writer import BagWriter
from whereseen.nodes.recording.byte_queue import ByteQueue

_IDLE_S = 1.0


@dataclass(slots=True)
class Tally:
    """What was recorded so far.

    Attributes:
        written: Messages in the bag, by topic.
        dropped: Messages that did not fit into the queue or came after the end, by topic.
        n_bytes: Of the messages in the bag.
        ended_by: Why recording ended before it was asked to; empty if it did not.
    """

    written: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    n_bytes: int = 0
    ended_by: str = ""

    def __str__(self) -> str:
        topics = ", ".join(f"{name} {count}" for name, count in sorted(self.written.items()))
        text = f"{self.written.total()} messages, {self.n_bytes / 1e6:.1f} MB"
        dropped = f"; {self.dropped.total()} dropped" if self.dropped else ""
        return f"{text} ({topics}){dropped}" if topics else text + dropped


class Recorder:
    """Takes messages from any thread and writes them into a new bag.

    Args:
        folder: Where to make the bag.
        bag_format: How to store it.
        queue_bytes: How much may wait for the disk.
        stop_bytes: After how many bytes to end; 0 for never.
    """

    def __init__(
        self, folder: Path, bag_format: BagFormat, *, queue_bytes: int, stop_bytes: int = 0
    ) -> None:
        self._stop_bytes = stop_bytes
        self._queue: ByteQueue[BagMessage] = ByteQueue(queue_bytes)
        self._began: Future[None] = Future()
        self.tally = Tally()
        self._thread = threading.Thread(
            target=self._run, args=(folder, bag_format), name="recorder", daemon=True
        )

    def start(self) -> None:
        """Make the bag.

        Raises:
            BagUnwritable: if it cannot be made.
        """
        self._thread.start()
        self._began.result()

    def offer(self, message: BagMessage) -> bool:
        """Take a message, to be written soon; never waits. False if it had to be dropped."""
        if self._queue.put(message, len(message.data)):
            return True
        self.tally.dropped[message.topic.name] += 1
        return False

    def close(self) -> None:
        """Write what waits, and finish the bag; harmless when repeated."""
        self._queue.close()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self, folder: Path, bag_format: BagFormat) -> None:
        # SQLite wants the thread that opened the bag.
        try:
            bag = BagWriter(folder, bag_format)
        except WhereseenError as error:
            self._began.set_exception(error)
            return
        self._began.set_result(None)
        try:
            with bag:
                reason = self._write_all(bag)
        except WhereseenError as error:
            reason = str(error)
        if reason:
            self._end(reason)  # once the bag is whole: who hears of it may read it

    def _write_all(self, bag: BagWriter) -> str:
        """Write until there will be no more; returns why it ended before, if it did."""
        while not self._queue.is_done:
            message = self._queue.get(_IDLE_S)
            if message is None:
                bag.commit()
            elif self._fits(message):
                self._write(bag, message)
            else:
                self.tally.dropped[message.topic.name] += 1
                return "the bag has the size at which to stop"
        return ""

    def _fits(self, message: BagMessage) -> bool:
        return not self._stop_bytes or self.tally.n_bytes + len(message.data) <= self._stop_bytes

    def _write(self, bag: BagWriter, message: BagMessage) -> None:
        bag.add_topic(message.topic)
        bag.write(message.topic.name, message.stamp_ns, message.data)
        self.tally.written[message.topic.name] += 1
        self.tally.n_bytes += len(message.data)

    def _end(self, reason: str) -> None:
        """Take no more, and count what waited as dropped."""
        self._queue.close()
        while (message := self._queue.get(0.0)) is not None:
            self.tally.dropped[message.topic.name] += 1
        self.tally.ended_by = reason
