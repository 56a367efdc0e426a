"""The store behind the baselines: sorted voxel keys that point to rows of plain arrays."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64
from whereseen.sim.benchmark.frame_voxels import FrameVoxels
from whereseen.sim.benchmark.under_test import Int64

Slots = npt.NDArray[np.intp]
_FIRST_CAPACITY = 1024
_Scalar = TypeVar("_Scalar", bound=np.generic)


class VoxelRows:
    """Occupied voxels with mean point, mean feature and occupancy; float32 feature rows.

    Attributes:
        keys: (N,) int64 packed voxels, ascending.
        slots: (N,) row of each key in the arrays below.
        points: (capacity, 3) float64 mean measured point.
        occupancy: (capacity,) int32 log-odds, for the rules that use it.
    """

    def __init__(self, dimension: int) -> None:
        self.keys: Int64 = np.empty(0, dtype=np.int64)
        self.slots: Slots = np.empty(0, dtype=np.intp)
        self.points: Float64 = np.zeros((_FIRST_CAPACITY, 3))
        self.occupancy = np.zeros(_FIRST_CAPACITY, dtype=np.int32)
        self._features: Float32 = np.zeros((_FIRST_CAPACITY, dimension), dtype=np.float32)
        self._norms: Float32 = np.zeros(_FIRST_CAPACITY, dtype=np.float32)
        self._weights: Float32 = np.zeros(_FIRST_CAPACITY, dtype=np.float32)
        self._key_of = np.full(_FIRST_CAPACITY, -1, dtype=np.int64)
        self._free: Slots = np.arange(_FIRST_CAPACITY)

    def __len__(self) -> int:
        return self.keys.size

    def features(self) -> Float32:
        """(N, D) mean features in the order of `keys`."""
        return self._features[self.slots]

    def merge(self, frame: FrameVoxels) -> Slots:
        """Average a frame into its voxels, adding those that are new; returns their slots (V,)."""
        slots = self._slots_of(frame.keys)
        old = self._weights[slots]
        total = np.maximum(old + frame.weight, 1.0)
        share = (frame.weight / total)[:, None]
        self._features[slots] += share * (frame.features - self._features[slots])
        self.points[slots] += share * (frame.points - self.points[slots])
        self.points[slots[old == 0.0]] = frame.points[old == 0.0]
        self._weights[slots] = total
        self._norms[slots] = np.linalg.norm(self._features[slots], axis=1)
        return slots

    def remove(self, gone: npt.NDArray[np.bool_]) -> None:
        """Forget the voxels marked in `gone` (N,), in the order of `keys`."""
        freed = self.slots[gone]
        for column in (self._features, self._norms, self._weights, self.points, self.occupancy):
            column[freed] = 0
        self._key_of[freed] = -1
        self._free = np.concatenate([self._free, freed])
        self.keys, self.slots = self.keys[~gone], self.slots[~gone]

    def best(self, vector: Float32, k: int) -> tuple[Int64, Float32]:
        """Keys (k,) and cosines (k,) of the best voxels for a query (D,), best first."""
        products = self._features @ vector.astype(np.float32)
        scores = np.asarray(products / np.maximum(self._norms, 1e-12), dtype=np.float32)
        scores[self._key_of < 0] = -np.inf
        k = min(k, len(self))
        if not k:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        top = np.argpartition(scores, scores.size - k)[scores.size - k :]
        top = top[np.lexsort((self._key_of[top], -scores[top]))]
        return self._key_of[top], scores[top]

    def memory_bytes(self) -> int:
        """Bytes of all arrays, free rows included."""
        columns = (self._features, self._norms, self._weights, self._key_of, self._free)
        others = (self.points, self.occupancy, self.keys, self.slots)
        return sum(array.nbytes for array in (*columns, *others))

    def feature_bytes(self) -> int:
        """Bytes of the feature rows in use."""
        return len(self) * self._features[:1].nbytes

    def _slots_of(self, keys: Int64) -> Slots:
        """Slots of unique ascending keys; unknown ones get a free row each."""
        place = np.searchsorted(self.keys, keys)
        known = np.zeros(keys.size, dtype=bool)
        inner = place < self.keys.size
        known[inner] = self.keys[place[inner]] == keys[inner]
        new = ~known
        taken = self._take(int(new.sum()))
        self._key_of[taken] = keys[new]
        self.slots = np.insert(self.slots, place[new], taken)
        self.keys = np.insert(self.keys, place[new], keys[new])
        return self.slots[np.searchsorted(self.keys, keys)]

    def _take(self, count: int) -> Slots:
        while self._free.size < count:
            self._grow()
        taken, self._free = self._free[:count], self._free[count:]
        return taken

    def _grow(self) -> None:
        capacity = len(self._key_of)
        self._free = np.concatenate([self._free, np.arange(capacity, 2 * capacity)])
        self._features = _doubled(self._features)
        self._norms, self._weights = _doubled(self._norms), _doubled(self._weights)
        self.points, self.occupancy = _doubled(self.points), _doubled(self.occupancy)
        self._key_of = np.concatenate([self._key_of, np.full(capacity, -1, dtype=np.int64)])


def _doubled(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    grown = np.zeros((2 * len(array), *array.shape[1:]), dtype=array.dtype)
    grown[: len(array)] = array
    return grown
