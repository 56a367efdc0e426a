"""Loop closures: what is stored moves with the poses from which it was seen."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial.resampling import resample
from whereseen.memory.spatial.voxel_map import NS_PER_TICK, VoxelMap
from whereseen.memory.trajectory import Trajectory

__all__ = ["MoveReport", "PoseCorrection", "move"]

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What a correction did.

    Attributes:
        voxels_before, voxels_after: Occupied voxels of the map.
        moved: Occupied voxels that moved.
        lost: Of the places where they landed, those for which the memory limit left no room.
        cpu_s: Processor time.
    """

    voxels_before: int
    voxels_after: int
    moved: int
    lost: int
    cpu_s: float


def move(
    voxel_map: VoxelMap, keyframes: Keyframes, trajectory: Trajectory, correction: PoseCorrection
) -> MoveReport:
    """Move voxels by when they were last seen, images and positions by when they were taken.

    Nothing is integrated again. What moves lands on the grid anew, so each correction rounds to
    half a voxel and what moves by less may stay: collect small corrections into one. While it
    works it needs about as much memory again as what moves.
    """
    start = time.process_time()
    resampled = resample(voxel_map, lambda ticks: correction.at(_end_of(voxel_map, ticks)))
    for slot, frame in enumerate(keyframes.slots):
        if frame is not None:
            T_new_old = correction.at([frame.stamp_ns])[0]
            pose = T_new_old @ frame.T_map_camera
            keyframes.slots[slot] = replace(frame, T_map_camera=pose)
    _move_trajectory(trajectory, correction)
    return MoveReport(
        voxels_before=resampled.before,
        voxels_after=resampled.after,
        moved=resampled.moved,
        lost=resampled.lost,
        cpu_s=time.process_time() - start,
    )


def _end_of(voxel_map: VoxelMap, ticks: npt.NDArray[np.uint32]) -> Int64:
    """The last nanosecond of each tick: what was seen at a stamp moves as since that stamp."""
    return voxel_map.to_ns(ticks) + (NS_PER_TICK - 1)


def _move_trajectory(trajectory: Trajectory, correction: PoseCorrection) -> None:
    if not trajectory.stamps_ns:
        return
    T_new_old = correction.at(trajectory.stamps_ns)
    positions = np.asarray(trajectory.positions_m)
    moved = np.einsum("nij,nj->ni", T_new_old[:, :3, :3], positions) + T_new_old[:, :3, 3]
    trajectory.positions_m = [(float(x), float(y), float(z)) for x, y, z in moved]
    trajectory.up_m = T_new_old[:, :3, :3].mean(axis=0) @ trajectory.up_m
