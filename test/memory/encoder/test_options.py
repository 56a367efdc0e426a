from dataclasses import dataclass

import pytest

from whereseen.memory.encoder.options import config_from, split_options
from whereseen.memory.errors import InvalidConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    name: str
    score: float = 0.3
    threads: int = 1
    tiles: bool = False


def test_split():
    assert split_options("/a/b.onnx, score=0.5,tiles=yes") == (
        "/a/b.onnx",
        {"score": "0.5", "tiles": "yes"},
    )
    assert split_options("/a/b.onnx") == ("/a/b.onnx", {})


def test_split_needs_key_and_value():
    with pytest.raises(InvalidConfig, match=r"key=value \(got 'fast'\)"):
        split_options("model,fast")


def test_values_have_the_types_of_the_defaults():
    options = {"score": "0.5", "threads": "2", "tiles": "True"}
    made = config_from(options, Example, name="x")
    assert made == Example(name="x", score=0.5, threads=2, tiles=True)


def test_unknown_option():
    with pytest.raises(InvalidConfig, match=r"got speed\)\. Known are: score, threads, tiles"):
        config_from({"speed": "1"}, Example, name="x")


def test_given_fields_are_no_options():
    with pytest.raises(InvalidConfig, match="unknown option of Example"):
        config_from({"name": "y"}, Example, name="x")


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [("score", "high", "float"), ("threads", "1.5", "int"), ("tiles", "maybe", "bool")],
)
def test_value_of_another_type(key, value, kind):
    with pytest.raises(InvalidConfig, match=f"option {key} must be of type {kind}"):
        config_from({key: value}, Example, name="x")
