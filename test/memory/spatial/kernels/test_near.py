from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from whereseen.memory.spatial.kernels.near import near_pairs

REACH = 0.12


def pairs(points: np.ndarray) -> list[tuple[int, ...]]:
    found = near_pairs(points.astype(np.float32), REACH)
    return sorted(tuple(sorted(pair)) for pair in found.tolist())


def expected(points: np.ndarray) -> list[tuple[int, ...]]:
    return sorted(cKDTree(points.astype(np.float32)).query_pairs(REACH))


@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(1, 300),
    spread_m=st.sampled_from([0.05, 0.5, 3.0]),
    far_m=st.sampled_from([0.0, 50.0, 1e6]),
)
def test_exactly_the_pairs_within_reach_are_found(
    seed: int, n: int, spread_m: float, far_m: float
) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(0.0, spread_m, (n, 3))
    points[: n // 3] += far_m * rng.integers(-1, 2, 3)
    found = pairs(points)
    assert found == expected(points)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_voxels_in_a_plane_are_linked_across_cells(axis: int) -> None:
    steps = np.arange(12) * 0.05
    grid = np.stack(np.meshgrid(steps, steps, [0.3], indexing="ij"), axis=-1).reshape(-1, 3)
    points = np.roll(grid, axis, axis=1)
    assert pairs(points) == expected(points)
    assert len(pairs(points)) > 5 * len(points)
