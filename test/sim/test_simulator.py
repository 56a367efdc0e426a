"""The facade on a stage that only writes down what it is told."""

import math

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.scene.description import ObjectItem, Spot
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Picture
from whereseen.sim.world.actions import Add, Move, Remove
from whereseen.sim.world.errors import ActionFailed
from whereseen.sim.world.world import ROBOT


class Notebook:
    """A stage on which everything looks grey."""

    def __init__(self):
        self.bodies, self.placed, self.is_closed = {}, [], False

    def load(self, bodies):
        self.bodies |= {body.name: body for body in bodies}

    def clear(self):
        self.bodies.clear()

    def place(self, placements):
        self.placed.append(dict(placements))

    def render(self, camera, T_map_camera):
        shape = (camera.height_px, camera.width_px)
        return Picture(
            rgb=np.full((*shape, 3), 128, np.uint8),
            depth_m=np.full(shape, 2.0, np.float32),
            instances=np.full(shape, self.bodies["red mug"].instance, np.int32),
            intrinsics=camera.intrinsics,
        )

    def close(self):
        self.is_closed = True


class Arm(Notebook):
    """A stage that knows how to reach what is near."""

    def reach(self, body, link, position_m):
        return {"lift": float(position_m[2])} if position_m[2] < 1.0 else None


@pytest.fixture
def stage():
    return Notebook()


@pytest.fixture
def sim(stage, small_catalogue, small_scene):
    with Simulator(stage, small_catalogue) as sim:
        sim.reset(small_scene, start_ns=5_000_000_000)
        yield sim
    assert stage.is_closed


def test_what_the_camera_sees_is_an_observation_with_labels_and_pose(sim):
    sim.move_joints({"head_tilt": 0.3})
    sim.step(1.0)
    seen = sim.observe()
    assert seen.stamp_ns == 6_000_000_000
    assert seen.T_map_camera == pytest.approx(sim.world.camera_pose)
    assert seen.labels.names[int(seen.labels.ids[0, 0])] == "red mug"
    assert seen.depth_m.shape == (240, 320)


def test_only_what_has_moved_is_told(sim, stage):
    sim.look()
    assert stage.placed[0].keys() == stage.bodies.keys()
    sim.look()
    assert len(stage.placed) == 1
    sim.do(Move("red mug", Spot("kitchen", "floor")))
    sim.look()
    assert stage.placed[1].keys() == {"red mug"}
    sim.drive(0.3, 0.5)
    sim.step(0.5)
    sim.look()
    assert stage.placed[2].keys() == {ROBOT}


def test_what_is_brought_in_is_shown_and_what_comes_back_too(sim, stage):
    sim.do(Add(ObjectItem("vase", "vase", Spot("table", "top", (0.3, 0.2)))))
    assert stage.bodies["vase"].instance == sim.ground_truth().objects["vase"].instance
    sim.do(Remove("vase"))
    sim.look()
    assert stage.placed[-1]["vase"].T_map_body is None
    sim.do(Add(ObjectItem("vase", "vase", Spot("table", "top"))))
    sim.look()
    assert stage.placed[-1]["vase"].T_map_body is not None


def test_the_robot_opens_only_what_it_stands_before(sim):
    sim.world.drive.put(1.0, 2.6, math.pi / 2)
    sim.open("cabinet", "door")
    assert sim.ground_truth().joints["cabinet", "door"] == 1.0
    assert sim.ground_truth().events[0].actor == "robot"
    sim.close_joint("cabinet", "door")
    assert sim.ground_truth().joints["cabinet", "door"] == 0.0
    sim.world.drive.put(1.0, 1.0, 0.0)
    with pytest.raises(ActionFailed, match="too far away"):
        sim.open("cabinet", "door")
    with pytest.raises(ActionFailed, match="no such furniture"):
        sim.open("fridge", "door")


def test_a_thing_is_fetched(sim):
    x, y, z = sim.ground_truth().objects["red mug"].position_m
    sim.world.drive.put(x, y + 0.84, -math.pi / 2)
    sim.move_joints({"arm": 0.5, "lift": z - 0.04})
    sim.step(5.0)
    sim.attach("red mug")
    assert sim.ground_truth().held == "red mug"
    sim.release()
    assert sim.ground_truth().held is None
    assert sim.ground_truth().objects["red mug"].on == "table"


def test_reaching_needs_a_stage_that_knows_how(sim, small_catalogue, small_scene):
    with pytest.raises(InvalidConfig, match="does not tell how to reach"):
        sim.reach(np.zeros(3))
    with Simulator(Arm(), small_catalogue) as other:
        other.reset(small_scene)
        assert other.reach(np.array([1.0, 0.0, 0.5])) == {"lift": 0.5}
        with pytest.raises(ActionFailed, match="does not reach"):
            other.reach(np.array([1.0, 0.0, 1.5]))


def test_a_reset_begins_anew(sim, stage, small_scene):
    sim.do(Remove("ball"))
    sim.drive(0.5, 0.0)
    sim.step(1.0)
    sim.reset(small_scene)
    truth = sim.ground_truth()
    assert "ball" in truth.objects
    assert (truth.stamp_ns, truth.events) == (0, ())
    sim.look()
    assert stage.placed[-1].keys() == stage.bodies.keys()


def test_before_the_first_reset_there_is_no_home(stage, small_catalogue):
    with pytest.raises(InvalidConfig, match="no home yet"):
        Simulator(stage, small_catalogue).observe()
