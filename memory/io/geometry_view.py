"""The shape of a saved map, read without its encoder, images or features."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.chunks import Chunk
from whereseen.memory.spatial.upright import estimate_up
from whereseen.memory.store.map_file import MapFile
from whereseen.memory.trajectory import Trajectory

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


@dataclass(frozen=True, slots=True)
class Geometry:
    """Occupied voxels of a map, and the way that the camera went.

    Attributes:
        index: (N, 3) int32 coordinates; a voxel spans [index, index + 1) * voxel_size_m.
        rgb: (N, 3) uint8 colours.
        voxel_size_m: Edge of a voxel.
        up_map: (3,) float64 unit vector that points up, in the map frame.
        path_map: (M, 3) float64 positions of the camera in metres, oldest first.
    """

    index: npt.NDArray[np.int32]
    rgb: npt.NDArray[np.uint8]
    voxel_size_m: float
    up_map: Float64
    path_map: Float64

    @property
    def points_map(self) -> Float32:
        """(N, 3) float32 voxel centres in metres."""
        return centres(self.index, self.voxel_size_m)


def read_geometry(file: Path) -> Geometry:
    """Read the occupied voxels and the trajectory of a map file, ordered by chunk.

    Raises:
        MapFileError: if the file is missing, foreign, damaged or of a newer format.
    """
    with MapFile.open(file) as opened:
        size_m, trajectory = _notes(opened.meta(), file)
        parts = [_occupied(chunk) for chunk in opened.chunks()]
        path = [position for _, *position in opened.trajectory()]
    index = np.concatenate([np.zeros((0, 3), np.int32), *(part[0] for part in parts)])
    return Geometry(
        index=index,
        rgb=np.concatenate([np.zeros((0, 3), np.uint8), *(part[1] for part in parts)]),
        voxel_size_m=size_m,
        up_map=estimate_up(centres(index, size_m), trajectory.mean_up),
        path_map=np.array(path, dtype=np.float64).reshape(-1, 3),
    )


def geometry_of(memory: SpatialMemory) -> Geometry:
    """The same of a memory in use, whose map frame has z up, as REP 103 has it."""
    voxels = memory.voxels()
    return Geometry(
        index=voxels.index,
        rgb=voxels.rgb,
        voxel_size_m=memory.config.voxels.voxel_size_m,
        up_map=np.array([0.0, 0.0, 1.0]),
        path_map=np.array(memory.trajectory.positions_m, dtype=np.float64).reshape(-1, 3),
    )


def centres(index: npt.NDArray[np.int32], voxel_size_m: float) -> Float32:
    """Centres (N, 3) float32 in metres of voxels (N, 3)."""
    return ((index.astype(np.float64) + 0.5) * voxel_size_m).astype(np.float32)


def level_rotation(up: npt.ArrayLike) -> Float64:
    """Smallest rotation (3, 3) that turns the unit vector `up` (3,) to z."""
    x, y, z = np.asarray(up, dtype=np.float64)
    if z > 1.0 - 1e-12:
        return np.eye(3)
    if z < -1.0 + 1e-12:
        return np.diag([1.0, -1.0, -1.0])
    cross = np.array([[0.0, 0.0, -x], [0.0, 0.0, -y], [x, y, 0.0]])
    return np.asarray(np.eye(3) + cross + cross @ cross / (1.0 + z))


def _notes(meta: dict[str, str], file: Path) -> tuple[float, Trajectory]:
    trajectory = Trajectory()
    try:
        trajectory.up_m[:] = json.loads(meta["up_m"])
        return float(json.loads(meta["voxels"])["voxel_size_m"]), trajectory
    except (KeyError, ValueError, TypeError) as error:
        raise MapFileError(
            "the map lacks its notes",
            got=f"{file}: {error}",
            remedy="Restore the file from a copy, or map again",
        ) from error


def _occupied(chunk: Chunk) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    solid = chunk.voxels["solid"] != 0
    return chunk.index[solid], chunk.voxels["rgb"][solid].astype(np.uint8)
