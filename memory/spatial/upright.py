"""Which way is up in a map whose frame was set by whatever the camera saw first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64

_CONE_DEG = 35.0
_SNAP_DEG = 3.0
_MOST_POINTS = 8_000
_BIN_M = 0.05


def estimate_up(points_map: npt.ArrayLike, prior: npt.ArrayLike) -> Float64:
    """Unit vector (3,) along which the heights of the points (N, 3) pile up most.

    Floors and table tops make peaks in the histogram of heights along the true vertical. The
    search covers a cone about `prior`; an axis of the map within three degrees is taken exactly.
    """
    points = np.asarray(points_map, dtype=np.float64)
    up = np.asarray(prior, dtype=np.float64)
    up = up / np.linalg.norm(up)
    if points.shape[0] >= 100:
        step = -(-points.shape[0] // _MOST_POINTS)
        for cone_deg in (_CONE_DEG, 5.0, 1.0):
            up = _best(points[::step], _cone(up, cone_deg))
    axis = int(np.argmax(np.abs(up)))
    snapped = np.zeros(3)
    snapped[axis] = np.sign(up[axis])
    return snapped if up @ snapped > np.cos(np.radians(_SNAP_DEG)) else up


def _cone(axis: Float64, half_angle_deg: float) -> Float64:
    """Directions (M, 3) spread over a cone, the axis first."""
    side = np.cross(axis, np.eye(3)[np.argmin(np.abs(axis))])
    side /= np.linalg.norm(side)
    other = np.cross(axis, side)
    angles = np.radians(np.linspace(0.0, half_angle_deg, 15))[1:]
    turns = np.linspace(0.0, 2.0 * np.pi, 24, endpoint=False)
    tilt, turn = np.meshgrid(angles, turns, indexing="ij")
    tilt, turn = tilt.ravel()[:, None], turn.ravel()[:, None]
    ring = np.sin(tilt) * (np.cos(turn) * side + np.sin(turn) * other)
    return np.vstack([axis, np.cos(tilt) * axis + ring])


def _best(points: Float64, directions: Float64) -> Float64:
    heights = points @ directions.T
    bins = np.floor((heights - heights.min(axis=0)) / _BIN_M).astype(np.int64)
    peaked = [float((np.bincount(column).astype(np.float64) ** 2).sum()) for column in bins.T]
    return np.asarray(directions[int(np.argmax(peaked))])
