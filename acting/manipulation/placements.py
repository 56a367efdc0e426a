"""Where to put something down: free spots on level surfaces, or inside furniture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.acting.manipulation.errors import NoRoom
from whereseen.acting.manipulation.geometry import Geometry, Shape
from whereseen.acting.manipulation.surfaces import Level, hollow_of, levels_of
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import Relation
from whereseen.memory.answer import Metres3

_LENGTH_SHARE = 0.35  # of the length of a long thing, that is always kept free about it
_EDGE_M = 0.03  # kept from the edge of a surface
_FOOT_M, _MOST_FOOT_M = 0.03, 0.09
_GAP_M = 0.02  # kept from what stands there
_MOST = 40
_FLOOR_M = 0.06  # what is lower is the floor below the furniture
_RIM_M = 0.05  # so far below the highest level of furniture begins its inside
_LOW_SHARE = 0.6  # of the height of what is open from above
_OPEN_SHARE = 0.4  # of a surface that is open from above
_FAR_WORTH = 0.15  # metres of clearance that are worth a metre of way
_ENOUGH_M = 0.12  # of clearance


@dataclass(frozen=True, slots=True)
class Footprint:
    """What room a thing takes.

    Attributes:
        radius_m: Of a circle about what it covers.
        height_m: How high it is.
        foot_m: So much of it, about its middle, must stand on the surface, so that it does not tip.
    """

    radius_m: float
    height_m: float
    foot_m: float = _FOOT_M

    @classmethod
    def of(cls, size_m: Metres3) -> Footprint:
        """Of a thing with a box of this extent: a circle of about its area, for long things too.

        How a thing is turned when it is put down is not known before the robot stands there.
        """
        x, y, z = size_m
        foot_m = min(max(min(x, y) / 2.0, _FOOT_M), _MOST_FOOT_M)
        return cls(max(math.sqrt(x * y) / 2.0, _LENGTH_SHARE * max(x, y)), float(z), foot_m)


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
        relation: On a level surface; or inside, below its upper rim: where it is open from above
            if it is that anywhere, as a basin or an open drawer, else on shelves. If nothing is
            known to be level inside, on what is.
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
    if relation is Relation.IN:
        hollows = (hollow_of(level, furniture, geometry) for level in levels)
        levels += [each for each in hollows if each is not None and each.height_m >= reach_m[0]]
    for some, is_open in _in_turn(levels, relation, furniture):
        found = [spot for level in some for spot in _spots(level, footprint, is_open=is_open)]
        if found:
            ranked = sorted(found, key=lambda spot: _cost(spot, near_m))
            return tuple(ranked[:_MOST])
    raise NoRoom(
        f"the {furniture.label} has no free place so large",
        got=f"{2.0 * footprint.radius_m:.2f} m across, {footprint.height_m:.2f} m high",
        remedy="Clear it, or choose another",
    )


def _in_turn(
    levels: Sequence[Level], relation: Relation, furniture: Shape
) -> Iterator[tuple[Sequence[Level], bool]]:
    """Levels that are meant, and whether only where they are open from above; better ones first.

    Of those to put things on, the widest is the best, as a seat and not its back.
    """
    top_m = max(level.height_m for level in levels)
    inside = [level for level in levels if level.height_m < top_m - _RIM_M]
    if relation is Relation.IN:
        low_m, is_vessel = _low_m(furniture), kinds.is_open_above(furniture.label)
        deep = [it for it in levels if it.height_m < low_m] if is_vessel else []
        either = [level for level in levels if level in inside or level in deep]
        yield [level for level in either if level.open_share >= _OPEN_SHARE], True
        if is_vessel:
            return  # neither its rim nor what is behind doors below it is meant
        yield inside, False
    for level in sorted(levels, key=lambda level: -level.area_m2):
        yield (level,), False


def _low_m(furniture: Shape) -> float:
    """Below that is the bottom of what is open from above, and above it the rim."""
    return float(furniture.low_m[2] + _LOW_SHARE * furniture.size_m[2])


def _spots(level: Level, footprint: Footprint, *, is_open: bool) -> Iterator[Placement]:
    to_edge, to_thing = level.clearance_m(footprint.height_m)
    spare = np.minimum(to_edge - _EDGE_M - footprint.foot_m, to_thing - _GAP_M - footprint.radius_m)
    if is_open:
        spare = np.minimum(spare, level.to_cover_m() - footprint.radius_m)
    points = level.points_m()
    for i, k in np.argwhere((spare >= 0.0) & level.is_free).tolist():
        x, y, z = (float(value) for value in points[i, k])
        yield Placement((x, y, z), float(spare[i, k]))


def _cost(spot: Placement, near_m: tuple[float, float]) -> tuple[float, float, float]:
    x, y, _ = spot.position_m
    far_m = float(np.hypot(x - near_m[0], y - near_m[1]))
    return far_m - min(spot.clearance_m, _ENOUGH_M) / _FAR_WORTH, x, y
