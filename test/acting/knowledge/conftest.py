"""A flat of two named rooms in which people told where things are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from whereseen.acting.knowledge.of_memory import SpatialWorldModel
from whereseen.memory.chronicle import Deed, Stay
from whereseen.memory.chronicle.deeds import ROBOT
from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.language import Verb
from whereseen.memory.objects.entity import Entity
from whereseen.memory.spatial_memory import SpatialMemory

SECOND = 10**9
CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16))
CELL_M = 0.1
ROOMS = ((0.5, 0.5, 4.5, 4.5), (4.7, 0.5, 8.5, 4.5), (4.5, 2.0, 4.7, 2.8))  # two, and a door


@dataclass
class Flat:
    """A memory, what planners ask, and what the robot does."""

    memory: SpatialMemory
    world: SpatialWorldModel

    def tell(self, label: str, at: tuple[float, float, float], size: tuple[float, float, float] = (
        0.1, 0.1, 0.1), second: int = 0) -> Entity:  # fmt: skip
        return self.memory.remember(label, at, size_m=size, source=label, now_ns=second * SECOND)

    def at(self, second: float) -> None:
        """The newest frame is of that second."""
        self.memory.trajectory.add(round(second * SECOND), np.eye(4))

    def take(self, thing_id: int, second: int) -> None:
        self.world.note_deed(self.deed(Verb.TOOK, thing_id, second))

    def put(self, thing_id: int, at: tuple[float, float, float], on: str, second: int) -> None:
        ns = second * SECOND
        after = Stay(thing_id, "", at, ns, None, ns, relation="in", support=on)
        self.world.note_deed(self.deed(Verb.PUT, thing_id, second, after=after))

    @staticmethod
    def deed(verb: Verb, thing_id: int, second: int, **more: object) -> Deed:
        ns = second * SECOND
        return Deed(verb, ns - SECOND, ns, ROBOT, thing_id, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def labels() -> Encoder:
    return make_encoder("labels")


@pytest.fixture
def flat(labels: Encoder) -> Flat:
    open_ = np.zeros((60, 100), dtype=np.bool_)
    for box in ROOMS:
        x0, y0, x1, y1 = (round(edge / CELL_M) for edge in box)
        open_[y0:y1, x0:x1] = True
    grid = FloorGrid(open_, ~open_, open_.copy(), np.zeros_like(open_), CELL_M, (0, 0), 0.0)
    memory = SpatialMemory(labels, CONFIG)
    memory.graph.rooms.follow([grid])
    for name, at in (("kitchen", (2.0, 2.0, 1.0)), ("office", (6.0, 2.0, 1.0))):
        room = memory.graph.room_of(at)
        assert room is not None
        memory.graph.call(room.id, name)
    made = Flat(memory, SpatialWorldModel(memory))
    made.at(0)
    made.tell("table", (2.0, 2.0, 0.4), (1.2, 0.8, 0.8))
    made.tell("red mug", (2.0, 2.0, 0.85))
    made.tell("fridge", (1.0, 4.0, 0.9), (0.6, 0.6, 1.8))
    made.tell("desk", (6.0, 3.0, 0.4), (1.4, 0.7, 0.8))
    return made
