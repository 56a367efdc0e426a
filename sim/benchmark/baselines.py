"""Three baselines of the map benchmark, written from their published rules.

All keep one float32 mean feature for each 5 cm voxel of a grid fixed to the world; they differ in
what makes a voxel go.

- `Replace`: DynaMem's rule. Liu et al., "DynaMem: Online Dynamic Spatio-Semantic Memory for Open
  World Mobile Manipulation" (2024), and the released stretch_ai: before a frame is added, every
  stored point goes that projects into the image on a valid reading, lies within 2.5 m along the
  axis (2 m in the paper), and is not deeper than the reading plus 0.1 m. So surfaces in view are
  wiped and rewritten, from 5 % of the pixels at random. Left out: the DBSCAN filter of isolated
  points, and the grid that moves with the smallest coordinate.
- `AddOnly`: nothing ever goes.
- `LogOdds`: OctoMap's clamped log-odds (Hornung et al. 2013) in integers: hit +8, miss -12, clamp
  at 100, so a settled voxel goes after nine misses. A voxel is missed if its pixel and the four
  next to it all see deeper than it by 1.2 voxels plus 0.004 z^2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.frames import Float32
from whereseen.memory.observation import Observation
from whereseen.sim.benchmark.frame_voxels import (
    FrameVoxels,
    Sampling,
    frame_voxels,
    seen_depth,
)
from whereseen.sim.benchmark.under_test import Int32, packed, unpacked, voxel_centres
from whereseen.sim.benchmark.voxel_rows import VoxelRows

_FILLED_OCCUPANCY = 8


class AddOnly:
    """Voxels that never go."""

    name = "add-only"

    def __init__(self, dimension: int, sampling: Sampling | None = None) -> None:
        self.sampling = sampling or Sampling()
        self._rows = VoxelRows(dimension)
        self._wiped = np.empty(0, dtype=np.int64)

    @property
    def voxel_size_m(self) -> float:
        """Edge of a voxel in metres."""
        return self.sampling.voxel_size_m

    def integrate(self, observation: Observation, features: FeatureImage) -> None:
        """Average the frame into the voxels it measures."""
        self._rows.merge(frame_voxels(observation, features, self.sampling))

    def occupied(self) -> Int32:
        """(N, 3) int32 occupied voxels, in ascending order."""
        return unpacked(self._rows.keys)

    def occupied_features(self) -> Float32:
        """(N, D) float32 mean features of `occupied()`."""
        return self._rows.features()

    def wiped(self) -> Int32:
        """(N, 3) int32 voxels that the last frame removed, even those that it added again."""
        return unpacked(self._wiped)

    def score(self, vector: Float32, k: int) -> tuple[Int32, Float32]:
        """The k best voxels (k, 3) for a query (D,) and their cosines (k,)."""
        keys, scores = self._rows.best(vector, k)
        return unpacked(keys), scores

    def memory_bytes(self) -> int:
        """Bytes held by the map."""
        return self._rows.memory_bytes()

    def feature_bytes(self) -> int:
        """Bytes held for the features of the occupied voxels."""
        return self._rows.feature_bytes()

    def fill(self, indices: Int32, features: Float32, row: Int32) -> None:
        """Add voxels (N, 3) with features (M, D) by row (N,), as if each was seen once."""
        keys = packed(indices)
        order = np.argsort(keys)
        weight = np.ones(keys.size, dtype=np.float32)
        points = voxel_centres(indices[order], self.voxel_size_m)
        slots = self._rows.merge(FrameVoxels(keys[order], weight, points, features[row[order]]))
        self._rows.occupancy[slots] = _FILLED_OCCUPANCY


@dataclass(frozen=True, slots=True)
class ReplaceRule:
    """When a stored point gives way.

    Attributes:
        tolerance_m: A point deeper than the reading by more than this is hidden, and stays.
        range_m: Points farther along the optical axis than this stay.
        near_m: Readings and points nearer than this do not count.
    """

    tolerance_m: float = 0.1
    range_m: float = 2.5
    near_m: float = 0.01


class Replace(AddOnly):
    """Wipe what is in view, then write it anew."""

    name = "replace"

    def __init__(
        self, dimension: int, sampling: Sampling | None = None, rule: ReplaceRule | None = None
    ) -> None:
        super().__init__(dimension, sampling or Sampling(random_share=0.05))
        self.rule = rule or ReplaceRule()

    def integrate(self, observation: Observation, features: FeatureImage) -> None:
        """Remove stored points in view, then add the frame's."""
        gone = self._in_view(observation)
        self._wiped = self._rows.keys[gone]
        self._rows.remove(gone)
        super().integrate(observation, features)

    def _in_view(self, observation: Observation) -> npt.NDArray[np.bool_]:
        points = self._rows.points[self._rows.slots]
        z, measured = seen_depth(points, observation, observation.depth_m)
        rule = self.rule
        reading = (measured >= rule.near_m) & (measured >= z - rule.tolerance_m)
        return reading & (z >= rule.near_m) & (z <= rule.range_m)


@dataclass(frozen=True, slots=True)
class LogOddsRule:
    """Evidence for and against a voxel, in integer log-odds.

    Attributes:
        hit: Gain of a voxel that a frame measures.
        miss: Loss of a voxel that a frame sees through.
        clamp: Largest value.
        margin_voxels: How much deeper than a voxel a reading must be, in voxels ...
        margin_per_m: ... plus this times the square of the depth, in metres.
    """

    hit: int = 8
    miss: int = 12
    clamp: int = 100
    margin_voxels: float = 1.2
    margin_per_m: float = 0.004


class LogOdds(AddOnly):
    """Voxels that go when enough readings pass through them."""

    name = "log-odds"

    def __init__(
        self, dimension: int, sampling: Sampling | None = None, rule: LogOddsRule | None = None
    ) -> None:
        super().__init__(dimension, sampling)
        self.rule = rule or LogOddsRule()

    def integrate(self, observation: Observation, features: FeatureImage) -> None:
        """Miss what the frame sees through, drop what has lost, then add the frame's voxels."""
        rows, rule = self._rows, self.rule
        frame = frame_voxels(observation, features, self.sampling)
        missed = self._seen_through(observation) & ~np.isin(rows.keys, frame.keys)
        rows.occupancy[rows.slots[missed]] -= rule.miss
        rows.remove(rows.occupancy[rows.slots] <= 0)
        slots = rows.merge(frame)
        rows.occupancy[slots] = np.minimum(rows.occupancy[slots] + rule.hit, rule.clamp)

    def _seen_through(self, observation: Observation) -> npt.NDArray[np.bool_]:
        centres = voxel_centres(unpacked(self._rows.keys), self.voxel_size_m)
        z, nearest = seen_depth(centres, observation, _nearest_of_five(observation.depth_m))
        margin = self.rule.margin_voxels * self.voxel_size_m + self.rule.margin_per_m * z**2
        return np.asarray((nearest > z + margin) & (z <= self.sampling.range_m))


def _nearest_of_five(depth_m: Float32) -> Float32:
    """Least depth (H, W) of each pixel and its four neighbours; 0 where one has no reading."""
    depth = np.pad(np.nan_to_num(depth_m, nan=0.0, posinf=1e9), 1, mode="edge")
    middle = np.minimum(depth[1:-1, :-2], depth[1:-1, 2:])
    middle = np.minimum(middle, np.minimum(depth[:-2, 1:-1], depth[2:, 1:-1]))
    return np.minimum(middle, depth[1:-1, 1:-1])
