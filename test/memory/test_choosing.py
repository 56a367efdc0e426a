"""What `auto` takes."""

from types import SimpleNamespace

import pytest

from whereseen.memory import choosing
from whereseen.memory.choosing import choose_encoder
from whereseen.memory.errors import EncoderUnavailable, MissingDependency


class Offered:
    """A factory of encoders that knows a few names."""

    def __init__(self, *names):
        self.names = names

    def __call__(self, name):
        if name in self.names:
            return f"the encoder {name}"
        if name.startswith("clip:"):
            raise MissingDependency("open-clip-torch", "clip")
        raise EncoderUnavailable("no weights")


def reader(*, labels):
    return [SimpleNamespace(labels=labels)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("detector:a.onnx,tiles=2", "detector:{}/a.onnx,tiles=2"),
        ("labels,classes=a.txt", "labels,classes={}/a.txt"),
        ("detections,classes=a.txt,minilm=b", "detections,classes={}/a.txt,minilm=b"),
        ("labels", "labels"),
    ],
)
def test_a_name_is_taken_at_its_word(monkeypatch, tmp_path, given, kept):
    monkeypatch.setattr(choosing, "make_encoder", Offered(given))
    monkeypatch.chdir(tmp_path)
    name, encoder = choose_encoder(given, tmp_path, reader(labels=None))
    assert encoder == f"the encoder {given}"
    assert name == kept.format(tmp_path)  # so that it can be asked elsewhere


def test_labels_come_first(monkeypatch, tmp_path):
    monkeypatch.setattr(choosing, "make_encoder", Offered("labels", "clip:ViT-B-16/openai"))
    assert choose_encoder("auto", tmp_path, reader(labels="some"))[0] == "labels"


def test_clip_comes_before_a_detector(monkeypatch, tmp_path):
    model = tmp_path / "models" / "small.onnx"
    model.parent.mkdir()
    model.touch()
    names = ("clip:ViT-B-16/openai", f"detector:{model}")
    monkeypatch.setattr(choosing, "make_encoder", Offered(*names))
    source = tmp_path / "recording"
    assert choose_encoder("auto", source, reader(labels=None))[0] == "clip:ViT-B-16/openai"


@pytest.mark.parametrize("place", ["recording", "data/recording"])
def test_a_detector_is_found_beside_the_recording(monkeypatch, tmp_path, place):
    model = tmp_path / "models" / "small.onnx"
    model.parent.mkdir()
    model.touch()
    monkeypatch.setattr(choosing, "make_encoder", Offered(f"detector:{model}"))
    assert choose_encoder("auto", tmp_path / place, reader(labels=None))[0] == f"detector:{model}"


def test_nothing_that_works_is_an_error_with_remedies(monkeypatch, tmp_path):
    monkeypatch.setattr(choosing, "make_encoder", Offered())
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EncoderUnavailable, match=r"whereseen\[clip\].*models") as caught:
        choose_encoder("auto", tmp_path / "recording", reader(labels=None))
    assert "open-clip-torch is not installed" in caught.value.got
