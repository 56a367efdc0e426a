"""A real recording as topics at 5 Hz, mapped by the node and asked by a third process."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import PointCloud2
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.io.recognition import open_recording
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes import qos
from whereseen.nodes.convert.answer import answer_messages
from whereseen.nodes.convert.cloud import points_of, voxels_cloud
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.recording.frame_names import FrameNames
from whereseen.nodes.transforms.buffer import TransformBuffer
from whereseen.nodes.transforms.messages import edge_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
KITCHEN, MODEL = SHARED / "data" / "redkitchen", SHARED / "models" / "yolox_nano.onnx"
QUESTIONS = ("a mug", "a chair", "a television", "a magazine")
FRAMES = 60
RECORDED_HZ, PLAYED_HZ = 6.0, 5.0  # the recording keeps every fifth of 30 frames a second
VOXEL_M = 0.05

pytestmark = [
    pytest.mark.ros,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (KITCHEN.exists() and MODEL.exists()),
        reason="needs ../shared/data/redkitchen and ../shared/models/yolox_nano.onnx",
    ),
]


@pytest.fixture
def kitchen(tmp_path):
    """The first frames of the recording, in a folder of their own."""
    folder = tmp_path / "kitchen"
    folder.mkdir()
    stems = sorted({file.name.split(".")[0] for file in KITCHEN.glob("frame-*")})[:FRAMES]
    files = [file for file in KITCHEN.iterdir() if file.name.split(".")[0] in stems]
    for file in (*files, KITCHEN / "camera-intrinsics.txt"):
        (folder / file.name).symlink_to(file)
    return folder


@pytest.fixture
def encoder():
    return make_encoder(f"detector:{MODEL}")


def told_by_tf(frame, names):
    """The frame with the pose that the tree of frames gives: quaternions round the matrix."""
    buffer, stamp_ns = TransformBuffer(), max(frame.stamp_ns, 1)
    for edge in names.moving(frame.T_map_camera, stamp_ns=stamp_ns):
        buffer.insert(edge_of(edge))
    for edge in names.fixed(stamp_ns=stamp_ns):
        buffer.insert_static(edge_of(edge))
    found = buffer.lookup(names.map, names.camera, stamp_ns)
    return replace(frame, T_map_camera=found.T_target_source, stamp_ns=stamp_ns)


@pytest.fixture
def as_recorded(kitchen, encoder):
    """What the library remembers of the frames as they lie on disk."""
    memory = SpatialMemory(encoder)
    for frame in open_recording(kitchen):
        memory.observe(frame)
    return memory


@pytest.fixture
def as_played(kitchen, encoder):
    """What the library remembers of the same frames with the poses that tf tells."""
    memory = SpatialMemory(encoder)
    for frame in open_recording(kitchen):
        memory.observe(told_by_tf(frame, FrameNames()))
    return memory


@pytest.fixture
def health(spawn, peer, kitchen):
    """What the node says of itself once it has mapped what a second process played."""
    given = {
        "use_sim_time": "true",
        "encoder": f"detector:{MODEL}",
        "input.sensor_qos": "reliable",
        "input.queue_size": 100,  # nothing is lost while a shared machine is busy elsewhere
        "input.synchronizer_size": 100,
        "output.diagnostics_period_s": 0.2,
        "request_timeout_s": 60.0,
    }
    told = peer.collect(DiagnosticArray, "/diagnostics")
    memory = spawn("whereseen.nodes.memory_node", *ros(given))
    memory.until_printed("active")
    played = {
        "path": kitchen,
        "rate": PLAYED_HZ / RECORDED_HZ,
        "depth_encoding": "32FC1",
        "level": "false",  # as the library maps it
        "wait_for_subscribers": 1,
    }
    replay = spawn("whereseen.nodes.replay_node", *ros(played))

    def values():
        return {each.key: each.value for each in told[-1].status[0].values} if told else {}

    peer.until(lambda: values().get("frames mapped") == f"{FRAMES}", values, timeout_s=180.0)
    replay.until_printed(f"played {FRAMES} frames, 0 skipped")
    return values()


def sent(status, places):
    """A reply as it arrives: probabilities as float32."""
    reply = srv.Locate.Response(status=status, places=places)
    return deserialize_message(serialize_message(reply), srv.Locate.Response)


def ros(parameters):
    pairs = (("-p", f"{name}:={value}") for name, value in parameters.items())
    return ["--ros-args", *(word for pair in pairs for word in pair)]


def test_a_third_process_hears_what_the_library_answers(health, peer, as_recorded, as_played):
    assert health["frames received"] == f"{FRAMES}"
    # What comes late on a busy machine is not needed where one came before: all are the same.
    late = "dropped: camera_info: no partner"
    dropped = [each for each in health if each.startswith(("dropped", "tf refused"))]
    assert [each for each in dropped if each != late] == []
    assert float(health["rate [Hz]"]) > 0.0
    stamp_ns = as_played.trajectory.last_ns
    for question in QUESTIONS:
        # Fed with the poses that tf tells: equal in every bit.
        reply = peer.call(srv.Locate, "/memory/locate", srv.Locate.Request(text=question))
        expected = as_played.ask(question)
        assert reply == sent(*answer_messages(expected, frame_id="map", stamp_ns=stamp_ns))
        # Fed with the poses as recorded: equal but for what a quaternion rounds.
        best, *_ = as_recorded.ask(question).places
        assert reply.status.code == Status.OK
        assert np.abs(xyz_of(reply.places[0].position) - best.position_m).max() <= VOXEL_M
        assert reply.places[0].probability == pytest.approx(best.probability, abs=1e-3)
    reply = peer.call(srv.Locate, "/memory/locate", srv.Locate.Request(text="an elephant"))
    assert reply.status.code == Status.NOT_FOUND
    assert reply.status.reason == as_played.ask("an elephant").reason
    clouds = peer.collect(PointCloud2, "/memory/voxels", qos.latched())
    peer.until(lambda: clouds)
    cloud = voxels_cloud(as_played.voxels(), frame_id="map", stamp_ns=stamp_ns)
    assert len(points_of(clouds[0])) > 5000
    assert bytes(clouds[0].data) == bytes(cloud.data)
    assert clouds[0] == cloud
