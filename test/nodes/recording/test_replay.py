"""Opening and playing recordings of any kind, with nobody and nothing around."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rclpy.serialization import serialize_message
from rosgraph_msgs.msg import Clock

from whereseen.memory.errors import InvalidConfig, UnknownLayout
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_playback import BagPlayback
from whereseen.nodes.recording.bag_writer import BagWriter
from whereseen.nodes.recording.errors import RecordingError
from whereseen.nodes.recording.folder_playback import FolderPlayback
from whereseen.nodes.recording.playback import Channel, Outgoing
from whereseen.nodes.recording.player import Progress, Score
from whereseen.nodes.recording.replay import AudienceMissing, Played, Replay, Surroundings
from whereseen.nodes.recording.replay_config import ReplayConfig
from whereseen.nodes.recording.restamp import RestampedPlayback

NOW_NS = 1_800_000_000_000_000_000


class FakePace:
    """Time that passes only when it is waited for."""

    def __init__(self) -> None:
        self.now = 0

    def now_ns(self) -> int:
        return self.now

    def wait_until(self, deadline_ns: int, stop: threading.Event) -> None:
        self.now = max(self.now, deadline_ns)


@dataclass
class FakeNode:
    """Outlets that remember, and everything else that a replay needs around it."""

    opened: list[str] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    subscribed: int = 0

    def open(self, channels: Sequence[Channel]) -> None:
        self.opened = [channel.topic for channel in channels]

    def publish(self, outgoing: Outgoing) -> None:
        assert outgoing.topic in self.opened
        self.sent.append(outgoing)

    def subscribers(self) -> dict[str, int]:
        return dict.fromkeys(self.opened, self.subscribed)

    def wait_acknowledged(self, timeout_ns: int, stop: threading.Event) -> bool:
        return True

    def replay(self, **values: object) -> Replay:
        config = ReplayConfig(**values)  # type: ignore[arg-type]
        return Replay(config, Surroundings(self, FakePace(), lambda: NOW_NS, self.said.append))


def played(replay: Replay, score: Score | None = None, path: Path | str = "") -> Played:
    score, told = score or Score(), list[Progress]()
    act = replay.begin(replay.opened(str(path), score), score, told.append)
    result = act.future.result(30.0)
    replay.close()
    assert len(told) == result.progress.frames
    return result


def test_what_lies_there_decides_how_it_is_played(
    seven_scenes: Path, write_strings: Callable[..., Path], tmp_path: Path
) -> None:
    bag = write_strings([("/a", 0, "mug")], BagFormat())
    replay = FakeNode().replay(path=str(seven_scenes))
    for path, kind in (("", FolderPlayback), (bag, BagPlayback), (bag / "bag_0.mcap", BagPlayback)):
        playback = replay.opened(str(path), Score())
        assert isinstance(playback, kind)
        playback.close()
    with pytest.raises(UnknownLayout):
        replay.opened(str(tmp_path / "nothing"), Score())
    with pytest.raises(InvalidConfig, match="path:="):
        FakeNode().replay().opened("", Score())
    restamped = FakeNode().replay(restamp=True).opened(str(bag), Score())
    assert isinstance(restamped, RestampedPlayback)
    restamped.close()


def test_a_folder_is_played_with_a_clock(seven_scenes: Path) -> None:
    node = FakeNode()
    result = played(node.replay(path=str(seven_scenes), clock_hz=2.0))
    assert result == Played(Progress(1_000_000_000, 3, 3, 1.0), skipped=0)
    clock = [ns_of(one.message.clock) for one in node.sent if one.topic == "/clock"]
    assert clock == [1, 100_000_000, 600_000_000, 1_000_000_000]
    assert node.sent[0].topic == "/tf_static"
    assert node.said == ["playing a 7-Scenes folder"]


@pytest.mark.parametrize("values", [{"clock": False}, {"restamp": True}])
def test_without_need_no_clock_is_published(seven_scenes: Path, values: dict[str, bool]) -> None:
    node = FakeNode()
    played(node.replay(path=str(seven_scenes), **values))
    assert "/clock" not in node.opened
    images = [one.message for one in node.sent if one.topic == "rgb/image"]
    assert ns_of(images[-1].header.stamp) == (
        NOW_NS + 999_999_999 if "restamp" in values else 1_000_000_000
    )


def test_a_recorded_clock_is_played_instead_of_ours(tmp_path: Path) -> None:
    with BagWriter(tmp_path / "bag", BagFormat()) as bag:
        bag.add_topic(BagTopic("/clock", "rosgraph_msgs/msg/Clock"))
        data = bytes(serialize_message(Clock()))
        bag.write("/clock", NOW_NS, data)
    node = FakeNode()
    played(node.replay(path=str(tmp_path / "bag")))
    assert node.opened == ["/clock"]
    assert [one.message for one in node.sent] == [data]


def test_topics_that_cannot_be_played_are_told(tmp_path: Path) -> None:
    with BagWriter(tmp_path / "bag", BagFormat()) as bag:
        bag.add_topic(BagTopic("/path", "trajectory_msgs/msg/JointTrajectoryPoint"))
        bag.add_topic(BagTopic("/a", "std_msgs/msg/String"))
        bag.write("/path", NOW_NS, b"")
        bag.write("/a", NOW_NS, b"")
    node = FakeNode()
    assert played(node.replay(path=str(tmp_path / "bag"))).skipped == 1
    assert "trajectory_msgs" in node.said[0]


def test_nothing_is_played_to_too_few_subscribers(seven_scenes: Path) -> None:
    node = FakeNode(subscribed=1)
    values = {"path": str(seven_scenes), "subscribers_timeout_s": 5.0}
    with pytest.raises(AudienceMissing, match=r"1 of 2 on rgb/image"):
        played(node.replay(**values, wait_for_subscribers=2))
    assert node.sent == []
    assert played(node.replay(**values, wait_for_subscribers=1)).progress.frames == 3


def test_a_start_after_the_end_is_a_mistake(seven_scenes: Path) -> None:
    replay = FakeNode().replay(path=str(seven_scenes))
    with pytest.raises(RecordingError, match=r"ends before the start.*2 s"):
        played(replay, Score(start_offset_ns=2_000_000_000))


def test_parameters_say_how_to_play() -> None:
    config = ReplayConfig(rate=0.0, start_offset_s=1.5, loop=True)
    assert config.score() == Score(rate=1.0, start_offset_ns=1_500_000_000, is_looped=True)
    for values, match in (
        ({"rate": -1.0}, "rate is out of range"),
        ({"depth_encoding": "8UC1"}, "16UC1, 32FC1"),
        ({"odom_frame": "map"}, "differ"),
    ):
        with pytest.raises(InvalidConfig, match=match):
            ReplayConfig(**values)  # type: ignore[arg-type]
