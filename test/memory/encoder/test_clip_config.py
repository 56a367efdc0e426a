import pytest

from whereseen.memory.encoder.clip_config import ClipConfig
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.errors import InvalidConfig


def config(**values):
    return ClipConfig(**({"architecture": "ViT-B-32", "weights": "random"} | values))


def test_name_and_defaults():
    assert config().name == "ViT-B-32/random"
    assert (config().device, config().precision, config().patches) == ("cpu", "fp32", 14)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"precision": "int4"}, r"unknown precision \(got int4\)\. Use fp32, fp16, bf16"),
        ({"patches": 1}, "patches must be 2 to 128"),
        ({"patches": 129}, "patches must be 2 to 128"),
        ({"weights": "openai", "seed": 3}, "seed is for random weights"),
    ],
)
def test_bad_values(values, message):
    with pytest.raises(InvalidConfig, match=message):
        config(**values)


@pytest.mark.parametrize("name", ["clip:ViT-B-32", "clip:/openai", "clip:ViT-B-32/"])
def test_factory_needs_model_and_weights(name):
    with pytest.raises(InvalidConfig, match="clip:ViT-B-32/laion2b_s34b_b79k"):
        make_encoder(name)


def test_factory_refuses_unknown_options():
    with pytest.raises(InvalidConfig, match="Known are: device, precision, patches, seed"):
        make_encoder("clip:ViT-B-32/random,speed=9")
