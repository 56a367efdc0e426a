"""A flat of two rooms that can be looked at from anywhere, and an encoder that knows it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import settings

from whereseen.acting.skills.call import Pose2
from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.protocol import Calibration, EncoderSpec, FeatureImage, Query
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial_memory import SpatialMemory

settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")

NAMES = ("floor", "wall", "sink", "bed", "mug")
# A mug is like a sink, and not like a bed.
_VECTORS = np.array(
    [[0, 0, 1, 0], [0, 0, 0.9, 0.44], [0.9, 0.1, 0, 0.42], [-0.5, 0.85, 0, 0.1], [1, 0, 0, 0]],
    np.float32,
)
_SIZE = (60, 80)
_EYE_M = 1.35


@dataclass(frozen=True)
class Solid:
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    label: int


def _flat() -> list[Solid]:
    """Two rooms of 3 x 3 m side by side with a doorway; a sink in one, a bed in the other."""
    return [
        Solid((-1, -1, -0.2), (8, 5, 0.0), 0),
        Solid((-0.1, -0.1, 0), (6.2, 0.0, 2.4), 1),
        Solid((-0.1, 3.0, 0), (6.2, 3.1, 2.4), 1),
        Solid((-0.1, 0, 0), (0.0, 3, 2.4), 1),
        Solid((6.1, 0, 0), (6.2, 3, 2.4), 1),
        Solid((3.0, 0, 0), (3.1, 1.0, 2.4), 1),
        Solid((3.0, 2.0, 0), (3.1, 3.0, 2.4), 1),
        Solid((0.0, 0.0, 0.0), (0.6, 1.2, 0.9), 2),
        Solid((4.9, 0.0, 0.0), (6.1, 1.2, 0.5), 3),
    ]


class Flat:
    """What a camera on a robot sees of it."""

    def __init__(self) -> None:
        self.solids = _flat()

    def look(self, pose: Pose2, *, stamp_s: float, tilt: float = 0.45) -> Observation:
        height, width = _SIZE
        K = np.array([[48.0, 0, width / 2 - 0.5], [0, 48.0, height / 2 - 0.5], [0, 0, 1.0]])
        x, y, yaw = pose
        eye = np.array([x, y, _EYE_M])
        ahead = (math.cos(yaw), math.sin(yaw), -math.tan(tilt))
        T = look_at(eye, eye + ahead)
        v, u = np.mgrid[:height, :width]
        rays = np.stack([(u - K[0, 2]) / 48, (v - K[1, 2]) / 48, np.ones(u.shape)], -1)
        rays = rays @ T[:3, :3].T
        depth, ids = np.full(_SIZE, np.inf), np.full(_SIZE, -1, np.int32)
        for solid in self.solids:
            with np.errstate(divide="ignore", invalid="ignore"):
                sides = [(np.array(at) - eye) / rays for at in (solid.low, solid.high)]
            enter = np.nanmax(np.minimum(*sides), axis=-1)
            hit = (enter > 0) & (enter <= np.nanmin(np.maximum(*sides), axis=-1)) & (enter < depth)
            depth[hit], ids[hit] = enter[hit], solid.label
        return Observation.checked(
            np.full((*_SIZE, 3), 120, np.uint8),
            depth.astype(np.float32),
            intrinsics=K,
            T_map_camera=T,
            stamp_ns=int(stamp_s * 1e9),
            labels=LabelImage(ids, NAMES),
        )

    def look_round(self, memory: SpatialMemory, pose: Pose2, *, stamp_s: float) -> None:
        """Take in all directions, and the floor before the robot."""
        for tilt in (0.45, 1.0):
            for k in range(8):
                turned = (pose[0], pose[1], pose[2] + k * math.pi / 4)
                memory.observe(self.look(turned, stamp_s=stamp_s, tilt=tilt))

    def sweep(self, memory: SpatialMemory, pose: Pose2, *, stamp_s: float) -> None:
        """Take in what is ahead and to both sides."""
        for turn in (-0.8, 0.0, 0.8):
            turned = (pose[0], pose[1], pose[2] + turn)
            memory.observe(self.look(turned, stamp_s=stamp_s))


class Known:
    """An encoder that sees labels as vectors, some of which are alike."""

    spec = EncoderSpec("known", 4, Calibration(0.8, 12.0), Calibration(0.8, 12.0))

    def encode(self, observation: Observation) -> FeatureImage:
        assert observation.labels is not None
        rows = _VECTORS / np.linalg.norm(_VECTORS, axis=1, keepdims=True)
        return FeatureImage(rows, np.ones(len(NAMES), np.float32), observation.labels.ids)

    def query_text(self, text: str) -> Query:
        rows = _VECTORS / np.linalg.norm(_VECTORS, axis=1, keepdims=True)
        return Query(text, rows[NAMES.index(text)], self.spec.text)

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        return self.query_text("floor")


@pytest.fixture(scope="session")
def flat() -> Flat:
    return Flat()


@pytest.fixture(scope="session")
def new_memory() -> Callable[[], SpatialMemory]:
    config = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32, stride_px=1))
    return lambda: SpatialMemory(Known(), config)
