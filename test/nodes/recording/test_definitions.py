from __future__ import annotations

import json
from pathlib import Path

import pytest
import sensor_msgs

from whereseen.nodes.recording.definitions import MessageDefinitions, definition_file
from whereseen.nodes.recording.errors import UnknownStorage


def test_a_definition_lists_the_types_within() -> None:
    definition = MessageDefinitions().of("whereseen_msgs/msg/LabelNames")
    assert "std_msgs/Header header\nstring[] names\n" in definition.text
    assert "MSG: std_msgs/Header\n" in definition.text
    assert "MSG: builtin_interfaces/Time\n" in definition.text
    file = definition_file("whereseen_msgs/msg/LabelNames")
    assert file is not None
    hashes = json.loads(file.with_suffix(".json").read_text())["type_hashes"]
    assert definition.type_hash == hashes[0]["hash_string"]


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        # As `ros2 topic info --verbose` has them.
        ("tf2_msgs/msg/TFMessage", "RIHS01_e369d0f0", "f087"),
        ("std_msgs/msg/String", "RIHS01_df668c74", "1a18"),
        ("std_msgs/msg/Char", "RIHS01_3ad2d04d", "86a9"),
    ],
)
def test_hashes_are_those_of_upstream(name: str, start: str, end: str) -> None:
    type_hash = MessageDefinitions().of(name).type_hash
    assert len(type_hash) == len("RIHS01_") + 64
    assert type_hash.startswith(start)
    assert type_hash.endswith(end)


def test_definitions_come_from_the_installation_of_the_package() -> None:
    file = definition_file("sensor_msgs/msg/Image")
    assert file is not None
    assert file.parts[-4:] == ("share", "sensor_msgs", "msg", "Image.msg")
    prefix = file.parents[3]
    assert prefix in Path(sensor_msgs.__file__).resolve().parents


def test_what_rosbags_carries_serves_where_a_package_is_missing() -> None:
    assert definition_file("trajectory_msgs/msg/JointTrajectoryPoint") is None
    definition = MessageDefinitions().of("trajectory_msgs/msg/JointTrajectoryPoint")
    assert "float64[] velocities\n" in definition.text
    assert definition.type_hash.startswith("RIHS01_")


@pytest.mark.parametrize(
    "name", ["Image", "sensor_msgs/Image", "a/b/c/d", "", "a/../c", "os/msg/X"]
)
def test_what_is_not_a_type_is_refused(name: str) -> None:
    with pytest.raises(UnknownStorage):
        MessageDefinitions().of(name)
