import numpy as np

from whereseen.sim.benchmark.baselines import AddOnly
from whereseen.sim.benchmark.under_test import (
    digest,
    packed,
    unpacked,
    voxel_centres,
    voxel_indices,
)


def test_points_fall_into_the_voxel_below_them():
    points = np.array([[0.0, 0.049, 0.051], [-0.001, -0.051, 1.0]])
    assert voxel_indices(points, 0.05).tolist() == [[0, 0, 1], [-1, -2, 20]]


def test_centres_are_half_a_voxel_in():
    assert voxel_centres(np.array([[0, -1, 2]], dtype=np.int32), 0.5).tolist() == [
        [0.25, -0.25, 1.25]
    ]


def test_packing_keeps_voxels_and_their_order():
    indices = np.array([[-5, 3, 9], [-5, 3, 10], [0, -7, 0], [1_000_000, 0, -1]], dtype=np.int32)
    keys = packed(indices)
    assert (unpacked(keys) == indices).all()
    assert (np.diff(keys) > 0).all()


def test_digest_ignores_the_order_of_filling():
    indices = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.int32)
    features = np.eye(2, 4, dtype=np.float32)
    rows = np.arange(2, dtype=np.int32)
    one, two, other = AddOnly(4), AddOnly(4), AddOnly(4)
    one.fill(indices, features, rows)
    two.fill(indices[::-1], features, rows[::-1])
    other.fill(indices, features, rows[::-1])
    assert digest(one) == digest(two)
    assert digest(one) != digest(other)
