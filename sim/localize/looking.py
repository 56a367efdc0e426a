"""Whether the robot has looked at the places that things have left."""

from __future__ import annotations

from itertools import product

import numpy as np

from whereseen.memory.frames import Float64, project
from whereseen.sim.stages.protocol import Picture

_FARTHEST_M = 4.0
_SLACK_M = 0.02
_LEAST_SHARE = 0.5
_STEPS = (0.25, 0.5, 0.75)

Box = tuple[Float64, Float64]


class EmptyPlaces:
    """Places that things have left and at which nobody has looked since."""

    def __init__(self) -> None:
        self._points: dict[str, Float64] = {}

    def leave(self, name: str, box_m: Box) -> None:
        """A thing has left its box, given by its corners (3,) and (3,) in the map frame."""
        low, high = box_m
        self._points[name] = low + np.array(list(product(_STEPS, repeat=3))) * (high - low)

    def forget(self, name: str) -> None:
        """A thing is back somewhere."""
        self._points.pop(name, None)

    def look(self, picture: Picture, T_map_camera: Float64) -> None:
        """Take note of a picture: a place is looked at if half of it is in view and in reach."""
        for name in [
            name for name, it in self._points.items() if _shows(picture, T_map_camera, it)
        ]:
            del self._points[name]

    def __contains__(self, name: str) -> bool:
        return name in self._points


def _shows(picture: Picture, T_map_camera: Float64, points_m: Float64) -> bool:
    uv, depth_m = project(points_m, picture.intrinsics, T_map_camera)
    height, width = picture.depth_m.shape
    near = (depth_m > 0.0) & (depth_m <= _FARTHEST_M)
    column, row = np.rint(np.where(near[:, None], uv, -1.0)).astype(int).T
    inside = near & (column >= 0) & (column < width) & (row >= 0) & (row < height)
    behind_m = picture.depth_m[row[inside], column[inside]]
    seen = behind_m >= depth_m[inside] - _SLACK_M
    return bool(np.count_nonzero(seen) >= _LEAST_SHARE * len(points_m))
