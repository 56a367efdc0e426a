"""Rigid transforms of what stands upright, and boxes of what is placed."""

from __future__ import annotations

import numpy as np

from whereseen.memory.frames import Float64, apply
from whereseen.sim.modelling.shapes import Vector3, rotation


def pose(at_m: Vector3, yaw_deg: float = 0.0) -> Float64:
    """Rigid transform (4, 4) of a turn about z and a translation."""
    transform = np.eye(4)
    transform[:3, :3] = rotation((0.0, 0.0, yaw_deg))
    transform[:3, 3] = at_m
    return transform


def yaw_of(T: Float64) -> float:
    """Turn about z in degrees of a rigid transform (4, 4)."""
    return float(np.degrees(np.arctan2(T[1, 0], T[0, 0])))


def box_of(box_m: tuple[Float64, Float64], T_map_box: Float64) -> tuple[Float64, Float64]:
    """Lower and upper corner (3,) of the axis-aligned box round a placed box."""
    corners = np.array(np.meshgrid(*zip(*box_m, strict=True))).reshape(3, -1).T
    placed = apply(T_map_box, corners)
    return placed.min(axis=0), placed.max(axis=0)
