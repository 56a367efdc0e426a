"""Frames without the robot itself and what it holds, which a simulator knows pixel by pixel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.detection import Detection
from whereseen.memory.observation import LabelImage, Observation

Bool = npt.NDArray[np.bool_]

_SHARE = 0.5  # of a detection that shows the robot


def without_self(
    observation: Observation, instances: npt.NDArray[np.int32], own: Collection[int]
) -> Observation:
    """A frame without readings, labels and detections of the robot.

    Args:
        observation: As sensed.
        instances: (H, W) int32 what each pixel really shows.
        own: Instances of the robot and of what it holds.
    """
    hidden = np.isin(instances, list(own))
    if not hidden.any():
        return observation
    depth = observation.depth_m.copy()
    depth[hidden] = 0.0
    labels = observation.labels
    if labels is not None:
        labels = LabelImage(np.where(hidden, len(labels.names), labels.ids), labels.names)
    detections = observation.detections
    if detections is not None:
        detections = tuple(each for each in detections if _shown(each, hidden) < _SHARE)
    return replace(observation, depth_m=depth, labels=labels, detections=detections)


def _shown(detection: Detection, hidden: Bool) -> float:
    """Share of a detection that is hidden."""
    x0, y0, x1, y1 = (max(int(side), 0) for side in detection.box_px)
    part = hidden[y0:y1, x0:x1]
    if detection.mask is not None and detection.mask.shape == part.shape:
        part = part[detection.mask]
    return float(part.mean()) if part.size else 0.0
