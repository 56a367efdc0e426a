"""What a loop closure does to all that a memory holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float64, apply
from whereseen.memory.objects.sighting import metres3
from whereseen.memory.spatial.moving import MoveReport, move
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial.voxel_map import NS_PER_TICK
from whereseen.memory.tiers.unit import Unit

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


def correct_all(memory: SpatialMemory, correction: PoseCorrection) -> MoveReport:
    """Move voxels, images, things and their past, the log, rooms and what is at hand.

    Everything moves by when it was last known to be where it is.
    """

    def at(stamp_ns: int) -> Float64:
        return np.asarray(correction.at([stamp_ns])[0])

    def moved(unit: Unit) -> Metres3:
        return metres3(apply(at(unit.stamp_ns), [unit.position_m])[0])

    memory.objects.move(at)
    memory.log.correct(correction)
    memory.tiers.move(moved)
    memory.kept_graph.move(_with_voxels(memory, correction))
    return move(memory.voxel_map, memory.keyframes, memory.trajectory, correction)


def _with_voxels(memory: SpatialMemory, correction: PoseCorrection) -> Callable[[Float64], Float64]:
    """Moves points (N, 3) of the map as the voxel that is nearest to each of them."""

    def moved(points: Float64) -> Float64:
        voxels = memory.voxels()
        if not len(voxels.points_map):
            return points
        _, nearest = cKDTree(voxels.points_map).query(points)
        T_new_old = correction.at(voxels.last_seen_ns[nearest] + NS_PER_TICK - 1)
        turned: Float64 = (T_new_old[:, :3, :3] * points[:, None, :]).sum(axis=2)
        return turned + T_new_old[:, :3, 3]

    return moved
