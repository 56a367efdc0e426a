"""Rules of things: on what they stand, what they go through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import shapely

from whereseen.sim.modelling.placing import box_of, pose
from whereseen.sim.scene.description import FLOOR, ObjectItem, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.scene.rules.furniture import doorstep
from whereseen.sim.scene.rules.violation import Violation
from whereseen.sim.scene.solids import Solids, solids_of

_SLACK_M = 2e-3
_SHARED_M2 = 1e-5


def thing_violations(home: Home, solids: Mapping[str, Solids]) -> Iterator[Violation]:
    """What is wrong with the things.

    Args:
        home: All that there is.
        solids: Of the furniture, by name.
    """
    steps = [each for each in home.scene.openings if each.kind == "doorway"]
    outlines = {item.name: _outline(home, item) for item in home.scene.objects}
    for item in home.scene.objects:
        yield from _states(home, item)
        if item.spot.surface == FLOOR and item.spot.on in home.rooms:
            room = home.rooms[item.spot.on]
            if not shapely.covers(shapely.box(*room.low_m, *room.high_m), outlines[item.name]):
                yield Violation("a thing is not inside its room", (item.name, room.name))
            for step in steps:
                if shapely.intersects(outlines[item.name], doorstep(step, home.scene.wall_m)):
                    yield Violation("a thing lies in a doorway", (item.name, step.name))
        else:
            yield from _support(home, item)
        yield from _inside_furniture(home, item, solids)
    yield from _overlaps(home, outlines)


def _states(home: Home, item: ObjectItem) -> Iterator[Violation]:
    known = {state.name: state.values for state in home.kind_of(item).states}
    for state, value in item.states.items():
        if value not in known.get(state, ()):
            yield Violation("a thing cannot be so", (item.name,), f"{state}: {value}")


def _support(home: Home, item: ObjectItem) -> Iterator[Violation]:
    surface = home.pieces[item.spot.on].surface(item.spot.surface)
    low, high = box_of(home.model_of(item).box_m(), pose((*item.spot.offset_m, 0.0), item.yaw_deg))
    half = np.divide(surface.size_m, 2.0) + _SLACK_M
    if (low[:2] < -half).any() or (high[:2] > half).any():
        yield Violation("a thing sticks out over what it stands on", (item.name, item.spot.on))
    if high[2] > surface.headroom_m + _SLACK_M:
        yield Violation(
            "a thing is too high for its place", (item.name, item.spot.on, surface.name)
        )


def _inside_furniture(
    home: Home, item: ObjectItem, solids: Mapping[str, Solids]
) -> Iterator[Violation]:
    """Things in furniture that is not what they stand on."""
    joints = home.pieces[item.spot.on].item.open if item.spot.on in home.pieces else {}
    mine = solids_of(home.model_of(item), home.pose_on(item.spot, item.yaw_deg, joints))
    low, high = float(mine.low_m.min()), float(mine.high_m.max())
    for name, theirs in solids.items():
        if name == item.spot.on or theirs.is_flat:
            continue
        if mine.shared_m2(theirs.between(low, high)) > _SHARED_M2:
            yield Violation("a thing goes through furniture", (item.name, name))


def _overlaps(home: Home, outlines: Mapping[str, shapely.Geometry]) -> Iterator[Violation]:
    """Things on the same surface that share a place."""
    together: dict[tuple[str, str], list[str]] = {}
    for item in home.scene.objects:
        together.setdefault((item.spot.on, item.spot.surface), []).append(item.name)
    for names in together.values():
        for one, other in combinations(names, 2):
            if shapely.area(shapely.intersection(outlines[one], outlines[other])) > _SHARED_M2:
                yield Violation("things go through each other", (one, other))


def _outline(home: Home, item: ObjectItem) -> shapely.Geometry:
    """What the box of a thing covers: of the map on the floor, else in its surface's frame."""
    spot: Spot = item.spot
    offset = spot.offset_m
    if spot.on in home.rooms:
        middle = home.rooms[spot.on].middle_m
        offset = (middle[0] + offset[0], middle[1] + offset[1])
    (x0, y0, _), (x1, y1, _) = home.model_of(item).box_m()
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    return shapely.Polygon(corners @ pose((0.0, 0.0, 0.0), item.yaw_deg)[:2, :2].T + offset)
