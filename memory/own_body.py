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
from whereseen.memory.frames import Float64, apply, invert, is_rigid
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.kernels.own_box import mark_box
from whereseen.memory.without_own import Mask

MARGIN_M = 0.04  # for joints that are not quite where they are said to be, and blurred edges
_NEAREST_M = 0.02  # what reaches nearer to the camera's plane may be anywhere in the picture
_SIGNS = np.array(np.meshgrid(*[(-1.0, 1.0)] * 3)).reshape(3, -1).T


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
    depth, K = observation.depth_m, np.ascontiguousarray(observation.intrinsics, dtype=np.float64)
    mask = np.zeros(depth.shape, dtype=np.bool_)
    for box in boxes:
        T_box_camera = invert(box.T_map_box) @ observation.T_map_camera
        half = np.asarray(box.size_m, dtype=np.float64) / 2.0 + margin_m
        window = _window(T_box_camera, half, K, depth.shape)
        if window is not None:
            mark_box(mask, depth, K, T_box_camera, half, window)
    return mask


def _window(
    T_box_camera: Float64, half: Float64, K: Float64, shape: tuple[int, ...]
) -> npt.NDArray[np.int64] | None:
    """First row, the row after the last, and so of columns (4,), that can show a box.

    None if the camera is in it, or it lies behind or beside what is in view.
    """
    if (np.abs(T_box_camera[:3, 3]) < half).all():
        return None
    corners = apply(invert(T_box_camera), _SIGNS * half)
    deep = corners[:, 2]
    if (deep <= 0.0).all():
        return None
    high, wide = shape
    if (deep < _NEAREST_M).any():  # its edges leave the picture somewhere
        return np.array([0, high, 0, wide], dtype=np.int64)
    u, v = corners[:, 0] / deep * K[0, 0] + K[0, 2], corners[:, 1] / deep * K[1, 1] + K[1, 2]
    ends = np.floor([v.min(), v.max() + 2.0, u.min(), u.max() + 2.0])
    found = np.clip(ends, 0, (high, high, wide, wide))
    return None if found[0] >= found[1] or found[2] >= found[3] else found.astype(np.int64)
