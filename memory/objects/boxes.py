"""Axis-aligned boxes by their middles and extents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.kernels import boxes as kernels

LEAST_SIZE_M = 0.1  # of a thing whose size nobody told
_TINY_M = 1e-4
_INNER = 0.8
_GRID = 3


class Boxed(Protocol):
    """What has a box: an entity, a belief or a sighting."""

    @property
    def position_m(self) -> Metres3:
        """Its middle in the map frame."""
        ...

    @property
    def size_m(self) -> Metres3:
        """Its extent."""
        ...


@dataclass(frozen=True, slots=True)
class Boxes:
    """N axis-aligned boxes.

    Attributes:
        middles_m: (N, 3).
        sizes_m: (N, 3) extents; a box without an extent counts as tiny.
    """

    middles_m: Float64
    sizes_m: Float64

    @classmethod
    def of(cls, things: Sequence[Boxed]) -> Boxes:
        """The boxes of entities or sightings."""
        middles = np.array([each.position_m for each in things], dtype=np.float64)
        sizes = np.array([each.size_m for each in things], dtype=np.float64)
        return cls(middles.reshape(-1, 3), sizes.reshape(-1, 3))

    def corners(self) -> tuple[Float64, Float64]:
        """Lower and upper corners, (N, 3) each."""
        half = np.maximum(self.sizes_m, _TINY_M) / 2.0
        return self.middles_m - half, self.middles_m + half


def distance_m(one: Metres3, other: Metres3) -> float:
    """Between two points."""
    return float(np.linalg.norm(np.subtract(one, other)))


def distances_m(ones: npt.ArrayLike, others: npt.ArrayLike) -> Float64:
    """Between points (N, 3) and others (M, 3); (N, M)."""
    one, other = (np.ascontiguousarray(each, dtype=np.float64) for each in (ones, others))
    return np.asarray(kernels.distances(one.reshape(-1, 3), other.reshape(-1, 3)))


def covered_shares(boxes: Boxes, by: Boxes) -> Float64:
    """Share of each of N boxes that lies inside each of M others; (N, M)."""
    return np.asarray(kernels.covered_shares(*boxes.corners(), *by.corners()))


def overlaps(boxes: Boxes, others: Boxes) -> Float64:
    """Common share of each of N boxes and each of M others, of the smaller one; (N, M)."""
    return np.maximum(covered_shares(boxes, others), covered_shares(others, boxes).T)


def gaps_m(boxes: Boxes, others: Boxes) -> Float64:
    """Free space between each of N boxes and each of M others, zero where they touch; (N, M)."""
    apart = np.abs(boxes.middles_m[:, None] - others.middles_m[None])
    reach = (boxes.sizes_m[:, None] + others.sizes_m[None]) / 2.0
    return np.asarray(np.linalg.norm(np.maximum(apart - reach, 0.0), axis=2))


def outside_m(points: Float32, position_m: Metres3, size_m: Metres3) -> Float64:
    """How far points (N, 3) lie outside a box; (N,), zero inside."""
    beyond = np.abs(points - np.asarray(position_m)) - np.divide(size_m, 2.0)
    return np.asarray(np.linalg.norm(np.maximum(beyond, 0.0), axis=1))


def is_inside(point: Metres3, low: Metres3, high: Metres3) -> bool:
    """Whether a point lies in the box between two corners."""
    return all(least <= at <= most for least, at, most in zip(low, point, high, strict=True))


def grid_points(position_m: Metres3, size_m: Metres3) -> Float32:
    """Points (27, 3) float32 that fill a box; one of unknown size is taken for a small one."""
    size = np.where(np.greater(size_m, 0.0), size_m, LEAST_SIZE_M)
    steps = np.linspace(-0.5, 0.5, _GRID) * _INNER
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    return (np.asarray(position_m) + grid * size).astype(np.float32)


def similar_size(one: Metres3, other: Metres3, ratio: float, slack_m: float) -> bool:
    """Whether the sorted extents differ by at most a ratio, beyond what voxels blur."""
    pairs = zip(sorted(one), sorted(other), strict=True)
    return all(max(a, b) - slack_m <= ratio * (min(a, b) + slack_m) for a, b in pairs)
