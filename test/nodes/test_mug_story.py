"""A person carries a mug; the memory is asked where it was, where it is, and what else changed.

A robot goes round twice, over real DDS: as a recording that is played, into a node of its own.
"""

from pathlib import Path

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from visualization_msgs.msg import Marker, MarkerArray
from whereseen_msgs import srv
from whereseen_msgs.msg import Noticed, SceneGraph, Status, Turn

from whereseen.memory.io.recording_writer import RecordingWriter
from whereseen.nodes import qos
from whereseen.nodes.convert.pose import xyz_of
from whereseen.nodes.convert.stamp import ns_of
from whereseen.sim.catalogue.household import household
from whereseen.sim.demo.story import ROUNDS_NS, home
from whereseen.sim.scene.description import Spot
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera
from whereseen.sim.world.actions import Move, Remove
from whereseen.sim.world.touring import Tour, TourConfig, go_round

pytest.importorskip("pybullet")
pytestmark = [pytest.mark.ros, pytest.mark.sim]
LOOKED_AT = ("coffee table", "dining table")
FRAME_S, LOOK_S, RATE = 2.0, 12.0, 4.0
NEAR_M = 0.25


class Story:
    """What was played, and where the mug really was and is."""

    def __init__(self, folder):
        self.rounds = [folder / "before.wsr", folder / "after.wsr"]
        self.frames = []
        camera = Camera(320, 240, 62.0)
        with Simulator(open_stage("pybullet"), household(), camera=camera) as sim:
            sim.reset(home(), start_ns=ROUNDS_NS[0])
            self._look_round(sim, self.rounds[0])
            self.mug_before = sim.ground_truth().objects["red mug"].position_m
            sim.do(Move("red mug", Spot("dining table", "top", (0.0, 0.2))), "Ann")
            sim.do(Remove("wine bottle"), "Ann")
            self.moved_ns = sim.world.stamp_ns
            self._look_round(sim, self.rounds[1])
            self.mug_after = sim.ground_truth().objects["red mug"].position_m

    def _look_round(self, sim, file):
        config = TourConfig(speed_m_s=0.6, look_s=LOOK_S)
        tour = Tour(sim.world, config, furniture=LOOKED_AT)
        self.frames.append(sum(self.frames))
        with RecordingWriter(file) as writer:
            for _ in go_round(sim.world, tour, frame_s=FRAME_S, longest_s=200.0):
                writer.write(sim.observe())
                self.frames[-1] += 1


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    return Story(Path(tmp_path_factory.mktemp("story")))


def ros(**parameters):
    pairs = (("-p", f"{name}:={value}") for name, value in parameters.items())
    return ["--ros-args", *(word for pair in pairs for word in pair)]


def ask(peer, text):
    return peer.call(srv.Ask, "/memory/ask", srv.Ask.Request(text=text, zone="UTC"))


def test_a_mug_is_moved_and_asked_for(spawn, peer, story):
    words = {
        "encoder": "labels",
        "labels": "red mug,wine bottle",
        "input.sensor_qos": "reliable",
        "input.queue_size": 100,
        "input.transform_cache_s": 300.0,
        "output.graph_period_s": 1.0,
        "output.objects_period_s": 0.1,
    }
    memory = spawn("whereseen.nodes.memory_node", *ros(**words))
    memory.until_printed("active")
    told = peer.collect(DiagnosticArray, "/diagnostics")
    noticed = peer.collect(Noticed, "/memory/noticed", qos.updates(depth=100))
    watched = srv.Watch.Request(kinds=["moved"], labels=["red mug"])
    watch = peer.call(srv.Watch, "/memory/watch", watched)
    assert watch.status.code == Status.OK, watch.status.reason

    def health():
        mine = [each for array in told for each in array.status if each.name.startswith("memory")]
        return {each.key: each.value for each in mine[-1].values} if mine else {}

    for number, (file, frames) in enumerate(zip(story.rounds, story.frames, strict=True)):
        play = ros(path=file, rate=RATE, wait_for_subscribers=1, exit_at_end="true")
        assert spawn("whereseen.nodes.replay_node", *play).wait(120.0) == 0
        peer.until(lambda total=f"{frames}": health().get("frames mapped") == total, health)
        peer.until(
            lambda known=number + 1: len(stays(peer)) == known,
            lambda: f"{stays(peer)} {health()}",
            20.0,
        )
    peer.until(lambda: noticed, lambda: f"{stays(peer)} {health()}", 20.0)
    check_watched(noticed, watch, story)
    check_answers(peer, story)
    check_rows(peer, story)
    check_seen(peer, story)
    assert memory.interrupt() == 0, memory.output


def stays(peer):
    request = srv.History.Request(label="red mug")
    return peer.call(srv.History, "/memory/history", request).stays


def near(point, true_m):
    return np.linalg.norm(xyz_of(point) - np.asarray(true_m)) < NEAR_M


def check_watched(noticed, watch, story):
    """Who watches for it is told once that it was moved, from where to where."""
    (change,) = noticed
    assert (change.watch_id, change.number, change.label) == (watch.watch_id, 1, "red mug")
    assert near(change.before, story.mug_before) and near(change.after, story.mug_after)
    assert ns_of(change.earliest) <= story.moved_ns <= ns_of(change.latest)


def check_answers(peer, story):
    """Where was it, where is it, and what else changed?"""
    before = ask(peer, "where was the red mug before it was moved?")
    assert before.status.code == Status.OK, before.text
    assert near(before.stays[0].position, story.mug_before)
    now = ask(peer, "where is the red mug?")
    assert now.status.code == Status.OK and near(now.places[0].position, story.mug_after)
    request = srv.ChangedSince.Request(since_last_visit=True)
    changed = peer.call(srv.ChangedSince, "/memory/changed_since", request)
    found = {turn.label: turn.kind for turn in changed.turns}
    assert found["red mug"] == Turn.MOVED
    assert found["wine bottle"] == Turn.VANISHED
    assert set(found) == {"red mug", "wine bottle"}, changed.text
    when = srv.Localize.Request(text="red mug")
    when.as_of = before.stays[0].start
    then = peer.call(srv.Localize, "/memory/localize", when)
    assert near(then.best.pose.pose.pose.position, story.mug_before)


def check_rows(peer, story):
    """The log recalls it by any mix of conditions."""
    request = srv.RecallObservations.Request(kinds=["detection"], labels=["red mug"], limit=50)
    request.radius = NEAR_M
    request.near.point.x, request.near.point.y, request.near.point.z = map(float, story.mug_before)
    rows = peer.call(srv.RecallObservations, "/memory/recall_observations", request)
    assert rows.status.code == Status.OK and rows.exact
    assert {row.label for row in rows.observations} == {"red mug"}
    assert all(ns_of(row.stamp) <= story.moved_ns for row in rows.observations if row.has_position)
    request.attributes = ["colour"]
    wrong = peer.call(srv.RecallObservations, "/memory/recall_observations", request)
    assert wrong.status.code == Status.INVALID


def check_seen(peer, story):
    """rviz is shown a faded place with a trail to the new one, and what the last visit found."""
    graphs = peer.collect(SceneGraph, "/memory/scene_graph", qos.latched())
    arrays = peer.collect(MarkerArray, "/memory/change_markers", qos.latched())
    peer.until(lambda: graphs and arrays)
    (mug,) = (node for node in graphs[-1].nodes if node.name == "red mug")
    assert near(mug.position, story.mug_after)
    markers = {(m.ns, m.id): m for m in arrays[-1].markers if m.action == Marker.ADD}
    (earlier,) = markers["earlier", mug.number].points
    assert near(earlier, story.mug_before)
    assert markers["earlier", mug.number].colors[0].a < 1.0
    trail = markers["trails", mug.number].points
    assert near(trail[0], story.mug_before) and near(trail[-1], story.mug_after)
    words = {m.text for (layer, _), m in markers.items() if layer == "change_names"}
    assert any(word.startswith("moved 2.") or word.startswith("moved 3.") for word in words)
    assert "wine bottle: gone" in words
