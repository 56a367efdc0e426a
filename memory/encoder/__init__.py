"""Encoders: images and questions to vectors of one space.

Importing this package imports no model: a name is resolved when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whereseen.memory.encoder.clip_config import ClipConfig
    from whereseen.memory.encoder.detections_encoder import DetectionsEncoder
    from whereseen.memory.encoder.detector import Detector, DetectorConfig
    from whereseen.memory.encoder.detector_encoder import DetectorEncoder
    from whereseen.memory.encoder.factory import make_encoder
    from whereseen.memory.encoder.label_space import LabelSpace
    from whereseen.memory.encoder.labels import LabelsEncoder
    from whereseen.memory.encoder.minilm import MiniLM
    from whereseen.memory.encoder.open_clip import ClipEncoder
    from whereseen.memory.encoder.protocol import (
        Calibration,
        Encoder,
        EncoderSpec,
        FeatureImage,
        Query,
        TextEncoder,
        Verifier,
        Vocabulary,
    )

__all__ = [
    "Calibration",
    "ClipConfig",
    "ClipEncoder",
    "DetectionsEncoder",
    "Detector",
    "DetectorConfig",
    "DetectorEncoder",
    "Encoder",
    "EncoderSpec",
    "FeatureImage",
    "LabelSpace",
    "LabelsEncoder",
    "MiniLM",
    "Query",
    "TextEncoder",
    "Verifier",
    "Vocabulary",
    "make_encoder",
]

_FILES = {
    "ClipConfig": "clip_config",
    "ClipEncoder": "open_clip",
    "DetectionsEncoder": "detections_encoder",
    "Detector": "detector",
    "DetectorConfig": "detector",
    "DetectorEncoder": "detector_encoder",
    "LabelSpace": "label_space",
    "LabelsEncoder": "labels",
    "MiniLM": "minilm",
    "make_encoder": "factory",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FILES.get(name, 'protocol')}"), name)
