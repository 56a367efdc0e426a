from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.spatial.chunks import (
    changed_chunks,
    chunk_keys,
    insert_chunk,
    mark_changed,
    mark_saved,
)
from whereseen.memory.spatial.kernels import integrate
from whereseen.memory.spatial.view import Camera, Rules
from whereseen.memory.spatial.voxel_map import VoxelMap

NO_IMAGES = np.zeros(0, np.int64)
SIZE = (48, 64)


def parts(voxel_map: VoxelMap) -> list[Any]:
    return list(changed_chunks(voxel_map, NO_IMAGES))


def content(voxel_map: VoxelMap) -> dict[tuple[int, ...], tuple[Any, ...]]:
    """Every voxel with all that is known of it, in whatever order it is stored."""
    mark_changed(voxel_map)
    known = {}
    for chunk in parts(voxel_map):
        columns = [chunk.voxels[name].tolist() for name in chunk.voxels]
        for at, *values in zip(chunk.index.tolist(), *columns, strict=True):
            known[tuple(at)] = tuple(map(str, values))
        columns = [chunk.cells[name].tolist() for name in chunk.cells]
        for at, *values in zip(chunk.cell_index.tolist(), *columns, strict=True):
            known[("cell", *at)] = tuple(map(str, values))
    return known


@pytest.fixture
def seen_map(new_map: Any, world: Any, box: Any, remember: Any) -> VoxelMap:
    voxel_map = new_map()
    for y in (-4.0, 0.0, 4.0):
        scene = world(box((1.0, y - 0.2, -0.2), (1.3, y + 0.2, 0.2)))
        for x in (0.0, 0.1):
            remember(voxel_map, scene.look((x, y, 0), (2.0, y, 0), size=SIZE, stamp_s=x))
    return voxel_map


def test_chunks_hold_the_map_once(seen_map: VoxelMap) -> None:
    chunks = parts(seen_map)
    keys = [chunk.key for chunk in chunks]
    assert keys == sorted(set(keys)) == sorted(chunk_keys(seen_map).tolist())
    assert sum(len(chunk.index) for chunk in chunks) == seen_map.n_voxels
    assert all(len({tuple(at >> 6) for at in chunk.index}) == 1 for chunk in chunks)


def test_an_inserted_map_is_the_same_map(
    seen_map: VoxelMap, new_map: Any, structure_holds: Any
) -> None:
    copy = new_map()
    copy.arrays.anchor[:] = seen_map.arrays.anchor
    copy.epoch_ns = seen_map.epoch_ns
    for chunk in reversed(parts(seen_map)):
        assert insert_chunk(copy, chunk, {}) == len(chunk.index)
    structure_holds(copy.arrays)
    assert content(copy) == content(seen_map)
    seen_map.archive()
    query = np.eye(8, dtype=np.float32)[1]
    one, other = (np.sort(m.score(query)) for m in (seen_map, copy))
    np.testing.assert_array_equal(one, other)


def test_inserting_twice_changes_nothing(
    seen_map: VoxelMap, new_map: Any, structure_holds: Any
) -> None:
    copy = new_map()
    copy.arrays.anchor[:] = seen_map.arrays.anchor
    for chunk in parts(seen_map) * 2:
        insert_chunk(copy, chunk, {})
    structure_holds(copy.arrays)
    assert content(copy) == content(seen_map)


def test_only_what_changed_is_written_again(seen_map: VoxelMap, world: Any, remember: Any) -> None:
    mark_saved(seen_map)
    assert parts(seen_map) == []
    remember(seen_map, world().look((0, 4, 0), (2, 4, 0), size=SIZE))
    changed = parts(seen_map)
    assert 0 < len(changed) < len(chunk_keys(seen_map))
    assert all(chunk.index[:, 1].min() >= 0 for chunk in changed)


def test_each_frame_marks_all_that_it_changed(
    new_map: Any, world: Any, box: Any, remember: Any
) -> None:
    """Against the content of the whole map before and after, under noise, holes and removals."""
    rng = np.random.default_rng(9)
    voxel_map = new_map(voxel_size_m=0.03)
    before: dict[tuple[int, ...], Any] = {}
    for number in range(12):
        things = [box((1.0, y, -0.1), (1.2, y + 0.2, 0.1)) for y in rng.uniform(-1, 1, 2)]
        eye = (0.0, *rng.uniform(-0.3, 0.3, 2))
        seen = world(*things).look(eye, size=SIZE, stamp_s=number)
        seen.depth_m[:] += (0.01 * rng.standard_normal(SIZE)).astype("f4")
        seen.depth_m[rng.random(SIZE) < 0.2] = np.nan
        remember(voxel_map, seen)
        marked = {int(chunk.key) for chunk in parts(voxel_map)} | _gone(voxel_map, before)
        after = content(voxel_map)
        changed = {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
        assert {_chunk_key(at) for at in changed} <= marked
        before = after
        mark_saved(voxel_map)


def test_a_voxel_that_noise_had_made_is_forgotten_on_disk_too(
    new_map: Any, world: Any, remember: Any
) -> None:
    voxel_map, seen = new_map(), world().look(size=SIZE)
    remember(voxel_map, seen)
    a, rules = voxel_map.arrays, Rules.of(voxel_map.config)
    block, local = (part[:1].astype(np.int32) for part in np.nonzero(a.block_slot))
    a.row_odds[a.block_slot[block, local] - 1] = 1
    mark_saved(voxel_map)
    one, middle = np.ones(1, np.int32), np.full(1, 24 * 64 + 32, np.int32)
    camera = Camera.of(seen, rules.range_m)._replace(fx=640.0)  # one sample where many should be
    _, forgotten = integrate.strengthen(
        a, camera, seen.depth_m, block, local, one, middle, 0, 1, rules
    )
    assert forgotten == 1
    assert a.chunk_dirty[a.block_chunk[block[0]]] == 1


def _chunk_key(at: tuple[Any, ...]) -> int:
    shift, place = (5, at[1:]) if at[0] == "cell" else (6, at)
    x, y, z = ((c >> shift) + (1 << 20) for c in place)
    return (x << 42) | (y << 21) | z


def _gone(voxel_map: VoxelMap, before: dict[tuple[int, ...], Any]) -> set[int]:
    return {_chunk_key(at) for at in before} - set(chunk_keys(voxel_map).tolist())


def test_the_images_of_cells_go_by_identity(seen_map: VoxelMap, new_map: Any) -> None:
    a = seen_map.arrays
    a.cell_image[:3], a.cell_image[3] = 1, 2
    mark_changed(seen_map)
    chunks = list(changed_chunks(seen_map, np.array([70, 80])))
    images = np.concatenate([chunk.image for chunk in chunks])
    assert sorted(images[images >= 0]) == [70, 70, 70, 80]
    copy = new_map()
    for chunk in chunks:
        insert_chunk(copy, chunk, {80: 5})
    assert sorted(copy.arrays.cell_image[copy.arrays.cell_image > 0]) == [6]


def test_after_insertion_the_oldest_chunks_are_still_evicted_first(
    seen_map: VoxelMap, new_map: Any, world: Any, remember: Any
) -> None:
    copy, other = new_map(), new_map()
    remember(other, world().look((0, 8, 0), (2, 8, 0), size=SIZE))
    for stamp_s, source in ((90, other), (9, seen_map)):
        chunks = parts(source)
        for chunk in chunks:
            chunk.voxels["last"][:] = stamp_s * 10
            insert_chunk(copy, chunk, {})
    touch = copy.arrays.chunk_touch[: len(chunk_keys(copy))]
    old = [key in set(chunk_keys(seen_map).tolist()) for key in chunk_keys(copy).tolist()]
    assert touch[old].max() < touch[~np.array(old)].min()
    assert touch.max() < 0


def test_what_is_inserted_counts_not_what_was_active(
    seen_map: VoxelMap, new_map: Any, world: Any, remember: Any
) -> None:
    copy, chunks = new_map(), parts(seen_map)
    copy.arrays.anchor[:] = seen_map.arrays.anchor
    for chunk in chunks:
        insert_chunk(copy, chunk, {})
    seen = world().look((0, -4, 0), (2, -4, 0), size=SIZE)
    seen.labels.ids[:] = 2  # a ball where the wall is
    remember(copy, seen)
    assert copy.score(np.eye(8, dtype=np.float32)[2]).max() > 0.3
    for chunk in chunks:
        insert_chunk(copy, chunk, {})
    known = {tuple(at) for chunk in chunks for at in chunk.index.tolist()}
    voxels = copy.occupied()
    kept = np.array([tuple(at) in known for at in voxels.index.tolist()])
    ball = copy.score(np.eye(8, dtype=np.float32)[2])
    assert ball[voxels.cells[kept]].max() < 0.1
