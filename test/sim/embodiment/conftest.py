from __future__ import annotations

import numpy as np
import pytest

from whereseen.acting.manipulation.geometry import GivenGeometry, Shape
from whereseen.acting.skills.embodiment import Order
from whereseen.sim.embodiment.beliefs import GivenBeliefs
from whereseen.sim.embodiment.body import Body
from whereseen.sim.embodiment.config import BodyConfig
from whereseen.sim.embodiment.floor import TrueFloor
from whereseen.sim.embodiment.robot import SimulatedRobot
from whereseen.sim.sensing.config import SensingConfig
from whereseen.sim.sensing.sensor import Sensors
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.stages.protocol import Camera

MUG, TABLE, CABINET, BALL = 1, 2, 3, 4
EDGE_M = 0.05


def _top(low, high):
    """Voxels (N, 3) of a level surface between two corners (x, y, z)."""
    x, y = (np.arange(a + EDGE_M / 2, b, EDGE_M) for a, b in zip(low[:2], high[:2], strict=True))
    return np.array([(a, b, low[2] - EDGE_M / 2) for a in x for b in y], np.float32)


def told(simulator):
    """Geometry as somebody may send it along with a goal: here, exactly as it is."""
    shapes, world = {}, simulator.world
    for thing_id, name in ((MUG, "red mug"), (BALL, "ball")):
        truth = world.truth_of(name)
        low, high = truth.box_m
        grid = np.stack(np.meshgrid(*([0.0, 0.25, 0.5, 0.75, 1.0],) * 3, indexing="ij"), -1)
        points = (low + grid.reshape(-1, 3) * (high - low)).astype(np.float32)
        size = tuple(float(each) for each in high - low)
        shapes[thing_id] = Shape(truth.label, tuple(map(float, truth.position_m)), size, points)
    nothing = np.zeros((0, 3), np.float32)
    shapes[TABLE] = Shape("table", (4.8, 0.7, 0.375), (0.8, 1.2, 0.75), nothing)
    shapes[CABINET] = Shape("cabinet", (1.0, 3.7, 0.455), (0.8, 0.5, 0.91), nothing)
    voxels = np.concatenate(
        [_top((4.4, 0.1, 0.75), (5.2, 1.3, 0.75)), _top((0.6, 3.45, 0.9), (1.4, 3.95, 0.9))]
    )
    rooms = {"kitchen": (1.5, 2.0), "parlour": (4.5, 2.0)}
    return GivenGeometry(shapes, voxels, EDGE_M, frozenset({TABLE, CABINET}), rooms)


@pytest.fixture(scope="session")
def bullet():
    pytest.importorskip("pybullet")
    opened = open_stage("pybullet")
    yield opened
    opened.close()


@pytest.fixture
def simulator(bullet, small_catalogue, small_scene):
    opened = Simulator(bullet, small_catalogue, camera=Camera(80, 60))
    opened.reset(small_scene)
    return opened


@pytest.fixture
def make_robot(simulator):
    """A robot that is told where things are, and what goes wrong with it."""

    def make(**config):
        sensors = Sensors(SensingConfig.perfect(), seed=0, alike={})
        beliefs = GivenBeliefs(told(simulator))
        body = Body(simulator, sensors, beliefs.see, BodyConfig(see_s=30.0, looks=1, **config))
        return SimulatedRobot(body, TrueFloor(simulator.world), beliefs)

    return make


@pytest.fixture
def order():
    return Order()
