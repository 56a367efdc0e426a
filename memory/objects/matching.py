"""Which sighting shows which known thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from whereseen.memory.frames import Float64
from whereseen.memory.objects.boxes import (
    Boxed,
    Boxes,
    covered_shares,
    distances_m,
    gaps_m,
    outside_m,
    overlaps,
)
from whereseen.memory.objects.entity import Entity
from whereseen.memory.objects.sighting import Sighting

_SAME_OVERLAP = 0.3
_COVERED = 0.5
_IMPOSSIBLE = 1e6

Thing = TypeVar("Thing", bound=Boxed)


def pair_up(costs: Float64) -> list[tuple[int, int]]:
    """Pairs of rows and columns of least total cost, as many as are possible.

    Args:
        costs: (N, M) of pairing, infinite where that is impossible.
    """
    table = np.where(np.isfinite(costs), costs, _IMPOSSIBLE)
    chosen = zip(*linear_sum_assignment(table), strict=True)
    return [(int(i), int(k)) for i, k in chosen if np.isfinite(costs[i, k])]


def same_place_costs(
    entities: Sequence[Entity], sightings: Sequence[Sighting], same_place_m: float
) -> Float64:
    """How unlikely sightings (M) show things (N) that were not moved; (N, M), else infinite."""
    known, seen = Boxes.of(entities), Boxes.of(sightings)
    apart_m = distances_m(known.middles_m, seen.middles_m)
    common = overlaps(known, seen)
    possible = (apart_m <= same_place_m) | (common >= _SAME_OVERLAP)
    return np.where(possible, apart_m / same_place_m - common, np.inf)


def shifted_costs(
    entities: Sequence[Entity], sightings: Sequence[Sighting], same_place_m: float
) -> Float64:
    """As `same_place_costs`, of what only touches what it may have been; (N, M)."""
    known, seen = Boxes.of(entities), Boxes.of(sightings)
    apart_m = distances_m(known.middles_m, seen.middles_m)
    long_m = np.maximum(known.sizes_m.max(axis=1)[:, None], seen.sizes_m.max(axis=1)[None])
    alike = np.minimum.outer(known.sizes_m.max(axis=1), seen.sizes_m.max(axis=1)) >= long_m / 2.0
    possible = alike & (overlaps(known, seen) > 0.0) & (apart_m <= 2.0 * same_place_m)
    return np.where(possible, apart_m, np.inf)


def covered_by(sightings: Sequence[Boxed], entities: Sequence[Thing]) -> list[list[Thing]]:
    """For each sighting the known things most of which lie inside it."""
    shares = covered_shares(Boxes.of(entities), Boxes.of(sightings))
    covered: list[list[Thing]] = [[] for _ in sightings]
    for k, i in np.argwhere(shares.T >= _COVERED).tolist():
        covered[k].append(entities[i])
    return covered


def divided(
    sightings: Sequence[Sighting],
    entities: Sequence[Boxed],
    voxel_size_m: float,
    least_gap_m: float = 0.0,
) -> list[Sighting]:
    """Cut sightings that cover several known things, so that each thing gets its own part.

    Args:
        sightings: What is seen.
        entities: What is known.
        voxel_size_m: Resolution of what is seen.
        least_gap_m: Only things that are so far apart are told apart.
    """
    parts: list[Sighting] = []
    for sighting, inside in zip(sightings, covered_by(sightings, entities), strict=True):
        gaps = gaps_m(Boxes.of(inside), Boxes.of(inside))
        several = len(inside) > 1 and gaps.max() >= least_gap_m
        parts += _cut(sighting, inside, voxel_size_m) if several else [sighting]
    return parts


def _cut(sighting: Sighting, inside: Sequence[Boxed], voxel_size_m: float) -> list[Sighting]:
    points = sighting.points_map
    outside = np.stack([outside_m(points, e.position_m, e.size_m) for e in inside])
    apart = distances_m([entity.position_m for entity in inside], points)
    nearest = np.lexsort((apart, outside), axis=0)[0]
    owners = (nearest == k for k in range(len(inside)))
    return [sighting.part(mine, voxel_size_m) for mine in owners if mine.any()]
