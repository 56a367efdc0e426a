"""Where to put numbered badges, so that they and their leader lines stay clear of each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64

_ANGLES = np.radians(np.arange(0.0, 360.0, 15.0) - 45.0)
_STEPS = (2.6, 3.4, 4.5, 6.0, 8.0, 11.0, 15.0)
_ROUNDS = 4
Rectangle = tuple[float, float, float, float]


def place_badges(
    anchors: Float64, boxes: Sequence[Rectangle], *, radius: float, frame: Rectangle
) -> Float64:
    """Choose the middle of a round badge for each anchor.

    Args:
        anchors: (N, 2) pixels that the badges belong to.
        boxes: For each anchor, the rectangle (left, top, right, bottom) that its badge and those
            of the others should leave visible.
        radius: Radius of the badges in pixels.
        frame: Rectangle that the badges must stay in.

    Returns:
        (N, 2) pixels; no two badges overlap and no two leader lines cross, where there is room.
    """
    badges = np.array(anchors, dtype=np.float64)
    for _ in range(_ROUNDS):
        for index in range(len(anchors)):
            options = _options(anchors[index], boxes[index], radius=radius, frame=frame)
            costs = _costs(options, index, badges, anchors=anchors, boxes=boxes, radius=radius)
            badges[index] = options[int(np.argmin(costs))]
    return badges


def _options(anchor: Float64, box: Rectangle, *, radius: float, frame: Rectangle) -> Float64:
    """Rings of candidates round a box, within the frame, the nearest first."""
    reach = max(box[2] - box[0], box[3] - box[1]) / 2.0
    around = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
    rings = np.concatenate([around * (step * radius + min(reach, 3.0 * radius)) for step in _STEPS])
    low = np.array(frame[:2]) + radius + 2.0
    high = np.array(frame[2:]) - radius - 2.0
    return np.asarray(np.clip(anchor + rings, low, np.maximum(low, high)))


def _costs(
    options: Float64,
    index: int,
    badges: Float64,
    *,
    anchors: Float64,
    boxes: Sequence[Rectangle],
    radius: float,
) -> Float64:
    """For each option, the length of its line and a price for all that is covered or crossed."""
    start = anchors[index]
    costs = np.linalg.norm(options - start, axis=1) / radius
    for other in range(len(anchors)):
        costs += 20.0 * (_gap_to_box(options, boxes[other]) < radius)
        if other == index:
            continue
        end, badge = anchors[other], badges[other]
        costs += 1000.0 * (np.linalg.norm(options - badge, axis=1) < 2.3 * radius)
        costs += 200.0 * crossing(start, options, end, badge)
        costs += 100.0 * (_gap_to_line(badge, start, options) < 1.2 * radius)
        costs += 100.0 * (_gap_to_line(options, end, badge) < 1.2 * radius)
    return np.asarray(costs)


def crossing(a: Float64, b: Float64, c: Float64, d: Float64) -> npt.NDArray[np.bool_]:
    """Tell where the segments a-b and c-d, arrays (..., 2), have an inner point in common."""
    apart = _side(a, b, c) * _side(a, b, d) < 0.0
    return np.asarray(apart & (_side(c, d, a) * _side(c, d, b) < 0.0))


def _side(p: Float64, q: Float64, r: Float64) -> Float64:
    """On which side of the line p-q the point r lies, by sign."""
    along, to = q - p, r - p
    return np.asarray(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])


def _gap_to_line(point: Float64, start: Float64, end: Float64) -> Float64:
    """Distances of points from segments, arrays (..., 2)."""
    along = end - start
    length = np.maximum((along**2).sum(axis=-1), 1e-12)
    share = np.clip(((point - start) * along).sum(axis=-1) / length, 0.0, 1.0)
    return np.asarray(np.linalg.norm(point - start - share[..., None] * along, axis=-1))


def _gap_to_box(points: Float64, box: Rectangle) -> Float64:
    return np.asarray(np.linalg.norm(points - np.clip(points, box[:2], box[2:]), axis=1))
