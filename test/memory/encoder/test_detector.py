import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.encoder import detector as module
from whereseen.memory.encoder.detector import Detector, DetectorConfig
from whereseen.memory.encoder.vocabulary import COCO_80
from whereseen.memory.errors import EncoderUnavailable, InvalidConfig, MissingDependency


class FakeSession:
    """A model of 32 x 32 pixels and two classes that always sees the same."""

    def __init__(self, anchors=(), inputs=(1, 3, 32, 32), outputs=(1, 21, 7)):
        self.inputs = [SimpleNamespace(name="images", shape=list(inputs))]
        self.outputs = [SimpleNamespace(name="output", shape=list(outputs))]
        self.anchors = dict(anchors)
        self.runs = 0

    def get_inputs(self):
        return self.inputs

    def get_outputs(self):
        return self.outputs

    def run(self, names, feed):
        assert feed["images"].shape == (1, 3, 32, 32)
        self.runs += 1
        output = np.zeros((1, 21, 7), np.float32)
        for row, values in self.anchors.items():
            output[0, row] = values
        return [output]


CUP = [0.5, 0.5, 0.0, 0.0, 0.9, 1.0, 0.0]
SAUCER = [0.5, 0.5, 0.0, 0.0, 0.5, 0.0, 1.0]


def detector(anchors, **config):
    return Detector(FakeSession(anchors), ("cup", "saucer"), "fake", DetectorConfig(**config))


def test_boxes_are_in_pixels_of_the_image():
    found = detector({5: CUP, 0: SAUCER}).detect(np.zeros((64, 64, 3), np.uint8))
    assert [(d.label, d.box_px) for d in found] == [
        ("cup", (16.0, 16.0, 32.0, 32.0)),
        ("saucer", (0.0, 0.0, 16.0, 16.0)),
    ]
    assert [d.score for d in found] == pytest.approx([0.9, 0.5])


def test_boxes_end_with_the_image():
    found = detector({20: CUP}).detect(np.zeros((16, 64, 3), np.uint8))
    assert found[0].box_px == (0.0, 0.0, 64.0, 16.0)


def test_score_threshold():
    image = np.zeros((32, 32, 3), np.uint8)
    assert len(detector({5: CUP, 0: SAUCER}, score=0.6).detect(image)) == 1
    assert detector({5: CUP}, score=0.95).detect(image) == []


def test_tiles_add_looks():
    looking = detector({5: CUP}, tiles=2)
    found = looking.detect(np.zeros((64, 64, 3), np.uint8))
    assert looking._session.runs == 5
    assert {d.label for d in found} == {"cup"}
    assert len(found) == 5


@pytest.mark.parametrize(
    "values",
    [{"score": 0.0}, {"score": 1.0}, {"overlap": 0.0}, {"tiles": 0}, {"tiles": 9}, {"threads": 0}],
)
def test_bad_config(values):
    with pytest.raises(InvalidConfig):
        DetectorConfig(**values)


def test_missing_file(tmp_path):
    with pytest.raises(EncoderUnavailable, match="there is no detector at"):
        Detector.load(tmp_path / "none.onnx")


def test_missing_onnxruntime(tmp_path, monkeypatch):
    (tmp_path / "model.onnx").write_bytes(b"x")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingDependency, match=r"whereseen\[detect\]"):
        Detector.load(tmp_path / "model.onnx")


def test_file_that_is_no_model(tmp_path):
    pytest.importorskip("onnxruntime")
    (tmp_path / "model.onnx").write_bytes(b"this is no protobuf")
    with pytest.raises(EncoderUnavailable, match="is not an ONNX model") as raised:
        Detector.load(tmp_path / "model.onnx")
    assert "ONNXRuntimeError" not in str(raised.value)
    assert "INVALID_PROTOBUF" not in str(raised.value)
    assert raised.value.remedy


def load_fake(tmp_path, monkeypatch, session=None, config=None):
    (tmp_path / "fake.onnx").write_bytes(b"abc")
    monkeypatch.setattr(module, "_session", lambda path, threads: session or FakeSession())
    return Detector.load(tmp_path / "fake.onnx", config)


def test_names_beside_the_model(tmp_path, monkeypatch):
    (tmp_path / "fake.names.json").write_text(json.dumps(["mug", "plate"]))
    loaded = load_fake(tmp_path, monkeypatch)
    assert loaded.names == ("mug", "plate")
    assert loaded.model_id == "yolox-ba7816bf8f01"


def test_a_renamed_model_is_the_same_encoder(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_session", lambda path, threads: FakeSession())
    (tmp_path / "names.json").write_text(json.dumps(["a", "b"]))
    config = DetectorConfig(names=str(tmp_path / "names.json"))
    (tmp_path / "one.onnx").write_bytes(b"abc")
    (tmp_path / "two.onnx").write_bytes(b"abc")
    (tmp_path / "other.onnx").write_bytes(b"abd")
    one, two, other = (
        Detector.load(tmp_path / f"{name}.onnx", config).model_id
        for name in ("one", "two", "other")
    )
    assert one == two != other


def test_given_names(tmp_path, monkeypatch):
    (tmp_path / "mine.json").write_text(json.dumps(["a", "b"]))
    config = DetectorConfig(names=str(tmp_path / "mine.json"))
    assert load_fake(tmp_path, monkeypatch, config=config).names == ("a", "b")


def test_names_that_do_not_fit(tmp_path, monkeypatch):
    with pytest.raises(InvalidConfig, match="got 80 names for 2 classes"):
        load_fake(tmp_path, monkeypatch)


@pytest.mark.parametrize("text", ["{", '{"a": 1}', "[1, 2]"])
def test_names_that_are_no_list(tmp_path, monkeypatch, text):
    (tmp_path / "fake.names.json").write_text(text)
    with pytest.raises(InvalidConfig, match=r"fake\.names\.json.*JSON list"):
        load_fake(tmp_path, monkeypatch)


def test_names_file_that_is_missing(tmp_path, monkeypatch):
    with pytest.raises(InvalidConfig, match="cannot be read as class names"):
        load_fake(tmp_path, monkeypatch, config=DetectorConfig(names=str(tmp_path / "no.json")))


@pytest.mark.parametrize(
    "session",
    [
        FakeSession(inputs=(1, 3, "height", "width")),
        FakeSession(outputs=(1, 20, 7)),
        FakeSession(outputs=(1, 7)),
    ],
)
def test_models_that_are_no_yolox(tmp_path, monkeypatch, session):
    with pytest.raises(EncoderUnavailable, match="is not a YOLOX model"):
        load_fake(tmp_path, monkeypatch, session=session)


def test_a_real_model_on_a_real_frame(yolox, redkitchen):
    loaded = Detector.load(yolox)
    assert loaded.names == COCO_80
    assert loaded.model_id.startswith("yolox-")
    found = loaded.detect(np.asarray(Image.open(redkitchen / "frame-000500.color.jpg")))
    labels = [d.label for d in found]
    assert labels.count("cup") == 2
    assert labels.count("chair") >= 3
    cup = max((d for d in found if d.label == "cup"), key=lambda d: d.box_px[0])
    assert cup.box_px == pytest.approx((467, 401, 517, 457), abs=6)
