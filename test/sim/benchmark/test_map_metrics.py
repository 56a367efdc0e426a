import numpy as np
import pytest

from whereseen.memory.observation import Observation
from whereseen.sim.benchmark.map_metrics import (
    ChurnCounter,
    ForgetCounter,
    ghosts,
    label_score,
    nearest_class,
    recall_at_k,
    sees_through,
    thickness_ratio,
)
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig
from whereseen.sim.benchmark.under_test import packed, voxel_indices


def wall(depth_m):
    return Observation.checked(
        np.zeros((40, 40, 3), dtype=np.uint8),
        np.full((40, 40), depth_m, dtype=np.float32),
        intrinsics=[[40.0, 0.0, 19.5], [0.0, 40.0, 19.5], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )


def voxels(*rows):
    return np.array(rows, dtype=np.int32).reshape(-1, 3)


NONE = np.empty(0, dtype=np.int64)
A, B, C = (packed(voxels([x, 0, 10]))[0] for x in range(3))
HIDDEN = packed(voxels([0, 0, 30]))[0]


def test_churn_counts_what_goes_and_what_comes_back():
    counter = ChurnCounter(0.1, 5.0)
    seen = wall(1.05)
    assert counter.step(np.array([A, B]), NONE, seen) == 0.0  # all is new: growth
    assert counter.step(np.array([A]), NONE, seen) == 0.5  # B went
    assert counter.step(np.array([A, B]), NONE, seen) == 0.5  # B came back
    assert counter.step(np.array([A, B, C]), NONE, seen) == 0.0  # C is new


def test_churn_counts_wiped_voxels_once():
    counter = ChurnCounter(0.1, 5.0)
    counter.step(np.array([A, B]), NONE, wall(1.05))
    assert counter.step(np.array([A, B]), np.array([A, B]), wall(1.05)) == 1.0


def test_churn_ignores_what_is_not_in_view():
    counter = ChurnCounter(0.1, 5.0)
    counter.step(np.array([A, HIDDEN]), NONE, wall(1.05))
    assert counter.step(np.array([A]), NONE, wall(1.05)) == 0.0


def test_a_voxel_is_seen_through_only_as_a_whole():
    both = voxels([0, 0, 10], [3, 0, 10])
    assert sees_through(both, 0.1, wall(2.0)).tolist() == [True, True]
    half = wall(2.0)
    half.depth_m[:, 22:] = 1.05
    # Voxel 0 spans 0 to 0.1 m, pixels 19.5 to 23.5.
    assert sees_through(both, 0.1, half).tolist() == [False, False]
    assert not sees_through(both, 0.1, wall(1.1)).any()


def test_forgetting_is_the_count_of_the_most_stubborn_voxel():
    counter = ForgetCounter(voxels([0, 0, 10], [1, 0, 10], [0, 0, 30]), 0.1)
    counter.step(np.array([A, B, HIDDEN]), wall(1.05))  # nothing is seen through
    assert counter.frames == 0
    counter.step(np.array([B, HIDDEN]), wall(2.0))
    assert counter.frames == 2  # B outlived one look so far
    counter.step(np.array([HIDDEN]), wall(2.0))
    assert counter.frames == 2
    counter.step(np.array([HIDDEN]), wall(2.0))  # never seen through: no matter
    assert counter.frames == 2


def test_ghosts_are_inside_the_old_volume_and_off_all_surfaces():
    config = StreamConfig(
        width_px=64, height_px=48, patch_px=8, dimension=8, moved_frame=None, cube_gone_frame=0
    )
    stream = RoomStream(config)
    volume = stream.vacated(0)
    low, high = volume.low_m[0], volume.high_m[0]
    middle = (low + high) / 2
    top, foot = np.array([middle, middle])
    top[2], foot[2] = high[2], low[2]
    aside = middle + np.array((0.5, 0.0, 0.3))
    indices = voxel_indices(np.array([middle, top, foot, aside]), 0.05)
    found = ghosts(indices, 0.05, stream, 0, volume)
    # The foot lies on the table top, which is still there.
    assert found.tolist() == [True, True, False, False]


def test_thickness_is_relative_to_noise_free():
    assert thickness_ratio(120, 100) == 1.2


def test_nearest_class_goes_by_cosine():
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    features = np.array([[0.9, 0.1], [3.0, 4.0]], dtype=np.float32)
    assert nearest_class(features, vectors).tolist() == [0, 1]
    assert nearest_class(features[:0], vectors).tolist() == []


def test_label_score_of_a_small_confusion():
    score = label_score(
        np.array([0, 0, 1, 1], dtype=np.int32), np.array([0, 1, 1, 1], dtype=np.int32), 3
    )
    assert score.accuracy == 0.75
    assert score.iou[:2] == pytest.approx([0.5, 2 / 3])
    assert np.isnan(score.iou[2])
    assert score.miou == pytest.approx(7 / 12)
    assert (score.right, score.n) == (3, 4)


def test_recall_counts_ties_with_the_kth_best():
    assert recall_at_k(np.array([0.9, 0.8, 0.8, 0.1]), 0.8) == 0.75
    assert recall_at_k(np.empty(0), 0.8) == 0.0
