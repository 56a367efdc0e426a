"""Forward pass of BERT in numpy: small enough to read, and no deep learning framework to install.

After Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2018; parameter names
are those of Hugging Face checkpoints.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from scipy.special import erf

from whereseen.memory.frames import Float32

_EPSILON = 1e-12
_MASKED = np.float32(-1e9)
_SQRT_HALF = np.float32(0.7071067811865476)

Parameters = Mapping[str, Float32]
Int64 = npt.NDArray[np.int64]


def last_hidden_states(parameters: Parameters, ids: Int64, mask: Int64, *, heads: int) -> Float32:
    """Hidden states of the last layer.

    Args:
        parameters: Tensors by name, float32; linear weights are (out, in).
        ids: (N, T) token ids, padded.
        mask: (N, T), 1 for tokens and 0 for padding.
        heads: Number of attention heads.

    Returns:
        (N, T, D) float32; rows of padding carry no meaning.
    """
    states = _embed(parameters, ids)
    bias = np.where(mask[:, None, None, :] > 0, np.float32(0.0), _MASKED)
    for layer in range(_layer_count(parameters)):
        prefix = f"encoder.layer.{layer}."
        attended = _attend(parameters, prefix + "attention.self.", states, bias, heads)
        attended = _linear(parameters, prefix + "attention.output.dense", attended)
        states = _norm(parameters, prefix + "attention.output.LayerNorm", states + attended)
        inner = _gelu(_linear(parameters, prefix + "intermediate.dense", states))
        outer = _linear(parameters, prefix + "output.dense", inner)
        states = _norm(parameters, prefix + "output.LayerNorm", states + outer)
    return states


def mean_pooled(states: Float32, mask: Int64) -> Float32:
    """Mean of the states (N, T, D) over the tokens of `mask` (N, T); unit rows (N, D) float32."""
    weights = mask.astype(np.float32)[:, :, None]
    mean = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
    norm = np.linalg.norm(mean, axis=1, keepdims=True)
    return np.asarray(mean / np.maximum(norm, _EPSILON), dtype=np.float32)


def _layer_count(parameters: Parameters) -> int:
    return 1 + max(int(name.split(".")[2]) for name in parameters if name.startswith("encoder."))


def _embed(parameters: Parameters, ids: Int64) -> Float32:
    words = parameters["embeddings.word_embeddings.weight"][ids]
    positions = parameters["embeddings.position_embeddings.weight"][: ids.shape[1]]
    segment = parameters["embeddings.token_type_embeddings.weight"][0]
    return _norm(parameters, "embeddings.LayerNorm", words + positions + segment)


def _attend(
    parameters: Parameters, prefix: str, states: Float32, bias: Float32, heads: int
) -> Float32:
    batch, length, dimension = states.shape

    def split(name: str) -> Float32:
        rows = _linear(parameters, prefix + name, states)
        return rows.reshape(batch, length, heads, dimension // heads).transpose(0, 2, 1, 3)

    scale = np.float32((dimension // heads) ** -0.5)
    scores = split("query") @ split("key").transpose(0, 1, 3, 2) * scale + bias
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = scores / scores.sum(axis=-1, keepdims=True) @ split("value")
    return np.asarray(mixed.transpose(0, 2, 1, 3).reshape(batch, length, dimension))


def _linear(parameters: Parameters, name: str, rows: Float32) -> Float32:
    weight = parameters[name + ".weight"]
    # One product of matrices: numpy multiplies stacks one by one.
    product = rows.reshape(-1, rows.shape[-1]) @ weight.T
    return (product + parameters[name + ".bias"]).reshape(*rows.shape[:-1], weight.shape[0])


def _norm(parameters: Parameters, name: str, rows: Float32) -> Float32:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    scaled = centred / deviation * parameters[name + ".weight"]
    return np.asarray(scaled + parameters[name + ".bias"])


def _gelu(rows: Float32) -> Float32:
    return np.asarray(rows * np.float32(0.5) * (1 + erf(rows * _SQRT_HALF)), dtype=np.float32)
