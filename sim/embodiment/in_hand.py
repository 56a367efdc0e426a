"""What is in the hand, as the camera recognises it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from whereseen.memory.frames import Float64, apply
from whereseen.memory.observation import Observation
from whereseen.sim.embodiment.parts import Parts

_NEAR_M = 0.22  # from the fingers, points of what they hold
_LEAST_SHARE = 0.5  # of a detection that is so near
_LOOKS = 3


def label_in_hand(parts: Parts, looks: int = _LOOKS) -> str:
    """What the hand holds, as most of some frames show it; empty if none shows anything."""
    body, said = parts.body, Counter[str]()
    body.aim(body.gripper_m)
    for _ in range(looks):
        body.wait(body.config.look_s / 2.0, sees=False)
        said.update(_held_in(body.see().whole, body.gripper_m))
    if not said:
        return ""
    return min(said, key=lambda label: (-said[label], label))


def _held_in(frame: Observation, gripper_m: Float64) -> list[str]:
    """The label of what one frame shows at the fingers, if any."""
    near = _near(frame, gripper_m)
    shares = []
    for each in frame.detections or ():
        x0, y0, x1, y1 = (max(int(side), 0) for side in each.box_px)
        part = near[y0:y1, x0:x1]
        if each.mask is not None and each.mask.shape == part.shape:
            part = part[each.mask]
        if part.size and part.mean() >= _LEAST_SHARE:
            shares.append((int(part.sum()), each.label))
    return [max(shares)[1]] if shares else []


def _near(
    frame: Observation, gripper_m: Float64
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(H, W) bool: pixels whose points are near the fingers."""
    height, width = frame.depth_m.shape
    K, z = frame.intrinsics, np.nan_to_num(frame.depth_m, posinf=0.0).astype(np.float64)
    u, v = np.meshgrid(np.arange(width), np.arange(height))
    x, y = (u - K[0, 2]) / K[0, 0] * z, (v - K[1, 2]) / K[1, 1] * z
    points = apply(frame.T_map_camera, np.stack([x, y, z], axis=-1).reshape(-1, 3))
    apart = np.linalg.norm(points - gripper_m, axis=1).reshape(height, width)
    return np.asarray((apart <= _NEAR_M) & (z > 0.0))
