"""Which sighting shows which known thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from whereseen.memory.objects.boxes import covered_share, distance_m, outside_m, overlap
from whereseen.memory.objects.entity import Entity
from whereseen.memory.objects.sighting import Sighting

_SAME_OVERLAP = 0.3
_COVERED = 0.5
_IMPOSSIBLE = 1e6

One = TypeVar("One")
Other = TypeVar("Other")


def pair_up(
    ones: Sequence[One], others: Sequence[Other], cost: Callable[[One, Other], float | None]
) -> list[tuple[int, int]]:
    """Pairs of least total cost, as positions in both lists; as many pairs as are possible.

    Args:
        ones: Some things.
        others: Other things.
        cost: Of pairing one with another, or None if that is impossible.
    """
    table = np.full((len(ones), len(others)), _IMPOSSIBLE)
    for row, one in enumerate(ones):
        for column, other in enumerate(others):
            price = cost(one, other)
            if price is not None:
                table[row, column] = price
    chosen = zip(*linear_sum_assignment(table), strict=True)
    return [(int(i), int(k)) for i, k in chosen if table[i, k] < _IMPOSSIBLE]


def same_place_cost(entity: Entity, sighting: Sighting, same_place_m: float) -> float | None:
    """How unlikely it is that a sighting shows a thing that was not moved; None: impossible."""
    apart_m = distance_m(entity.position_m, sighting.position_m)
    common = overlap(entity.position_m, entity.size_m, sighting.position_m, sighting.size_m)
    if apart_m > same_place_m and common < _SAME_OVERLAP:
        return None
    return apart_m / same_place_m - common


def divided(
    sightings: Sequence[Sighting], entities: Sequence[Entity], voxel_size_m: float
) -> list[Sighting]:
    """Cut sightings that cover several known things, so that each thing gets its own part."""
    parts: list[Sighting] = []
    for sighting in sightings:
        inside = [entity for entity in entities if covers(sighting, entity)]
        parts += _cut(sighting, inside, voxel_size_m) if len(inside) > 1 else [sighting]
    return parts


def covers(sighting: Sighting, entity: Entity) -> bool:
    """Whether most of a known thing lies inside a sighting."""
    share = covered_share(entity.position_m, entity.size_m, sighting.position_m, sighting.size_m)
    return share >= _COVERED


def _cut(sighting: Sighting, inside: list[Entity], voxel_size_m: float) -> list[Sighting]:
    points = sighting.points_map
    outside = np.stack([outside_m(points, e.position_m, e.size_m) for e in inside])
    middles = np.array([entity.position_m for entity in inside])
    apart = np.linalg.norm(points[None] - middles[:, None], axis=2)
    nearest = np.lexsort((apart, outside), axis=0)[0]
    owners = (nearest == k for k in range(len(inside)))
    return [sighting.part(mine, voxel_size_m) for mine in owners if mine.any()]
