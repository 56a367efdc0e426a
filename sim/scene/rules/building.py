"""Rules of rooms and openings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from whereseen.sim.scene.description import Opening, Room, Scene
from whereseen.sim.scene.rules.violation import Violation

_SLACK_M = 1e-3
_LEAST_SIDE_M = 1.0
_LEAST_DOORWAY_M = (0.7, 1.9)  # width and height
_LEAST_WINDOW_M = (0.3, 0.3)


def building_violations(scene: Scene) -> Iterator[Violation]:
    """What is wrong with rooms and openings."""
    for room in scene.rooms:
        if min(room.size_m) < _LEAST_SIDE_M:
            wide, deep = room.size_m
            yield Violation("a room is too small", (room.name,), f"{wide:.2f} x {deep:.2f} m")
    for one, other in combinations(scene.rooms, 2):
        apart = _apart_m(one, other)
        if apart < -_SLACK_M:
            yield Violation("rooms overlap", (one.name, other.name), f"by {-apart:.3f} m")
        elif apart < scene.wall_m - _SLACK_M:
            yield Violation("there is no wall between rooms", (one.name, other.name))
    names = [each.name for each in scene.openings]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Violation("openings share a name", (name,))
    for opening in scene.openings:
        yield from _opening(scene, opening)
    for one_way, other_way in combinations(scene.openings, 2):
        if _overlap(one_way, other_way, scene.wall_m):
            yield Violation("openings overlap", (one_way.name, other_way.name))


def _apart_m(one: Room, other: Room) -> float:
    return max(max(one.low_m[i] - other.high_m[i], other.low_m[i] - one.high_m[i]) for i in (0, 1))


def _opening(scene: Scene, opening: Opening) -> Iterator[Violation]:
    inside, outside = opening.rooms
    known = {room.name: room for room in scene.rooms}
    if inside not in known or (outside and outside not in known) or inside == outside:
        yield Violation("an opening is between rooms that are not there", (opening.name,))
        return
    sides = [_side_of(known[name], opening, scene.wall_m) for name in (inside, outside) if name]
    if not all(sides):
        yield Violation("an opening is not in the wall of a room", (opening.name,))
    elif outside and sides[0] == sides[1]:
        yield Violation("an opening has both its rooms on the same side", (opening.name,))
    elif not outside and _leads_into(scene, opening) is not None:
        yield Violation("an opening to the outside leads into a room", (opening.name,))
    low, high = opening.bottom_m, opening.top_m
    least = _LEAST_DOORWAY_M if opening.kind == "doorway" else _LEAST_WINDOW_M
    if low < 0.0 or high > scene.height_m or (opening.kind == "doorway" and low > 0.0):
        yield Violation("an opening is too low or too high", (opening.name,))
    if opening.width_m < least[0] or high - low < least[1]:
        yield Violation("an opening is too small", (opening.name,))


def _side_of(room: Room, opening: Opening, wall_m: float) -> int:
    """On which side of the room the wall of an opening is: -1 or 1; 0 if not in its walls."""
    across, along = (1, 0) if opening.along == "x" else (0, 1)
    half = opening.width_m / 2
    low, high = room.low_m[along] - _SLACK_M, room.high_m[along] + _SLACK_M
    if not low <= opening.at_m[along] - half <= opening.at_m[along] + half <= high:
        return 0
    out = opening.at_m[across] - room.high_m[across], room.low_m[across] - opening.at_m[across]
    for sign, distance in zip((1, -1), out, strict=True):
        if -_SLACK_M <= distance <= wall_m + _SLACK_M:
            return sign
    return 0


def _leads_into(scene: Scene, opening: Opening) -> Room | None:
    """The room right behind an opening that should lead outside."""
    across = 1 if opening.along == "x" else 0
    for sign in (-1.0, 1.0):
        behind = list(opening.at_m)
        behind[across] += sign * (scene.wall_m + _SLACK_M)
        room = scene.room_at((behind[0], behind[1]))
        if room is not None and room.name != opening.rooms[0]:
            return room
    return None


def _overlap(one: Opening, other: Opening, wall_m: float) -> bool:
    if one.along != other.along:
        return False
    across, along = (1, 0) if one.along == "x" else (0, 1)
    near = abs(one.at_m[across] - other.at_m[across]) < wall_m
    beside = abs(one.at_m[along] - other.at_m[along]) < (one.width_m + other.width_m) / 2
    return near and beside and one.bottom_m < other.top_m and other.bottom_m < one.top_m
