import numpy as np
import pytest

from whereseen.memory.encoder.bert import last_hidden_states, mean_pooled

DIMENSION, WORDS, LAYERS = 8, 11, 2


def linear(rng, name, size_in, size_out):
    return {
        f"{name}.weight": rng.normal(0, 0.3, (size_out, size_in)).astype(np.float32),
        f"{name}.bias": rng.normal(0, 0.1, size_out).astype(np.float32),
    }


def norm(name):
    return {
        f"{name}.weight": np.ones(DIMENSION, np.float32),
        f"{name}.bias": np.zeros(DIMENSION, np.float32),
    }


@pytest.fixture(scope="module")
def parameters():
    rng = np.random.default_rng(3)
    found = {
        f"embeddings.{name}.weight": rng.normal(0, 1, (rows, DIMENSION)).astype(np.float32)
        for name, rows in (
            ("word_embeddings", WORDS),
            ("position_embeddings", 16),
            ("token_type_embeddings", 2),
        )
    } | norm("embeddings.LayerNorm")
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}."
        for name in ("query", "key", "value"):
            found |= linear(rng, f"{prefix}attention.self.{name}", DIMENSION, DIMENSION)
        found |= linear(rng, f"{prefix}attention.output.dense", DIMENSION, DIMENSION)
        found |= norm(f"{prefix}attention.output.LayerNorm")
        found |= linear(rng, f"{prefix}intermediate.dense", DIMENSION, 16)
        found |= linear(rng, f"{prefix}output.dense", 16, DIMENSION)
        found |= norm(f"{prefix}output.LayerNorm")
    return found


def states_of(parameters, ids, mask):
    return last_hidden_states(parameters, np.array(ids), np.array(mask), heads=2)


def test_shape_and_type(parameters):
    states = states_of(parameters, [[1, 2, 3], [4, 5, 0]], [[1, 1, 1], [1, 1, 0]])
    assert states.shape == (2, 3, DIMENSION)
    assert states.dtype == np.float32


def test_every_state_is_normalised(parameters):
    states = states_of(parameters, [[1, 2, 3]], [[1, 1, 1]])
    np.testing.assert_allclose(states.mean(axis=-1), 0.0, atol=1e-6)
    np.testing.assert_allclose(states.std(axis=-1), 1.0, atol=1e-4)


def test_padding_is_not_attended(parameters):
    padded = states_of(parameters, [[4, 5, 9]], [[1, 1, 0]])
    alone = states_of(parameters, [[4, 5]], [[1, 1]])
    np.testing.assert_allclose(padded[:, :2], alone, atol=1e-6)


def test_order_matters(parameters):
    forward = states_of(parameters, [[4, 5]], [[1, 1]])
    backward = states_of(parameters, [[5, 4]], [[1, 1]])
    assert np.abs(forward[0, 0] - backward[0, 1]).max() > 0.1


def test_mean_pooling_skips_padding():
    states = np.array([[[3.0, 0.0], [0.0, 4.0], [99.0, 99.0]]], np.float32)
    pooled = mean_pooled(states, np.array([[1, 1, 0]]))
    np.testing.assert_allclose(pooled, [[0.6, 0.8]], atol=1e-6)


def test_nothing_to_pool():
    pooled = mean_pooled(np.ones((1, 2, 2), np.float32), np.array([[0, 0]]))
    np.testing.assert_array_equal(pooled, [[0.0, 0.0]])
