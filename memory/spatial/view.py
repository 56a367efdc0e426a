"""A camera and the configuration, in the form that the kernels take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from whereseen.memory.config import VoxelConfig
from whereseen.memory.frames import Float64, invert
from whereseen.memory.observation import Observation


class Camera(NamedTuple):
    """A pinhole camera in the map.

    Attributes:
        R, t: (3, 3), (3,) rotation and translation from the map into the optical frame.
        fx, fy, cx, cy: Intrinsics in pixels.
        range_m: Farthest depth in use.
        sides: (4, 3) inward normals of the frustum's sides in the optical frame.
    """

    R: Float64
    t: Float64
    fx: float
    fy: float
    cx: float
    cy: float
    range_m: float
    sides: Float64

    @classmethod
    def of(cls, observation: Observation, range_m: float) -> Camera:
        """The camera of an observation."""
        T_camera_map = invert(observation.T_map_camera)
        K = observation.intrinsics
        height, width = observation.depth_m.shape
        left, right = -K[0, 2] / K[0, 0], (width - K[0, 2]) / K[0, 0]
        top, bottom = -K[1, 2] / K[1, 1], (height - K[1, 2]) / K[1, 1]
        sides = np.array([[1, 0, -left], [-1, 0, right], [0, 1, -top], [0, -1, bottom]])
        return cls(
            R=np.ascontiguousarray(T_camera_map[:3, :3]),
            t=np.ascontiguousarray(T_camera_map[:3, 3]),
            fx=float(K[0, 0]),
            fy=float(K[1, 1]),
            cx=float(K[0, 2]),
            cy=float(K[1, 2]),
            range_m=range_m,
            sides=sides / np.linalg.norm(sides, axis=1, keepdims=True),
        )


class Rules(NamedTuple):
    """The numbers of a `VoxelConfig` that the kernels need; see there."""

    voxel_m: float
    range_m: float
    stride: int
    noise_m: float
    hit: int
    miss: int
    band_miss: int
    clamp: int
    occupied_at: int
    release_at: int
    solid_share: float
    solid_hits: int
    feature_window: float
    presence_window: int
    half_life_ds: float

    @classmethod
    def of(cls, config: VoxelConfig) -> Rules:
        """The rules of a configuration, each of one type: kernels are compiled for types."""
        return cls(
            voxel_m=float(config.voxel_size_m),
            range_m=float(config.range_m),
            stride=config.stride_px,
            noise_m=float(config.depth_noise_m),
            hit=config.hit,
            miss=config.miss,
            band_miss=config.band_miss,
            clamp=config.clamp,
            occupied_at=config.occupied_at,
            release_at=config.release_at,
            solid_share=float(config.solid_share),
            solid_hits=config.solid_hits,
            feature_window=float(config.feature_window),
            presence_window=config.presence_window,
            half_life_ds=10.0 * config.half_life_s,
        )
