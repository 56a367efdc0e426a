"""Parameters of the demo room."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64


@dataclass(frozen=True, slots=True)
class DemoConfig:
    """How the demo room is seen.

    Attributes:
        frames: How many frames the tour has, both laps together.
        width_px: Width of the images.
        height_px: Height of the images.
        field_of_view_deg: Horizontal field of view.
        nearest_m: Nothing nearer is rendered.
        farthest_m: Nothing farther is rendered.
        start_ns: Stamp of the first frame.
        period_ms: Time between frames.
        pause_s: Time between the laps, while the room changes.
        seed: Chooses where exactly things stand; 0 is the room as drawn.
    """

    frames: int = 120
    width_px: int = 480
    height_px: int = 360
    field_of_view_deg: float = 70.0
    nearest_m: float = 0.05
    farthest_m: float = 12.0
    start_ns: int = 1_767_258_000_000_000_000
    period_ms: int = 250
    pause_s: int = 900
    seed: int = 0

    def __post_init__(self) -> None:
        if self.frames < 2 or min(self.width_px, self.height_px) < 16:
            raise InvalidConfig(
                "the tour needs two frames of 16 x 16 pixels at least",
                got=f"{self.frames} frames of {self.width_px} x {self.height_px}",
            )
        if not 10.0 <= self.field_of_view_deg <= 120.0:
            raise InvalidConfig(
                "the field of view must be 10 to 120 degrees", got=f"{self.field_of_view_deg}"
            )
        if not 0.0 < self.nearest_m < self.farthest_m:
            raise InvalidConfig(
                "nearest_m must be positive and less than farthest_m",
                got=f"{self.nearest_m} and {self.farthest_m}",
            )

    @property
    def intrinsics(self) -> Float64:
        """(3, 3) pinhole matrix in pixels, of the ray that each pixel's depth was taken along."""
        focal = self.width_px / 2.0 / math.tan(math.radians(self.field_of_view_deg) / 2.0)
        # TinyRenderer samples a pixel at its lower left corner, not in its middle.
        middle_u, middle_v = self.width_px / 2.0, self.height_px / 2.0 - 1.0
        return np.array([[focal, 0.0, middle_u], [0.0, focal, middle_v], [0.0, 0.0, 1.0]])

    @property
    def projection(self) -> Float64:
        """(4, 4) OpenGL projection matrix of the same camera."""
        near, far = self.nearest_m, self.farthest_m
        focal = self.intrinsics[0, 0]
        matrix = np.zeros((4, 4))
        matrix[0, 0], matrix[1, 1] = 2.0 * focal / self.width_px, 2.0 * focal / self.height_px
        matrix[2, 2], matrix[2, 3] = -(far + near) / (far - near), -2.0 * far * near / (far - near)
        matrix[3, 2] = -1.0
        return matrix
