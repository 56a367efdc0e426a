"""Putting something into the basin of a sink with closed doors below, in PyBullet."""

import numpy as np
import pytest

from whereseen.acting.manipulation.geometry import GivenGeometry, Shape
from whereseen.acting.skills.call import Pick, Place, Relation
from whereseen.acting.skills.outcome import FailureKind
from whereseen.sim.catalogue.household import household
from whereseen.sim.embodiment.beliefs import GivenBeliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.floor import TrueFloor
from whereseen.sim.embodiment.robot import SimulatedRobot
from whereseen.sim.scene.description import FurnitureItem, ObjectItem, Room, Scene, Spot
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Camera

MUG, SINK, EDGE_M = 1, 2, 0.05
AT_M = (2.0, 3.69)


@pytest.fixture
def simulator(bullet):
    opened = Simulator(bullet, household(), camera=Camera(80, 60))
    mug = ObjectItem("mug", "mug", Spot("sink", "draining board"), colour="red")
    sink = FurnitureItem("sink", "sink", "kitchen", (*AT_M, 0.0))
    room = Room("kitchen", "kitchen", (0.0, 0.0), (4.0, 4.0))
    opened.reset(Scene("flat", (room,), (), (sink,), (mug,)))
    return opened


def known(simulator, *, is_basin_seen):
    """The mug, and voxels of the worktop, of the basin's bottom and of the cabinet below."""
    truth = simulator.world.truth_of("mug")
    low, high = truth.box_m
    grid = np.stack(np.meshgrid(*([0.0, 0.25, 0.5, 0.75, 1.0],) * 3, indexing="ij"), -1)
    points = (low + grid.reshape(-1, 3) * (high - low)).astype(np.float32)
    size = tuple(float(each) for each in high - low)
    mug = Shape(truth.label, tuple(map(float, truth.position_m)), size, points)
    nothing = np.zeros((0, 3), np.float32)
    sink = Shape("sink", (*AT_M, 0.6), (1.0, 0.62, 1.2), nothing)
    half_m = (0.475, 0.275)
    x, y = (np.arange(at - half, at + half, EDGE_M) for at, half in zip(AT_M, half_m, strict=True))
    flat = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
    side = flat - AT_M
    hole = (side[:, 0] > -0.44) & (side[:, 0] < 0.0) & (np.abs(side[:, 1] + 0.02) < 0.18)

    def at(cells, height_m):
        return np.column_stack([cells, np.full(len(cells), height_m - EDGE_M / 2)])

    below = at(flat, 0.15)
    bottom = [at(flat[hole], 0.725)] if is_basin_seen else []
    voxels = np.concatenate([at(flat[~hole], 0.9), below, *bottom]).astype(np.float32)
    return GivenGeometry({MUG: mug, SINK: sink}, voxels, EDGE_M, frozenset({SINK}))


def robot_of(simulator, *, is_basin_seen):
    sensors = Sensors(SensingConfig.perfect(), seed=0, alike={})
    beliefs = GivenBeliefs(known(simulator, is_basin_seen=is_basin_seen))
    body = Body(simulator, sensors, beliefs.see, BodyConfig(see_s=30.0, looks=1))
    return SimulatedRobot(body, TrueFloor(simulator.world), beliefs)


def test_what_is_put_in_the_sink_lies_in_its_basin(simulator, order):
    robot = robot_of(simulator, is_basin_seen=True)
    assert robot.do(Pick(MUG), order).failure is None
    assert robot.do(Place(SINK, Relation.IN), order).failure is None
    truth = simulator.world.truth_of("mug")
    assert (truth.on, truth.surface) == ("sink", "basin")
    assert set(simulator.world.contents.shares["sink"].values()) == {0.0}


def test_who_knows_of_no_basin_keeps_it_in_the_hand(simulator, order):
    robot = robot_of(simulator, is_basin_seen=False)
    robot.do(Pick(MUG), order)
    failed = robot.do(Place(SINK, Relation.IN), order)
    assert failed.failure.kind is FailureKind.NO_ROOM
    assert robot.held == MUG
