import numpy as np
import pytest

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory


@pytest.fixture
def memory():
    memory = SpatialMemory(make_encoder("labels"))
    ids = np.zeros((60, 80), np.int32)
    ids[20:40, 30:50] = 1
    for number in range(3):
        memory.observe(
            Observation.checked(
                np.full((60, 80, 3), 90, np.uint8),
                np.full((60, 80), 1.5, np.float32),
                intrinsics=[[80.0, 0.0, 39.5], [0.0, 80.0, 29.5], [0.0, 0.0, 1.0]],
                T_map_camera=look_at((0.0, 0.0, 1.0), (1.0, 0.0, 1.0)),
                stamp_ns=1_000_000_000 * (number + 1),
                labels=LabelImage(ids, ("wall", "terracotta cactus")),
            )
        )
    return memory


def test_what_was_recognised_is_known_again(memory, tmp_path):
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", make_encoder("labels"))
    assert again.encoder.names_seen() == ("terracotta cactus", "wall")
    assert again.ask("the cactus").found == memory.ask("the cactus").found is True
    assert not again.ask("a lamp").found


def test_names_are_forgotten_with_everything_else(memory, tmp_path):
    memory.forget(Selection())
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", make_encoder("labels"))
    assert again.encoder.names_seen() == ()
