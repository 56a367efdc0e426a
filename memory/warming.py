"""Compiling before the first frame comes, instead of while it waits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.encoder.protocol import EncoderSpec, FeatureImage, Query
from whereseen.memory.graph.config import RoomConfig
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.partition import partition
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.deltas import VoxelDeltas
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory

_SHAPE = (24, 32)
_LABEL = "wall"


def warm_up(spec: EncoderSpec) -> None:
    """Map, ask, move and forget in a memory of a few voxels that is then thrown away.

    Compiling takes half a minute the first time after an installation; loading what was
    compiled takes about a second.

    Args:
        spec: Of the encoder in use; the kernels are the same for all of one dimension.
    """
    config = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=64, stride_px=1))
    memory = SpatialMemory(_OneThing(spec), config)
    deltas = VoxelDeltas(memory.voxel_map)
    memory.objects.watch([_LABEL])
    for second in range(4):
        memory.observe(_wall(depth_m=1.0 if second < 2 else 2.0, stamp_ns=second * 10**9))
        memory.objects.refresh(_LABEL)
    memory.ask(_LABEL)
    memory.recall_images(_LABEL)
    step = np.eye(4)
    step[:3, 3] = 0.3
    memory.correct(PoseCorrection.since(0, step))
    deltas.take()
    memory.forget(Selection.between((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)))
    _part_a_plan()


def _part_a_plan() -> None:
    """Find the room of a plan of one, as the scene graph does."""
    inside = np.zeros((12, 12), dtype=np.bool_)
    inside[2:10, 2:10] = True
    plan = FloorGrid(inside, ~inside, inside, ~inside, cell_m=0.1, low=(0, 0), floor_m=0.0)
    partition(plan, RoomConfig())


class _OneThing:
    """An encoder for which everything is the same."""

    def __init__(self, spec: EncoderSpec) -> None:
        self.spec = spec
        self._vector = np.zeros(spec.dimension, np.float32)
        self._vector[0] = 1.0

    def encode(self, observation: Observation) -> FeatureImage:
        """One feature for all pixels."""
        return FeatureImage(
            features=self._vector[None],
            confidence=np.ones(1, np.float32),
            index=np.zeros(observation.depth_m.shape, np.int32),
        )

    def query_text(self, text: str) -> Query:
        """Ask for it."""
        return Query(text=text, vector=self._vector, calibration=self.spec.text)

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        """Ask for it."""
        return Query(text="image", vector=self._vector, calibration=self.spec.image)


def _wall(*, depth_m: float, stamp_ns: int) -> Observation:
    height, width = _SHAPE
    return Observation.checked(
        np.zeros((height, width, 3), np.uint8),
        np.full(_SHAPE, depth_m, np.float32),
        intrinsics=[[32.0, 0.0, 15.5], [0.0, 32.0, 11.5], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=stamp_ns,
    )
