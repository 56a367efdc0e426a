"""The tree of frames from the map to the camera, of a recording that has poses only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from geometry_msgs.msg import TransformStamped

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, invert
from whereseen.nodes.convert.pose import transform_stamped

# The optical frame (z forward, x right, y down) of a camera that looks along x of its base.
_T_BASE_CAMERA = np.array(
    [[0.0, 0.0, 1.0, 0.0], [-1.0, 0.0, 0.0, 0.0], [0.0, -1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
)
_T_CAMERA_BASE = invert(_T_BASE_CAMERA)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameNames:
    """Names of the frames, by REP 105.

    The recorded pose becomes `map -> odom` (no motion), `odom -> base_link` (all of it) and
    `base_link -> camera` (a fixed turn), so that their product is the pose.

    Attributes:
        map, odom, base, camera: From the root to the leaf.
    """

    map: str = "map"
    odom: str = "odom"
    base: str = "base_link"
    camera: str = "camera_color_optical_frame"

    def __post_init__(self) -> None:
        names = (self.map, self.odom, self.base, self.camera)
        if not all(names) or len(set(names)) < len(names):
            raise InvalidConfig(
                "frames need names that differ", got=", ".join(map(repr, names)), remedy="Rename"
            )

    def moving(self, T_map_camera: Float64, *, stamp_ns: int) -> list[TransformStamped]:
        """The edges for `/tf` at one time; raises UnusableMessage if the stamp does not fit."""
        T_odom_base = T_map_camera @ _T_CAMERA_BASE
        return [
            transform_stamped(np.eye(4), parent=self.map, child=self.odom, stamp_ns=stamp_ns),
            transform_stamped(T_odom_base, parent=self.odom, child=self.base, stamp_ns=stamp_ns),
        ]

    def fixed(self, *, stamp_ns: int) -> list[TransformStamped]:
        """The edges for `/tf_static`; raises UnusableMessage if the stamp does not fit."""
        return [
            transform_stamped(
                _T_BASE_CAMERA, parent=self.base, child=self.camera, stamp_ns=stamp_ns
            )
        ]
