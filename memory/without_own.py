"""A frame without some of its pixels, as those that show the robot itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidObservation
from whereseen.memory.observation import LabelImage, Observation

_MOSTLY = 0.5
_NOTHING = -1

Mask = npt.NDArray[np.bool_]


def without_pixels(observation: Observation, mask: Mask) -> Observation:
    """The frame with no reading where a mask (H, W) is true: nothing appears or is carved there.

    Labels there become unknown, and detections that lie mostly there are dropped; of others that
    have a mask, the rest stays. The colours stay as they are.

    Raises:
        InvalidObservation: if the mask is of another size.
    """
    if mask.shape != observation.depth_m.shape:
        raise InvalidObservation(
            "the mask and the frame differ in size",
            got=f"mask {mask.shape}, frame {observation.depth_m.shape}",
            remedy="Make the mask with the camera of the frame",
        )
    if not mask.any():
        return observation
    labels, detections = observation.labels, observation.detections
    if labels is not None:
        ids = np.where(mask, np.int32(_NOTHING), labels.ids).astype(np.int32)
        labels = LabelImage(ids, labels.names)
    return replace(
        observation,
        depth_m=np.where(mask, np.float32(0.0), observation.depth_m),
        labels=labels,
        detections=None if detections is None else tuple(_left(detections, mask)),
    )


def _left(detections: tuple[Detection, ...], mask: Mask) -> Iterator[Detection]:
    height, width = mask.shape
    for each in detections:
        x0, y0, x1, y1 = each.box_px
        left, top = max(int(x0), 0), max(int(y0), 0)
        right, bottom = min(int(np.ceil(x1)), width), min(int(np.ceil(y1)), height)
        hidden = mask[top:bottom, left:right]
        if not hidden.size:
            yield each
            continue
        if each.mask is None:
            if hidden.mean() < _MOSTLY:
                yield each
            continue
        dx, dy = left - int(x0), top - int(y0)
        own = each.mask.copy()
        own[dy : dy + hidden.shape[0], dx : dx + hidden.shape[1]] &= ~hidden
        if own.sum() > (1.0 - _MOSTLY) * each.mask.sum():
            yield replace(each, mask=own)
