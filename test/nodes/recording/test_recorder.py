"""The recorder without ROS: what it is offered, and what is in the bag."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagMessage, BagTopic
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.byte_queue import ByteQueue
from whereseen.nodes.recording.errors import BagUnwritable
from whereseen.nodes.recording.record_config import RecordConfig, WantedTopic
from whereseen.nodes.recording.recorder import Recorder, Tally

TOPIC = BagTopic("/a", "std_msgs/msg/String")


@contextmanager
def largest_file(n_bytes: int) -> Iterator[None]:
    """A disk that is full, as far as one file can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def stamps_in(folder: Path) -> list[int]:
    with BagReader(folder) as bag:
        return [message.stamp_ns for message in bag.messages()]


def test_all_that_was_offered_is_in_the_bag_when_it_closes(tmp_path: Path, storage: str) -> None:
    recorder = Recorder(tmp_path / "bag", BagFormat(storage=storage), queue_bytes=10**6)
    recorder.start()
    assert all(recorder.offer(BagMessage(TOPIC, i, bytes(100))) for i in range(500))
    recorder.close()
    recorder.close()
    assert stamps_in(tmp_path / "bag") == list(range(500))
    assert str(recorder.tally) == "500 messages, 0.1 MB (/a 500)"
    assert not recorder.offer(BagMessage(TOPIC, 0, b""))


def test_a_bag_that_cannot_be_made_is_told_at_the_start(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, BagFormat(), queue_bytes=1)
    with pytest.raises(BagUnwritable, match="something already"):
        recorder.start()
    recorder.close()


def test_recording_stops_before_the_size_at_which_to_stop(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "bag", BagFormat(), queue_bytes=10**6, stop_bytes=1050)
    recorder.start()
    for i in range(50):
        recorder.offer(BagMessage(TOPIC, i, bytes(100)))
    recorder.close()
    assert stamps_in(tmp_path / "bag") == list(range(10))
    assert "size at which to stop" in recorder.tally.ended_by
    assert recorder.tally.written.total() == 10
    # The eleventh was taken, and ended it; nothing was lost without being counted.
    assert recorder.tally.dropped.total() in range(39, 41)


def test_a_full_disk_ends_recording_and_not_the_recorder(tmp_path: Path, storage: str) -> None:
    recorder = Recorder(tmp_path / "bag", BagFormat(storage=storage), queue_bytes=10**9)
    with largest_file(2_000_000):
        recorder.start()
        for i in range(100):
            recorder.offer(BagMessage(TOPIC, i * 500_000_000, bytes(100_000)))
        recorder.close()
    assert "Free some space" in recorder.tally.ended_by
    assert recorder.tally.dropped["/a"] >= 79
    stamps = stamps_in(tmp_path / "bag")
    assert stamps == [i * 500_000_000 for i in range(len(stamps))]
    assert len(stamps) >= 10


def test_what_does_not_fit_into_the_queue_is_refused_at_once() -> None:
    queue: ByteQueue[str] = ByteQueue(10)
    assert queue.put("large", 50)
    assert not queue.put("b", 1)
    assert queue.get(0.0) == "large"
    assert queue.put("c", 6)
    assert not queue.put("d", 5)
    assert queue.put("e", 4)
    assert [queue.get(0.0) for _ in range(3)] == ["c", "e", None]
    queue.put("f", 1)
    queue.close()
    assert not queue.put("g", 1)
    assert not queue.is_done
    assert queue.get(0.0) == "f"
    assert queue.is_done
    assert queue.get(3600.0) is None


def test_who_waits_for_the_queue_is_woken() -> None:
    queue: ByteQueue[str] = ByteQueue(10)
    got: list[str | None] = []
    reader = threading.Thread(target=lambda: got.extend(queue.get(60.0) for _ in range(2)))
    reader.start()
    queue.put("a", 1)
    queue.close()
    reader.join(10.0)
    assert got == ["a", None]


def test_a_tally_reads_well() -> None:
    tally = Tally()
    assert str(tally) == "0 messages, 0.0 MB"
    tally.written.update({"/b": 2, "/a": 1})
    tally.dropped["/a"] = 3
    tally.n_bytes = 12_345_678
    assert str(tally) == "3 messages, 12.3 MB (/a 1, /b 2); 3 dropped"


def test_parameters_become_a_bag() -> None:
    split = RecordConfig(storage="sqlite3", max_bag_mb=3, commit_period_s=0.5)
    assert split.bag_format() == BagFormat(
        storage="sqlite3", max_part_bytes=3_000_000, commit_period_ns=500_000_000
    )
    assert split.stop_bytes == 0
    stop = RecordConfig(max_bag_mb=3, at_limit="stop", compression="zstd")
    assert stop.bag_format() == BagFormat(storage="mcap", compression="zstd")
    assert stop.stop_bytes == 3_000_000
    assert stop.folder(datetime(2026, 1, 2, 3, 4, 5)) == "recording_20260102_030405"
    assert RecordConfig(path="kitchen").folder(datetime.min) == "kitchen"
    with pytest.raises(InvalidConfig, match="only mcap"):
        RecordConfig(storage="sqlite3", compression="zstd")
    with pytest.raises(InvalidConfig, match="split, stop"):
        RecordConfig(at_limit="explode")


def test_topics_to_record_are_names_with_types_or_without() -> None:
    assert WantedTopic.parsed(" rgb/image ") == WantedTopic("rgb/image")
    assert WantedTopic.parsed("/a b/msg/C") == WantedTopic("/a", "b/msg/C")
    for words in ("", "a b c"):
        with pytest.raises(InvalidConfig, match="topic to record"):
            WantedTopic.parsed(words)
