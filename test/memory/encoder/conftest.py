import zlib
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.encoder.label_space import LabelSpace
from whereseen.memory.encoder.minilm import MiniLM
from whereseen.memory.errors import EncoderUnavailable

SHARED = Path(__file__).parents[4] / "shared"


class BagOfWords:
    """A text encoder without weights: texts are alike as far as they share words."""

    model_id = "bag-of-words"
    dimension = 512

    def encode_texts(self, texts):
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(",", " ").split():
                row[zlib.crc32(word.encode()) % self.dimension] += 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="session")
def words():
    return BagOfWords()


@pytest.fixture(scope="session")
def minilm():
    try:
        return MiniLM.load()
    except EncoderUnavailable as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def minilm_space(minilm):
    return LabelSpace(minilm)


@pytest.fixture(scope="session")
def yolox():
    path = SHARED / "models/yolox_nano.onnx"
    if not path.is_file():
        pytest.skip(f"{path} is not here: it is a model of the test bench")
    pytest.importorskip("onnxruntime")
    return path


@pytest.fixture(scope="session")
def redkitchen():
    folder = SHARED / "data/redkitchen"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: it is a recording of the test bench")
    return folder
