"""What recordings become when they are played, before any of it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy
from rclpy.serialization import serialize_message
from rosbags.interfaces import (
    Qos,
    QosDurability,
    QosHistory,
    QosLiveliness,
    QosReliability,
    QosTime,
)
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image
from tf2_msgs.msg import TFMessage

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.io.recognition import open_recording
from whereseen.memory.io.recording import RecordingWriter
from whereseen.memory.observation import LabelImage, Observation
from whereseen.nodes.convert.stamp import ns_of, time_of
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_playback import BagPlayback
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.bag_writer import BagWriter
from whereseen.nodes.recording.errors import RecordingError
from whereseen.nodes.recording.folder_playback import FolderPlayback
from whereseen.nodes.recording.frame_messages import FrameMessages
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.nodes.recording.restamp import RestampedPlayback

START_NS = 1_700_000_000_000_000_000
STRING = "std_msgs/msg/String"
MESSAGES = FrameMessages(FrameNames(), "16UC1")


def quality(durability: QosDurability, reliability: QosReliability, depth: int = 1) -> Qos:
    zero = QosTime(0, 0)
    automatic = QosLiveliness.AUTOMATIC
    history = QosHistory.KEEP_LAST
    return Qos(history, depth, reliability, durability, zero, zero, automatic, zero, False)


LATCHED = quality(QosDurability.TRANSIENT_LOCAL, QosReliability.RELIABLE)
SENSOR = quality(QosDurability.VOLATILE, QosReliability.BEST_EFFORT, 5)


def test_a_folder_gives_static_tf_at_once_and_then_frame_after_frame(seven_scenes: Path) -> None:
    playback = FolderPlayback(open_recording(seven_scenes), MESSAGES)
    first, *frames = playback.moments(0)
    assert [one.topic for one in first.outgoing] == ["/tf_static"]
    assert not first.is_paced
    # Not 0, which ROS takes for no stamp, and tf for the latest.
    assert [moment.stamp_ns for moment in frames] == [1, 100_000_000, 1_000_000_000]
    assert ns_of(frames[0].outgoing[-1].message.header.stamp) == 1
    assert ns_of(frames[0].outgoing[0].message.transforms[0].header.stamp) == 1
    assert [moment.frames for moment in frames] == [1, 1, 1]
    assert [moment.progress for moment in frames] == [1 / 3, 2 / 3, 1.0]
    assert [one.topic for one in frames[0].outgoing] == [
        "/tf",
        "rgb/camera_info",
        "depth/image",
        "rgb/image",
    ]
    assert playback.watched_topic == "rgb/image"
    assert playback.skipped == 0


def test_frames_before_the_start_are_not_published(seven_scenes: Path) -> None:
    playback = FolderPlayback(open_recording(seven_scenes), MESSAGES)
    moments = list(playback.moments(50_000_000))
    assert [moment.stamp_ns for moment in moments if moment.is_paced] == [
        100_000_000,
        1_000_000_000,
    ]
    assert [moment.outgoing for moment in moments if moment.stamp_ns == 1][1:] == [()]


def test_unusable_frames_are_counted_and_a_recording_without_any_is_refused(
    seven_scenes: Path,
) -> None:
    (seven_scenes / "frame-000003.pose.txt").write_text("nan " * 16)
    playback = FolderPlayback(open_recording(seven_scenes), MESSAGES)
    assert [m.stamp_ns for m in playback.moments(0) if m.is_paced] == [1, 1_000_000_000]
    assert playback.skipped == 1
    for number in (0, 30):
        (seven_scenes / f"frame-{number:06d}.pose.txt").write_text("nan " * 16)
    with pytest.raises(InvalidObservation, match="no frame of the recording"):
        FolderPlayback(open_recording(seven_scenes), MESSAGES)


def write_recording(path: Path, stamps_ns: list[int], names: list[tuple[str, ...]]) -> Path:
    with RecordingWriter(path) as recording:
        for stamp_ns, classes in zip(stamps_ns, names, strict=True):
            recording.write(
                Observation.checked(
                    np.zeros((2, 2, 3), np.uint8),
                    np.ones((2, 2), np.float32),
                    intrinsics=[[2.0, 0.0, 0.5], [0.0, 2.0, 0.5], [0.0, 0.0, 1.0]],
                    T_map_camera=np.eye(4),
                    stamp_ns=stamp_ns,
                    labels=LabelImage(np.zeros((2, 2), np.int32), classes),
                )
            )
    return path


def test_names_of_labels_go_out_when_they_change_also_before_the_start(tmp_path: Path) -> None:
    recording = write_recording(
        tmp_path / "r.wsr", [10, 20, 30, 40], [("a",), ("a",), ("b",), ("b",)]
    )
    playback = FolderPlayback(open_recording(recording), MESSAGES)

    def named(start_ns: int) -> list[tuple[int, bool]]:
        return [
            (moment.stamp_ns, moment.is_paced)
            for moment in playback.moments(start_ns)
            if any(one.topic == "labels/names" for one in moment.outgoing)
        ]

    assert named(0) == [(10, True), (30, True)]
    assert named(25) == [(10, False), (30, False)]


def test_frames_whose_stamps_do_not_rise_are_left_out(tmp_path: Path) -> None:
    recording = write_recording(tmp_path / "r.wsr", [10, 20, 20, 30], [("a",)] * 4)
    playback = FolderPlayback(open_recording(recording), MESSAGES)
    assert [m.stamp_ns for m in playback.moments(0) if m.is_paced] == [10, 20, 30]
    assert playback.skipped == 1


def test_an_empty_recording_is_refused(tmp_path: Path) -> None:
    recording = write_recording(tmp_path / "r.wsr", [], [])
    with pytest.raises(RecordingError, match="no frames"):
        FolderPlayback(open_recording(recording), MESSAGES)


@pytest.fixture
def camera_bag(tmp_path: Path, storage: str) -> Path:
    """Static tf twice, two images, names that are latched, and a topic of an unknown type."""
    with BagWriter(tmp_path / "bag", BagFormat(storage=storage)) as bag:
        for name, kind, qos in (
            ("/tf_static", "tf2_msgs/msg/TFMessage", (LATCHED, LATCHED)),
            ("/camera/depth", "sensor_msgs/msg/Image", (SENSOR,)),
            ("/camera/rgb", "sensor_msgs/msg/Image", (SENSOR,)),
            ("/names", STRING, (LATCHED,)),
            ("/path", "trajectory_msgs/msg/JointTrajectoryPoint", ()),
        ):
            bag.add_topic(BagTopic(name, kind, qos))
        for topic, after_s in (
            ("/tf_static", 0),
            ("/names", 1),
            ("/tf_static", 2),
            ("/camera/rgb", 3),
            ("/camera/depth", 3),
            ("/path", 4),
            ("/camera/rgb", 5),
        ):
            bag.write(topic, START_NS + after_s * 10**9, f"{topic} {after_s}".encode())
    return tmp_path / "bag"


def test_a_bag_gives_its_bytes_in_order(camera_bag: Path) -> None:
    with BagReader(camera_bag) as reader:
        playback = BagPlayback(reader)
        moments = list(playback.moments(0))
        assert [(m.stamp_ns - START_NS) // 10**9 for m in moments] == [0, 1, 2, 3, 3, 5]
        assert [m.outgoing[0].message for m in moments][3:] == [
            b"/camera/rgb 3",
            b"/camera/depth 3",
            b"/camera/rgb 5",
        ]
        assert [m.frames for m in moments] == [0, 0, 0, 1, 0, 1]
        assert [m.progress for m in moments] == [0.0, 0.2, 0.4, 0.6, 0.6, 1.0]
        assert all(m.is_paced for m in moments)
        assert playback.watched_topic == "/camera/rgb"
        assert not playback.has_clock
        assert playback.skipped == 1
        assert len(playback.remarks) == 1
        assert "/path" in playback.remarks[0]


def test_a_later_start_begins_with_what_was_latched_before(camera_bag: Path) -> None:
    with BagReader(camera_bag) as reader:
        moments = list(BagPlayback(reader).moments(4 * 10**9))
    assert [(m.outgoing[0].topic, m.is_paced) for m in moments] == [
        ("/tf_static", False),
        ("/names", False),
        ("/tf_static", False),
        ("/camera/rgb", True),
    ]


def test_recorded_qualities_are_offered_again_and_always_reliable(camera_bag: Path) -> None:
    with BagReader(camera_bag) as reader:
        qualities = {c.topic: c.quality for c in BagPlayback(reader).channels}
    assert {quality.reliability for quality in qualities.values()} == {ReliabilityPolicy.RELIABLE}
    assert {topic: (quality.durability, quality.depth) for topic, quality in qualities.items()} == {
        "/tf_static": (DurabilityPolicy.TRANSIENT_LOCAL, 2),
        "/names": (DurabilityPolicy.TRANSIENT_LOCAL, 1),
        "/camera/rgb": (DurabilityPolicy.VOLATILE, 10),
        "/camera/depth": (DurabilityPolicy.VOLATILE, 10),
    }


def test_a_type_that_was_defined_otherwise_is_not_played(
    write_strings: Callable[..., Path],
) -> None:
    folder = write_strings([("/a", 0, "mug"), ("/b", 0, "mug")], BagFormat())
    metadata = (folder / "metadata.yaml").read_text()
    hashed = "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"
    head, _, tail = metadata.partition(hashed)
    (folder / "metadata.yaml").write_text(f"{head}RIHS01_{'0' * 64}{tail}")
    with BagReader(folder) as reader:
        playback = BagPlayback(reader)
        assert [channel.topic for channel in playback.channels] == ["/b"]
        assert "defined otherwise" in playback.remarks[0]


def test_a_bag_of_nothing_that_can_be_played_is_refused(tmp_path: Path) -> None:
    with BagWriter(tmp_path / "bag", BagFormat()) as bag:
        bag.add_topic(BagTopic("/path", "trajectory_msgs/msg/JointTrajectoryPoint"))
    with (
        BagReader(tmp_path / "bag") as reader,
        pytest.raises(RecordingError, match="trajectory_msgs"),
    ):
        BagPlayback(reader)


def image_bag(folder: Path) -> Path:
    with BagWriter(folder, BagFormat()) as bag:
        bag.add_topic(BagTopic("/rgb", "sensor_msgs/msg/Image"))
        bag.add_topic(BagTopic("/clock", "rosgraph_msgs/msg/Clock"))
        for after_s in (0, 2):
            image = Image(width=1, height=1, encoding="rgb8", step=3, data=b"abc")
            image.header.stamp = time_of(START_NS + after_s * 10**9)
            bag.write("/rgb", START_NS + after_s * 10**9, bytes(serialize_message(image)))
            clock = Clock(clock=image.header.stamp)
            bag.write("/clock", START_NS + after_s * 10**9, bytes(serialize_message(clock)))
    return folder


def test_a_recorded_clock_is_kept_instead_of_ours(tmp_path: Path) -> None:
    with BagReader(image_bag(tmp_path / "bag")) as reader:
        assert BagPlayback(reader).has_clock


def test_restamping_moves_headers_of_bags_to_the_present_and_drops_the_clock(
    tmp_path: Path,
) -> None:
    now_ns = 1_800_000_000_000_000_000
    with BagReader(image_bag(tmp_path / "bag")) as reader:
        playback = RestampedPlayback(BagPlayback(reader), 2.0, lambda: now_ns)
        assert [channel.topic for channel in playback.channels] == ["/rgb"]
        assert not playback.has_clock
        images = [one.message for m in playback.moments(0) for one in m.outgoing]
    assert [ns_of(image.header.stamp) - now_ns for image in images] == [0, 1_000_000_000]
    assert [bytes(image.data) for image in images] == [b"abc", b"abc"]


def test_restamping_keeps_tf_and_image_at_one_time(seven_scenes: Path) -> None:
    now_ns = 1_800_000_000_000_000_000
    (seven_scenes / "frame-000000.pose.txt").unlink()
    recorded = FolderPlayback(open_recording(seven_scenes), MESSAGES)
    playback = RestampedPlayback(recorded, 3.0, lambda: now_ns)
    stamps = []
    for moment in playback.moments(0):
        for one in moment.outgoing:
            if isinstance(one.message, TFMessage):
                headers = [transform.header for transform in one.message.transforms]
            else:
                headers = [one.message.header]
            stamps.append({ns_of(header.stamp) - now_ns for header in headers})
    assert stamps == [{0}] * 5 + [{300_000_000}] * 4
