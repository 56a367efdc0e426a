"""What a robot can tell of where it looked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from whereseen.acting.manipulation.geometry import Shape
from whereseen.memory.frames import look_at
from whereseen.memory.objects.views import Views
from whereseen.memory.observation import Observation
from whereseen.sim.embodiment.beliefs import MemoryBeliefs

MUG_M = (2.0, 0.0, 0.8)


def _seen(depth_m: float) -> MemoryBeliefs:
    """Beliefs of who looked from 2 m at a wall that is so far away."""
    views = Views()
    views.add(
        Observation.checked(
            np.zeros((60, 80, 3), np.uint8),
            np.full((60, 80), depth_m, np.float32),
            intrinsics=np.array([[60.0, 0, 39.5], [0, 60.0, 29.5], [0, 0, 1]]),
            T_map_camera=look_at((0.0, 0.0, 0.8), MUG_M),
            stamp_ns=5,
        )
    )
    objects = SimpleNamespace(views=views, now_ns=5)
    return cast(MemoryBeliefs, SimpleNamespace(memory=SimpleNamespace(objects=objects)))


def _mug(at_m: tuple[float, float, float]) -> Shape:
    points = np.random.default_rng(0).uniform(-0.04, 0.04, (50, 3)).astype(np.float32)
    return Shape("mug", at_m, (0.08, 0.08, 0.08), points + np.float32(7.0))


@pytest.mark.parametrize(
    ("depth_m", "at_m", "since_ns", "expected"),
    [
        (3.0, MUG_M, 0, True),  # a wall behind it: it would have been seen
        (1.5, MUG_M, 0, False),  # a rim before it
        (3.0, (-2.0, 0.0, 0.8), 0, False),  # behind the camera
        (3.0, MUG_M, 6, False),  # nobody looked since
    ],
)
def test_what_is_hidden_is_not_in_view(
    depth_m: float, at_m: Any, since_ns: int, expected: bool
) -> None:
    assert MemoryBeliefs.is_in_view(_seen(depth_m), _mug(at_m), since_ns) is expected
