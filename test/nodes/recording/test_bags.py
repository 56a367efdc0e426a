"""Bags written and read back, by us and by others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory
from rclpy.serialization import deserialize_message, serialize_message
from rosbags.interfaces import (
    Qos,
    QosDurability,
    QosHistory,
    QosLiveliness,
    QosReliability,
    QosTime,
)
from rosbags.rosbag2 import Reader
from ruamel.yaml import YAML
from sensor_msgs.msg import Image

from whereseen.memory.errors import InvalidConfig
from whereseen.nodes.recording.bag_files import is_bag
from whereseen.nodes.recording.bag_format import BagFormat
from whereseen.nodes.recording.bag_message import BagTopic
from whereseen.nodes.recording.bag_reader import BagReader
from whereseen.nodes.recording.bag_writer import BagWriter
from whereseen.nodes.recording.errors import BagUnwritable, RecordingError, UnknownStorage

START_NS = 1_700_000_000_000_000_000
STRING = "std_msgs/msg/String"
LATCHED = Qos(
    QosHistory.KEEP_LAST,
    7,
    QosReliability.RELIABLE,
    QosDurability.TRANSIENT_LOCAL,
    QosTime(9223372036, 854775807),
    QosTime(9223372036, 854775807),
    QosLiveliness.AUTOMATIC,
    QosTime(9223372036, 854775807),
    False,
)


def test_what_goes_in_comes_out_bit_for_bit_with_topics_stamps_and_qos(
    tmp_path: Path, storage: str, text: Callable[[str], bytes]
) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, 640 * 480 * 3, np.uint8).tobytes()
    image = Image(height=480, width=640, step=1920, encoding="rgb8", data=pixels)
    sent = [
        ("/names", 0, text("mug")),
        ("/rgb", 5, bytes(serialize_message(image))),
        ("/names", 1_000_000_007, text("")),
    ]
    with BagWriter(tmp_path / "kitchen", BagFormat(storage=storage)) as bag:
        bag.add_topic(BagTopic("/names", STRING, (LATCHED,)))
        bag.add_topic(BagTopic("/rgb", "sensor_msgs/msg/Image"))
        for topic, after_ns, data in sent:
            bag.write(topic, START_NS + after_ns, data)

    with BagReader(tmp_path / "kitchen") as bag:
        names, rgb = bag.topics
        assert (names.name, names.type_name, names.message_count) == ("/names", STRING, 2)
        assert (rgb.name, rgb.type_name, rgb.message_count) == ("/rgb", "sensor_msgs/msg/Image", 1)
        assert names.offered_qos == (LATCHED,)
        assert rgb.offered_qos == ()
        # As `ros2 topic info --verbose` has it.
        assert names.type_hash == (
            "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"
        )
        assert (bag.start_ns, bag.end_ns, len(bag)) == (START_NS, START_NS + 1_000_000_007, 3)
        got = [(m.topic.name, m.stamp_ns - START_NS, m.data) for m in bag.messages()]
    assert got == sent
    assert bytes(deserialize_message(got[1][2], Image).data) == pixels


def test_topics_and_times_select_messages(
    write_strings: Callable[..., Path], storage: str, text: Callable[[str], bytes]
) -> None:
    folder = write_strings(
        [("/a", 0, "0"), ("/b", 1, "1"), ("/a", 2, "2"), ("/a", 3, "3")], BagFormat(storage=storage)
    )
    with BagReader(folder) as bag:
        assert [m.data for m in bag.messages(["/b"])] == [text("1")]
        assert [m.data for m in bag.messages(start_ns=START_NS + 2)] == [text("2"), text("3")]
        assert [m.data for m in bag.messages(["/a"], stop_ns=START_NS + 2)] == [text("0")]
        assert list(bag.messages(["/c"])) == []


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    after_ns=st.lists(st.integers(0, 10**15), min_size=1, max_size=10),
    part_bytes=st.integers(0, 200),
)
def test_messages_come_in_order_of_their_stamps_however_the_bag_is_split(
    tmp_path_factory: pytest.TempPathFactory, after_ns: list[int], part_bytes: int
) -> None:
    folder = tmp_path_factory.mktemp("split") / "bag"
    stamps = sorted(after_ns)
    with BagWriter(folder, BagFormat(max_part_bytes=part_bytes)) as bag:
        bag.add_topic(BagTopic("/n", STRING))
        for stamp in stamps:
            bag.write("/n", stamp, stamp.to_bytes(8, "little"))
    with BagReader(folder) as bag:
        assert [(m.stamp_ns, int.from_bytes(m.data, "little")) for m in bag.messages()] == [
            (stamp, stamp) for stamp in stamps
        ]
        assert (len(bag), bag.start_ns, bag.end_ns) == (len(stamps), stamps[0], stamps[-1])


def test_a_split_bag_is_one_folder_that_rosbags_reads(
    write_strings: Callable[..., Path], storage: str
) -> None:
    messages = [("/a" if i % 2 else "/b", i, "x" * 100) for i in range(12)]
    folder = write_strings(messages, BagFormat(storage=storage, max_part_bytes=500))
    suffix = {"mcap": "mcap", "sqlite3": "db3"}[storage]
    assert sorted(file.name for file in folder.iterdir()) == [
        f"bag_0.{suffix}",
        f"bag_1.{suffix}",
        f"bag_2.{suffix}",
        "metadata.yaml",
    ]
    information = YAML(typ="safe").load((folder / "metadata.yaml").read_text())[
        "rosbag2_bagfile_information"
    ]
    assert information["version"] == 9
    assert information["storage_identifier"] == storage
    assert information["message_count"] == 12
    assert information["duration"] == {"nanoseconds": 11}
    assert [file["message_count"] for file in information["files"]] == [4, 4, 4]
    assert [topic["message_count"] for topic in information["topics_with_message_count"]] == [6, 6]
    with Reader(folder) as reader:
        stamps = [stamp - START_NS for _, stamp, _ in reader.messages()]
    assert stamps == list(range(12))


def test_mcap_itself_decodes_our_bag_with_the_definitions_in_it(
    write_strings: Callable[..., Path],
) -> None:
    folder = write_strings([("/a", 0, "mug"), ("/a", 9, "sofa")], BagFormat(compression="zstd"))
    with (folder / "bag_0.mcap").open("rb") as file:
        reader = make_reader(file, decoder_factories=[DecoderFactory()])
        decoded = [
            (schema.name, channel.topic, message.log_time - START_NS, words.data)
            for schema, channel, message, words in reader.iter_decoded_messages()
        ]
    assert decoded == [(STRING, "/a", 0, "mug"), (STRING, "/a", 9, "sofa")]


def test_a_file_alone_is_a_bag_too(write_strings: Callable[..., Path], storage: str) -> None:
    folder = write_strings([("/a", 0, "mug")], BagFormat(storage=storage))
    (file,) = (file for file in folder.iterdir() if file.suffix != ".yaml")
    assert is_bag(folder)
    assert is_bag(file)
    assert not is_bag(folder / "metadata.yaml")
    assert not is_bag(folder.parent)
    assert not is_bag(folder / "nothing")
    with BagReader(file) as bag:
        assert [m.topic.name for m in bag.messages()] == ["/a"]


def test_an_empty_bag_is_a_bag(tmp_path: Path, storage: str) -> None:
    BagWriter(tmp_path / "bag", BagFormat(storage=storage)).close()
    with BagReader(tmp_path / "bag") as bag:
        assert (bag.topics, len(bag), bag.start_ns, bag.end_ns) == ((), 0, 0, 0)
        assert list(bag.messages()) == []


def test_refuses_what_lies_there_already(tmp_path: Path, storage: str) -> None:
    (tmp_path / "bag").mkdir()
    with pytest.raises(BagUnwritable, match="something already"):
        BagWriter(tmp_path / "bag", BagFormat(storage=storage))
    (tmp_path / "file").touch()
    with pytest.raises(BagUnwritable, match="cannot be written"):
        BagWriter(tmp_path / "file" / "bag", BagFormat(storage=storage))


def test_refuses_topics_it_cannot_describe(tmp_path: Path, storage: str) -> None:
    with BagWriter(tmp_path / "bag", BagFormat(storage=storage)) as bag:
        with pytest.raises(UnknownStorage, match="nowhere_msgs/msg/Nothing"):
            bag.add_topic(BagTopic("/a", "nowhere_msgs/msg/Nothing"))
        with pytest.raises(UnknownStorage, match="not the name of a message type"):
            bag.add_topic(BagTopic("/a", "../../etc/passwd"))
        bag.add_topic(BagTopic("/a", STRING))
        bag.add_topic(BagTopic("/a", STRING))
        with pytest.raises(RecordingError, match="two types"):
            bag.add_topic(BagTopic("/a", "sensor_msgs/msg/Image"))
        with pytest.raises(RecordingError, match="unknown topic"):
            bag.write("/b", 0, b"")
    with pytest.raises(BagUnwritable, match="closed"):
        bag.write("/a", 0, b"")


@pytest.mark.parametrize(
    ("setting", "match"),
    [
        ({"storage": "tape"}, "mcap or sqlite3"),
        ({"compression": "gzip"}, "none or zstd"),
        ({"storage": "sqlite3", "compression": "zstd"}, "only mcap"),
        ({"max_part_bytes": -1}, "negative"),
    ],
)
def test_formats_that_do_not_exist_are_refused(setting: dict[str, object], match: str) -> None:
    with pytest.raises(InvalidConfig, match=match):
        BagFormat(**setting)  # type: ignore[arg-type]
