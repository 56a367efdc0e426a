"""Things and parts of the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from whereseen.memory.objects.entity import Belief, Cause, Change, Entity
from whereseen.memory.objects.sighting import metres3
from whereseen.memory.objects.told import ToldPlace
from whereseen.memory.spatial.selection import Selection


def touches(change: Change, within: Selection) -> bool:
    """Whether a thing was or is in a part of the map."""
    beliefs = (belief for belief in (change.before, change.after) if belief is not None)
    return any(within.contains(belief.position_m, change.latest_ns) for belief in beliefs)


def box_around(it: Entity | Belief) -> Selection:
    """The part of the map that a thing takes up."""
    half = np.divide(it.size_m, 2.0)
    low, high = np.subtract(it.position_m, half), np.add(it.position_m, half)
    return Selection.between(metres3(low), metres3(high))


def former_boxes(beliefs: Iterable[Belief]) -> Iterator[Selection]:
    """The parts of the map where a thing was seen before, each while it was there."""
    for each in beliefs:
        if each.cause == Cause.SEEN and each.valid_to_ns is not None:
            yield replace(box_around(each), since_ns=each.valid_from_ns, until_ns=each.valid_to_ns)


def lies_in(told: ToldPlace, within: Selection | None) -> bool:
    """Whether a place that was told lies in a part of the map; all do in None."""
    belief = told.belief
    return within is None or within.contains(belief.position_m, belief.valid_from_ns)
