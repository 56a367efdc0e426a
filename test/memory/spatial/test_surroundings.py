"""What is left over where things have gone is told by what was seen around it since."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.config import MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.spatial.kernels import scan
from whereseen.memory.spatial.kernels.surroundings import newer_shares
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.surroundings import Surroundings
from whereseen.memory.spatial_memory import SpatialMemory

SIZE = (96, 128)
BOX = ((1.0, -0.1, -0.1), (1.2, 0.1, 0.1))
CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1))
S = 1_000_000_000


@pytest.fixture
def memory(world: Any, box: Any, one_hot: Any) -> SpatialMemory:
    """A box before a wall, seen for six seconds."""
    made = SpatialMemory(one_hot, CONFIG)
    scene = world(box(*BOX))
    for second in range(6):
        made.observe(scene.look((0.0, 0.05 * second, 0.1), size=SIZE, stamp_s=second))
    return made


def staying(memory: SpatialMemory, last_s: float, within: Selection | None = None) -> float:
    around = Surroundings(memory.voxel_map, within or Selection(), PlaceConfig(doubt_after_s=1.0))
    low, high = (np.array([corner], dtype=np.float32) for corner in BOX)
    seen_ns = np.array([round(last_s * S)])
    return float(around.staying(low, high, seen_ns, np.ones(1))[0])


def test_what_was_seen_with_its_surroundings_stays(memory: SpatialMemory) -> None:
    assert staying(memory, 5.0) == 1.0
    assert staying(memory, 4.5) == 1.0  # less than a second


def test_what_was_not_seen_with_them_is_doubted(memory: SpatialMemory) -> None:
    assert staying(memory, 1.0) < 0.3


def test_what_is_left_out_tells_nothing(memory: SpatialMemory) -> None:
    assert staying(memory, 1.0, Selection(until_ns=2 * S)) == 1.0
    assert staying(memory, 1.0, Selection.between((5.0, 5.0, 5.0), (6.0, 6.0, 6.0))) == 1.0


def test_only_the_likeliest_are_looked_at(memory: SpatialMemory) -> None:
    around = Surroundings(memory.voxel_map, Selection(), PlaceConfig(doubt_after_s=1.0))
    low, high = (np.array([corner] * 100, dtype=np.float32) for corner in BOX)
    stays = around.staying(low, high, np.full(100, S), np.linspace(0.0, 1.0, 100))
    assert (stays[:36] == 1.0).all()
    assert (stays[36:] < 0.3).all()


def test_a_leftover_ranks_behind_what_was_seen_again(world: Any, box: Any, one_hot: Any) -> None:
    memory = SpatialMemory(one_hot, CONFIG)
    shelf = box((0.9, -0.3, -0.3), (1.4, 0.3, -0.12), 3)
    other = box((1.1, -0.6, -0.1), (1.3, -0.4, 0.1))
    memory.observe(world(shelf, box(*BOX), other).look((0, 0, 0.3), size=SIZE))
    a, at = memory.voxel_map.arrays, memory.voxel_map.occupied().points_map
    of_box = (at[:, 2] > BOX[0][2]) & (at > np.subtract(BOX[0], 0.03)).all(axis=1)
    of_box &= (at < np.add(BOX[1], 0.03)).all(axis=1)
    _, rows, _ = scan.list_voxels(a)
    a.row_last[rows[~of_box]] = 36_000  # an hour later all else is seen again
    first, second = memory.ask("box").places
    assert first.position_m[1] < -0.3
    assert second.position_m[1] > -0.3
    assert second.probability < 0.7 * first.probability


@given(st.data())
def test_shares_are_those_of_an_account_of_every_voxel(memory_of: Any, data: Any) -> None:
    memory = memory_of
    seen = memory.voxel_map.occupied()
    corner = np.array([data.draw(st.integers(-10, 30)) for _ in range(3)])
    size = np.array([data.draw(st.integers(0, 20)) for _ in range(3)])
    tick = data.draw(st.integers(-1, 60))
    low, high = corner[None].astype(np.int32), (corner + size)[None].astype(np.int32)
    found = newer_shares(
        memory.voxel_map.arrays,
        Selection().bounds(0),
        memory.voxel_map.config.voxel_size_m,
        low,
        high,
        np.array([tick]),
    )[0]
    inside = ((seen.index >= low) & (seen.index <= high)).all(axis=1)
    newer = seen.last_seen_ns[inside] > tick * S // 10
    assert found == (newer.mean() if inside.any() else 0.0)


@pytest.fixture(scope="module")
def memory_of(world: Any, box: Any, one_hot: Any) -> SpatialMemory:
    """The same, seen from two places at different times."""
    made = SpatialMemory(one_hot, CONFIG)
    scene = world(box(*BOX))
    for second in range(3):
        eye = (0.0, 0.4 * second, 0.1)
        made.observe(scene.look(eye, size=SIZE, stamp_s=2 * second))
    return made
