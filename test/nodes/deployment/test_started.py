"""The demo for real: started by `whereseen up` and by `ros2 launch`, watched and asked."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.qos import DurabilityPolicy, ReliabilityPolicy
from whereseen_msgs.msg import Status
from whereseen_msgs.srv import Locate

from whereseen.memory.frames import look_at
from whereseen.memory.io.recording_writer import RecordingWriter
from whereseen.memory.observation import LabelImage, Observation
from whereseen.nodes import qos

pytestmark = pytest.mark.ros
ROOT = Path(__file__).resolve().parents[3]
MUG_M = (1.625, 0.0, 1.0)
PLOTTED = r'/diagnostics\.status\[:\]\.values\[:\]\{key=="([^"]+)"\}\.value'
MESSAGE_OF = {
    "PointCloud2": "sensor_msgs/msg/PointCloud2",
    "MarkerArray": "visualization_msgs/msg/MarkerArray",
    "Map": "nav_msgs/msg/OccupancyGrid",
    "Image": "sensor_msgs/msg/Image",
    "Camera": "sensor_msgs/msg/Image",
}

OF_TASKS = ("Belief", "Subtasks", "Plan", "Worth a look")  # published while one is done


@pytest.fixture
def recording(tmp_path):
    """A wall 2.02 m ahead; before its middle, 40 cm nearer, a 20 cm square called red mug."""
    depth = np.full((120, 160), 2.02, dtype=np.float32)
    ids = np.zeros((120, 160), dtype=np.int32)
    depth[51:69, 71:89], ids[51:69, 71:89] = 1.62, 1
    file = tmp_path / "kitchen.wsr"
    with RecordingWriter(file) as writer:
        for number in range(12):
            writer.write(
                Observation.checked(
                    np.full((120, 160, 3), 180, dtype=np.uint8),
                    depth,
                    intrinsics=[[150.0, 0.0, 79.5], [0.0, 150.0, 59.5], [0.0, 0.0, 1.0]],
                    T_map_camera=look_at((0.0, 0.0, 1.0), (2.0, 0.0, 1.0)),
                    stamp_ns=1_000_000_000 + number * 100_000_000,
                    labels=LabelImage(ids=ids, names=("wall", "red mug")),
                )
            )
    return file


@pytest.fixture
def up(spawn):
    """Runs `whereseen up`; stops it politely whatever happens, so that it stops its nodes."""
    started = []

    def start(*arguments):
        started.append(spawn("whereseen", "up", *arguments))
        return started[-1]

    yield start
    for process in started:
        process.interrupt()


def ask(demo, peer, name, text):
    """Ask when all was played, and again until the last frame is mapped."""
    demo.until_printed("played 12 frames")
    replies = []

    def found():
        replies.append(peer.call(Locate, name, Locate.Request(text=text)))
        return replies[-1].status.code == Status.OK

    peer.until(found)
    return replies[-1]


def check_answer(reply):
    point = reply.places[0].position
    assert np.linalg.norm(np.subtract((point.x, point.y, point.z), MUG_M)) < 0.1


def test_up_starts_a_demo_that_can_be_asked(up, peer, recording, tmp_path):
    file = tmp_path / "kitchen.map"
    demo = up("demo", f"path:={recording}", f"map_file:={file}")
    check_answer(ask(demo, peer, "/memory/locate", "red mug"))
    check_published(peer)
    check_diagnosed(peer)
    assert demo.interrupt() == 0, demo.output
    found = subprocess.run(
        [sys.executable, "-m", "whereseen", "ask", str(file), "red mug", "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(found.stdout)["status"] == "found"


def check_published(peer):
    """Every display of the rviz layout gets what it subscribes to."""
    layout = yaml.safe_load((ROOT / "config/whereseen.rviz").read_text())
    displays = [
        display
        for display in layout["Visualization Manager"]["Displays"]
        if "Topic" in display and display["Name"] not in OF_TASKS
    ]
    assert len(displays) == 8
    for display in displays:
        kind = display["Class"].partition("/")[2]
        topics = [(display["Topic"], MESSAGE_OF[kind])]
        if "Update Topic" in display:
            topics.append((display["Update Topic"], "map_msgs/msg/OccupancyGridUpdate"))
        for topic, message in topics:
            (publisher,) = peer.node.get_publishers_info_by_topic(topic["Value"])
            assert publisher.topic_type == message
            offered = publisher.qos_profile
            if topic["Reliability Policy"] == "Reliable":
                assert offered.reliability == ReliabilityPolicy.RELIABLE
            if topic["Durability Policy"] == "Transient Local":
                assert offered.durability == DurabilityPolicy.TRANSIENT_LOCAL


def check_diagnosed(peer):
    """The plot of the Foxglove layout names values that are published."""
    layout = json.loads((ROOT / "config/foxglove.json").read_text())
    paths = [path["value"] for path in layout["configById"]["Plot!rates"]["paths"]]
    plotted = {re.fullmatch(PLOTTED, path).group(1) for path in paths}
    received = peer.collect(DiagnosticArray, "/diagnostics", qos.diagnostics())

    def keys():
        return {v.key for array in received for status in array.status for v in status.values}

    peer.until(lambda: plotted <= keys())


def test_up_puts_a_robot_into_its_namespace(up, peer, recording):
    demo = up("demo", f"path:={recording}", "namespace:=robot1")
    check_answer(ask(demo, peer, "/robot1/memory/locate", "red mug"))
    assert demo.interrupt() == 0, demo.output
