import numpy as np
import pytest

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.observation import Observation
from whereseen.sim.benchmark.baselines import AddOnly, LogOdds, Replace
from whereseen.sim.benchmark.frame_voxels import Sampling

ALL = Sampling(voxel_size_m=0.1, stride_px=1)


def look(subject, depth_m, times=1):
    """Show a fronto-parallel wall; the camera sits at the origin and looks along z."""
    observation = Observation.checked(
        np.zeros((12, 16, 3), dtype=np.uint8),
        np.full((12, 16), depth_m, dtype=np.float32),
        intrinsics=[[20.0, 0.0, 7.5], [0.0, 20.0, 5.5], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )
    features = FeatureImage(
        features=np.array([[1.0, 0.0]], dtype=np.float32),
        confidence=np.ones(1, dtype=np.float32),
        index=np.zeros((3, 4), dtype=np.int32),
    )
    for _ in range(times):
        subject.integrate(observation, features)


def layers(subject):
    """Depth layers of occupied voxels."""
    return sorted(set(subject.occupied()[:, 2].tolist()))


def test_add_only_keeps_what_is_seen_through():
    subject = AddOnly(2, ALL)
    look(subject, 1.05)
    look(subject, 2.05, times=20)
    assert layers(subject) == [10, 20]
    assert len(subject.wiped()) == 0


def test_replace_forgets_at_the_first_look_through():
    subject = Replace(2, ALL)
    look(subject, 1.05)
    look(subject, 2.05)
    assert layers(subject) == [20]


def test_replace_wipes_what_it_measures():
    subject = Replace(2, ALL)
    look(subject, 1.05)
    before = subject.occupied()
    look(subject, 1.05)
    assert (subject.occupied() == before).all()
    assert (subject.wiped() == before).all()


def test_replace_keeps_what_is_hidden_or_far():
    subject = Replace(2, ALL)
    look(subject, 2.05)
    look(subject, 1.05)
    assert layers(subject) == [10, 20]
    far = Replace(2, ALL)
    look(far, 3.05)
    look(far, 4.05)
    assert layers(far) == [30, 40]


def test_replace_samples_five_percent_by_default():
    assert Replace(2).sampling.random_share == pytest.approx(0.05)


def test_log_odds_takes_nine_misses_for_a_settled_voxel():
    subject = LogOdds(2, ALL)
    look(subject, 1.05, times=13)
    look(subject, 2.05, times=8)
    assert layers(subject) == [10, 20]
    look(subject, 2.05)
    # The outermost voxels keep a pixel outside the image, so only the inner ones go.
    inner = (np.abs(subject.occupied()[:, :2] + 0.5) < 2).all(axis=1)
    assert set(subject.occupied()[inner, 2].tolist()) == {20}


def test_log_odds_forgets_what_was_seen_once_at_the_first_miss():
    subject = LogOdds(2, ALL)
    look(subject, 1.05)
    look(subject, 2.05)
    inner = (np.abs(subject.occupied()[:, :2] + 0.5) < 2).all(axis=1)
    assert set(subject.occupied()[inner, 2].tolist()) == {20}


def test_log_odds_does_not_miss_within_the_margin():
    subject = LogOdds(2, ALL)
    look(subject, 1.05, times=2)
    look(subject, 1.15, times=20)
    assert layers(subject) == [10, 11]


def test_missing_readings_are_no_evidence():
    for subject in (Replace(2, ALL), LogOdds(2, ALL)):
        look(subject, 1.05)
        look(subject, 0.0, times=20)
        assert layers(subject) == [10]


@pytest.mark.parametrize("make", [AddOnly, Replace, LogOdds])
def test_fill_and_score(make):
    subject = make(2, ALL)
    indices = np.array([[0, 0, 9], [5, 5, 5], [-4, 0, 1]], dtype=np.int32)
    subject.fill(indices, np.eye(2, dtype=np.float32), np.array([0, 1, 1], dtype=np.int32))
    found, scores = subject.score(np.array([0.6, 0.8], dtype=np.float32), 2)
    assert found.tolist() == [[-4, 0, 1], [5, 5, 5]]
    assert scores == pytest.approx([0.8, 0.8])
    assert subject.feature_bytes() == 3 * 8
    assert subject.occupied_features().tolist() == [[0, 1], [1, 0], [0, 1]]
