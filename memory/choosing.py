"""Which encoder serves a recording when the user names none."""

from __future__ import annotations

from pathlib import Path

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.errors import EncoderUnavailable, MissingDependency
from whereseen.memory.io.reader import Reader
from whereseen.memory.store.map_file import MapFile

_CLIP = "clip:ViT-B-16/openai"


def choose_encoder(name: str, source: Path, reader: Reader) -> tuple[str, Encoder]:
    """The encoder of a name, or for `auto` the best that works here; returns its full name too.

    `auto` takes a simulator's labels where the recording carries them, else open_clip where it is
    installed with its weights, else an ONNX detector from a folder `models` beside the recording,
    up to two levels up, or in the working directory.

    Raises:
        EncoderUnavailable: if none works, with what was tried.
    """
    if name != "auto":
        return _absolute(name), make_encoder(name)
    first = next(iter(reader), None)
    if first is not None and first.labels is not None:
        return "labels", make_encoder("labels")
    return _best(_detectors(source))


def encoder_of_map(name: str, file: Path | None) -> tuple[str, Encoder]:
    """The encoder of a name, or for `auto` the one that a map file names, else the best here.

    `auto` takes detectors from a folder `models` beside the map file or in the working directory.

    Raises:
        EncoderUnavailable: if none works, with what was tried.
        MapFileError: if the map file cannot be read.
    """
    if name != "auto":
        return _absolute(name), make_encoder(name)
    if file is None or not file.exists():
        return _best(_detectors(Path.cwd() / "map" if file is None else file))
    with MapFile.open(file) as opened:
        known = opened.about().get("encoder", "labels")
    return known, make_encoder(known)


def _best(detectors: list[Path]) -> tuple[str, Encoder]:
    tried = []
    for candidate in [_CLIP, *(f"detector:{model}" for model in detectors)]:
        try:
            return candidate, make_encoder(candidate)
        except (EncoderUnavailable, MissingDependency) as error:
            tried.append(f"{candidate}: {error.what}")
    raise EncoderUnavailable(
        "no encoder works here",
        got="; ".join(tried),
        remedy="Install one with: pip install 'whereseen[clip]', or put an ONNX detector of the "
        "YOLOX family into a folder `models` beside the recording or the map file, or name one: "
        "detector:PATH.onnx",
    )


def _absolute(name: str) -> str:
    """The name with its files' paths made absolute, so that the map can be asked elsewhere."""
    is_detector = name.startswith("detector:")
    head, mark, rest = name.partition("detector:" if is_detector else ",classes=")
    if not mark:
        return name
    path, comma, options = rest.partition(",")
    return f"{head}{mark}{Path(path).expanduser().resolve()}{comma}{options}"


def _detectors(source: Path) -> list[Path]:
    place = source.resolve()
    folders = [place.parent / "models", place.parent.parent / "models", Path.cwd() / "models"]
    return [model for folder in folders for model in sorted(folder.glob("*.onnx"))]
