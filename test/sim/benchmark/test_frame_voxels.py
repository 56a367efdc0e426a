import numpy as np
import pytest

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.observation import Observation
from whereseen.sim.benchmark.frame_voxels import Sampling, frame_voxels, seen_depth
from whereseen.sim.benchmark.under_test import unpacked


def view(depth, index=None):
    """A camera at the origin of the map that looks along z, two rows of features."""
    depth = np.asarray(depth, dtype=np.float32)
    height, width = depth.shape
    observation = Observation.checked(
        np.zeros((height, width, 3), dtype=np.uint8),
        depth,
        intrinsics=[[10.0, 0.0, 0.0], [0.0, 10.0, 0.0], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )
    features = FeatureImage(
        features=np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32),
        confidence=np.ones(2, dtype=np.float32),
        index=np.array([[0, 1]] if index is None else index, dtype=np.int32),
    )
    return observation, features


def test_pixels_of_one_voxel_share_it_and_mix_their_features():
    # At 1 m a pixel is 0.1 m: columns 0 to 2 fall into voxel 0, column 3 into voxel 1.
    frame = frame_voxels(*view([[1.0, 1.0, 1.0, 1.0]]), Sampling(voxel_size_m=0.3, stride_px=1))
    assert unpacked(frame.keys).tolist() == [[0, 0, 3], [1, 0, 3]]
    assert frame.weight.tolist() == [3.0, 1.0]
    assert frame.features == pytest.approx(np.array([[2 / 3, 1 / 3], [0.0, 1.0]]))
    assert frame.points == pytest.approx(np.array([[0.1, 0.0, 1.0], [0.3, 0.0, 1.0]]))


def test_unusable_depth_is_left_out():
    frame = frame_voxels(
        *view([[0.0, np.nan, 6.0, 1.0]]), Sampling(voxel_size_m=0.3, stride_px=1, range_m=5.0)
    )
    assert unpacked(frame.keys).tolist() == [[1, 0, 3]]


def test_unrecognised_pixels_occupy_without_a_feature():
    observation, features = view([[1.0, 1.0, 1.0, 1.0]], index=[[0, -1]])
    frame = frame_voxels(observation, features, Sampling(voxel_size_m=0.3, stride_px=1))
    assert frame.weight.tolist() == [2.0, 0.0]
    assert frame.features.tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_stride_takes_every_nth_pixel():
    observation, features = view(np.ones((8, 8)))
    frame = frame_voxels(observation, features, Sampling(voxel_size_m=0.1, stride_px=4))
    # The sample points are pixels 2 and 6 in both directions.
    assert len(frame.keys) == 4
    assert frame.points.min(axis=0)[:2] == pytest.approx([0.2, 0.2])


def test_random_share_is_repeatable_and_of_the_right_size():
    observation, features = view(np.ones((20, 20)))
    sampling = Sampling(voxel_size_m=0.01, random_share=0.1)
    one = frame_voxels(observation, features, sampling)
    assert one.weight.sum() == 40
    assert (one.keys == frame_voxels(observation, features, sampling).keys).all()


def test_seen_depth_is_nan_outside_the_image_and_behind():
    observation, _ = view([[2.0, 3.0]])
    points = np.array([[0.1, 0.0, 1.0], [0.0, 0.0, 4.0], [9.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
    z, measured = seen_depth(points, observation, observation.depth_m)
    assert z.tolist() == [1.0, 4.0, 1.0, -1.0]
    assert measured[:2].tolist() == [3.0, 2.0]
    assert np.isnan(measured[2:]).all()
