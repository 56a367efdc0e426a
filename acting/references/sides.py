"""Left of, behind, above, between: how positions lie to each other."""

from __future__ import annotations

import math

from whereseen.memory.answer import Metres3
from whereseen.memory.language import Relation

_FAR_M = 2.0  # what is farther lies to nothing
_HALF_M = 0.8  # at this distance it is half as likely
_MOST_ASIDE = 1.0  # of the way ahead: 45 degrees
_DETOUR = 1.3  # times as long as straight on is the way past what is between


def side_of(relation: Relation, at_m: Metres3, other_m: Metres3, eye_m: Metres3) -> float:
    """How well a position lies so to another as seen from a third, 0 to 1; left is left in view."""
    apart_m = math.dist(at_m, other_m)
    if apart_m > _FAR_M or apart_m == 0.0:
        return 0.0
    dx, dy, dz = (a - b for a, b in zip(at_m, other_m, strict=True))
    away = math.atan2(other_m[1] - eye_m[1], other_m[0] - eye_m[0])
    deeper = dx * math.cos(away) + dy * math.sin(away)
    lefter = dy * math.cos(away) - dx * math.sin(away)
    along, aside = {
        Relation.ABOVE: (dz, math.hypot(dx, dy)),
        Relation.UNDER: (-dz, math.hypot(dx, dy)),
        Relation.BEHIND: (deeper, math.hypot(lefter, dz)),
        Relation.IN_FRONT: (-deeper, math.hypot(lefter, dz)),
        Relation.LEFT: (lefter, math.hypot(deeper, dz)),
        Relation.RIGHT: (-lefter, math.hypot(deeper, dz)),
    }.get(relation, (0.0, 1.0))
    is_so = along > 0.0 and aside <= _MOST_ASIDE * along
    return 0.5 ** (apart_m / _HALF_M) if is_so else 0.0


def between(at_m: Metres3, one_m: Metres3, other_m: Metres3) -> float:
    """How well a position lies between two others, 0 to 1."""
    straight_m = math.dist(one_m, other_m)
    way_m = math.dist(one_m, at_m) + math.dist(at_m, other_m)
    if straight_m == 0.0 or way_m > _DETOUR * straight_m:
        return 0.0
    return 1.0 - (way_m / straight_m - 1.0) / _DETOUR
