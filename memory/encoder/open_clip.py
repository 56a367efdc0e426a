"""CLIP through open_clip: a feature for each patch, questions in words or by example.

The only file that imports open_clip.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from whereseen.memory.encoder.clip_config import RANDOM, ClipConfig
from whereseen.memory.encoder.dense_clip import grid_shape, has_patches, patch_features
from whereseen.memory.encoder.prompts import NEGATIVES, captions_of
from whereseen.memory.encoder.protocol import (
    Calibration,
    EncoderSpec,
    FeatureImage,
    Query,
    checked_image,
    checked_text,
)
from whereseen.memory.errors import EncoderUnavailable, InvalidConfig, MissingDependency
from whereseen.memory.frames import Float32
from whereseen.memory.observation import Observation

# Provisional, for want of weights where this was written: typical of ViT-B on indoor images, where
# patches score .25 to .30 with their name and .20 with the negatives.
TEXT_CALIBRATION = Calibration(midpoint=0.03, slope=100.0)
IMAGE_CALIBRATION = Calibration(midpoint=0.6, slope=15.0)

_Images = npt.NDArray[np.uint8]


class ClipEncoder:
    """An `Encoder` with one row for each patch, confidence 1.

    Images keep their aspect: they are scaled to a whole number of patches, and the model's
    positional embeddings are interpolated to that grid.
    """

    def __init__(self, model: Any, tokenizer: Any, config: ClipConfig) -> None:
        if not has_patches(model.visual):
            raise EncoderUnavailable(
                f"clip:{config.name} has no patches to describe",
                got=type(model.visual).__name__,
                remedy="Use a plain vision transformer, as ViT-B-32, ViT-B-16 or ViT-L-14",
            )
        self._fingerprint = _fingerprint(model)
        dtype = {"fp32": "float32", "fp16": "float16", "bf16": "bfloat16"}[config.precision]
        self._model = model.eval().requires_grad_(False).to(config.device, getattr(_torch(), dtype))
        self._tokenizer = tokenizer
        self._config = config
        self._negative = self._texts(NEGATIVES).mean(axis=0)

    @classmethod
    def load(cls, config: ClipConfig) -> ClipEncoder:
        """Load a model; open_clip looks in the hub cache first and obeys HF_HUB_OFFLINE.

        Raises:
            EncoderUnavailable: if the weights cannot be had, or it is no vision transformer.
            InvalidConfig: if open_clip knows no such architecture.
            MissingDependency: if open_clip is not installed.
        """
        try:
            import open_clip
        except ImportError as error:
            raise MissingDependency("open_clip", "clip") from error
        _check_architecture(open_clip, config)
        model = _random(open_clip, config) if config.weights == RANDOM else _load(open_clip, config)
        return cls(model, open_clip.get_tokenizer(_open_clip_name(config)), config)

    @property
    def spec(self) -> EncoderSpec:
        """Identity and calibration; the calibration is provisional."""
        return EncoderSpec(
            model_id=f"clip:{self._config.architecture}-{self._fingerprint}",
            dimension=int(self._model.visual.proj.shape[1]),
            text=TEXT_CALIBRATION,
            image=IMAGE_CALIBRATION,
        )

    def encode(self, observation: Observation) -> FeatureImage:
        """Features of one frame, on the grid of patches."""
        return self.encode_batch([observation])[0]

    def encode_batch(self, observations: Sequence[Observation]) -> list[FeatureImage]:
        """Features of several frames; neighbours of one size run through the model together."""
        images = (observation.rgb for observation in observations)
        found: list[FeatureImage] = []
        for _, same in groupby(images, key=lambda image: image.shape):
            found.extend(self._encode(np.stack(list(same))))
        return found

    def query_text(self, text: str) -> Query:
        """A text question; raises InvalidQuery if it is empty or too long.

        Its vector is the mean over captions minus that of what any patch may be called, so that
        scores are what a patch says about this question rather than about any.
        """
        asked = checked_text(text)
        vector = _unit(self._texts(captions_of(asked)).mean(axis=0)) - self._negative
        return Query(text=asked, vector=vector, calibration=TEXT_CALIBRATION)

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        """A question by example, from the pooled embedding of a crop (H, W, 3) uint8.

        Raises:
            InvalidQuery: if it is no image.
        """
        side = int(self._model.visual.image_size[0])
        image = self._input(_squared(checked_image(rgb))[None], side, side)
        with _torch().inference_mode():
            vector = _array(self._model.encode_image(image))[0]
        return Query(
            text=f"image of {rgb.shape[1]} x {rgb.shape[0]}",
            vector=_unit(vector),
            calibration=IMAGE_CALIBRATION,
        )

    def _texts(self, texts: Sequence[str]) -> Float32:
        tokens = self._tokenizer(list(texts)).to(self._config.device)
        with _torch().inference_mode():
            return _unit(_array(self._model.encode_text(tokens)))

    def _encode(self, images: _Images) -> list[FeatureImage]:
        height, width = images.shape[1:3]
        rows, columns = grid_shape(height, width, self._config.patches)
        patch = int(self._model.visual.patch_size[0])
        with _torch().inference_mode():
            inputs = self._input(images, rows * patch, columns * patch)
            features = _unit(_array(patch_features(self._model.visual, inputs)))
        index = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
        confidence = np.ones(rows * columns, dtype=np.float32)
        return [FeatureImage(each, confidence, index) for each in features]

    def _input(self, images: _Images, height_px: int, width_px: int) -> Any:
        visual = self._model.visual
        size = (width_px, height_px)
        scaled = [
            np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BICUBIC))
            for image in images
        ]
        stack = np.stack(scaled).astype(np.float32) / 255.0
        mean, deviation = np.float32(visual.image_mean), np.float32(visual.image_std)
        stack = ((stack - mean) / deviation).transpose(0, 3, 1, 2)
        return _torch().from_numpy(np.ascontiguousarray(stack)).to(visual.proj)


def _check_architecture(open_clip: Any, config: ClipConfig) -> None:
    name = _open_clip_name(config)
    if name == config.architecture and name not in open_clip.list_models():
        raise InvalidConfig(
            "open_clip knows no such architecture", got=name, remedy="For example ViT-B-32"
        )


def _load(open_clip: Any, config: ClipConfig) -> Any:
    name = _open_clip_name(config)
    tag = config.weights if name == config.architecture else None
    # Weights of OpenAI need its approximation of GELU, which open_clip only warns about.
    known = open_clip.get_pretrained_cfg(name, tag) if tag else {}
    try:
        return open_clip.create_model_from_pretrained(
            name,
            pretrained=tag,
            force_quick_gelu=bool(known.get("quick_gelu")),
            return_transform=False,
        )
    except (RuntimeError, OSError, ValueError) as error:
        raise EncoderUnavailable(
            f"the weights of clip:{config.name} cannot be had",
            got=str(error).partition("\n")[0][:200],
            remedy="Run once on a machine with network and copy its Hugging Face cache here, or "
            f"give a checkpoint: clip:{config.architecture}/PATH, or a folder: "
            f"clip:{config.architecture}/local-dir:PATH. Without network, HF_HUB_OFFLINE=1 "
            "spares the wait",
        ) from error


def _random(open_clip: Any, config: ClipConfig) -> Any:
    torch = _torch()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        return open_clip.create_model(config.architecture)


def _open_clip_name(config: ClipConfig) -> str:
    with_schema = config.weights.startswith(("local-dir:", "hf-hub:"))
    return config.weights if with_schema else config.architecture


def _fingerprint(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(tensor.detach().float().cpu().numpy()).tobytes())
    return digest.hexdigest()[:12]


def _squared(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Put a crop in the middle of a square of its mean colour: stretched things look unlike."""
    height, width = rgb.shape[:2]
    side = max(height, width)
    square = np.empty((side, side, 3), dtype=np.uint8)
    square[:] = rgb.mean(axis=(0, 1)).astype(np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = rgb
    return square


def _array(tensor: Any) -> Float32:
    return np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)


def _unit(rows: Float32) -> Float32:
    norm = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(norm, 1e-12), dtype=np.float32)


def _torch() -> Any:
    import torch

    return torch
