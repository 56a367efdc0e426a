"""A flat of two named rooms in which people told where things are, in memory and as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from whereseen.acting.tools.toolbox import WRITING_NAMES, ToolBox
from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.spatial_memory import SpatialMemory

settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")

MINUTE = 60 * 10**9
START = 1_767_258_000 * 10**9  # 2026-01-01 09:00 UTC
CELL_M = 0.1
ROOMS = ((0.5, 0.5, 4.5, 4.5), (4.7, 0.5, 8.5, 4.5), (4.5, 2.0, 4.7, 2.8))  # two, and a door
TOLD = (
    ("table", (2.0, 2.0, 0.4), (1.2, 0.8, 0.8), 0),
    ("white desk", (6.0, 3.0, 0.4), (1.4, 0.7, 0.8), 0),
    ("red mug", (2.0, 2.0, 0.85), (0.1, 0.1, 0.1), 1),
    ("laptop", (6.0, 3.0, 0.9), (0.3, 0.2, 0.05), 2),
)


def furnished() -> SpatialMemory:
    """The kitchen lies at x of 0.5 to 4.5 m, the office at 4.7 to 8.5 m; it is 09:10."""
    open_ = np.zeros((60, 100), dtype=np.bool_)
    for box in ROOMS:
        x0, y0, x1, y1 = (round(edge / CELL_M) for edge in box)
        open_[y0:y1, x0:x1] = True
    grid = FloorGrid(open_, ~open_, open_.copy(), np.zeros_like(open_), CELL_M, (0, 0), 0.0)
    memory = SpatialMemory(
        make_encoder("labels"), MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16))
    )
    memory.graph.rooms.follow([grid])
    for name, at in (("kitchen", (2.0, 2.0, 1.0)), ("office", (6.0, 2.0, 1.0))):
        room = memory.graph.room_of(at)
        assert room is not None
        memory.graph.call(room.id, name)
    for label, position_m, size_m, minute in TOLD:
        memory.remember(
            label, position_m, size_m=size_m, source="Anna", now_ns=START + minute * MINUTE
        )
    memory.trajectory.add(START + 10 * MINUTE, np.eye(4))
    return memory


@pytest.fixture(scope="session")
def home() -> SpatialMemory:
    """Of all tests that do not change it."""
    return furnished()


@pytest.fixture(scope="session")
def box(home: SpatialMemory) -> ToolBox:
    """All tools over that; those that write are only refused."""
    return ToolBox(home, allow=WRITING_NAMES)


@pytest.fixture(scope="session")
def furnish() -> Callable[[], SpatialMemory]:
    """Makes such a home."""
    return furnished


@pytest.fixture
def own() -> SpatialMemory:
    """A home to be changed."""
    return furnished()


@pytest.fixture
def own_box(own: SpatialMemory) -> ToolBox:
    """All tools over that."""
    return ToolBox(own, allow=WRITING_NAMES)


@pytest.fixture(scope="session")
def kept(home: SpatialMemory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home as a map file that no test changes."""
    file = tmp_path_factory.mktemp("kept") / "home.map"
    home.save(file)
    return file


@pytest.fixture
def file(kept: Path, tmp_path: Path) -> Path:
    """A copy of that."""
    return Path(shutil.copy(kept, tmp_path / "home.map"))
