"""Loop closures: what is stored moves with the poses from which it was seen."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from whereseen.memory.errors import InvalidCorrection
from whereseen.memory.frames import Float64, is_rigid
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.resampling import resample
from whereseen.memory.spatial.voxel_map import NS_PER_TICK, VoxelMap
from whereseen.memory.trajectory import Trajectory

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PoseCorrection:
    """How what was seen at a time moves: a function of time.

    Between its nodes it is interpolated; before the first and after the last it is constant.

    Attributes:
        stamps_ns: (N,) int64, ascending.
        T_new_old: (N, 4, 4) from old to new coordinates of the map.

    Raises:
        InvalidCorrection: if there is no node, or stamps do not ascend, or a matrix is not rigid.
    """

    stamps_ns: Int64
    T_new_old: Float64

    def __post_init__(self) -> None:
        stamps, poses = np.asarray(self.stamps_ns), np.asarray(self.T_new_old, dtype=np.float64)
        if stamps.ndim != 1 or stamps.size == 0 or not np.issubdtype(stamps.dtype, np.integer):
            raise InvalidCorrection(
                "a correction needs whole stamps", got=repr(stamps), remedy="Give one or more"
            )
        if (np.diff(stamps) <= 0).any():
            raise InvalidCorrection(
                "the stamps of a correction do not ascend", remedy="Sort them, without repeats"
            )
        if poses.shape != (stamps.size, 4, 4) or not all(map(is_rigid, poses)):
            raise InvalidCorrection(
                "a correction needs a rigid transform for each stamp",
                got=f"shape {poses.shape} for {stamps.size} stamps",
                remedy="Give (N, 4, 4) rotations and translations",
            )
        object.__setattr__(self, "stamps_ns", stamps.astype(np.int64))
        object.__setattr__(self, "T_new_old", poses)

    @classmethod
    def since(cls, stamp_ns: int, T_new_old: Float64) -> PoseCorrection:
        """All that was seen at a time or later moves as one; what is older stays."""
        stamps_ns = np.array([stamp_ns - 1, stamp_ns], dtype=np.int64)
        return cls(stamps_ns, np.array([np.eye(4), T_new_old]))

    @classmethod
    def spread(cls, from_ns: int, to_ns: int, T_new_old: Float64) -> PoseCorrection:
        """An error that grew between two times is taken back as it grew."""
        if to_ns <= from_ns:
            return cls.since(to_ns, T_new_old)
        stamps_ns = np.array([from_ns, to_ns], dtype=np.int64)
        return cls(stamps_ns, np.array([np.eye(4), T_new_old]))

    def at(self, stamps_ns: npt.ArrayLike) -> Float64:
        """The correction (M, 4, 4) at some times (M,) int64."""
        wanted = np.clip(np.asarray(stamps_ns, dtype=np.int64), *self.stamps_ns[[0, -1]])
        last = max(self.stamps_ns.size - 2, 0)
        node = np.clip(np.searchsorted(self.stamps_ns, wanted, side="right") - 1, 0, last)
        if self.stamps_ns.size == 1:
            return self.T_new_old[node]
        before, after = self.T_new_old[node], self.T_new_old[node + 1]
        span = (self.stamps_ns[node + 1] - self.stamps_ns[node]).astype(np.float64)
        share = ((wanted - self.stamps_ns[node]) / span)[:, None]
        out = before.copy()
        out[:, :3, 3] += share * (after[:, :3, 3] - before[:, :3, 3])
        turn = Rotation.from_matrix(before[:, :3, :3].transpose(0, 2, 1) @ after[:, :3, :3])
        turned = Rotation.from_rotvec(share * turn.as_rotvec()).as_matrix()
        out[:, :3, :3] = before[:, :3, :3] @ turned
        return out


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
