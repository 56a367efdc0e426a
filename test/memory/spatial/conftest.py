"""Maps to fill and ways to fill them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from whereseen.memory.config import VoxelConfig
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.voxel_map import IntegrationReport, VoxelMap


@pytest.fixture(scope="session")
def new_map() -> Callable[..., VoxelMap]:
    """Maker of small maps, in which every pixel counts."""

    def make(**config: Any) -> VoxelMap:
        return VoxelMap(VoxelConfig(**{"memory_limit_mb": 16, "stride_px": 1} | config), 8)

    return make


@pytest.fixture(scope="session")
def remember(one_hot: Any) -> Callable[[VoxelMap, Observation], IntegrationReport]:
    return lambda into, seen: into.integrate(seen, one_hot.encode(seen))
