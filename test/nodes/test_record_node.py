"""The recorder as a process of its own, and what it leaves on disk."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy, qos_profile_sensor_data
from rclpy.serialization import deserialize_message
from rosbags.interfaces import QosDurability, QosReliability
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage
from whereseen_msgs.msg import LabelNames

from whereseen.nodes.parameters import knobs_of
from whereseen.nodes.record_node import INPUT_TOPICS
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.errors import RecordingError
from whereseen.nodes.recording.record_config import RecordConfig

MODULE = "whereseen.nodes.record_node"
CONFIG = Path(__file__).resolve().parents[2] / "config"
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
PROFILE = ("--ros-args", "--params-file", str(CONFIG / "recorder.yaml"))


def pixels(number: int) -> bytes:
    return np.random.default_rng(number).bytes(240 * 320 * 3)


class Camera:
    """Publishes what the recorder wants, and other things."""

    def __init__(self, peer: Any) -> None:
        self._peer = peer
        make = peer.node.create_publisher
        self.rgb = make(Image, "rgb/image", qos_profile_sensor_data)
        self.names = make(LabelNames, "labels/names", LATCHED)
        self.tf = make(TFMessage, "/tf", 100)
        self.other = make(String, "chatter", 10)
        self.names.publish(LabelNames(names=["wall", "mug"]))

    def until_heard(self) -> None:
        heard = (self.rgb, self.names, self.tf)
        self._peer.until(lambda: all(p.get_subscription_count() for p in heard))

    def send(self, number: int) -> None:
        image = Image(height=240, width=320, step=960, encoding="rgb8", data=pixels(number))
        image.header.stamp.sec = number
        self.rgb.publish(image)
        self.tf.publish(TFMessage())
        self.other.publish(String(data="not wanted"))


def recorded_images(folder: Path) -> list[Image]:
    with BagReader(folder) as bag:
        return [deserialize_message(m.data, Image) for m in bag.messages(["/rgb/image"])]


def count_on_disk(folder: Path, topic: str) -> int:
    """Messages in a bag that may still be written; 0 where nothing can be read yet."""
    try:
        with BagReader(folder) as bag:
            return sum(1 for _ in bag.messages([topic]))
    except RecordingError:
        return 0


@pytest.fixture
def send_all(peer: Any) -> Callable[..., None]:
    """Publishes images at 50 Hz and waits until all of them are on disk."""

    def send(camera: Camera, count: int, folder: Path) -> None:
        for number in range(count):
            camera.send(number)
            due_ns = time.monotonic_ns() + 20_000_000
            peer.until(lambda due_ns=due_ns: time.monotonic_ns() >= due_ns)
        peer.until(lambda: count_on_disk(folder, "/rgb/image") >= count)

    return send


@pytest.mark.ros
@pytest.mark.parametrize("storage", ["mcap", "sqlite3"])
def test_topics_are_recorded_bit_for_bit_with_what_was_offered(
    spawn: Callable[..., Any],
    peer: Any,
    send_all: Callable[..., None],
    tmp_path: Path,
    storage: str,
) -> None:
    folder = tmp_path / "bag"
    camera = Camera(peer)
    recorder = spawn(MODULE, *PROFILE, "-p", f"path:={folder}", "-p", f"storage:={storage}")
    camera.until_heard()
    before_ns = peer.node.get_clock().now().nanoseconds
    send_all(camera, 20, folder)
    after_ns = peer.node.get_clock().now().nanoseconds
    assert recorder.interrupt() == 0
    assert "Traceback" not in recorder.output
    assert "/rgb/image 20" in recorder.output
    assert (folder / "metadata.yaml").is_file()
    with BagReader(folder) as bag:
        topics = {topic.name: topic for topic in bag.topics}
        stamps = [message.stamp_ns for message in bag.messages(["/rgb/image"])]
        (names,) = bag.messages(["/labels/names"])
    assert sorted(topics) == ["/labels/names", "/rgb/image", "/tf"]
    (rgb,) = topics["/rgb/image"].offered_qos
    (latched,) = topics["/labels/names"].offered_qos
    assert (rgb.reliability, rgb.durability) == (QosReliability.BEST_EFFORT, QosDurability.VOLATILE)
    assert latched.durability == QosDurability.TRANSIENT_LOCAL
    assert list(deserialize_message(names.data, LabelNames).names) == ["wall", "mug"]
    images = recorded_images(folder)
    assert [image.header.stamp.sec for image in images] == list(range(20))
    assert all(bytes(image.data) == pixels(i) for i, image in enumerate(images))
    assert before_ns <= stamps[0]
    assert stamps == sorted(stamps)
    assert stamps[-1] <= after_ns + 10**9
    if storage == "mcap":
        with (folder / "bag_0.mcap").open("rb") as file:
            reader = make_reader(file, decoder_factories=[DecoderFactory()])
            decoded = [m for _, _, _, m in reader.iter_decoded_messages(["/labels/names"])]
        assert [list(one.names) for one in decoded] == [["wall", "mug"]]


@pytest.mark.ros
def test_what_was_recorded_can_be_replayed(
    spawn: Callable[..., Any], peer: Any, send_all: Callable[..., None], tmp_path: Path
) -> None:
    camera = Camera(peer)
    recorder = spawn(MODULE, *PROFILE, "-p", f"path:={tmp_path / 'bag'}")
    camera.until_heard()
    send_all(camera, 5, tmp_path / "bag")
    assert recorder.interrupt() == 0
    heard = peer.collect(Image, "rgb/image", 50)
    words = ("--ros-args", "-p", f"path:={tmp_path / 'bag'}", "-p", "wait_for_subscribers:=1")
    replay = spawn("whereseen.nodes.replay_node", *words)
    peer.until(lambda: len(heard) >= 5)
    assert [bytes(image.data) for image in heard] == [pixels(i) for i in range(5)]
    assert replay.interrupt() == 0


@pytest.mark.ros
def test_a_bag_may_be_split(
    spawn: Callable[..., Any], peer: Any, send_all: Callable[..., None], tmp_path: Path
) -> None:
    camera = Camera(peer)
    recorder = spawn(MODULE, *PROFILE, "-p", f"path:={tmp_path / 'bag'}", "-p", "max_bag_mb:=1")
    camera.until_heard()
    send_all(camera, 10, tmp_path / "bag")
    recorder.send(signal.SIGTERM)
    assert recorder.wait() == 0
    parts = sorted(file.name for file in (tmp_path / "bag").iterdir())
    assert parts == ["bag_0.mcap", "bag_1.mcap", "bag_2.mcap", "metadata.yaml"]
    assert [image.header.stamp.sec for image in recorded_images(tmp_path / "bag")] == list(
        range(10)
    )


@pytest.mark.ros
def test_a_bag_that_is_large_enough_ends_recording_and_the_node_survives(
    spawn: Callable[..., Any], peer: Any, send_all: Callable[..., None], tmp_path: Path
) -> None:
    camera = Camera(peer)
    limits = ("-p", "max_bag_mb:=1", "-p", "at_limit:=stop")
    recorder = spawn(MODULE, *PROFILE, "-p", f"path:={tmp_path / 'bag'}", *limits)
    camera.until_heard()
    send_all(camera, 4, tmp_path / "bag")
    camera.send(4)
    recorder.until_printed("recording ended: the bag has the size at which to stop")
    peer.until(lambda: not camera.rgb.get_subscription_count())
    assert len(recorded_images(tmp_path / "bag")) == 4
    assert recorder.interrupt() == 0


@pytest.mark.ros
def test_on_simulated_time_stamps_are_simulated_and_nothing_is_heard_before_it_runs(
    spawn: Callable[..., Any], peer: Any, tmp_path: Path
) -> None:
    camera = Camera(peer)
    clock = peer.node.create_publisher(Clock, "/clock", 10)
    recorder = spawn(
        MODULE, *PROFILE, "-p", f"path:={tmp_path / 'bag'}", "-p", "use_sim_time:=true"
    )
    peer.until(lambda: bool(clock.get_subscription_count()))
    assert not camera.rgb.get_subscription_count()
    now = Clock()
    now.clock.sec = 123

    def heard() -> bool:
        clock.publish(now)
        return bool(camera.names.get_subscription_count() and camera.rgb.get_subscription_count())

    peer.until(heard)
    camera.send(0)
    recorder.until_printed("recording /labels/names")
    peer.until(lambda: count_on_disk(tmp_path / "bag", "/labels/names") == 1)
    assert recorder.interrupt() == 0
    with BagReader(tmp_path / "bag") as bag:
        stamps = {message.stamp_ns for message in bag.messages(["/labels/names"])}
    assert stamps == {123_000_000_000}


@pytest.mark.ros
def test_what_cannot_be_recorded_ends_the_node_with_the_reason(
    spawn: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "bag").mkdir()
    recorder = spawn(MODULE, *PROFILE, "-p", f"path:={tmp_path / 'bag'}")
    assert recorder.wait() == 1
    assert "something already" in recorder.output
    assert "Traceback" not in recorder.output


def test_the_profile_shows_every_parameter_with_its_default() -> None:
    given = yaml.safe_load((CONFIG / "recorder.yaml").read_text())["/**/recorder"]
    expected: dict[str, object] = {knob.name: knob.default for knob in knobs_of(RecordConfig())}
    assert given["ros__parameters"] == {"topics": list(INPUT_TOPICS), **expected}


def test_both_profiles_name_the_same_topics() -> None:
    overrides = yaml.safe_load((CONFIG / "recorder_qos.yaml").read_text())
    assert list(overrides) == [
        name if name.startswith("/") else f"/{name}" for name in INPUT_TOPICS
    ]
    known = {
        "history": {"keep_last"},
        "depth": {100},
        "reliability": {policy.name.lower() for policy in ReliabilityPolicy},
        "durability": {policy.name.lower() for policy in DurabilityPolicy},
    }
    for quality in overrides.values():
        assert set(quality) == set(known)
        assert all(quality[key] in values for key, values in known.items())
    # The command in its comment names them all too.
    comment = (CONFIG / "recorder_qos.yaml").read_text().split("\n/rgb/image:")[0]
    assert all(f" {name}" in comment for name in overrides)
