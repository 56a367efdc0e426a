import json
import sys

import numpy as np
import pytest

from whereseen.memory.encoder.clip_config import ClipConfig
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.open_clip import ClipEncoder
from whereseen.memory.errors import (
    EncoderUnavailable,
    InvalidConfig,
    InvalidQuery,
    MissingDependency,
)
from whereseen.memory.observation import Observation

ARCHITECTURE = "ViT-S-32-alt"


def load(weights="random", **values):
    pytest.importorskip("open_clip", reason="open_clip is an optional dependency")
    values = {"architecture": ARCHITECTURE, "patches": 7, "weights": weights} | values
    return ClipEncoder.load(ClipConfig(**values))


@pytest.fixture(scope="module")
def encoder():
    return load()


def frame(height=48, width=64, seed=0):
    rgb = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Observation.checked(
        rgb,
        np.ones((height, width), np.float32),
        intrinsics=[[50.0, 0.0, 32.0], [0.0, 50.0, 24.0], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=0,
    )


def test_spec(encoder):
    assert encoder.spec.model_id.startswith("clip:ViT-S-32-alt-")
    assert encoder.spec.dimension == 256
    assert (encoder.spec.text.midpoint, encoder.spec.image.midpoint) == (0.03, 0.6)


def test_one_unit_row_for_each_patch(encoder):
    image = encoder.encode(frame())
    assert image.features.shape == (63, 256)
    assert image.features.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(image.features, axis=1), 1.0, atol=1e-5)
    np.testing.assert_array_equal(image.index, np.arange(63).reshape(7, 9))
    assert image.index.dtype == np.int32
    assert image.confidence.tolist() == [1.0] * 63


def test_batch_equals_single(encoder):
    frames = [frame(seed=1), frame(seed=2), frame(64, 48, seed=3), frame(seed=4)]
    batch = encoder.encode_batch(frames)
    assert [image.index.shape for image in batch] == [(7, 9), (7, 9), (9, 7), (7, 9)]
    for one, together in zip(frames, batch, strict=True):
        np.testing.assert_allclose(encoder.encode(one).features, together.features, atol=1e-4)


def test_empty_batch(encoder):
    assert encoder.encode_batch([]) == []


def test_seed_decides_random_weights(encoder):
    again, other = load(), load(seed=5)
    assert again.spec.model_id == encoder.spec.model_id != other.spec.model_id
    np.testing.assert_array_equal(again.encode(frame()).features, encoder.encode(frame()).features)


def test_random_weights_leave_the_global_generator_alone():
    torch = pytest.importorskip("torch")
    torch.manual_seed(7)
    expected = torch.rand(1).item()
    torch.manual_seed(7)
    load()
    assert torch.rand(1).item() == expected


def test_text_question_is_free_of_what_any_patch_is(encoder):
    query = encoder.query_text("Where is the red mug?")
    assert query.text == "Where is the red mug?"
    assert query.vector.shape == (256,)
    assert query.vector.dtype == np.float32
    assert query.calibration == encoder.spec.text
    positive = query.vector + encoder._negative
    assert np.linalg.norm(positive) == pytest.approx(1.0, abs=1e-5)


def test_image_question(encoder):
    query = encoder.query_image(frame(30, 90).rgb)
    assert query.text == "image of 90 x 30"
    assert np.linalg.norm(query.vector) == pytest.approx(1.0, abs=1e-5)
    assert query.calibration == encoder.spec.image


def test_bad_questions(encoder):
    with pytest.raises(InvalidQuery, match="empty"):
        encoder.query_text("  ")
    with pytest.raises(InvalidQuery, match="must be uint8"):
        encoder.query_image(np.zeros((4, 4), np.uint8))


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_low_precision_is_close_and_shares_maps(encoder, precision):
    low = load(precision=precision)
    assert low.spec.model_id == encoder.spec.model_id
    cosine = (low.encode(frame()).features * encoder.encode(frame()).features).sum(axis=1)
    assert cosine.min() > 0.99
    assert low.query_text("a mug").vector @ encoder.query_text("a mug").vector > 0.0


def test_own_checkpoint(encoder, tmp_path):
    torch = pytest.importorskip("torch")
    path = tmp_path / "own.pt"
    torch.save(encoder._model.state_dict(), path)
    loaded = make_encoder(f"clip:{ARCHITECTURE}/{path},patches=7")
    assert loaded.spec.model_id == encoder.spec.model_id
    np.testing.assert_allclose(
        loaded.encode(frame()).features, encoder.encode(frame()).features, atol=1e-6
    )


def test_local_folder(encoder, tmp_path):
    open_clip = pytest.importorskip("open_clip")
    torch = pytest.importorskip("torch")
    torch.save(encoder._model.state_dict(), tmp_path / "open_clip_pytorch_model.bin")
    config = {"model_cfg": open_clip.get_model_config(ARCHITECTURE), "preprocess_cfg": {}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    loaded = load(f"local-dir:{tmp_path}")
    assert loaded.spec.model_id == encoder.spec.model_id


@pytest.mark.parametrize("weights", ["no_such_tag", "/nowhere/own.pt", "local-dir:/nowhere"])
def test_weights_that_cannot_be_had(weights):
    with pytest.raises(EncoderUnavailable) as caught:
        load(weights)
    assert "machine with network" in str(caught.value)
    assert f"clip:{ARCHITECTURE}/local-dir:PATH" in str(caught.value)


def test_folder_without_weights(tmp_path):
    open_clip = pytest.importorskip("open_clip")
    config = {"model_cfg": open_clip.get_model_config(ARCHITECTURE), "preprocess_cfg": {}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    with pytest.raises(EncoderUnavailable, match="cannot be had"):
        load(f"local-dir:{tmp_path}")


def test_unknown_architecture():
    with pytest.raises(InvalidConfig, match="no such architecture"):
        load(architecture="ViT-Z-1")


def test_tower_without_patches():
    with pytest.raises(
        EncoderUnavailable, match=r"has no patches to describe \(got ModifiedResNet"
    ):
        load(architecture="RN50")


def test_without_open_clip(monkeypatch):
    monkeypatch.setitem(sys.modules, "open_clip", None)
    with pytest.raises(MissingDependency, match=r"whereseen\[clip\]"):
        make_encoder("clip:ViT-B-32/openai")
