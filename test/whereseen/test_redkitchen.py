"""The main job on a real recording: map it, ask it."""

import json
from pathlib import Path

import numpy as np
import pytest

from whereseen.memory.asking import open_map

SHARED = Path(__file__).resolve().parents[3] / "shared"
RECORDING, MODEL = SHARED / "data" / "redkitchen", SHARED / "models" / "yolox_nano.onnx"

pytestmark = pytest.mark.skipif(
    not (RECORDING.exists() and MODEL.exists()),
    reason="needs ../shared/data/redkitchen and ../shared/models/yolox_nano.onnx",
)


@pytest.fixture(scope="module")
def kitchen(command, tmp_path_factory):
    file = tmp_path_factory.mktemp("kitchen") / "kitchen.map"
    done = command("map", RECORDING, "--out", file, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["frames"] == 200
    return file


@pytest.fixture(scope="module")
def memory(kitchen):
    return open_map(kitchen)


@pytest.mark.parametrize(
    ("question", "truth", "reach_m"),
    [
        ("a mug", ("white_mug", "patterned_cup"), 0.15),
        ("a chair", ("chair_mid", "chair_left", "chair_right"), 0.45),
        ("a television", ("tv_right", "tv_left"), 0.6),
        ("a magazine", ("purple_magazine", "pioneer_magazine"), 0.3),
    ],
)
def test_the_first_place_is_a_right_one(memory, question, truth, reach_m):
    objects = json.loads((RECORDING / "queries.json").read_text())["objects"]
    answer = memory.ask(question)
    assert answer.found
    offsets = np.subtract([objects[name] for name in truth], answer.places[0].position_m)
    # The truth is a click in the middle; a thing reaches so far from there, and 15 cm beyond. The
    # screens themselves give no depth: what is mapped of a television is its rim.
    assert np.linalg.norm(offsets, axis=1).min() < reach_m


def test_both_mugs_are_found(memory):
    objects = json.loads((RECORDING / "queries.json").read_text())["objects"]
    places = memory.ask("a mug").places
    for name in ("white_mug", "patterned_cup"):
        offsets = [np.linalg.norm(np.subtract(objects[name], p.position_m)) for p in places]
        assert min(offsets) < 0.15


@pytest.mark.parametrize("question", ["an elephant", "a bicycle", "a bathtub"])
def test_what_a_kitchen_does_not_have_is_refused(memory, question):
    assert not memory.ask(question).found


def test_a_crop_finds_its_like(kitchen, command, tmp_path):
    from PIL import Image

    with Image.open(RECORDING / "frame-000000.color.jpg") as image:
        image.crop((120, 100, 340, 420)).save(tmp_path / "crop.png")
    done = command("ask", kitchen, "--image", tmp_path / "crop.png", "--json")
    assert done.returncode in (0, 3), done.stderr
    assert json.loads(done.stdout)["query"].startswith("image of ")
