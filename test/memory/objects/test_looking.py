from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.looking import SeenThrough
from whereseen.memory.spatial_memory import SpatialMemory

LOW, HIGH = (1.0, -0.2, -0.2), (1.3, 0.2, 0.2)
FRONT = np.array([[1.025, y, z] for y in (-0.12, 0.0, 0.12) for z in (-0.12, 0.0, 0.12)], "f4")
SECOND = 1_000_000_000


@pytest.fixture
def memory(one_hot: Any) -> SpatialMemory:
    voxels = VoxelConfig(memory_limit_mb=16, stride_px=1)
    return SpatialMemory(one_hot, MemoryConfig(voxels=voxels))


def look(memory: SpatialMemory, scene: Any, *seconds: int, target: Any = (2.0, 0.0, 0.0)) -> None:
    for second in seconds:
        memory.observe(scene.look(target=target, stamp_s=second, size=(96, 128)))


def absence(memory: SpatialMemory, since_s: float) -> float | None:
    witness = SeenThrough(memory.voxel_map, memory.objects.views, ObjectConfig())
    return witness.absence(FRONT, int(since_s * SECOND))


def test_a_place_seen_through_is_empty(memory: SpatialMemory, world: Any, box: Any) -> None:
    look(memory, world(box(LOW, HIGH)), 1, 2, 3)
    look(memory, world(), 4, 5, 6, 7)
    assert absence(memory, 3) == 1.0


def test_a_place_that_still_shows_a_surface_is_not(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    look(memory, world(box(LOW, HIGH)), 1, 2, 3, 4, 5)
    assert absence(memory, 3) == 0.0


def test_another_thing_in_its_place_is_no_absence(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    look(memory, world(box(LOW, HIGH)), 1, 2, 3)
    look(memory, world(box(LOW, HIGH, 2)), 4, 5, 6, 7)
    assert absence(memory, 3) == 0.0


def test_what_is_hidden_says_nothing(memory: SpatialMemory, world: Any, box: Any) -> None:
    look(memory, world(box(LOW, HIGH)), 1, 2, 3)
    look(memory, world(box((0.5, -1.0, -1.0), (0.6, 1.0, 1.0))), 4, 5, 6, 7)
    assert absence(memory, 3) is None


def test_silence_says_nothing(memory: SpatialMemory, world: Any, box: Any) -> None:
    look(memory, world(box(LOW, HIGH)), 1, 2, 3)
    assert absence(memory, 3) is None
    look(memory, world(), 4, 5, 6, target=(-2.0, 0.1, 0.0))
    assert absence(memory, 3) is None


def test_voxels_lost_without_a_look_say_nothing(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    look(memory, world(box(LOW, HIGH)), 1, 2, 3)
    fresh = SpatialMemory(memory.encoder, memory.config)
    witness = SeenThrough(fresh.voxel_map, memory.objects.views, ObjectConfig())
    assert witness.absence(FRONT, 3 * SECOND) is None


def test_too_small_a_part_in_view_says_nothing(memory: SpatialMemory, world: Any, box: Any) -> None:
    look(memory, world(box((0.5, -1.0, -1.0), (0.6, 0.03, 1.0))), 1)  # a third is in view
    for share, expected in ((0.5, None), (0.2, 1 * SECOND)):
        config = ObjectConfig(visible_share=share)
        witness = SeenThrough(memory.voxel_map, memory.objects.views, config)
        assert witness.last_empty_ns(FRONT, 10 * SECOND) == expected


def test_old_looks_count_less_than_the_newest_five_bins(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    look(memory, world(), *range(0, 50, 5))
    look(memory, world(box(LOW, HIGH)), *range(50, 75, 5))
    witness = SeenThrough(memory.voxel_map, memory.objects.views, ObjectConfig())
    assert witness._seen_through(FRONT, -1) == 0.0


def test_when_a_place_was_last_empty(memory: SpatialMemory, world: Any, box: Any) -> None:
    look(memory, world(), 1, 2, 3)
    look(memory, world(box(LOW, HIGH)), 4, 5)
    witness = SeenThrough(memory.voxel_map, memory.objects.views, ObjectConfig())
    assert witness.last_empty_ns(FRONT, 10 * SECOND) == 3 * SECOND
    assert witness.last_empty_ns(FRONT, 2 * SECOND) == 1 * SECOND
    assert witness.last_empty_ns(FRONT, 1 * SECOND) is None


def test_distance_blurs_what_counts_as_a_surface(
    memory: SpatialMemory, world: Any, box: Any
) -> None:
    look(memory, world(), 1, 2)
    witness = SeenThrough(memory.voxel_map, memory.objects.views, ObjectConfig())
    beyond = np.array([[1.95, 0.0, 0.0]], "f4")
    just_before = np.array([[1.98, 0.0, 0.0]], "f4")
    assert witness._seen_through(beyond, -1) == 1.0
    assert witness._seen_through(just_before, -1) == 0.0
