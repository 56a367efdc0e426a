"""A generated room and a stage on which everything is grey."""

import numpy as np
import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.scene.home import Home
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Picture
from whereseen.sim.world.world import World


class GreyStage:
    """Shows the first body everywhere, two metres away."""

    def load(self, bodies):
        pass

    def clear(self):
        pass

    def place(self, placements):
        pass

    def render(self, camera, T_map_camera):
        shape = (camera.height_px, camera.width_px)
        return Picture(
            rgb=np.full((*shape, 3), 128, np.uint8),
            depth_m=np.full(shape, 2.0, np.float32),
            instances=np.ones(shape, np.int32),
            intrinsics=camera.intrinsics,
        )

    def close(self):
        pass


@pytest.fixture(scope="session")
def room():
    return generate(HomeConfig(rooms=1, seed=1, objects=8), household())


@pytest.fixture
def world(room):
    return World(Home(room, household()), start_ns=9_000_000_000)


@pytest.fixture
def simulator():
    return Simulator(GreyStage(), household())
