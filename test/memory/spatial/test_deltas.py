from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.frames import from_quaternion
from whereseen.memory.spatial.deltas import Delta, VoxelDeltas
from whereseen.memory.spatial.kernels.grid import free_chunk
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.voxel_map import VoxelMap
from whereseen.memory.spatial_memory import SpatialMemory

SIZE = (96, 128)  # close enough that one look is enough
SMALL = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1))
TURN = PoseCorrection(np.array([0]), from_quaternion((0.4, 0, 0), (0, 0, 0.1, 1))[None])

Copy = dict[tuple[int, ...], tuple[int, ...]]


def apply(copy: Copy, delta: Delta) -> None:
    """Change a copy; nothing vanishes that is not there, nothing appears that is."""
    gone = set(map(tuple, delta.removed.tolist()))
    assert len(gone) == len(delta.removed)
    assert gone <= copy.keys()
    np.testing.assert_allclose(delta.removed_map, (delta.removed + 0.5) * 0.05, atol=1e-5)
    for at in gone:
        del copy[at]
    new = list(map(tuple, delta.added.index.tolist()))
    assert len(set(new)) == len(new)
    assert not copy.keys() & set(new)
    copy.update(dict.fromkeys(new, ()))


def occupied(voxel_map: VoxelMap) -> set[tuple[int, ...]]:
    return set(map(tuple, voxel_map.occupied().index.tolist()))


@given(
    steps=st.lists(
        st.tuples(st.sampled_from("oooocemt"), st.floats(-4.0, 4.0), st.booleans()), max_size=12
    ),
    most=st.sampled_from([None, 1, 200]),
)
@settings(max_examples=25)
def test_deltas_in_order_make_the_map(
    one_hot: Any,
    world: Any,
    box: Any,
    steps: list[tuple[str, float, bool]],
    most: int | None,
) -> None:
    memory = SpatialMemory(one_hot, SMALL)
    voxel_map, copy, deltas = memory.voxel_map, {}, VoxelDeltas(memory.voxel_map)
    for number, (what, y, look) in enumerate(steps):
        scene = world(box((1.0, y - 0.2, -0.2), (1.3, y + 0.2, 0.2)))
        change: dict[str, Callable[[], Any]] = {
            "o": lambda y=y, s=scene, n=number: memory.observe(  # type: ignore[misc]
                s.look((0, y / 4, 0), (2, y / 4, 0), size=SIZE, stamp_s=n)
            ),
            "c": lambda y=y: memory.clear(Selection.between((-9, y, -9), (9, y + 1, 9))),  # type: ignore[misc]
            "e": lambda: voxel_map.n_voxels and free_chunk(voxel_map.arrays, 0),
            "m": lambda: memory.correct(TURN),
            "t": lambda: VoxelDeltas(voxel_map).take(),  # another who watches
        }
        change[what]()
        if look:
            apply(copy, deltas.take(most))
            assert deltas.is_behind or copy.keys() == occupied(voxel_map)
    apply(copy, deltas.take(most))
    while deltas.is_behind:
        apply(copy, deltas.take(most))
    assert copy.keys() == occupied(voxel_map)


def test_the_first_look_shows_everything_and_the_next_nothing(
    one_hot: Any, world: Any, remember: Any, new_map: Any
) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=SIZE))
    deltas = VoxelDeltas(voxel_map)
    first, second = deltas.take(), deltas.take()
    assert set(map(tuple, first.added.index.tolist())) == occupied(voxel_map) != set()
    assert len(first.removed) == len(second.removed) == len(second.added.index) == 0
    whole = voxel_map.occupied()
    assert sorted(first.added.cells.tolist()) == sorted(whole.cells.tolist())
    assert first.added.rgb.dtype == np.uint8
    assert first.removed.dtype == np.int32


def test_only_touched_chunks_are_looked_at(
    new_map: Any, world: Any, remember: Any, monkeypatch: Any
) -> None:
    from whereseen.memory.spatial import deltas as module

    voxel_map = new_map()
    for y in (-8.0, 0.0, 8.0):
        remember(voxel_map, world().look((0, y, 0), (2, y, 0), size=SIZE))
    deltas = VoxelDeltas(voxel_map)
    deltas.take()
    looked = []

    def spy(a: Any, chunk: int) -> Any:
        looked.append(int(a.chunk_key[chunk]))
        return occupied_of(a, chunk)

    occupied_of = module.occupied_of
    monkeypatch.setattr(module, "occupied_of", spy)
    deltas.take()
    assert looked == []
    remember(voxel_map, world().look((0, 8, 0), (2, 8, 0), size=SIZE))
    deltas.take()
    assert 0 < len(looked) < int((voxel_map.arrays.chunk_size > 0).sum())


def test_what_it_keeps_is_four_bytes_a_voxel(new_map: Any, world: Any, remember: Any) -> None:
    voxel_map = new_map()
    remember(voxel_map, world().look(size=(96, 128)))
    deltas = VoxelDeltas(voxel_map)
    deltas.take()
    kept = sum(places.nbytes for places in deltas._known.values())
    assert kept == 4 * len(voxel_map.occupied().index)
    for chunk in range(int((voxel_map.arrays.chunk_size > 0).sum())):
        free_chunk(voxel_map.arrays, chunk)
    assert len(deltas.take().removed) == kept // 4
    assert deltas._known == {}


def test_a_large_change_comes_in_parts_and_nobody_waits_for_ever(
    new_map: Any, world: Any, remember: Any
) -> None:
    voxel_map = new_map()
    views = [(0.0, y, 0.0) for y in (-8.0, 0.0, 8.0)]
    for x, y, z in views:
        remember(voxel_map, world().look((x, y, z), (x + 2, y, z), size=SIZE))
    whole = occupied(voxel_map)
    copy: Copy = {}
    deltas = VoxelDeltas(voxel_map)
    for _ in range(int((voxel_map.arrays.chunk_size > 0).sum())):
        before = len(copy)
        apply(copy, deltas.take(1))
        assert deltas.is_behind
        assert 0 < len(copy) - before < len(whole)
        remember(voxel_map, world().look((0, -8, 0), (2, -8, 0), size=SIZE))  # all the time
    unchanged = whole & occupied(voxel_map)
    assert {at for at in unchanged if at[1] > -100} <= copy.keys()
