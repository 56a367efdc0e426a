"""Whether what is around a place was seen again when the place was not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.config import PlaceConfig
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.kernels.surroundings import newer_shares
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial.voxel_map import NS_PER_TICK, VoxelMap

_MOST = 64  # of the likeliest places; the others are no answers anyway


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around places.

    A leftover of what was taken away is a few voxels that no look has cleared: the surfaces about
    it have been seen again since, it has not.

    Attributes:
        voxel_map: The map.
        within: The part of it that counts.
        config: How far around, and how much later.
    """

    voxel_map: VoxelMap
    within: Selection
    config: PlaceConfig

    def staying(
        self,
        low_m: Float32,
        high_m: Float32,
        last_seen_ns: npt.NDArray[np.int64],
        probability: Float64,
    ) -> Float64:
        """Belief (G,) that what was seen is still there, 1 where nothing tells.

        Args:
            low_m: Lower corners (G, 3) of places.
            high_m: Upper corners (G, 3).
            last_seen_ns: When they were last seen (G,).
            probability: Of which the likeliest are looked at (G,).
        """
        voxel_m, epoch_ns = self.voxel_map.config.voxel_size_m, self.voxel_map.epoch_ns
        likely = np.argsort(-probability, kind="stable")[:_MOST]
        late_ns = last_seen_ns[likely] + round(self.config.doubt_after_s * 1e9)
        reach = self.config.doubt_reach_m
        stays = np.ones(len(probability))
        stays[likely] -= newer_shares(
            self.voxel_map.arrays,
            self.within.bounds(epoch_ns),
            voxel_m,
            np.floor((low_m[likely] - reach) / voxel_m).astype(np.int32),
            np.floor((high_m[likely] + reach) / voxel_m).astype(np.int32),
            (late_ns - epoch_ns) // NS_PER_TICK,
        )
        return stays
