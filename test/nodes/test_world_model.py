"""The past, rooms and changes over ROS: a memory node in a process of its own, asked by topics."""

import numpy as np
import pytest
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs import srv
from whereseen_msgs.msg import GraphNode, SceneGraph, Status, Turn

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.nodes import qos
from whereseen.nodes.convert.stamp import ns_of

pytestmark = pytest.mark.ros
NAMES = ("", "floor", "wall", "table", "mug")
START_NS = 1_700_000_000_000_000_000
FOCAL_PX, WIDTH, HEIGHT = 110.0, 160, 120
ROOM = ((-2.0, -2.0, 0.0), (2.0, 2.0, 2.4))
TABLE = ((0.9, -0.5, 0.0), (1.6, 0.5, 0.7))
HERE, THERE = (1.2, 0.2, 0.7), (-1.2, 1.5, 0.0)


def box_at(low):
    return low, tuple(np.add(low, (0.2, 0.2, 0.25)).tolist())


def hits(box, start, rays):
    """Where rays (N, 3) enter and leave a box."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [(np.asarray(corner) - start) / rays for corner in box]
    return np.minimum(*ends).max(axis=1), np.maximum(*ends).min(axis=1)


def frame(second, mug_at):
    """What a camera in the middle of a room sees of it, of a table and of a mug."""
    yaw = second * np.pi / 4.0
    T = look_at((0.0, 0.0, 1.4), (np.cos(yaw), np.sin(yaw), 0.9))
    columns, rows = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    offsets = [columns - (WIDTH - 1) / 2.0, rows - (HEIGHT - 1) / 2.0]
    rays = np.stack([each.ravel() / FOCAL_PX for each in offsets] + [np.ones(rows.size)], axis=1)
    rays, start = rays @ T[:3, :3].T, T[:3, 3]
    depth = hits(ROOM, start, rays)[1]
    ids = np.where((start + rays * depth[:, None])[:, 2] < 0.02, 1, 2)
    for number, box in ((3, TABLE), (4, box_at(mug_at))):
        entry, exit_ = hits(box, start, rays)
        seen = (entry < exit_) & (entry > 0.0) & (entry < depth)
        depth, ids = np.where(seen, entry, depth), np.where(seen, number, ids)
    shape = (HEIGHT, WIDTH)
    intrinsics = [[FOCAL_PX, 0.0, (WIDTH - 1) / 2], [0.0, FOCAL_PX, (HEIGHT - 1) / 2], [0, 0, 1.0]]
    return Observation.checked(
        np.full((*shape, 3), 128, np.uint8),
        depth.reshape(shape).astype(np.float32),
        intrinsics=intrinsics,
        T_map_camera=T,
        stamp_ns=START_NS + second * 1_000_000_000,
        labels=LabelImage(ids.reshape(shape).astype(np.int32), NAMES),
    )


@pytest.fixture(scope="module")
def map_file(tmp_path_factory):
    """A room in which the mug stood on the table, and stands on the floor an hour later."""
    memory = SpatialMemory(make_encoder("labels"))
    memory.objects.watch(["table", "mug"])
    for start, mug_at in ((0, HERE), (3600, THERE)):
        for second in range(start, start + 24):
            memory.observe(frame(second, mug_at))
            memory.objects.refresh_all()
        memory.graph.refresh()
        memory.observe(frame(start + 24, mug_at))
        memory.graph.refresh()
    file = tmp_path_factory.mktemp("world") / "home.map"
    memory.save(file)
    return file


@pytest.fixture
def node(spawn, map_file, tmp_path):
    copy = tmp_path / "home.map"
    copy.write_bytes(map_file.read_bytes())
    words = ("encoder:=labels", f"map_file:={copy}", "output.graph_period_s:=0.5")
    words = [part for word in words for part in ("-p", word)]
    return spawn("whereseen.nodes.memory_node", "--ros-args", *words)


def question(peer, text):
    return peer.call(srv.Ask, "/memory/ask", srv.Ask.Request(text=text, zone="UTC"))


def at(point):
    return point.x, point.y, point.z


def test_the_past_is_answered_by_services(node, peer):
    then = question(peer, "where was the mug an hour ago?")
    assert then.status.code == Status.OK, then
    (stay,) = then.stays
    assert at(stay.position) == pytest.approx((1.3, 0.3, 0.82), abs=0.1)
    assert (stay.relation, stay.support, stay.room) == ("on", "table", "room")
    moved = question(peer, "when was the mug moved?")
    (turn,) = moved.turns
    assert turn.kind == Turn.MOVED and at(turn.after.position)[0] == pytest.approx(-1.1, abs=0.1)
    assert question(peer, "when was the mug grobbled?").status.code == Status.INVALID
    history = peer.call(srv.History, "/memory/history", srv.History.Request(label="mug"))
    assert [bool(ns_of(each.end)) for each in history.stays] == [True, False]
    found = peer.call(srv.Localize, "/memory/localize", srv.Localize.Request(text="mug"))
    assert (found.best.label, found.best.room, len(found.before)) == ("mug", "room", 1)
    assert at(found.best.pose.pose.pose.position) == pytest.approx((-1.1, 1.6, 0.12), abs=0.1)
    request = srv.ChangedSince.Request(since_last_visit=True)
    changed = peer.call(srv.ChangedSince, "/memory/changed_since", request)
    assert {turn.label for turn in changed.turns} == {"mug"}
    assert changed.turns[-1].kind == Turn.MOVED


def test_the_scene_graph_is_published_and_follows_what_is_forgotten(node, peer):
    graphs = peer.collect(SceneGraph, "/memory/scene_graph", qos.latched())
    peer.until(lambda: graphs)
    nodes = {each.name: each for each in graphs[-1].nodes}
    assert nodes["room"].layer == GraphNode.ROOM and nodes["room"].area == pytest.approx(16, abs=3)
    assert len(nodes["room"].outline) >= 4
    assert (nodes["table"].layer, nodes["mug"].parent) == (GraphNode.RECEPTACLE, nodes["room"].id)
    assert ns_of(nodes["table"].since) >= START_NS
    (ended,) = (
        each
        for each in peer.call(
            srv.GetSceneGraph, "/memory/scene_graph", srv.GetSceneGraph.Request(history=True)
        ).graph.relations
        if each.predicate == "on" and each.subject == nodes["mug"].id
    )
    assert ended.object == nodes["table"].id and ns_of(ended.valid_to) > ns_of(ended.valid_from)
    request = srv.Forget.Request(entity_ids=[nodes["mug"].number])
    assert peer.call(srv.Forget, "/memory/forget", request).status.code == Status.OK
    peer.until(lambda: "mug" not in {each.name for each in graphs[-1].nodes})


def test_rviz_is_shown_rooms_trails_and_what_changed(node, peer):
    scene = peer.collect(MarkerArray, "/memory/scene_markers", qos.latched())
    changes = peer.collect(MarkerArray, "/memory/change_markers", qos.latched())
    peer.until(lambda: scene and changes)
    texts = {m.ns: m.text for m in scene[-1].markers + changes[-1].markers if m.text}
    assert texts["room_names"].startswith("room  1") and texts["change_names"].startswith("moved")
    layers = {m.ns for m in changes[-1].markers if m.action == Marker.ADD}
    assert layers == {"trails", "earlier", "changes", "change_names"}
    assert node.interrupt() == 0, node.output
    assert "Traceback" not in node.output
