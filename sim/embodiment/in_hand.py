"""What is in the hand, as the camera recognises it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from whereseen.memory.frames import Float64, apply
from whereseen.memory.observation import Observation
from whereseen.sim.embodiment.parts import Parts

_NEAR_M = 0.22  # from the fingers, points of what they hold
_LEAST_SHARE = 0.5  # of a detection that is so near
_CLOSEST_PERCENT = 10.0  # of its points; single ones may be wrong
_LOOKS = 3


def label_in_hand(parts: Parts, looks: int = _LOOKS) -> str:
    """What the hand holds, as most of some frames show it; empty if none shows anything."""
    body, said = parts.body, Counter[str]()
    body.aim(body.gripper_m)
    for _ in range(looks):
        body.wait(body.config.look_s / 2.0, sees=False)
        said.update(held_in(body.see().whole, body.gripper_m))
    if not said:
        return ""
    return min(said, key=lambda label: (-said[label], label))


def held_in(frame: Observation, gripper_m: Float64) -> list[str]:
    """The label of what one frame shows closest to the fingers, if any.

    What stands beside is near as well, and may fill more of the image, but does not touch them.
    """
    apart_m = _apart_m(frame, gripper_m)
    held = []
    for each in frame.detections or ():
        x0, y0, x1, y1 = (max(int(side), 0) for side in each.box_px)
        part = apart_m[y0:y1, x0:x1]
        if each.mask is not None and each.mask.shape == part.shape:
            part = part[each.mask]
        if part.size and np.mean(part <= _NEAR_M) >= _LEAST_SHARE:
            held.append((float(np.percentile(part, _CLOSEST_PERCENT, method="lower")), each.label))
    return [min(held)[1]] if held else []


def _apart_m(frame: Observation, gripper_m: Float64) -> Float64:
    """(H, W) float64: how far from the fingers the point of each pixel is, inf without depth."""
    height, width = frame.depth_m.shape
    K, z = frame.intrinsics, np.nan_to_num(frame.depth_m, posinf=0.0).astype(np.float64)
    u, v = np.meshgrid(np.arange(width), np.arange(height))
    x, y = (u - K[0, 2]) / K[0, 0] * z, (v - K[1, 2]) / K[1, 1] * z
    points = apply(frame.T_map_camera, np.stack([x, y, z], axis=-1).reshape(-1, 3))
    apart_m = np.linalg.norm(points - gripper_m, axis=1).reshape(height, width)
    return np.where(z > 0.0, apart_m, np.inf)
