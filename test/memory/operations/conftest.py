"""A flat of two named rooms in which people told where things are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.objects.entity import Entity
from whereseen.memory.spatial_memory import SpatialMemory

MINUTE = 60 * 10**9
START = 1_767_258_000 * 10**9  # 2026-01-01 09:00 UTC
CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16))
CELL_M = 0.1
ROOMS = ((0.5, 0.5, 4.5, 4.5), (4.7, 0.5, 8.5, 4.5), (4.5, 2.0, 4.7, 2.8))  # two, and a door


@dataclass
class Flat:
    """A memory and what is in it.

    Attributes:
        memory: The kitchen lies at x of 0.5 to 4.5 m, the office at 4.7 to 8.5 m.
    """

    memory: SpatialMemory

    def tell(self, label: str, at: tuple[float, float, float], minute: float = 0.0,
             size: tuple[float, float, float] = (0.1, 0.1, 0.1)) -> Entity:  # fmt: skip
        return self.memory.remember(
            label, at, size_m=size, source="Anna", now_ns=START + round(minute * MINUTE)
        )

    def at(self, minute: float) -> None:
        """The newest frame is of that minute."""
        self.memory.trajectory.add(START + round(minute * MINUTE), np.eye(4))


@pytest.fixture(scope="session")
def labels() -> Encoder:
    return make_encoder("labels")


@pytest.fixture
def flat(labels: Encoder) -> Flat:
    open_ = np.zeros((60, 100), dtype=np.bool_)
    for box in ROOMS:
        x0, y0, x1, y1 = (round(edge / CELL_M) for edge in box)
        open_[y0:y1, x0:x1] = True
    nothing = np.zeros_like(open_)
    grid = FloorGrid(open_, ~open_, open_.copy(), nothing, CELL_M, (0, 0), 0.0)
    memory = SpatialMemory(labels, CONFIG)
    memory.graph.rooms.follow([grid])
    for name, at in (("kitchen", (2.0, 2.0, 1.0)), ("office", (6.0, 2.0, 1.0))):
        room = memory.graph.room_of(at)
        assert room is not None
        memory.graph.call(room.id, name)
    made = Flat(memory)
    made.tell("table", (2.0, 2.0, 0.4), size=(1.2, 0.8, 0.8))
    made.tell("white desk", (6.0, 3.0, 0.4), size=(1.4, 0.7, 0.8))
    made.tell("red mug", (2.0, 2.0, 0.85))
    made.tell("laptop", (6.0, 3.0, 0.9), size=(0.3, 0.2, 0.05))
    made.at(10)
    return made
