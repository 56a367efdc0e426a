"""Where to put something down: free spots on level surfaces, or inside furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.acting.manipulation.errors import NoRoom
from whereseen.acting.manipulation.geometry import Geometry, Shape
from whereseen.acting.manipulation.surfaces import Level, levels_of
from whereseen.acting.skills.call import Relation
from whereseen.memory.answer import Metres3

_EDGE_M = 0.03  # kept from the edge of a surface
_GAP_M = 0.02  # kept from what stands there
_MOST = 40
_FLOOR_M = 0.06  # what is lower is the floor below the furniture
_RIM_M = 0.05  # so far below the highest level of furniture begins its inside
_FAR_WORTH = 0.15  # metres of clearance that are worth a metre of way
_ENOUGH_M = 0.12  # of clearance


@dataclass(frozen=True, slots=True)
class Footprint:
    """What room a thing takes.

    Attributes:
        radius_m: Of a circle about what it covers.
        height_m: How high it is.
    """

    radius_m: float
    height_m: float

    @classmethod
    def of(cls, size_m: Metres3) -> Footprint:
        """Of a thing with a box of this extent, however it is turned."""
        x, y, z = size_m
        return cls(float(max(x, y)) / 2.0, float(z))


@dataclass(frozen=True, slots=True)
class Placement:
    """A free spot.

    Attributes:
        position_m: Middle of what the thing will cover, on the surface.
        clearance_m: To the edge or to the next thing, from the rim of what it will cover.
    """

    position_m: Metres3
    clearance_m: float


def placements_on(
    furniture: Shape,
    geometry: Geometry,
    footprint: Footprint,
    *,
    near_m: tuple[float, float],
    relation: Relation = Relation.ON,
    reach_m: tuple[float, float] = (0.0, np.inf),
) -> tuple[Placement, ...]:
    """Free spots for a thing, the nearest first.

    Args:
        furniture: Where to.
        geometry: Voxels and things about it.
        footprint: Of the thing.
        near_m: Where the robot is, x and y.
        relation: On a level surface; or inside, below its upper rim, and if nothing is known to
            be level there on what is.
        reach_m: Least and greatest height that the robot can put something at.

    Raises:
        NoRoom: if nothing level is known of it, or none of that is free.
    """
    levels = [
        level
        for level in levels_of(furniture, geometry)
        if max(reach_m[0], _FLOOR_M) <= level.height_m <= reach_m[1]
    ]
    if not levels:
        raise NoRoom(f"nothing level is known of the {furniture.label}", remedy="Look at it first")
    for some in _in_turn(levels, relation):
        found = [spot for level in some for spot in _spots(level, footprint)]
        if found:
            ranked = sorted(found, key=lambda spot: _cost(spot, near_m))
            return tuple(ranked[:_MOST])
    raise NoRoom(
        f"the {furniture.label} has no free place so large",
        got=f"{2.0 * footprint.radius_m:.2f} m across, {footprint.height_m:.2f} m high",
        remedy="Clear it, or choose another",
    )


def _in_turn(levels: Sequence[Level], relation: Relation) -> Iterator[Sequence[Level]]:
    """Levels that are meant, the better ones first: the widest, as a seat and not its back."""
    top_m = max(level.height_m for level in levels)
    inside = [level for level in levels if level.height_m < top_m - _RIM_M]
    if relation is Relation.IN:
        yield inside
    for level in sorted(levels, key=lambda level: -level.area_m2):
        yield (level,)


def _spots(level: Level, footprint: Footprint) -> Iterator[Placement]:
    to_edge, to_thing = level.clearance_m(footprint.height_m)
    spare = np.minimum(to_edge - _EDGE_M, to_thing - _GAP_M) - footprint.radius_m
    points = level.points_m()
    for i, k in np.argwhere((spare >= 0.0) & level.is_free).tolist():
        x, y, z = (float(value) for value in points[i, k])
        yield Placement((x, y, z), float(spare[i, k]))


def _cost(spot: Placement, near_m: tuple[float, float]) -> tuple[float, float, float]:
    x, y, _ = spot.position_m
    far_m = float(np.hypot(x - near_m[0], y - near_m[1]))
    return far_m - min(spot.clearance_m, _ENOUGH_M) / _FAR_WORTH, x, y
