"""What counts as having looked at an empty place."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.frames import look_at
from whereseen.sim.localize.looking import EmptyPlaces
from whereseen.sim.stages.protocol import Camera, Picture

BOX = (np.array([1.9, -0.1, 0.9]), np.array([2.1, 0.1, 1.1]))
AHEAD = look_at((0.0, 0.0, 1.0), (2.0, 0.0, 1.0))
AWAY = look_at((0.0, 0.0, 1.0), (-2.0, 0.0, 1.0))


def picture(depth_m: float) -> Picture:
    camera = Camera(width_px=64, height_px=48)
    shape = (48, 64)
    return Picture(
        rgb=np.zeros((*shape, 3), np.uint8),
        depth_m=np.full(shape, depth_m, np.float32),
        instances=np.zeros(shape, np.int32),
        intrinsics=camera.intrinsics,
    )


@pytest.mark.parametrize(
    ("T_map_camera", "depth_m", "is_looked_at"),
    [
        (AHEAD, 3.0, True),  # the wall behind
        (AHEAD, np.inf, True),
        (AHEAD, 1.0, False),  # something in front
        (AWAY, 3.0, False),
        (look_at((-3.0, 0.0, 1.0), (2.0, 0.0, 1.0)), 9.0, False),  # too far away
    ],
)
def test_a_place_is_looked_at_where_the_view_goes_through_it(
    T_map_camera: np.ndarray, depth_m: float, is_looked_at: bool
) -> None:
    empty = EmptyPlaces()
    empty.leave("mug", BOX)
    empty.look(picture(depth_m), T_map_camera)
    assert ("mug" in empty) != is_looked_at


def test_what_has_left_again_is_to_be_looked_at_again() -> None:
    empty = EmptyPlaces()
    empty.leave("mug", BOX)
    empty.look(picture(3.0), AHEAD)
    empty.leave("mug", BOX)
    assert "mug" in empty
