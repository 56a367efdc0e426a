"""Object detection with a YOLOX model in ONNX."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.detection import Detection
from whereseen.memory.encoder.tiles import Window, is_whole, windows
from whereseen.memory.encoder.vocabulary import COCO_80
from whereseen.memory.encoder.weights import sha256_of
from whereseen.memory.encoder.yolox import anchor_count, decoded, kept_boxes, letterboxed
from whereseen.memory.errors import EncoderUnavailable, InvalidConfig, MissingDependency

_RUNTIME_CODE = re.compile(r"^\[ONNXRuntimeError\] : \d+ : \w+ : ")
_NAMES_REMEDY = 'Write a JSON list with one name for each class: ["person", "bicycle", ...]'


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorConfig:
    """How to detect.

    With yolox_nano on 50 frames of redkitchen, one thread: `tiles=1` takes 29 ms a frame and sees
    the patterned cup in .67 of the frames that show it, `tiles=2` 95 ms and .95, `tiles=3` 167 ms
    and .95. Of the white mug, nearer, each sees .85.

    Attributes:
        score: Detections with a lower score are dropped.
        overlap: Intersection over union from which two boxes of a class show one thing.
        tiles: With n > 1 the image is looked at once more in n x n overlapping tiles, for things
            that are small in it; costs n * n runs of the model more.
        threads: CPU threads of one run.
        names: File with a JSON list of class names; by default `<model>.names.json` beside the
            model, and the names of COCO where there is none.
    """

    score: float = 0.25
    overlap: float = 0.45
    tiles: int = 1
    threads: int = 1
    names: str = ""

    def __post_init__(self) -> None:
        if not (0.0 < self.score < 1.0 and 0.0 < self.overlap <= 1.0):
            raise InvalidConfig(
                "score and overlap must be between 0 and 1", got=f"{self.score}, {self.overlap}"
            )
        if not 1 <= self.tiles <= 8 or self.threads < 1:
            raise InvalidConfig(
                "tiles must be 1 to 8 and threads positive", got=f"{self.tiles}, {self.threads}"
            )


class Detector:
    """A YOLOX model: (1, 3, h, w) BGR 0..255 in, (1, N, 5 + C) raw boxes out."""

    def __init__(self, session: Any, names: Sequence[str], model_id: str, config: DetectorConfig):
        self._session = session
        self._names = tuple(names)
        self._config = config
        self._input = session.get_inputs()[0]
        self.model_id = model_id

    @classmethod
    def load(cls, path: Path, config: DetectorConfig | None = None) -> Detector:
        """Load a model.

        Raises:
            EncoderUnavailable: if there is no such file, or it is no YOLOX model.
            InvalidConfig: if the names do not fit the model.
            MissingDependency: if onnxruntime is not installed.
        """
        config = config or DetectorConfig()
        if not path.is_file():
            raise EncoderUnavailable(
                f"there is no detector at {path}",
                remedy="Give the path of a YOLOX model in ONNX, as its releases on GitHub have",
            )
        session = _session(path, config.threads)
        names = _names(path, config.names)
        _check(session, path, names)
        # Of the content alone: a file that was renamed is no other encoder.
        return cls(session, names, f"yolox-{sha256_of(path)[:12]}", config)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the classes."""
        return self._names

    def detect(self, rgb: npt.NDArray[np.uint8]) -> list[Detection]:
        """Detections in an image (H, W, 3) uint8, by falling score."""
        height, width = rgb.shape[:2]
        parts = windows(height, width, self._config.tiles)
        found = [self._detect_in(rgb, part) for part in parts]
        boxes, scores, classes = (np.concatenate(rows) for rows in zip(*found, strict=True))
        kept = kept_boxes(boxes, scores, classes, self._config.overlap)
        return [
            Detection(tuple(boxes[i].tolist()), self._names[classes[i]], float(scores[i]))
            for i in kept
        ]

    def _detect_in(
        self, rgb: npt.NDArray[np.uint8], window: Window
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
        """Boxes in pixels of the image, scores and classes within a window x0, y0, x1, y1."""
        x0, y0, x1, y1 = window
        height, width = self._input.shape[2:]
        image, scale = letterboxed(rgb[y0:y1, x0:x1], height, width)
        output = self._session.run(None, {self._input.name: image})[0][0]
        boxes, scores, classes = decoded(output, height, width)
        sure = scores >= self._config.score
        low, high = np.array([[x0, y0, x0, y0], [x1, y1, x1, y1]], dtype=np.float32)
        boxes = np.clip(boxes[sure] / scale + low, low, high)
        whole = is_whole(boxes, window, height_px=rgb.shape[0], width_px=rgb.shape[1])
        return boxes[whole], scores[sure][whole], classes[sure][whole]


def _session(path: Path, threads: int) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingDependency("onnxruntime", "detect") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=onnxruntime.get_available_providers()
        )
    except Exception as error:  # onnxruntime raises a dozen unrelated types
        raise EncoderUnavailable(
            f"{path} is not an ONNX model that can be run",
            got=_RUNTIME_CODE.sub("", str(error).splitlines()[0]),
            remedy="Copy the file again, or give a YOLOX model in ONNX as its releases on GitHub "
            "have",
        ) from error


def _names(path: Path, given: str) -> tuple[str, ...]:
    beside = path.with_suffix(".names.json")
    file = Path(given).expanduser() if given else beside
    if not given and not beside.is_file():
        return COCO_80
    try:
        names = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidConfig(
            f"{file} cannot be read as class names", got=str(error), remedy=_NAMES_REMEDY
        ) from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InvalidConfig(f"{file} is not a list of class names", remedy=_NAMES_REMEDY)
    return tuple(names)


def _check(session: Any, path: Path, names: Sequence[str]) -> None:
    inputs, outputs = session.get_inputs()[0].shape, session.get_outputs()[0].shape
    fixed = len(inputs) == 4 and all(isinstance(side, int) for side in inputs[2:])
    if not fixed or len(outputs) != 3 or outputs[1] != anchor_count(*inputs[2:]):
        raise EncoderUnavailable(
            f"{path} is not a YOLOX model",
            got=f"input {inputs}, output {outputs}",
            remedy="Export it with a fixed input size and without --decode_in_inference",
        )
    if outputs[2] != 5 + len(names):
        raise InvalidConfig(
            f"the class names do not fit {path.name}",
            got=f"{len(names)} names for {outputs[2] - 5} classes",
            remedy=f"List them in {path.with_suffix('.names.json').name}",
        )
