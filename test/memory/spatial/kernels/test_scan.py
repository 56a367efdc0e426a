from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from whereseen.memory.config import VoxelConfig
from whereseen.memory.spatial import arrays
from whereseen.memory.spatial.arrays import CELLS, POOL, WEIGHT_ONE, VoxelArrays
from whereseen.memory.spatial.kernels import exchange, features, scan
from whereseen.memory.spatial.voxel_map import VoxelMap

DIMENSION = 512
Float32 = npt.NDArray[np.float32]


def unit(rows: npt.NDArray[np.floating]) -> Float32:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def embeddings(n: int, seed: int, *, shared: float = 1.0) -> Float32:
    """Random directions around a common one, as embedding spaces have it."""
    rng = np.random.default_rng(seed)
    common = np.zeros(DIMENSION)
    common[3] = 18.0 * shared
    return unit(rng.standard_normal((n, DIMENSION)) + common)


def filled(rows: Float32) -> VoxelArrays:
    """Arrays with one cell for each row (n, D), all archived."""
    voxel_map = VoxelMap(VoxelConfig(memory_limit_mb=16), DIMENSION)
    a = voxel_map.arrays
    n = np.arange(len(rows))
    index = np.stack([2 * (n % 32), 2 * (n // 32 % 32), 2 * (n // 1024)], axis=1).astype(np.int32)
    exchange.insert_voxels(a, index, np.ones(len(rows), np.uint8))
    voxel_map.drop_anchor(rows)
    cells = exchange.find_cells(a, index >> 1)
    for cell, row in zip(cells, rows, strict=True):
        features.encode(a, cell, row)
    a.cell_weight[cells] = WEIGHT_ONE
    assert np.array_equal(cells, n)
    return a


@pytest.mark.parametrize("shared", [0.0, 1.0])
def test_archived_features_are_close_to_what_they_were(shared: float) -> None:
    rows = embeddings(2000, 1, shared=shared)
    a = filled(rows)
    kept = scan.cell_features(a, np.arange(2000, dtype=np.int32))
    rest = rows - (rows @ a.anchor)[:, None] * a.anchor
    step = np.abs(rest).max(axis=1) / 127.0
    assert (np.abs(kept - rows).max(axis=1) <= 0.6 * step + 1e-3 * np.abs(rows).max(axis=1)).all()
    assert (unit(kept) * rows).sum(axis=1).min() > 0.9995


@pytest.mark.parametrize("length", [0.01, 1.0, 50.0])
def test_the_archive_keeps_features_of_any_length(length: float) -> None:
    rows = embeddings(50, 2)
    kept = scan.cell_features(filled(length * rows), np.arange(50, dtype=np.int32))
    assert (unit(kept) * rows).sum(axis=1).min() > 0.999


def test_a_zero_feature_stays_zero() -> None:
    a = filled(np.zeros((1, DIMENSION), np.float32))
    assert not scan.cell_features(a, np.zeros(1, np.int32)).any()
    assert scan.score_cells(a, embeddings(1, 0)[0])[0] == 0.0


def test_scores_of_archived_cells_are_those_of_numpy() -> None:
    rows = embeddings(4000, 3)
    a, queries = filled(rows), embeddings(20, 4, shared=0.2)
    for query in queries:
        np.testing.assert_allclose(scan.score_cells(a, query), rows @ query, atol=1.5e-3)


def test_the_scan_agrees_with_the_features_it_hands_out() -> None:
    a, query = filled(embeddings(500, 7)), embeddings(1, 8)[0]
    kept = unit(scan.cell_features(a, np.arange(500, dtype=np.int32)))
    np.testing.assert_allclose(scan.score_cells(a, query), kept @ query, atol=2e-4)


def test_the_best_ten_are_found() -> None:
    rows = embeddings(4000, 5)
    a, queries = filled(rows), embeddings(50, 6, shared=0.2)
    found = 0
    for query in queries:
        best, true = (np.argsort(-s)[:10] for s in (scan.score_cells(a, query), rows @ query))
        found += np.intersect1d(best, true).size
    assert found >= 0.97 * 500  # the scores of random vectors lie closer than codes can tell


def test_active_cells_score_as_numpy_and_archiving_changes_little(
    new_map: Any, world: Any, remember: Any, one_hot: Any
) -> None:
    voxel_map = new_map()
    for _ in range(3):
        remember(voxel_map, world().look(size=(48, 64)))
    query = unit(np.random.default_rng(0).standard_normal((1, 8)))[0]
    cells = voxel_map.occupied().cells
    assert voxel_map.arrays.counts[POOL] > 100
    active = voxel_map.score(query)
    expected = unit(voxel_map.features_of(cells)) @ query
    np.testing.assert_allclose(active[cells], expected, atol=1e-3)
    voxel_map.archive()
    assert voxel_map.arrays.counts[POOL] == 0
    np.testing.assert_allclose(voxel_map.score(query), active, atol=2e-3)


def test_cells_that_give_up_their_active_row_keep_their_feature(
    new_map: Any, world: Any, remember: Any, structure_holds: Any
) -> None:
    """A pool of 40 rows serves many hundred cells."""
    voxel_map = new_map()
    small = voxel_map.arrays
    voxel_map.arrays = small._replace(pool=small.pool[:40], pool_owner=small.pool_owner[:40])
    for eye_y in np.linspace(-2.0, 2.0, 40):
        seen = world().look((1.2, eye_y, 0.0), (2.0, eye_y, 0.0), size=(24, 32))
        remember(voxel_map, seen)
        structure_holds(voxel_map.arrays)
    a = voxel_map.arrays
    assert a.counts[CELLS] > 200
    kept = np.flatnonzero(a.cell_weight[: a.counts[CELLS]]).astype(np.int32)
    assert kept.size > 100
    np.testing.assert_allclose(
        voxel_map.features_of(kept), np.tile(np.eye(8)[0], (kept.size, 1)), atol=5e-3
    )


def test_voxels_are_listed_by_cell() -> None:
    a = arrays.reserve(16, 8)
    index = np.array([[0, 0, 0], [1, 1, 1], [-1, 0, 0], [6, 7, 7], [-2, 1, 1]], np.int32)
    exchange.insert_voxels(a, index, np.array([1, 1, 1, 1, 0], np.uint8))
    cells = exchange.find_cells(a, np.array([[-1, 0, 0], [0, 0, 0]], np.int32))
    listed, _, owner = scan.voxels_of_cells(a, cells)
    assert listed.tolist() == [[-1, 0, 0], [0, 0, 0], [1, 1, 1]]
    assert owner.tolist() == [0, 1, 1]
    everything, _, _ = scan.list_voxels(a)
    assert sorted(everything.tolist()) == [[-1, 0, 0], [0, 0, 0], [1, 1, 1], [6, 7, 7]]
