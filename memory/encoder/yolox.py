"""Around a YOLOX detector: images to its input, its output to boxes.

After Ge et al., "YOLOX: Exceeding YOLO Series in 2021". Boxes are (x0, y0, x1, y1) in pixels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from whereseen.memory.frames import Float32

STRIDES_PX = (8, 16, 32)
_PADDING = 114.0
_LARGEST_LOG_SIDE = 10.0
_SAME_BOX = 0.85  # boxes of two classes that overlap this much are two names for one thing


def anchor_count(height_px: int, width_px: int) -> int:
    """Number of rows that a model with this input size puts out."""
    return sum((height_px // stride) * (width_px // stride) for stride in STRIDES_PX)


def letterboxed(rgb: npt.NDArray[np.uint8], height_px: int, width_px: int) -> tuple[Float32, float]:
    """Scale an image into the upper left of the input, keeping its aspect.

    Args:
        rgb: (H, W, 3) uint8.
        height_px: Height of the input.
        width_px: Width of the input.

    Returns:
        (1, 3, height_px, width_px) float32, BGR in 0..255, and input pixels per image pixel.
    """
    height, width = rgb.shape[:2]
    scale = min(height_px / height, width_px / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    scaled = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BILINEAR))
    canvas = np.full((1, 3, height_px, width_px), _PADDING, dtype=np.float32)
    canvas[0, :, : size[1], : size[0]] = scaled[:, :, ::-1].transpose(2, 0, 1)
    return canvas, scale


def decoded(
    output: Float32, height_px: int, width_px: int
) -> tuple[Float32, Float32, npt.NDArray[np.intp]]:
    """Boxes, scores and classes of all anchors.

    Args:
        output: (N, 5 + C): offsets, log sides, objectness and class scores, by growing stride.
        height_px: Height of the input.
        width_px: Width of the input.

    Returns:
        Boxes (N, 4) in pixels of the input, scores (N,) in [0, 1], classes (N,).
    """
    corners, strides = _anchors(height_px, width_px)
    centres = (output[:, :2] + corners) * strides
    sides = np.exp(np.minimum(output[:, 2:4], _LARGEST_LOG_SIDE)) * strides
    boxes = np.concatenate([centres - sides / 2, centres + sides / 2], axis=1)
    classes = output[:, 5:].argmax(axis=1)
    scores = output[:, 4] * np.take_along_axis(output[:, 5:], classes[:, None], axis=1)[:, 0]
    return boxes.astype(np.float32), scores.astype(np.float32), classes


def kept_boxes(
    boxes: Float32, scores: Float32, classes: npt.NDArray[np.intp], overlap: float
) -> list[int]:
    """Rows that remain when boxes that overlap a better one of their class are dropped.

    A box that all but equals a better one is dropped whatever its class.

    Args:
        boxes: (N, 4).
        scores: (N,).
        classes: (N,).
        overlap: Intersection over union from which two boxes show one thing.

    Returns:
        Row numbers by falling score.
    """
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    waiting = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while waiting.size:
        best, waiting = int(waiting[0]), waiting[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[waiting, :2])
        high = np.minimum(boxes[best, 2:], boxes[waiting, 2:])
        shared = np.prod(np.maximum(high - low, 0.0), axis=1)
        union = np.maximum(areas[best] + areas[waiting] - shared, 1e-9)
        limit = np.where(classes[waiting] == classes[best], overlap, _SAME_BOX)
        waiting = waiting[shared / union < limit]
    return kept


def _anchors(height_px: int, width_px: int) -> tuple[Float32, Float32]:
    corners, strides = [], []
    for stride in STRIDES_PX:
        rows, columns = np.mgrid[: height_px // stride, : width_px // stride]
        corners.append(np.stack([columns.ravel(), rows.ravel()], axis=1))
        strides.append(np.full((rows.size, 1), stride))
    return np.concatenate(corners).astype(np.float32), np.concatenate(strides).astype(np.float32)
