"""The voxel memory of whereseen behind the benchmark's calls."""

from __future__ import annotations

import numpy as np
from numba import njit

from whereseen.memory.config import VoxelConfig
from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float32
from whereseen.memory.observation import Observation
from whereseen.memory.spatial.arrays import PRESENCE_ONE, WEIGHT_ONE, VoxelArrays
from whereseen.memory.spatial.kernels.features import encode
from whereseen.memory.spatial.kernels.grid import (
    cell_slot,
    find_block,
    make_block,
    make_row,
    pack,
    settle,
)
from whereseen.memory.spatial.voxel_map import VoxelMap
from whereseen.sim.benchmark.under_test import Int32, packed


class WhereseenUnderTest:
    """`VoxelMap` with its defaults.

    Args:
        dimension: Length D of the features.
        config: Sizes, limits and evidence.
    """

    name = "whereseen"

    def __init__(self, dimension: int, config: VoxelConfig | None = None) -> None:
        self.map = VoxelMap(config or VoxelConfig(), dimension)

    @property
    def voxel_size_m(self) -> float:
        """Edge of a voxel in metres."""
        return self.map.config.voxel_size_m

    def integrate(self, observation: Observation, features: FeatureImage) -> None:
        """Take in one frame."""
        self.map.integrate(observation, features)

    def occupied(self) -> Int32:
        """(N, 3) int32 occupied voxels."""
        return self.map.occupied().index

    def occupied_features(self) -> Float32:
        """(N, D) float32 features of the voxels' cells, archived as in a map at rest."""
        self.map.archive()
        return self.map.features_of(self.map.occupied().cells)

    def wiped(self) -> Int32:
        """No voxel is removed and added again within a frame: those hit are not carved."""
        return np.empty((0, 3), dtype=np.int32)

    def score(self, vector: Float32, k: int) -> tuple[Int32, Float32]:
        """The k best voxels (k, 3) for a query (D,) and their cosines (k,).

        The k best cells hold the k best voxels, for a cell that can be asked has a voxel.
        """
        scores = self.map.score(vector)
        best = np.argpartition(scores, max(scores.size - k, 0))[-k:].astype(np.int32)
        voxels = self.map.voxels_of(best)
        own = scores[best[voxels.cells]]
        order = np.lexsort((packed(voxels.index), -own))[:k]
        return voxels.index[order], own[order]

    def memory_bytes(self) -> int:
        """Bytes of the arrays in use."""
        return self.map.memory_bytes()

    def feature_bytes(self) -> int:
        """Bytes held for features in a map at rest; at work the active pool adds to them."""
        self.map.archive()
        return self.map.feature_bytes()

    def fill(self, indices: Int32, features: Float32, row: Int32) -> None:
        """Add voxels (N, 3) whose cells show features (M, D) by row (N,), archived as int8.

        Raises:
            InvalidConfig: if the memory limit is reached.
        """
        self.map.drop_anchor(features)
        added = _fill(self.map.arrays, indices, features, row, self.map.config.clamp)
        if added < len(indices):
            raise InvalidConfig(
                "the voxels do not fit",
                got=f"{len(indices)}, room for {added}",
                remedy="Raise memory_limit_mb",
            )


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(a: VoxelArrays, indices: Int32, features: Float32, feature_row: Int32, odds: int) -> int:
    """Add settled voxels; returns how many fitted."""
    for i in range(indices.shape[0]):
        x, y, z = np.int64(indices[i, 0]), np.int64(indices[i, 1]), np.int64(indices[i, 2])
        key = pack(x >> 3, y >> 3, z >> 3)
        block = find_block(a, key)
        if block < 0:
            block = make_block(a, key)
        if block < 0:
            return i
        local = ((x & 7) << 6) | ((y & 7) << 3) | (z & 7)
        row = make_row(a, block, local)
        if row < 0:
            return i
        a.row_odds[row] = odds
        settle(a, block, local)
        a.row_count[row] = 1
        cell = a.block_cell[block, cell_slot(local)] - 1
        if a.cell_weight[cell] == 0:
            a.cell_weight[cell] = WEIGHT_ONE
            a.cell_presence[cell] = PRESENCE_ONE
            a.cell_views[cell] = 1
            encode(a, cell, features[feature_row[i]])
    return indices.shape[0]
