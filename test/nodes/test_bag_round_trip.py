"""What is recorded as a bag and played again gives the same map, bit for bit."""

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import OccupancyGrid
from sensor_msgs.msg import PointCloud2
from whereseen_msgs import srv
from whereseen_msgs.msg import Status

from whereseen.memory.frames import look_at
from whereseen.memory.io.recording_writer import RecordingConfig, RecordingWriter
from whereseen.memory.observation import LabelImage, Observation
from whereseen.nodes import qos
from whereseen.nodes.convert.cloud import points_of
from whereseen.nodes.convert.stamp import ns_of

FRAMES = 12
START_NS = 1_700_000_000_000_000_000
HEIGHT, WIDTH = 120, 160
NAMES = ("", "floor", "wall", "mug")
INTRINSICS = np.array([[110.0, 0.0, 79.5], [0.0, 110.0, 59.5], [0.0, 0.0, 1.0]])


def frame(number):
    """A floor and a wall 2.5 m ahead, a mug 1.5 m ahead; noise on everything, as cameras have."""
    noise = np.random.default_rng(number)
    pose = look_at((0.01 * number, 0.0, 1.0), (3.0, 0.1 * number, 0.4))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    rays = np.stack([columns, rows, np.ones_like(rows)], axis=-1) @ np.linalg.inv(INTRINSICS).T
    x, _, z = np.moveaxis(rays @ pose[:3, :3].T, -1, 0)
    with np.errstate(divide="ignore"):
        to_wall, to_floor = 2.5 / x, np.where(z < 0.0, -1.0 / z, np.inf)
    ids = np.where(to_floor < to_wall, 1, 2).astype(np.int32)
    depth_m = np.minimum(to_wall, to_floor) + noise.normal(0.0, 0.004, ids.shape)
    mug = np.s_[60:76, 70:86]
    ids[mug], depth_m[mug] = 3, 1.5
    rgb = np.array([(0, 0, 0), (120, 110, 90), (200, 200, 190), (220, 30, 30)])[ids]
    return Observation.checked(
        np.clip(rgb + noise.integers(-20, 20, rgb.shape), 0, 255).astype(np.uint8),
        depth_m.astype(np.float32),
        intrinsics=INTRINSICS,
        T_map_camera=pose,
        stamp_ns=START_NS + number * 200_000_000,
        labels=LabelImage(ids, NAMES),
    )


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "room.wsr"
    with RecordingWriter(file, RecordingConfig(colour="png")) as writer:
        for number in range(FRAMES):
            writer.write(frame(number))
    return file


class Watched:
    """A memory node in a process of its own, and what it publishes once it has seen all frames."""

    def __init__(self, spawn, peer, name):
        self._peer, self._name = peer, name
        self._told = peer.collect(DiagnosticArray, "/diagnostics")
        given = {
            "encoder": "labels",
            "input.sensor_qos": "reliable",
            "input.queue_size": 100,
            "output.diagnostics_period_s": 0.1,
        }
        self.process = spawn("whereseen.nodes.memory_node", *ros(given), "-r", f"__node:={name}")
        self.process.until_printed("active")

    def health(self):
        mine = [s for told in self._told for s in told.status if s.name.startswith(self._name)]
        return {each.key: each.value for each in mine[-1].values} if mine else {}

    def outcome(self):
        """Voxels, grid and an answer; nothing was lost on the way."""
        self._peer.until(lambda: self.health().get("frames mapped") == f"{FRAMES}", self.health)
        assert [key for key in self.health() if key.startswith(("dropped", "tf refused"))] == []
        clouds = self._peer.collect(PointCloud2, f"{self._name}/voxels", qos.latched())
        grids = self._peer.collect(OccupancyGrid, f"{self._name}/map", qos.latched())
        self._peer.until(lambda: clouds and grids)
        request = srv.Locate.Request(text="a mug")
        return clouds[-1], grids[-1], self._peer.call(srv.Locate, f"{self._name}/locate", request)


def ros(parameters):
    pairs = (("-p", f"{name}:={value}") for name, value in parameters.items())
    return ["--ros-args", *(word for pair in pairs for word in pair)]


@pytest.mark.ros
@pytest.mark.slow
@pytest.mark.parametrize("storage", ["sqlite3", "mcap"])
def test_a_bag_played_again_gives_the_same_map(spawn, peer, recording, tmp_path, storage):
    bag = tmp_path / "bag"
    first = Watched(spawn, peer, "first")
    recorder = spawn("whereseen.nodes.record_node", *ros({"path": bag, "storage": storage}))
    recorder.until_printed("recording into")
    play = {"path": recording, "wait_for_subscribers": 2, "exit_at_end": "true"}
    assert spawn("whereseen.nodes.replay_node", *ros(play)).wait() == 0
    cloud, grid, reply = first.outcome()
    assert recorder.interrupt() == 0
    assert f"/rgb/image {FRAMES}" in recorder.output
    assert first.process.interrupt() == 0

    second = Watched(spawn, peer, "second")
    play = {"path": bag, "wait_for_subscribers": 1, "exit_at_end": "true"}
    replay = spawn("whereseen.nodes.replay_node", *ros(play))
    assert replay.wait() == 0
    assert f"played {FRAMES} frames, 0 skipped" in replay.output
    again = second.outcome()

    assert len(points_of(cloud)) > 500
    assert ns_of(cloud.header.stamp) == frame(FRAMES - 1).stamp_ns
    assert bytes(again[0].data) == bytes(cloud.data)
    assert again[0] == cloud
    assert {0, 100} < set(grid.data)
    assert again[1] == grid
    assert reply.status.code == Status.OK
    assert reply.places[0].position.x == pytest.approx(1.5, abs=0.1)
    assert again[2] == reply
