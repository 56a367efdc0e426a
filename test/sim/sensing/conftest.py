from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whereseen.memory.frames import Float64
from whereseen.sim.stages.protocol import Camera, Picture

CAMERA = Camera(width_px=160, height_px=120)


def plane_picture(normal: Float64, distance_m: float) -> Picture:
    """An endless plane at a distance along the optical axis, all of one instance."""
    intrinsics = CAMERA.intrinsics
    v, u = np.mgrid[: CAMERA.height_px, : CAMERA.width_px]
    rays = np.stack([u, v, np.ones_like(u)], axis=-1) @ np.linalg.inv(intrinsics).T
    towards = rays @ normal
    depth_m = np.where(towards > 1e-6, distance_m * normal[2] / np.maximum(towards, 1e-6), np.inf)
    return Picture(
        rgb=np.full((*depth_m.shape, 3), 128, np.uint8),
        depth_m=depth_m.astype(np.float32),
        instances=np.ones(depth_m.shape, np.int32),
        intrinsics=intrinsics,
    )


@pytest.fixture
def plane() -> Callable[..., Picture]:
    """A plane at a distance (m) whose normal is turned about the camera's y axis (deg)."""

    def picture(distance_m: float, turn_deg: float = 0.0) -> Picture:
        turn = np.radians(turn_deg)
        return plane_picture(np.array([np.sin(turn), 0.0, np.cos(turn)]), distance_m)

    return picture
