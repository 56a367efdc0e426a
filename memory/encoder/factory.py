"""An encoder by its name, as it stands in configurations and on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from whereseen.memory.encoder.options import config_from, split_options
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.errors import InvalidConfig, MissingDependency

if TYPE_CHECKING:
    from whereseen.memory.encoder.label_space import LabelSpace

_TEXT_ENCODER_REQUIREMENTS = "tokenizers safetensors threadpoolctl"
_FAMILIES = (
    "labels[,classes=FILE,minilm=FOLDER], detections[,classes=FILE,minilm=FOLDER], "
    "detector:PATH.onnx[,score=0.3,...], "
    "clip:MODEL/WEIGHTS[,device=cuda,precision=fp16]"
)


def make_encoder(name: str) -> Encoder:
    """Make an encoder from its name; imports only what this one needs.

    Args:
        name: `labels`, `detections`, `detector:PATH[,key=value...]` with the fields of
            `DetectorConfig`, or `clip:MODEL/WEIGHTS[,key=value...]` with the fields of
            `ClipConfig`. All but the last take `minilm=FOLDER` for a text encoder in a folder of
            its own; `labels` and `detections` take `classes=FILE`, all that the recogniser knows, a
            name a line, so that a plant is not taken for a cactus where it knows both.

    Raises:
        InvalidConfig: if the name or an option is unknown.
        EncoderUnavailable: if weights cannot be had.
        MissingDependency: if the package that runs the model is not installed.
    """
    family, _, rest = name.strip().partition(":")
    kind = family.partition(",")[0]
    if kind == "labels" and not rest:
        return _labels(family)
    if kind == "detections" and not rest:
        return _detections(family)
    if family == "detector" and rest:
        return _detector(rest)
    if family == "clip" and rest:
        return _clip(rest)
    raise InvalidConfig("unknown encoder", got=repr(name), remedy=f"Known are: {_FAMILIES}")


def _labels(name: str) -> Encoder:
    from whereseen.memory.encoder.labels import LabelsEncoder

    return LabelsEncoder(_only_space(name))


def _detections(name: str) -> Encoder:
    from whereseen.memory.encoder.detections_encoder import DetectionsEncoder

    return DetectionsEncoder(_only_space(name))


def _only_space(name: str) -> LabelSpace:
    """The text encoder's space of an encoder that takes no other option."""
    family, options = split_options(name)
    classes = options.pop("classes", None)
    space = _label_space(options)
    if options:
        raise InvalidConfig(
            f"unknown option of {family}",
            got=", ".join(options),
            remedy="classes=FILE, minilm=FOLDER",
        )
    return space if classes is None else space.telling_apart(_lines(Path(classes).expanduser()))


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise InvalidConfig(
            "the classes cannot be read", got=f"{path}: {error}", remedy="Give a text file"
        ) from error
    return [line.strip() for line in lines if line.strip()]


def _label_space(options: dict[str, str]) -> LabelSpace:
    """The text encoder's space; takes its option out of `options`."""
    from whereseen.memory.encoder.label_space import LabelSpace

    try:
        from whereseen.memory.encoder.minilm import MiniLM
    except ModuleNotFoundError as error:  # ROS has no system packages of these
        name = error.name or "tokenizers"
        raise MissingDependency(name, requirements=_TEXT_ENCODER_REQUIREMENTS) from error

    folder = options.pop("minilm", None)
    return LabelSpace(MiniLM.load(None if folder is None else Path(folder).expanduser()))


def _detector(rest: str) -> Encoder:
    from whereseen.memory.encoder.detector import DetectorConfig
    from whereseen.memory.encoder.detector_encoder import DetectorEncoder

    path, options = split_options(rest)
    space = _label_space(options)
    config = config_from(options, DetectorConfig)
    return DetectorEncoder.load(Path(path).expanduser(), space, config)


def _clip(rest: str) -> Encoder:
    from whereseen.memory.encoder.clip_config import ClipConfig
    from whereseen.memory.encoder.open_clip import ClipEncoder

    model, options = split_options(rest)
    architecture, slash, weights = model.partition("/")
    if not slash or not architecture or not weights:
        raise InvalidConfig(
            "a clip encoder is named clip:MODEL/WEIGHTS",
            got=repr(f"clip:{model}"),
            remedy="For example clip:ViT-B-32/laion2b_s34b_b79k or clip:ViT-B-32/local-dir:/path",
        )
    return ClipEncoder.load(
        config_from(options, ClipConfig, architecture=architecture, weights=weights)
    )
