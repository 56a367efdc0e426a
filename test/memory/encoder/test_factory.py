import subprocess
import sys

import pytest

from whereseen.memory import encoder as package
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.errors import EncoderUnavailable, InvalidConfig, MissingDependency


def test_labels(minilm):
    encoder = make_encoder("labels")
    assert encoder.spec.model_id.startswith("labels+minilm-53aa51172d14+")


@pytest.mark.parametrize("name", ["", "yolo:x", "labels:x", "detector:", "detector", "clip:"])
def test_unknown_names_list_the_families(name):
    with pytest.raises(InvalidConfig, match=r"Known are: labels.*, detector:PATH\.onnx"):
        make_encoder(name)


def test_public_names_are_there():
    for name in package.__all__:
        assert getattr(package, name).__name__ == name


def test_unknown_public_name():
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        package.Nothing  # noqa: B018


def test_import_is_light():
    code = (
        "import sys, whereseen.memory.encoder as e, whereseen.memory.encoder.factory; e.Query;"
        "heavy = {'onnxruntime', 'torch', 'open_clip', 'tokenizers', 'safetensors', 'scipy'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def test_the_text_encoder_can_be_in_a_folder_of_its_own(tmp_path):
    from whereseen.memory.encoder.weights import find_minilm

    folder = tmp_path / "minilm"
    folder.symlink_to(find_minilm(None))
    assert make_encoder(f"labels,minilm={folder}").spec == make_encoder("labels").spec
    with pytest.raises(EncoderUnavailable):
        make_encoder(f"labels,minilm={tmp_path / 'nowhere'}")


def test_classes_of_a_recogniser_come_from_a_file(tmp_path):
    (tmp_path / "classes.txt").write_text("plant\ncactus\n\n", encoding="utf-8")
    blind, told = (
        make_encoder(f"labels{each}") for each in ("", f",classes={tmp_path}/classes.txt")
    )
    for encoder in (blind, told):
        encoder.know(["plant", "wall"])
    plant = told.example_of("plant").vector
    asked = [encoder.query_text("the cactus") for encoder in (blind, told)]
    found = [query.calibration.probability(float(query.vector @ plant)) for query in asked]
    assert found[0] > 0.5 > found[1]
    with pytest.raises(InvalidConfig, match="classes cannot be read"):
        make_encoder(f"labels,classes={tmp_path / 'nowhere'}")


def test_labels_take_no_other_option():
    with pytest.raises(InvalidConfig, match=r"unknown option of labels.*colour"):
        make_encoder("labels,colour=red")


@pytest.mark.parametrize("package", ["tokenizers", "safetensors.numpy", "threadpoolctl"])
@pytest.mark.parametrize("name", ["labels", "detections", "detector:model.onnx"])
def test_without_the_packages_of_the_text_encoder(monkeypatch, package, name):
    monkeypatch.delitem(sys.modules, "whereseen.memory.encoder.minilm", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(
        MissingDependency,
        match=rf"^{package} is not .*: pip install tokenizers safetensors threadpoolctl$",
    ):
        make_encoder(name)
