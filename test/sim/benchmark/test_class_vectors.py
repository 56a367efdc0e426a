from pathlib import Path

import numpy as np
import pytest

from whereseen.sim.benchmark.class_vectors import (
    ModalityGap,
    class_vectors,
    text_like_queries,
    unit_rows,
)

CLIP = Path("../shared/models/clip_text/lvis_clip_vitb32_1203x512_f16.npy")


def pairwise(vectors):
    return (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]


def test_class_vectors_have_clip_cosines():
    vectors = class_vectors(1203, 512, seed=1)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    cosines = pairwise(vectors)
    assert cosines.mean() == pytest.approx(0.743, abs=0.006)
    assert cosines.std() == pytest.approx(0.051, abs=0.008)


def test_two_coordinates_stand_out_as_in_clip():
    mean = class_vectors(400, 512, seed=2).mean(axis=0)
    energy = np.sort(mean**2)[::-1] / (mean @ mean)
    assert energy[:2].sum() == pytest.approx(0.81, abs=0.02)


def test_same_seed_gives_the_same_vectors():
    assert (class_vectors(5, 32, seed=3) == class_vectors(5, 32, seed=3)).all()
    assert (class_vectors(5, 32, seed=3) != class_vectors(5, 32, seed=4)).any()


def test_text_scores_its_own_class_across_the_gap():
    vectors = class_vectors(58, 512, seed=5)
    scores = text_like_queries(vectors, ModalityGap(), seed=5) @ vectors.T
    own, others = np.diag(scores), scores[~np.eye(58, dtype=bool)]
    # A view's own noise leaves sqrt(.77) of these: .30 and .19.
    assert own.mean() == pytest.approx(0.34, abs=0.02)
    assert others.mean() == pytest.approx(0.215, abs=0.02)


def test_unit_rows_keeps_zero_rows():
    assert (unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])) == [[0.6, 0.8], [0.0, 0.0]]).all()


@pytest.mark.skipif(not CLIP.exists(), reason="no real CLIP vectors beside the checkout")
def test_real_clip_has_the_modelled_geometry():
    real = unit_rows(np.load(CLIP).astype(np.float64))
    model = class_vectors(1203, 512, seed=0).astype(np.float64)
    assert pairwise(real).mean() == pytest.approx(pairwise(model).mean(), abs=0.006)
    assert pairwise(real).std() == pytest.approx(pairwise(model).std(), abs=0.01)

    def effective_dimensions(vectors):
        energy = np.linalg.eigvalsh(np.cov(vectors.T))
        return energy.sum() ** 2 / (energy**2).sum()

    ratio = effective_dimensions(model) / effective_dimensions(real)
    assert 0.7 < ratio < 1.4
