import numpy as np
import pytest

from whereseen.memory.encoder.minilm import MiniLM


def cosine(minilm, first, second):
    a, b = minilm.encode_texts([first, second])
    return float(a @ b)


def test_names_its_weights(minilm):
    assert minilm.model_id == "minilm-53aa51172d14"
    assert minilm.dimension == 384


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("mug", "coffee cup", 0.7072),
        ("something to drink coffee from", "coffee cup", 0.7632),
        ("something to drink coffee from", "chair", 0.2075),
    ],
)
def test_similarity(minilm, first, second, expected):
    assert cosine(minilm, first, second) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a red mug", [-0.045409, 0.035495, -0.055526, 0.093922]),
        ("where is the television remote?", [0.007608, 0.010378, -0.046325, -0.064257]),
        ("Kühlschrank (the fridge) #7", [-0.088496, 0.052893, -0.010857, 0.037492]),
    ],
)
def test_golden_values_of_transformers(minilm, text, expected):
    """From BertModel of transformers in torch 2.13, mean-pooled and normalised."""
    np.testing.assert_allclose(minilm.encode_texts([text])[0, :4], expected, atol=2e-6)


def test_rows_are_unit_float32(minilm):
    vectors = minilm.encode_texts(["a chair", "the kitchen sink", "a chair"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_no_texts(minilm):
    assert minilm.encode_texts([]).shape == (0, 384)


def test_case_does_not_matter(minilm):
    assert cosine(minilm, "Red Mug", "red mug") == pytest.approx(1.0, abs=1e-5)


def test_padding_does_not_matter(minilm):
    long = "a long sentence about a refrigerator that stands beside the window of the kitchen"
    together = MiniLM.load().encode_texts(["mug", long])
    alone = MiniLM.load().encode_texts(["mug"])
    np.testing.assert_allclose(together[0], alone[0], atol=2e-6)


def test_long_texts_are_cut(minilm):
    assert cosine(minilm, "cup " * 300, "cup " * 400) == pytest.approx(1.0, abs=1e-5)


def test_more_texts_than_a_batch(minilm):
    texts = [f"thing number {i}" for i in range(40)]
    vectors = minilm.encode_texts(texts)
    np.testing.assert_allclose(vectors[39], MiniLM.load().encode_texts(texts[39:])[0], atol=2e-6)


def test_memory_of_texts_is_bounded(minilm, monkeypatch):
    minilm._known.clear()
    monkeypatch.setattr("whereseen.memory.encoder.minilm._REMEMBERED_TEXTS", 3)
    texts = ["one", "two", "three", "four", "five"]
    assert minilm.encode_texts(texts).shape == (5, 384)
    assert list(minilm._known) == ["three", "four", "five"]
