"""The fingers are 0.5 m before the camera, which looks along z."""

import numpy as np
import pytest

from whereseen.memory.detection import Detection
from whereseen.memory.observation import Observation
from whereseen.sim.embodiment.in_hand import held_in

FINGERS_M = np.array([0.0, 0.0, 0.5])
K = [[100.0, 0, 50], [0, 100.0, 50], [0, 0, 1]]


def frame(*things, missing=False):
    """Each thing is (label, box, depth)."""
    depth_m = np.full((100, 100), 3.0, np.float32)
    detections = []
    for label, (x0, y0, x1, y1), far_m in things:
        depth_m[y0:y1, x0:x1] = 0.0 if missing else far_m
        mask = np.ones((y1 - y0, x1 - x0), bool)
        detections.append(Detection.checked((x0, y0, x1, y1), label, 0.9, mask=mask))
    return Observation.checked(
        np.zeros((100, 100, 3), np.uint8),
        depth_m,
        intrinsics=K,
        T_map_camera=np.eye(4),
        stamp_ns=1,
        detections=tuple(detections),
    )


HELD = ("lemon", (46, 46, 54, 54), 0.48)
BESIDE = ("wine glass", (60, 30, 85, 80), 0.5)  # 5 to 17 cm aside, and much larger
FAR = ("bottle", (0, 0, 40, 100), 1.5)


@pytest.mark.parametrize(
    ("things", "label"),
    [
        ([HELD], ["lemon"]),
        ([HELD, BESIDE], ["lemon"]),
        ([BESIDE, HELD, FAR], ["lemon"]),
        ([BESIDE], ["wine glass"]),
        ([FAR], []),
        ([], []),
    ],
)
def test_what_is_closest_to_the_fingers_is_held(things, label):
    assert held_in(frame(*things), FINGERS_M) == label


def test_what_has_no_depth_is_not_known_to_be_held():
    assert held_in(frame(HELD, missing=True), FINGERS_M) == []
