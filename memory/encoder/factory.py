"""An encoder by its name, as it stands in configurations and on the command line."""

from __future__ import annotations

from pathlib import Path

from whereseen.memory.encoder.options import config_from, split_options
from whereseen.memory.encoder.protocol import Encoder
from whereseen.memory.errors import InvalidConfig

_FAMILIES = (
    "labels, detector:PATH.onnx[,score=0.3,...], clip:MODEL/WEIGHTS[,device=cuda,precision=fp16]"
)


def make_encoder(name: str) -> Encoder:
    """Make an encoder from its name; imports only what this one needs.

    Args:
        name: `labels`, `detector:PATH[,key=value...]` with the fields of `DetectorConfig`, or
            `clip:MODEL/WEIGHTS[,key=value...]` with the fields of `ClipConfig`.

    Raises:
        InvalidConfig: if the name or an option is unknown.
        EncoderUnavailable: if weights cannot be had.
        MissingDependency: if the package that runs the model is not installed.
    """
    family, colon, rest = name.strip().partition(":")
    if family == "labels" and not colon:
        return _labels()
    if family == "detector" and rest:
        return _detector(rest)
    if family == "clip" and rest:
        return _clip(rest)
    raise InvalidConfig("unknown encoder", got=repr(name), remedy=f"Known are: {_FAMILIES}")


def _labels() -> Encoder:
    from whereseen.memory.encoder.label_space import LabelSpace
    from whereseen.memory.encoder.labels import LabelsEncoder
    from whereseen.memory.encoder.minilm import MiniLM

    return LabelsEncoder(LabelSpace(MiniLM.load()))


def _detector(rest: str) -> Encoder:
    from whereseen.memory.encoder.detector import DetectorConfig
    from whereseen.memory.encoder.detector_encoder import DetectorEncoder
    from whereseen.memory.encoder.label_space import LabelSpace
    from whereseen.memory.encoder.minilm import MiniLM

    path, options = split_options(rest)
    config = config_from(options, DetectorConfig)
    return DetectorEncoder.load(Path(path).expanduser(), LabelSpace(MiniLM.load()), config)


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
