from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.config import VoxelConfig
from whereseen.memory.frames import from_quaternion
from whereseen.memory.spatial.kernels import exchange
from whereseen.memory.spatial.resampling import resample
from whereseen.memory.spatial.voxel_map import VoxelMap

EDGE_M = 0.05
FLAT = np.array([[x, y, 0] for x in range(-30, 30) for y in range(-30, 30)], np.int32)


def map_of(index: npt.ArrayLike, **columns: Any) -> VoxelMap:
    """A map with some occupied voxels, all seen once at the start."""
    made = VoxelMap(VoxelConfig(memory_limit_mb=16, voxel_size_m=EDGE_M), 8)
    at = np.asarray(index, np.int32)
    rows = exchange.insert_voxels(made.arrays, at, np.ones(len(at), np.uint8))
    known = {"odds": 20, "count": 1, "first": 0, "last": 0, "rgb": 100} | columns
    for name, values in known.items():
        getattr(made.arrays, f"row_{name}")[rows] = values
    return made


def poses(*T_new_old: Any) -> Any:
    """The n-th of these poses for what was last seen in the n-th tick."""
    return lambda ticks: np.array(T_new_old)[ticks]


def rigid(quaternion: Any, *, voxels: Any = (0.0, 0.0, 0.0)) -> Any:
    return from_quaternion(np.multiply(voxels, EDGE_M), quaternion)


def seen_from_above(
    index: npt.NDArray[np.int32], T: Any, *, half: float = 24.0
) -> tuple[float, float]:
    """Of rays through the moved plane z = 0.5: share that pass it, mean length inside voxels."""
    low = index.min(axis=0) - 4
    grid = np.zeros(index.max(axis=0) + 5 - low, bool)
    grid[tuple((index - low).T)] = True
    u, v = (axis.ravel() for axis in np.meshgrid(*2 * [np.arange(-half, half, 0.37)]))
    length = np.zeros(u.size)
    for w in np.arange(-2.0, 3.0, 0.05):
        points = np.stack([u, v, np.full(u.size, w)], axis=1) * EDGE_M
        at = np.floor((points @ T[:3, :3].T + T[:3, 3]) / EDGE_M).astype(int) - low
        at = np.clip(at, 0, np.array(grid.shape) - 1)
        length += 0.05 * grid[tuple(at.T)]
    return float((length == 0).mean()), float(length.mean())


@given(
    quaternion=st.tuples(*4 * [st.floats(-1.0, 1.0)]).filter(lambda q: sum(map(abs, q)) > 0.5),
    voxels=st.tuples(*3 * [st.floats(-20.0, 20.0)]),
)
@settings(max_examples=30)
def test_a_turned_plane_stays_thin_and_closed(quaternion: Any, voxels: Any) -> None:
    plane, T = map_of(FLAT), rigid(quaternion, voxels=voxels)
    resampled = resample(plane, poses(T))
    holes, thickness = seen_from_above(plane.occupied().index, T)
    assert holes < 0.02
    assert 0.75 < thickness < 1.2
    assert resampled.after <= 1.2 * resampled.before


def test_many_turns_neither_thicken_nor_wear_it_away(structure_holds: Any) -> None:
    plane, rng, T = map_of(FLAT), np.random.default_rng(2), np.eye(4)
    for _ in range(10):
        step = rigid((*rng.uniform(-0.03, 0.03, 3), 1.0), voxels=rng.uniform(-3, 3, 3))
        resample(plane, poses(step))
        T = step @ T
    structure_holds(plane.arrays)
    holes, thickness = seen_from_above(plane.occupied().index, T)
    assert holes < 0.05
    assert 0.6 < thickness < 1.6


@pytest.mark.parametrize(("offset", "layer"), [(0.1, 0), (0.2, 0), (0.5, 1), (0.8, 1), (0.9, 1)])
def test_between_two_layers_it_is_the_nearer(offset: float, layer: int) -> None:
    plane = map_of(FLAT)
    resample(plane, poses(rigid((0, 0, 0, 1), voxels=(0.0, 0.0, offset))))
    index = plane.occupied().index
    assert {(x, y, layer) for x, y, _ in FLAT.tolist()} <= set(map(tuple, index.tolist()))
    assert len(index) <= 1.04 * len(FLAT)  # at most a row along an edge of the other layer


@given(
    quaternion=st.tuples(*4 * [st.floats(-1.0, 1.0)]).filter(lambda q: sum(map(abs, q)) > 0.5),
    voxels=st.tuples(*3 * [st.floats(-20.0, 20.0)]),
)
def test_not_even_a_single_voxel_is_lost(quaternion: Any, voxels: Any) -> None:
    T = rigid(quaternion, voxels=voxels)
    speck = map_of([[3, -2, 7]], rgb=[[10, 20, 30]], count=9, odds=17, first=4, last=0)
    resample(speck, poses(T))
    left = speck.occupied()
    assert len(left.index) == 1
    centre = T[:3, :3] @ (np.array([3.5, -1.5, 7.5]) * EDGE_M) + T[:3, 3]
    assert np.abs(left.points_map[0] - centre).max() <= EDGE_M
    assert (left.rgb[0].tolist(), left.count[0]) == ([10, 20, 30], 9)
    assert speck.arrays.row_odds[:1].tolist() == [17]


def test_a_rod_stays_one_piece() -> None:
    rod = map_of([[0, 0, z] for z in range(40)])
    resample(rod, poses(rigid((0.2, 0.1, 0.0, 1.0))))
    index = rod.occupied().index
    order = np.argsort(index[:, 2])
    assert np.abs(np.diff(index[order], axis=0)).max() == 1
    assert 36 <= len(index) <= 52


def test_voxels_that_meet_keep_all_that_was_known() -> None:
    both = map_of(
        [[0, 0, 0], [4, 0, 0]],
        odds=[13, 20],
        count=[3, 1],
        first=[7, 2],
        last=[1, 0],
        rgb=[[100, 0, 40], [0, 200, 40]],
    )
    shift = np.eye(4)
    shift[0, 3] = 4 * EDGE_M
    resample(both, poses(np.eye(4), shift))
    merged = both.occupied()
    assert merged.index.tolist() == [[4, 0, 0]]
    assert (merged.count[0], merged.rgb[0].tolist()) == (4, [75, 50, 40])
    assert (merged.first_seen_ns[0], merged.last_seen_ns[0]) == (200_000_000, 100_000_000)
    assert both.arrays.row_odds.max() == 20


def test_movers_that_meet_add_their_counts_without_overflow() -> None:
    both = map_of([[0, 0, 0], [4, 0, 0]], count=[65_000, 65_000], last=[0, 1])
    there, back = np.eye(4), np.eye(4)
    there[0, 3], back[0, 3] = 2 * EDGE_M, -2 * EDGE_M
    resample(both, poses(there, back))
    assert both.occupied().index.tolist() == [[2, 0, 0]]
    assert both.occupied().count.tolist() == [65_535]


def test_tentative_voxels_move_and_give_way(structure_holds: Any) -> None:
    made = map_of([[10, 0, 0]])
    loose = np.array([[0, 0, 0], [5, 0, 0]], np.int32)
    rows = exchange.insert_voxels(made.arrays, loose, np.zeros(2, np.uint8))
    made.arrays.row_odds[rows], made.arrays.row_count[rows] = 5, 2
    made.arrays.row_last[rows] = [1, 2]
    onto, aside = np.eye(4), np.eye(4)
    onto[0, 3], aside[0, 3] = 10 * EDGE_M, 20 * EDGE_M
    resample(made, poses(np.eye(4), onto, aside))
    structure_holds(made.arrays)
    assert made.occupied().index.tolist() == [[10, 0, 0]]
    assert made.occupied().count.tolist() == [1]
    assert made.n_voxels == 2


def test_what_would_leave_the_grid_is_dropped(structure_holds: Any) -> None:
    made = map_of([[0, 0, 0], [1, 0, 0]], last=[0, 1])
    far = np.eye(4)
    far[0, 3] = 1e7
    resample(made, poses(np.eye(4), far))
    structure_holds(made.arrays)
    assert made.occupied().index.tolist() == [[0, 0, 0]]


def test_features_are_weighed_by_evidence_and_age() -> None:
    def cosines(last: int, weight: int) -> tuple[float, float]:
        made = map_of([[0, 0, 0], [10, 0, 0]], last=[1, 0])
        a = made.arrays
        a.cell_weight[:2], a.cell_views[:2] = (weight, 256), 4
        a.cell_last[:2] = (last, 3000)
        a.cell_presence[:2] = (65_535, 0)
        a.cell_scale[:2] = np.float16(0.01).view(np.uint16)
        a.cell_codes[0, 0], a.cell_codes[1, 1] = 100, 100
        shift = np.eye(4)
        shift[0, 3] = 10 * EDGE_M
        resample(made, poses(np.eye(4), shift))
        voxels = made.occupied()
        feature = made.features_of(voxels.cells)[0]
        assert a.cell_last[voxels.cells[0]] == 3000
        return feature[0], feature[1]

    assert cosines(3000, 256) == pytest.approx((0.5, 0.5), abs=0.01)
    assert cosines(3000, 768) == pytest.approx((0.75, 0.25), abs=0.01)
    assert cosines(0, 768) == pytest.approx((0.6, 0.4), abs=0.01)  # a half-life of 300 s ago
