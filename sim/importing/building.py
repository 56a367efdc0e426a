"""The building of a scene made elsewhere: its rooms, as far as walls tell them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from whereseen.sim.importing.found import Found
from whereseen.sim.importing.mesh_writing import Names
from whereseen.sim.importing.rooms import Window, kind_of_room, rectangles_of, regions_of
from whereseen.sim.importing.walls import WallPlan, wall_plan
from whereseen.sim.scene.description import Room
from whereseen.sim.scene.structure import is_built

_MARGIN_M = 0.8  # between what is in a scene and the walls round it: a robot goes round
_BUILDING_MARGIN_M = 0.05  # round what has a floor of its own
_LEAST_ROOM_M = 1.5
_LEVEL = ("floor", "ceiling", "roof")  # parts of buildings that enclose nothing


def rooms_within(found: Sequence[Found]) -> tuple[Room, ...]:
    """The rooms that walls enclose, without walls of ours, called after what stands in them.

    Args:
        found: All that is in the scene.

    Returns:
        One room round everything, with walls of ours, if there are no walls that enclose any.
    """
    has_floor = any(each.has_floor for each in found)
    plan = wall_plan([each.mesh for each in found if _encloses(each.label)])
    if plan is not None:
        regions, is_outside = regions_of(plan.is_wall)
        found_rooms = rectangles_of(regions, is_outside)
        if found_rooms:
            return _called(plan, found_rooms, found, "" if has_floor else "parquet")
    return (_room_round(found, is_building=has_floor),)


def _encloses(label: str) -> bool:
    return is_built(label) and label.rpartition(" ")[2] not in _LEVEL


def _called(
    plan: WallPlan, windows: Sequence[tuple[int, Window]], found: Sequence[Found], floor: str
) -> tuple[Room, ...]:
    """Rooms with kinds and names; rectangles of one room are of one kind."""
    corners = [(plan.corner_m(a, b), plan.corner_m(c, d)) for _, (a, b, c, d) in windows]
    boxes = [each.box_m for each in found if not is_built(each.label)]
    labels = [each.label for each in found if not is_built(each.label)]
    middles = [((low + high) / 2.0)[:2] for low, high in boxes]
    told: dict[int, list[str]] = {number: [] for number, _ in windows}
    for (number, _), (low_m, high_m) in zip(windows, corners, strict=True):
        for label, at in zip(labels, middles, strict=True):
            if (at >= low_m).all() and (at <= high_m).all():
                told[number].append(label)
    names, rooms = Names({"robot"}), []
    for (number, _), (low_m, high_m) in zip(windows, corners, strict=True):
        kind = kind_of_room(told[number])
        rooms.append(Room(names.unique(kind), kind, low_m, high_m, floor=floor, walls=""))
    return tuple(rooms)


def _room_round(found: Sequence[Found], *, is_building: bool) -> Room:
    """One room round everything."""
    boxes = [each.box_m for each in found]
    low = np.min([box[0] for box in boxes], axis=0)[:2]
    high = np.max([box[1] for box in boxes], axis=0)[:2]
    margin = _BUILDING_MARGIN_M if is_building else _MARGIN_M
    middle = (low + high) / 2.0
    half = np.maximum((high - low) / 2.0 + margin, _LEAST_ROOM_M / 2.0)
    (x0, y0), (x1, y1) = (middle - half).tolist(), (middle + half).tolist()
    return Room("room", "room", (x0, y0), (x1, y1))
