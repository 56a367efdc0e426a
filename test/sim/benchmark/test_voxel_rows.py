import numpy as np
import pytest

from whereseen.sim.benchmark.frame_voxels import FrameVoxels
from whereseen.sim.benchmark.voxel_rows import VoxelRows


def frame(keys, features, weight=1.0):
    count = len(keys)
    return FrameVoxels(
        keys=np.array(keys, dtype=np.int64),
        weight=np.full(count, weight, dtype=np.float32),
        points=np.array(keys, dtype=np.float64)[:, None].repeat(3, axis=1),
        features=np.array(features, dtype=np.float32),
    )


def test_features_average_by_weight():
    rows = VoxelRows(2)
    rows.merge(frame([5], [[1.0, 0.0]], weight=3.0))
    rows.merge(frame([5], [[0.0, 1.0]], weight=1.0))
    assert rows.features() == pytest.approx(np.array([[0.75, 0.25]]))


def test_keys_stay_sorted_and_rows_aligned():
    rows = VoxelRows(1)
    rows.merge(frame([4, 9], [[4.0], [9.0]]))
    rows.merge(frame([1, 9, 12], [[1.0], [9.0], [12.0]]))
    assert rows.keys.tolist() == [1, 4, 9, 12]
    assert rows.features()[:, 0].tolist() == [1.0, 4.0, 9.0, 12.0]


def test_removed_rows_are_used_again_clean():
    rows = VoxelRows(1)
    rows.merge(frame([1, 2, 3], [[1.0], [2.0], [3.0]]))
    rows.remove(np.array([False, True, False]))
    assert rows.keys.tolist() == [1, 3]
    rows.merge(frame([7], [[7.0]]))
    assert rows.features()[:, 0].tolist() == [1.0, 3.0, 7.0]
    assert rows.feature_bytes() == 12


def test_it_grows_beyond_its_first_capacity():
    rows = VoxelRows(1)
    keys = np.arange(3000)
    rows.merge(frame(keys, keys[:, None]))
    assert len(rows) == 3000
    assert (rows.features()[:, 0] == keys).all()
    assert rows.memory_bytes() > 3000 * 4


def test_best_ranks_by_cosine_and_skips_removed_rows():
    rows = VoxelRows(2)
    rows.merge(frame([1, 2, 3], [[9.0, 9.0], [0.1, 0.0], [0.0, 5.0]]))
    keys, scores = rows.best(np.array([1.0, 0.0], dtype=np.float32), 2)
    assert keys.tolist() == [2, 1]
    assert scores == pytest.approx([1.0, 0.70710678])
    rows.remove(rows.keys == 2)
    assert rows.best(np.array([1.0, 0.0], dtype=np.float32), 9)[0].tolist() == [1, 3]
