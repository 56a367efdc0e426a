"""The picture node as a process of its own, before a memory that the test plays."""

import numpy as np
import pytest
from nav_msgs.msg import OccupancyGrid
from PIL import Image
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import Header
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs import srv
from whereseen_msgs.msg import Entity, EntityArray, Observation, Place, Status

from whereseen.memory.frames import look_at
from whereseen.memory.io.images import encode_jpeg
from whereseen.memory.spatial.voxel_map import Voxels
from whereseen.nodes import qos
from whereseen.nodes.convert.cloud import voxels_cloud
from whereseen.nodes.convert.compressed import jpeg_message
from whereseen.nodes.convert.pose import point_of, pose_of, vector_of

pytestmark = pytest.mark.ros
MODULE = "whereseen.nodes.picture_node"
RED, GREEN = (230, 20, 20), (20, 200, 40)
FOUND = (0, 114, 178)


def cloud(rgb=RED):
    x, y = np.meshgrid(np.arange(0.0, 3.0, 0.05), np.arange(0.0, 2.0, 0.05))
    points = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)]).astype(np.float32)
    count = len(points)
    voxels = Voxels(
        index=np.zeros((count, 3), np.int32),
        points_map=points,
        rgb=np.tile(np.uint8(rgb), (count, 1)),
        count=np.ones(count, np.uint16),
        first_seen_ns=np.zeros(count, np.int64),
        last_seen_ns=np.zeros(count, np.int64),
        cells=np.zeros(count, np.int32),
    )
    return voxels_cloud(voxels, frame_id="map", stamp_ns=10)


def grid():
    message = OccupancyGrid(header=Header(frame_id="map"))
    message.info.width, message.info.height, message.info.resolution = 30, 20, 0.1
    message.info.origin = pose_of(np.eye(4))
    message.data = [0] * 600
    return message


def markers():
    box = Marker(ns="boxes", id=1, type=Marker.CUBE, action=Marker.ADD, pose=pose_of(np.eye(4)))
    box.pose.position = point_of((1.0, 1.0, 0.2))
    box.scale, box.color.r, box.color.a = vector_of((0.4, 0.4, 0.4)), 1.0, 0.4
    return MarkerArray(markers=[box])


class PlayedMemory:
    """Publishes and answers as a memory node does."""

    def __init__(self, node, name="memory"):
        self.questions = []
        latched = qos.latched()
        self.voxels = node.create_publisher(PointCloud2, f"{name}/voxels", latched)
        self.voxels.publish(cloud())
        node.create_publisher(OccupancyGrid, f"{name}/map", latched).publish(grid())
        node.create_publisher(MarkerArray, f"{name}/markers", latched).publish(markers())
        known = EntityArray(entities=[Entity(id=1, label="mug", status=Entity.PRESENT)])
        node.create_publisher(EntityArray, f"{name}/objects", latched).publish(known)
        node.create_service(srv.Locate, f"{name}/locate", self.locate)
        node.create_service(srv.Recall, f"{name}/recall", self.recall)

    def locate(self, request, response):
        self.questions.append(request.text)
        place = Place(position=point_of((1.0, 1.0, 0.2)), probability=0.9)
        place.box_min, place.box_max = point_of((0.8, 0.8, 0.0)), point_of((1.2, 1.2, 0.4))
        response.status = Status(code=Status.OK, reason="there it is")
        response.places = [place]
        return response

    def recall(self, request, response):
        pose = pose_of(look_at((1.0, -2.0, 1.5), (1.0, 1.0, 0.2)))
        kept = Observation(image_id=4, pose=pose, width=160, height=120)
        kept.k = [100.0, 0.0, 79.5, 0.0, 100.0, 59.5, 0.0, 0.0, 1.0]
        if request.with_images:
            green = np.full((120, 160, 3), GREEN, np.uint8)
            kept.image = jpeg_message(
                encode_jpeg(green, quality=95), frame_id="camera", stamp_ns=10
            )
        response.status = Status(code=Status.OK, reason="1 image")
        response.observations = [kept]
        return response


def parameters(**values):
    pairs = (("-p", f"{name}:={value}") for name, value in values.items())
    return ["--ros-args", *(word for pair in pairs for word in pair)]


def area_of(file, rgb):
    with Image.open(file) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    return int((np.abs(pixels - rgb).max(axis=2) < 40).sum())


def until_printed(peer, process, text, times=1):
    peer.until(lambda: process.output.count(text) >= times, lambda: process.output)


def test_a_picture_shows_map_answer_and_evidence(spawn, peer, tmp_path):
    memory = PlayedMemory(peer.node)
    out = tmp_path / "memory.png"
    picture = spawn(MODULE, *parameters(out=out, question="a mug"))
    until_printed(peer, picture, f"wrote {out}")
    assert picture.wait() == 0
    assert memory.questions == ["a mug"]
    assert area_of(out, RED) > 50_000
    assert area_of(out, FOUND) > 1_000
    assert area_of(out, GREEN) > 50_000


def test_without_a_question_nothing_is_asked(spawn, peer, tmp_path):
    memory = PlayedMemory(peer.node, "robot/recall")
    out = tmp_path / "memory.png"
    words = parameters(out=out, memory="recall")
    picture = spawn(MODULE, *words, "-r", "__ns:=/robot")
    until_printed(peer, picture, f"wrote {out}")
    assert picture.wait() == 0
    assert memory.questions == []
    assert area_of(out, RED) > 50_000
    assert area_of(out, GREEN) < 1_000


def test_a_picture_that_stays_follows_the_map(spawn, peer, tmp_path):
    memory = PlayedMemory(peer.node)
    out = tmp_path / "memory.png"
    words = parameters(out=out, exit_when_written="false", period_s=0.1)
    picture = spawn(MODULE, *words)
    until_printed(peer, picture, "wrote")
    assert area_of(out, GREEN) < 1_000
    memory.voxels.publish(cloud(GREEN))
    until_printed(peer, picture, "wrote", times=2)
    assert area_of(out, GREEN) > 50_000
    assert picture.interrupt() == 0
    assert "Traceback" not in picture.output


def test_services_that_do_not_answer_are_told_and_left_out(spawn, peer, tmp_path):
    publisher = peer.node.create_publisher(PointCloud2, "memory/voxels", qos.latched())
    publisher.publish(cloud())
    out = tmp_path / "memory.png"
    words = parameters(out=out, question="a mug", timeout_s=5.0, grace_s=0.1)
    picture = spawn(MODULE, *words)
    until_printed(peer, picture, f"wrote {out}")
    assert picture.wait() == 0
    assert "/memory/locate does not answer in 5 s" in picture.output
    assert area_of(out, RED) > 50_000


def test_silence_ends_the_node_with_the_reason(spawn, tmp_path):
    out = tmp_path / "memory.png"
    picture = spawn(MODULE, *parameters(out=out, timeout_s=0.5))
    assert picture.wait() == 1
    assert (
        "no memory node publishes here (got nothing on /memory/voxels in 0.5 s)" in picture.output
    )
    assert "Traceback" not in picture.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"out": "memory.gif"}, "ends in .png"), ({"memory": "/"}, "memory is empty")],
)
def test_wrong_parameters_end_the_node_with_the_reason(spawn, wrong, reason):
    picture = spawn(MODULE, *parameters(**wrong))
    assert picture.wait() == 1
    assert reason in picture.output
    assert "Traceback" not in picture.output


def test_a_picture_that_cannot_be_written_is_a_failure(spawn, peer, tmp_path):
    PlayedMemory(peer.node)
    picture = spawn(MODULE, *parameters(out=tmp_path / "nowhere" / "memory.png"))
    peer.until(lambda: "picture" in picture.output and "ERROR" in picture.output)
    assert picture.wait() == 1
    assert "Traceback" not in picture.output
