from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.objects.sighting import Labels, Sighting, sightings_of, voxel_index
from whereseen.memory.spatial.places import find_places
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory

LOW, HIGH = (1.0, -0.2, -0.2), (1.3, 0.2, 0.2)
SECOND = 1_000_000_000
WALL, BOX, BALL = np.eye(8, dtype=np.float32)[:3]


@pytest.fixture
def memory(world: Any, box: Any, one_hot: Any) -> SpatialMemory:
    """A box that was put before a wall after three seconds."""
    voxels = VoxelConfig(memory_limit_mb=16, stride_px=1)
    made = SpatialMemory(one_hot, MemoryConfig(voxels=voxels))
    for second in range(10):
        scene = world(box(LOW, HIGH)) if second >= 3 else world()
        made.observe(scene.look((0.0, 0.02 * second, 0.1), stamp_s=second, size=(96, 128)))
    return made


def sightings(memory: SpatialMemory, *labels: Any, own: int) -> list[Sighting]:
    query = memory.encoder.query_text("box")
    places = find_places(memory.voxel_map, memory.keyframes, query, memory.config.places)
    asked = Labels(np.stack(labels), own)
    return sightings_of(places, memory.voxel_map, memory.keyframes, asked)


def test_a_sighting_has_the_box_of_its_place(memory: SpatialMemory) -> None:
    (seen,) = sightings(memory, WALL, BOX, own=1)
    np.testing.assert_allclose(seen.position_m[1:], (0.0, 0.0), atol=0.06)
    np.testing.assert_allclose(seen.size_m[1:], (0.4, 0.4), atol=0.11)
    assert seen.probability > 0.5
    assert (seen.first_seen_ns, seen.last_seen_ns) == (3 * SECOND, 9 * SECOND)
    assert seen.source == "camera"
    frame = memory.keyframe(seen.image_id or 0)
    assert frame is not None
    assert frame.stamp_ns >= 3 * SECOND


def test_a_place_that_shows_something_else_rather_is_none(memory: SpatialMemory) -> None:
    assert sightings(memory, BALL, BOX, own=0) == []
    assert len(sightings(memory, BALL, BOX, own=1)) == 1


def test_names_for_one_thing_do_not_shut_each_other_out(memory: SpatialMemory) -> None:
    synonym = BOX + 0.02 * BALL
    synonym /= np.linalg.norm(synonym)
    assert len(sightings(memory, BOX, synonym, own=0)) == 1
    assert len(sightings(memory, BOX, synonym, own=1)) == 1


def test_an_image_taken_before_a_thing_came_does_not_show_it(memory: SpatialMemory) -> None:
    for slot, frame in enumerate(memory.keyframes.slots):
        if frame is not None and frame.stamp_ns < 3 * SECOND:
            memory.voxel_map.arrays.cell_image[:] = slot + 1
            break
    (seen,) = sightings(memory, WALL, BOX, own=1)
    assert (seen.image_id, seen.source) == (None, "camera")


def test_points_lie_in_their_voxels() -> None:
    points = [[0.025, -0.025, 0.0749], [1.0, -1.0, 0.0]]
    assert voxel_index(points, 0.05).tolist() == [[0, -1, 1], [20, -20, 0]]


def test_a_place_of_which_nothing_is_left_is_no_sighting(memory: SpatialMemory) -> None:
    query = memory.encoder.query_text("box")
    places = find_places(memory.voxel_map, memory.keyframes, query, memory.config.places)
    low, high = (np.add(corner, margin) for corner, margin in ((LOW, -0.1), (HIGH, 0.1)))
    memory.clear(Selection.between(tuple(low), tuple(high)))
    labels = Labels(np.stack([WALL, BOX]), 1)
    assert len(places) == 1
    assert sightings_of(places, memory.voxel_map, memory.keyframes, labels) == []
    assert sightings_of([], memory.voxel_map, memory.keyframes, labels) == []
