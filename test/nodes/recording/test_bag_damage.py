"""Recorders that are killed, disks that fill up, and files that are not what they seem."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.bag_writer import BagWriter
from whereseen.nodes.recording.errors import (
    BagDamaged,
    BagMissing,
    BagUnwritable,
    RecordingError,
    UnknownStorage,
)

STRING = "std_msgs/msg/String"
KILLED = """
import os, signal, sys
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_writer import BagWriter
bag = BagWriter(sys.argv[1], BagFormat(storage=sys.argv[2], max_part_bytes=int(sys.argv[3])))
bag.add_topic(BagTopic("/a", "std_msgs/msg/String"))
for i in range(25):
    bag.write("/a", i * 100_000_000, i.to_bytes(4, "little") * 50_000)
os.kill(os.getpid(), signal.SIGKILL)
"""


@contextmanager
def largest_file(n_bytes: int) -> Iterator[None]:
    """A disk that is full, as far as one file can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("part_bytes", [0, 1_000_000])
def test_a_killed_recorder_loses_a_second_at_most(
    tmp_path: Path, storage: str, part_bytes: int
) -> None:
    folder = tmp_path / "bag"
    command = [sys.executable, "-c", KILLED, str(folder), storage, str(part_bytes)]
    assert subprocess.run(command, timeout=60).returncode == -signal.SIGKILL
    with BagReader(folder) as bag:
        stamps = [message.stamp_ns // 100_000_000 for message in bag.messages()]
        values = [int.from_bytes(message.data[:4], "little") for message in bag.messages()]
        assert len(bag) == len(stamps)
    assert stamps == values == list(range(len(stamps)))
    assert len(stamps) >= 15


def test_an_mcap_file_cut_anywhere_gives_its_whole_chunks_or_says_why_not(
    write_strings: Callable[..., Path],
) -> None:
    messages = [("/a", i * 10**9, f"{i}") for i in range(4)]
    folder = write_strings(messages, BagFormat(commit_period_ns=1))
    whole = (folder / "bag_0.mcap").read_bytes()
    cut = folder.parent / "cut.mcap"
    counts = set()
    for size in range(0, len(whole), 3):
        cut.write_bytes(whole[:size])
        try:
            with BagReader(cut) as bag:
                counts.add(len(list(bag.messages())))
        except BagDamaged:
            counts.add(-1)
    assert counts >= {-1, 0, 2, 4}
    assert max(counts) == 4


def test_a_truncated_sqlite3_file_is_damaged(write_strings: Callable[..., Path]) -> None:
    messages = [("/a", i, "x" * 10_000) for i in range(20)]
    folder = write_strings(messages, BagFormat(storage="sqlite3"))
    file = folder / "bag_0.db3"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BagDamaged, match=r"bag_0\.db3|malformed"), BagReader(folder) as bag:
        list(bag.messages())


def test_a_full_disk_stops_the_bag_and_keeps_what_was_committed(
    tmp_path: Path, storage: str
) -> None:
    bag = BagWriter(tmp_path / "bag", BagFormat(storage=storage))
    bag.add_topic(BagTopic("/a", STRING))
    with largest_file(2_000_000), pytest.raises(BagUnwritable, match="Free some space"):
        for i in range(100):
            bag.write("/a", i * 500_000_000, bytes(100_000))
    with pytest.raises(BagUnwritable, match="closed"):
        bag.write("/a", 10**12, b"")
    bag.close()
    with BagReader(tmp_path / "bag") as left:
        stamps = [message.stamp_ns // 500_000_000 for message in left.messages()]
    assert stamps == list(range(len(stamps)))
    assert 10 <= len(stamps) < 20


def test_missing_and_foreign_bags_are_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(BagMissing, match="no such bag"):
        BagReader(tmp_path / "nothing")
    with pytest.raises(BagMissing, match="no bag in this folder"):
        BagReader(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(UnknownStorage, match=r"notes\.txt"):
        BagReader(tmp_path / "notes.txt")
    (tmp_path / "not.mcap").write_bytes(b"RIFF" * 100)
    with pytest.raises(BagDamaged, match="magic"):
        BagReader(tmp_path / "not.mcap")
    (tmp_path / "empty.mcap").touch()
    with pytest.raises(BagDamaged, match="empty"):
        BagReader(tmp_path / "empty.mcap")
    (tmp_path / "not.db3").write_bytes(b"RIFF" * 1000)
    with pytest.raises(BagDamaged, match="not a database"):
        BagReader(tmp_path / "not.db3")
    connection = sqlite3.connect(tmp_path / "other.db3")
    connection.execute("CREATE TABLE frame (id INTEGER)")
    connection.close()
    with pytest.raises(BagDamaged, match="missing tables"):
        BagReader(tmp_path / "other.db3")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("storage_identifier: mcap", "storage_identifier: tape", UnknownStorage),
        ("version: 9", "version: 99", UnknownStorage),
        ("bag_0.mcap", "bag_7.mcap", BagDamaged),
        ("message_count", "count", BagDamaged),
        ("rosbag2_bagfile_information:", "rosbag2: [", BagDamaged),
    ],
)
def test_unusable_metadata_is_refused(
    write_strings: Callable[..., Path], old: str, new: str, kind: type[RecordingError]
) -> None:
    folder = write_strings([("/a", 0, "mug")], BagFormat())
    metadata = folder / "metadata.yaml"
    assert old in metadata.read_text()
    metadata.write_text(metadata.read_text().replace(old, new))
    with pytest.raises(kind, match="bag cannot be read"):
        BagReader(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_bag_that_may_not_be_read_says_so(write_strings: Callable[..., Path]) -> None:
    folder = write_strings([("/a", 0, "mug")], BagFormat())
    (folder / "metadata.yaml").chmod(0)
    with pytest.raises(RecordingError, match="permissions"):
        BagReader(folder)


def test_a_bag_that_is_still_written_is_not_touched(tmp_path: Path) -> None:
    bag = BagWriter(tmp_path / "bag", BagFormat(storage="sqlite3"))
    bag.add_topic(BagTopic("/a", STRING))
    bag.commit()
    bag.write("/a", 0, bytes(8_000_000))
    (file,) = (tmp_path / "bag").rglob("*.db3")
    if not file.with_name(file.name + "-journal").exists():
        pytest.skip("this SQLite keeps 8 MB in memory")
    with pytest.raises(BagDamaged, match="Stop the recorder"):
        BagReader(tmp_path / "bag")
    bag.close()
    with BagReader(tmp_path / "bag") as whole:
        assert len(whole) == 1
