from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.spatial.voxel_map import VoxelMap

STEPS = 160


def walk(voxel_map: VoxelMap, world: Any, box: Any, remember: Any, structure_holds: Any) -> Any:
    """Along a gallery with a thing at every station; yields the number of voxels and of drops."""
    for step in range(STEPS):
        y = 1.0 * step
        thing = box((1.0, y - 0.2, -0.2), (1.3, y + 0.2, 0.2), label=1 + step % 3)
        seen = world(thing).look((0.0, y, 0.0), (2.0, y, 0.0), size=(120, 160), stamp_s=step)
        report = remember(voxel_map, seen)
        if step % 20 == 0:
            structure_holds(voxel_map.arrays)
        yield voxel_map.n_voxels, report


@pytest.fixture(scope="module")
def walked(new_map: Any, world: Any, box: Any, remember: Any, structure_holds: Any) -> Any:
    voxel_map = new_map(voxel_size_m=0.025)
    return voxel_map, list(walk(voxel_map, world, box, remember, structure_holds))


def test_a_long_walk_stays_within_the_limit_and_loses_the_oldest(walked: Any) -> None:
    voxel_map, reports = walked
    assert voxel_map.arrays.reserved_bytes <= 16 << 20
    assert voxel_map.memory_bytes() <= voxel_map.arrays.reserved_bytes
    assert max(n for n, _ in reports) <= voxel_map.arrays.row_odds.size
    assert sum(report.evicted for _, report in reports) > 10_000
    # What is left is the end of the way, all of it.
    along = voxel_map.occupied().points_map[:, 1]
    assert along.min() > 10.0, "the start of the way is forgotten"
    counts, _ = np.histogram(along, np.arange(np.ceil(along.min()) + 4.0, STEPS - 1.0))
    assert counts.min() > 0.5 * np.median(counts)


def test_nothing_new_is_dropped_while_there_is_old_to_forget(walked: Any) -> None:
    _, reports = walked
    assert sum(report.dropped for _, report in reports) == 0


def test_the_map_keeps_answering(walked: Any, one_hot: Any) -> None:
    voxel_map, _ = walked
    for name in ("box", "ball", "lamp"):
        scores = voxel_map.score(one_hot.query_text(name).vector)
        cells = np.flatnonzero(scores > 0.9).astype(np.int32)
        assert np.ptp(voxel_map.voxels_of(cells).points_map[:, 1]) > 3.0


def test_sparse_maps_do_not_run_out_of_chunks(
    new_map: Any, world: Any, remember: Any, structure_holds: Any
) -> None:
    """A camera with few pixels, as of a drone, that sees little of many rooms."""
    voxel_map = new_map()
    for step in range(600):
        y = 3.2 * step
        for _ in range(2):
            seen = world().look((0.0, y, 0.0), (2.0, y, 0.0), size=(12, 16))
            assert remember(voxel_map, seen).dropped == 0
    structure_holds(voxel_map.arrays)
    assert np.ptp(voxel_map.occupied().points_map[:, 1]) > 3.2 * 100
    assert voxel_map.occupied().points_map[:, 1].max() > 3.2 * 599


def test_one_view_too_large_for_the_memory_is_cut_not_crashed(
    new_map: Any, world: Any, remember: Any, structure_holds: Any
) -> None:
    voxel_map = new_map(voxel_size_m=0.005, memory_limit_mb=16)
    for _ in range(3):
        report = remember(voxel_map, world().look((-1.5, 0.0, 0.0), size=(600, 800)))
    assert report.dropped > 0
    assert voxel_map.n_voxels > 0
    structure_holds(voxel_map.arrays)
    voxel_map.score(np.ones(8, np.float32))
