"""A generated room on a stage where everything is grey."""

from dataclasses import replace

import numpy as np
import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.episode.config import EpisodeConfig
from whereseen.sim.episode.episode import Episode
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.scene.yaml_files import write_scene
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.protocol import Picture


class GreyStage:
    """Shows the robot everywhere, two metres away."""

    def load(self, bodies):
        pass

    clear = close = lambda self: None
    place = load

    def render(self, camera, T_map_camera):
        shape = (camera.height_px, camera.width_px)
        return Picture(
            np.full((*shape, 3), 128, np.uint8),
            np.full(shape, 2.0, np.float32),
            np.ones(shape, np.int32),
            camera.intrinsics,
        )


@pytest.fixture(scope="session")
def scene_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("scene") / "room.yaml"
    write_scene(generate(HomeConfig(rooms=1, objects=10, seed=4), household()), file)
    return file


@pytest.fixture
def start(scene_file):
    """An episode in the room: `start(busyness=2.0)`."""

    def start(**values):
        config = replace(EpisodeConfig(seed=4, scene=str(scene_file)), **values)
        simulator = Simulator(GreyStage(), household(), camera=config.camera)
        return Episode(config, simulator)

    return start
