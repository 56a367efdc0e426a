"""Which pixels of a frame show the robot itself, by where its parts are.

```python
mask = own_pixels(observation, boxes)  # of links, and of what is in the gripper
memory.observe(without_pixels(observation, mask))
```
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import Float64, invert, is_rigid
from whereseen.memory.observation import Observation
from whereseen.memory.without_own import Mask

MARGIN_M = 0.04  # for joints that are not quite where they are said to be, and blurred edges


@dataclass(frozen=True, slots=True, eq=False)
class OwnBox:
    """A box around a part of the robot, or around what it holds.

    Attributes:
        T_map_box: (4, 4) pose of its middle.
        size_m: (3,) its edges.

    Raises:
        InvalidObservation: if the pose is not rigid or an edge negative.
    """

    T_map_box: Float64 = field(repr=False)
    size_m: Float64

    def __post_init__(self) -> None:
        size = np.asarray(self.size_m, dtype=np.float64)
        if not is_rigid(self.T_map_box) or size.shape != (3,) or not (size >= 0.0).all():
            raise InvalidObservation(
                "a box of the robot needs a rigid pose and three edges", got=repr(self.size_m)
            )

    @classmethod
    def between(cls, T_map_link: Float64, low_m: Float64, high_m: Float64) -> OwnBox:
        """The box between two corners (3,) in the frame of a link."""
        middle = np.eye(4)
        middle[:3, 3] = (low_m + high_m) / 2.0
        return cls(T_map_link @ middle, high_m - low_m)

    @classmethod
    def around(cls, start_map: npt.ArrayLike, end_map: npt.ArrayLike, radius_m: float) -> OwnBox:
        """The box around a capsule, as segments of arms are described, by its two ends (3,)."""
        start, end = np.asarray(start_map, np.float64), np.asarray(end_map, np.float64)
        length = float(np.linalg.norm(end - start))
        x = (end - start) / length if length > 1e-9 else np.array([1.0, 0.0, 0.0])
        aside = np.eye(3)[int(np.abs(x).argmin())]
        y = np.cross(aside, x)
        y /= np.linalg.norm(y)
        pose = np.eye(4)
        pose[:3, 0], pose[:3, 1], pose[:3, 2] = x, y, np.cross(x, y)
        pose[:3, 3] = (start + end) / 2.0
        return cls(pose, np.array([length + 2.0 * radius_m, 2.0 * radius_m, 2.0 * radius_m]))


def own_pixels(
    observation: Observation, boxes: Iterable[OwnBox], *, margin_m: float = MARGIN_M
) -> Mask:
    """Pixels (H, W) in whose direction a part of the robot is, and nothing stands before it.

    What is nearer than the part is kept: a mug before the arm. A box that holds the camera is left
    out: cameras do not see what they are built into.

    Args:
        observation: The frame; where the camera was is taken from it.
        boxes: Around all parts that it could see, at the time of the frame.
        margin_m: So much larger they are taken to be on each side.
    """
    depth = observation.depth_m
    K, height, width = observation.intrinsics, depth.shape[0], depth.shape[1]
    v, u = np.mgrid[:height, :width]
    rays = np.stack([(u - K[0, 2]) / K[0, 0], (v - K[1, 2]) / K[1, 1], np.ones(u.shape)], axis=-1)
    measured = np.where(np.isfinite(depth) & (depth > 0.0), depth, np.inf)
    mask = np.zeros(depth.shape, dtype=np.bool_)
    for box in boxes:
        T_box_camera = invert(box.T_map_box) @ observation.T_map_camera
        entry = _entry_m(T_box_camera, rays, np.asarray(box.size_m) / 2.0 + margin_m)
        if entry is not None:
            mask |= entry <= measured
    return mask


def _entry_m(T_box_camera: Float64, rays: Float64, half: Float64) -> Float64 | None:
    """Depth (H, W) at which rays enter a box around the origin, inf where they miss it.

    None if they begin in it, or it lies behind.
    """
    eye = T_box_camera[:3, 3]
    if (np.abs(eye) < half).all():
        return None
    corners = np.array(np.meshgrid(*np.stack([-half, half], axis=1))).reshape(3, -1).T
    if ((corners - eye) @ T_box_camera[:3, 2] <= 0.0).all():
        return None
    turned = rays @ T_box_camera[:3, :3].T
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (-half - eye) / turned, (half - eye) / turned
    enter = np.nanmax(np.minimum(one, two), axis=-1)
    leave = np.nanmin(np.maximum(one, two), axis=-1)
    return np.where((enter <= leave) & (leave > 0.0), enter, np.inf)
