"""What the map benchmark asks of a voxel map, ours and the baselines alike."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.observation import Observation

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

_AXIS_BITS = 21
_AXIS_BIAS = 1 << (_AXIS_BITS - 1)
_AXIS_MASK = (1 << _AXIS_BITS) - 1


class MapUnderTest(Protocol):
    """A voxel map behind the calls that the benchmark makes.

    Voxel (i, j, k) covers [i, i + 1) x [j, j + 1) x [k, k + 1) times `voxel_size_m` in the map
    frame.
    """

    @property
    def name(self) -> str:
        """Method name in the results."""
        ...

    @property
    def voxel_size_m(self) -> float:
        """Edge of a voxel in metres."""
        ...

    def integrate(self, observation: Observation, features: FeatureImage) -> None:
        """Take in one frame."""
        ...

    def occupied(self) -> Int32:
        """(N, 3) int32 indices of the occupied voxels."""
        ...

    def occupied_features(self) -> Float32:
        """(N, D) float32 features of `occupied()`, row by row, of any length."""
        ...

    def wiped(self) -> Int32:
        """(N, 3) int32 voxels that the last frame removed, even those that it added again.

        Voxels that are no longer occupied may be left out: the benchmark sees them by itself.
        """
        ...

    def score(self, vector: Float32, k: int) -> tuple[Int32, Float32]:
        """The k best voxels for a query (D,): indices (k, 3) and cosines (k,), best first."""
        ...

    def memory_bytes(self) -> int:
        """Bytes held by the map."""
        ...

    def feature_bytes(self) -> int:
        """Bytes held for the features of the occupied voxels."""
        ...


class Fillable(MapUnderTest, Protocol):
    """A map that can be grown without frames, to measure it at a size."""

    def fill(self, indices: Int32, features: Float32, row: Int32) -> None:
        """Add occupied voxels.

        Args:
            indices: (N, 3) int32 voxels, none of them occupied yet.
            features: (M, D) float32 unit rows. Voxels of one 2x2x2 cell share a row.
            row: (N,) int32 row of each voxel.
        """
        ...


@dataclass(frozen=True, slots=True)
class Method:
    """A named way to make a map.

    Attributes:
        name: Method name in the results.
        make: Builds an empty map for features of the given length D.
        make_roomy: The same, able to hold any size that the suite fills.
        rows_only: It keeps a float32 row for each voxel, and is filled less for that.
    """

    name: str
    make: Callable[[int], Fillable]
    make_roomy: Callable[[int], Fillable]
    rows_only: bool = False


def voxel_indices(points_map: Float64, voxel_size_m: float) -> Int32:
    """Voxels (N, 3) int32 that hold points (N, 3) of the map frame."""
    return np.floor(points_map / voxel_size_m).astype(np.int32)


def voxel_centres(indices: Int32, voxel_size_m: float) -> Float64:
    """Centres (N, 3) in metres of voxels (N, 3)."""
    return (indices.astype(np.float64) + 0.5) * voxel_size_m


def packed(indices: Int32) -> Int64:
    """Voxels (N, 3) as one int64 each (N,), ordered like the voxels; 21 bits an axis."""
    biased = indices.astype(np.int64) + _AXIS_BIAS
    return (biased[:, 0] << 2 * _AXIS_BITS) | (biased[:, 1] << _AXIS_BITS) | biased[:, 2]


def unpacked(keys: Int64) -> Int32:
    """Voxels (N, 3) int32 of what `packed` made."""
    axes = (keys >> 2 * _AXIS_BITS, (keys >> _AXIS_BITS) & _AXIS_MASK, keys & _AXIS_MASK)
    return (np.stack(axes, axis=1) - _AXIS_BIAS).astype(np.int32)


def digest(subject: MapUnderTest) -> str:
    """SHA-256 of the occupied voxels and their features, independent of their order."""
    indices = subject.occupied()
    order = np.argsort(packed(indices), kind="stable")
    content = hashlib.sha256(np.ascontiguousarray(indices[order]).tobytes())
    content.update(np.ascontiguousarray(subject.occupied_features()[order]).tobytes())
    return content.hexdigest()
