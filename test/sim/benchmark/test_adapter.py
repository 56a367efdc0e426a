import numpy as np
import pytest

from whereseen.memory.config import VoxelConfig
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.adapter import WhereseenUnderTest
from whereseen.sim.benchmark.under_test import packed


def subject(memory_limit_mb=64):
    return WhereseenUnderTest(16, VoxelConfig(memory_limit_mb=memory_limit_mb))


def test_filled_voxels_are_occupied_with_their_features():
    filled = subject()
    indices = np.array([[0, 0, 0], [1, 0, 0], [-9, 4, 100]], dtype=np.int32)
    rows = np.eye(2, 16, dtype=np.float32)
    filled.fill(indices, rows, np.array([0, 0, 1], dtype=np.int32))
    order = np.argsort(packed(filled.occupied()))
    assert filled.occupied()[order].tolist() == [[-9, 4, 100], [0, 0, 0], [1, 0, 0]]
    assert filled.occupied_features()[order] == pytest.approx(rows[[1, 0, 0]], abs=2e-3)
    assert filled.feature_bytes() < filled.memory_bytes() <= 64 << 20


def test_the_best_voxels_come_first():
    filled = subject()
    indices = np.array([[0, 0, 0], [40, 0, 0], [80, 0, 0]], dtype=np.int32)
    rows = np.eye(3, 16, dtype=np.float32)
    filled.fill(indices, rows, np.arange(3, dtype=np.int32))
    query = np.zeros(16, dtype=np.float32)
    query[:3] = [0.0, 0.6, 0.8]
    found, scores = filled.score(query, 2)
    assert found.tolist() == [[80, 0, 0], [40, 0, 0]]
    # Half a step of the int8 codes: the rest of a unit axis beside the anchor reaches .67.
    assert scores == pytest.approx([0.8, 0.6], abs=4e-3)


def test_more_than_fits_is_refused():
    filled = subject(memory_limit_mb=16)
    many = np.stack(np.meshgrid(*[np.arange(0, 200, 2)] * 3), axis=-1).reshape(-1, 3)
    rows = np.eye(1, 16, dtype=np.float32)
    with pytest.raises(InvalidConfig, match="do not fit"):
        filled.fill(many.astype(np.int32), rows, np.zeros(len(many), dtype=np.int32))
