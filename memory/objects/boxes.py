"""Axis-aligned boxes by their middles and extents."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64

LEAST_SIZE_M = 0.1  # of a thing whose size nobody told
_INNER = 0.8
_GRID = 3


def distance_m(one: Metres3, other: Metres3) -> float:
    """Between two points."""
    return float(np.linalg.norm(np.subtract(one, other)))


def covered_share(
    position_m: Metres3, size_m: Metres3, by_position_m: Metres3, by_size_m: Metres3
) -> float:
    """Share of a box that lies inside another."""
    low, high = _corners(position_m, size_m)
    other_low, other_high = _corners(by_position_m, by_size_m)
    common = np.clip(np.minimum(high, other_high) - np.maximum(low, other_low), 0.0, None)
    return float(np.prod(common) / np.prod(high - low))


def overlap(
    position_m: Metres3, size_m: Metres3, other_position_m: Metres3, other_size_m: Metres3
) -> float:
    """Common share of two boxes, of the smaller one."""
    return max(
        covered_share(position_m, size_m, other_position_m, other_size_m),
        covered_share(other_position_m, other_size_m, position_m, size_m),
    )


def outside_m(points: Float32, position_m: Metres3, size_m: Metres3) -> Float64:
    """How far points (N, 3) lie outside a box; (N,), zero inside."""
    low, high = _corners(position_m, size_m)
    return np.asarray(
        np.linalg.norm(np.maximum(np.maximum(low - points, points - high), 0.0), axis=1)
    )


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


def _corners(position_m: Metres3, size_m: Metres3) -> tuple[npt.NDArray[np.float64], Float64]:
    half = np.maximum(size_m, LEAST_SIZE_M * 1e-3) / 2.0
    return np.subtract(position_m, half), np.add(position_m, half)
