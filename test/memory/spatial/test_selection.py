from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.config import MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import apply, from_quaternion, invert
from whereseen.memory.spatial.kernels import select
from whereseen.memory.spatial.selection import Selection, list_selected, occupied_in
from whereseen.memory.spatial_memory import SpatialMemory

SIZE = (48, 64)
SECOND = 1_000_000_000
EPOCH = 1_700_000_000 * SECOND
LEFT, RIGHT = ((1.0, 0.3, -0.1), (1.2, 0.5, 0.1)), ((1.1, -0.6, -0.1), (1.3, -0.4, 0.1))


def seen_world(world: Any, box: Any, one_hot: Any, **places: Any) -> SpatialMemory:
    voxels = VoxelConfig(memory_limit_mb=16, stride_px=1)
    made = SpatialMemory(one_hot, MemoryConfig(voxels=voxels, places=PlaceConfig(**places)))
    scene = world(box(*LEFT), box(*RIGHT))
    for second in range(6):
        y = -0.9 if second < 3 else 0.9
        made.observe(scene.look((0, y, 0.1), (2, y, 0), size=SIZE, stamp_s=EPOCH / SECOND + second))
    return made


@pytest.fixture(scope="module")
def memory(world: Any, box: Any, one_hot: Any) -> SpatialMemory:
    return seen_world(world, box, one_hot)


@st.composite
def boxes(draw: Any) -> Selection:
    number = st.floats(-1.0, 1.0)
    quaternion = draw(st.tuples(number, number, number, number).filter(lambda q: any(q)))
    pose = from_quaternion((1.5 + draw(number), draw(number), draw(number)), quaternion)
    edge = st.floats(0.05, 3.0)
    times = sorted(draw(st.tuples(st.integers(-1, 7), st.integers(-1, 7))))
    return Selection(
        T_map_box=pose,
        size_m=(draw(edge), draw(edge), draw(edge)),
        since_ns=EPOCH + times[0] * SECOND,
        until_ns=EPOCH + times[1] * SECOND,
    )


@given(selection=boxes())
def test_the_chosen_are_those_whose_centre_and_time_fit(
    memory: SpatialMemory, selection: Selection
) -> None:
    voxels = memory.voxels()
    assert selection.T_map_box is not None
    centres = (voxels.index + 0.5) * 0.05
    half = np.array(selection.size_m) / 2
    inside = (np.abs(apply(invert(selection.T_map_box), centres)) <= half).all(axis=1)
    inside &= (voxels.last_seen_ns >= selection.since_ns) & (
        voxels.last_seen_ns <= selection.until_ns
    )
    chosen = occupied_in(memory.voxel_map, selection)
    assert sorted(chosen.index.tolist()) == sorted(voxels.index[inside].tolist())
    assert all(
        selection.contains(point, stamp)
        for point, stamp in zip((chosen.index + 0.5) * 0.05, chosen.last_seen_ns, strict=True)
    )


def test_without_bounds_everything_is_chosen_the_tentative_included(memory: SpatialMemory) -> None:
    index, rows, cells = list_selected(memory.voxel_map, Selection())
    assert len(index) == len(set(map(tuple, index.tolist()))) == memory.voxel_map.n_voxels
    assert (cells >= 0).sum() == len(memory.voxels().index) < len(index)
    assert np.array_equal(memory.voxel_map.arrays.row_solid[rows] == 1, cells >= 0)


def test_a_tenth_of_a_second_counts_if_part_of_it_does(memory: SpatialMemory) -> None:
    def chosen(since_ns: int, until_ns: int) -> int:
        part = Selection(since_ns=EPOCH + since_ns, until_ns=EPOCH + until_ns)
        return len(occupied_in(memory.voxel_map, part).index)

    last = 5 * SECOND
    assert chosen(last + 99_999_999, 9 * SECOND) > 0
    assert chosen(last + 100_000_000, 9 * SECOND) == 0
    assert chosen(0, last) == chosen(-SECOND, 1 << 61) == len(memory.voxels().index)
    assert chosen(-9 * SECOND, -1) == 0


def test_a_box_between_corners() -> None:
    part = Selection.between((0.0, -1.0, 2.0), (1.0, 1.0, 2.5))
    assert part.size_m == (1.0, 2.0, 0.5)
    assert part.contains((0.0, 1.0, 2.5), 0)
    assert not part.contains((0.0, 1.01, 2.5), 0)
    assert Selection(since_ns=5).contains((9, 9, 9), 5)
    assert not Selection(since_ns=5).contains((9, 9, 9), 4)
    assert not Selection(until_ns=5).contains((9, 9, 9), 6)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"T_map_box": np.eye(4)}, "needs a pose and a size"),
        ({"size_m": (1.0, 1.0, 1.0)}, "needs a pose and a size"),
        ({"T_map_box": np.ones((4, 4)), "size_m": (1.0, 1.0, 1.0)}, "not rigid"),
        ({"T_map_box": np.eye(4), "size_m": (1.0, 0.0, 1.0)}, "no volume"),
        ({"T_map_box": np.eye(4), "size_m": (1.0, float("nan"), 1.0)}, "no volume"),
        ({"T_map_box": np.eye(4), "size_m": (1.0, 1.0)}, "no volume"),
        ({"since_ns": 2, "until_ns": 1}, "ends before it begins"),
    ],
)
def test_what_selects_nothing_sensible_is_refused(given: dict[str, Any], what: str) -> None:
    with pytest.raises(InvalidQuery, match=what):
        Selection(**given)


def answers(memory: SpatialMemory, within: Selection | None) -> list[str]:
    return [json.dumps(memory.ask(name, within=within).to_json()) for name in ("box", "wall")]


def test_within_everything_the_answer_is_the_same(memory: SpatialMemory) -> None:
    everything = Selection.between((-9.0, -9.0, -9.0), (9.0, 9.0, 9.0))
    assert answers(memory, everything) == answers(memory, None) == answers(memory, Selection())


def test_within_a_part_the_answer_is_as_if_there_were_nothing_else(
    world: Any, box: Any, one_hot: Any
) -> None:
    part = Selection.between((0.9, -0.8, -0.3), (1.5, -0.2, 0.3))  # bounds between feature cells
    whole = seen_world(world, box, one_hot)
    alone = seen_world(world, box, one_hot)
    kept = set(map(tuple, list_selected(alone.voxel_map, part)[0].tolist()))
    index = list_selected(alone.voxel_map, Selection())[0]
    rest = np.array([at for at in index.tolist() if tuple(at) not in kept], np.int32)
    select.free_voxels(alone.voxel_map.arrays, rest)
    assert answers(whole, part) == answers(alone, None)
    assert len(whole.ask("box", within=part).places) == 1


def test_what_is_outside_takes_no_place_among_the_candidates(
    world: Any, box: Any, one_hot: Any
) -> None:
    few = seen_world(world, box, one_hot, candidates=1)
    for low, high in (LEFT, RIGHT):
        part = Selection.between(np.subtract(low, 0.06), np.add(high, 0.06))
        (place,) = few.ask("box", within=part).places
        assert part.contains(place.position_m, 0)
        assert all(part.contains(point, 0) for point in place.points_map)


def test_nothing_is_found_where_nothing_is(memory: SpatialMemory) -> None:
    nowhere = Selection.between((7.0, 7.0, 7.0), (8.0, 8.0, 8.0))
    answer = memory.ask("box", within=nowhere)
    assert (answer.found, answer.places) == (False, ())


def test_only_what_was_seen_since_then(memory: SpatialMemory) -> None:
    late = memory.ask("box", within=Selection(since_ns=EPOCH + 3 * SECOND)).places
    early = memory.ask("box", within=Selection(until_ns=EPOCH + 2 * SECOND)).places
    assert late[0].position_m[1] > 0.0 > early[0].position_m[1]
    assert all(place.last_seen_ns >= EPOCH + 3 * SECOND for place in late)
    assert all(place.last_seen_ns <= EPOCH + 2 * SECOND for place in early)
