"""Rooms with names, doorways between them, windows in the outer walls."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.naming import Names
from whereseen.sim.generation.room_kinds import HALLWAY, LIVING, choose_kinds, room_kind
from whereseen.sim.generation.rooms_layout import Cell, Shared, lay_out, shared_wall, ways
from whereseen.sim.scene.description import Opening, Point2, Room

_DOOR_M, _DOOR_TOP_M = 0.9, 2.05
_CORNER_M = (0.12, 0.3)  # of wall between a doorway and the corner next to it
_WINDOW_TOP_M = 2.1
_Axis = {"x": 0, "y": 1}


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """Rooms and openings of a home."""

    rooms: tuple[Room, ...]
    openings: tuple[Opening, ...]


def draw_plan(
    config: HomeConfig, furnished: Collection[str], names: Names, rng: np.random.Generator
) -> FloorPlan:
    """A floor plan.

    Args:
        config: How many rooms, and how thick the walls are.
        furnished: Kinds of room that there is furniture for.
        names: Names taken so far.
        rng: Source of chance.
    """
    kinds = choose_kinds(config.rooms, furnished, rng)
    cells = sorted(lay_out(kinds, config.wall_m, rng), key=lambda cell: kinds.index(cell.kind))
    rooms = [_room(cell, names.take(cell.kind), config.wall_m, rng) for cell in cells]
    openings = list(_doorways(cells, rooms, config.wall_m, rng))
    free = list(_outer_walls(cells, rooms, config.wall_m))
    entrance = _entrance(free, cells, rng)
    if entrance is not None:
        openings.append(entrance)
    openings += _windows(free, cells, entrance, rng)
    return FloorPlan(tuple(rooms), tuple(openings))


@dataclass(frozen=True, slots=True)
class _Outer:
    """A piece of outer wall of a room, between its inner corners."""

    index: int
    room: str
    wall: Shared

    @property
    def length_m(self) -> float:
        return self.wall.high - self.wall.low


def _room(cell: Cell, name: str, wall_m: float, rng: np.random.Generator) -> Room:
    kind, half = room_kind(cell.kind), wall_m / 2
    return Room(
        name=name,
        kind=cell.kind,
        low_m=(_metres(cell.x0 + half), _metres(cell.y0 + half)),
        high_m=(_metres(cell.x1 - half), _metres(cell.y1 - half)),
        floor=str(rng.choice(kind.floors)),
        walls=str(rng.choice(kind.walls)),
    )


def _doorways(
    cells: Sequence[Cell], rooms: Sequence[Room], wall_m: float, rng: np.random.Generator
) -> Iterator[Opening]:
    for i, j in ways(cells, wall_m):
        wall = shared_wall(cells[i], cells[j])
        assert wall is not None
        low, high = wall.low + wall_m / 2, wall.high - wall_m / 2
        spare = high - low - _DOOR_M
        off = min(float(rng.uniform(*_CORNER_M)), spare / 2)
        at = (low + off if rng.random() < 0.5 else high - off - _DOOR_M) + _DOOR_M / 2
        name = f"doorway {rooms[i].name} - {rooms[j].name}"
        yield _doorway(name, (rooms[i].name, rooms[j].name), wall, at)


def _doorway(name: str, rooms: tuple[str, str], wall: Shared, at: float) -> Opening:
    return Opening(
        name=name,
        kind="doorway",
        rooms=rooms,
        at_m=_point(wall, at),
        along="x" if wall.along == "x" else "y",
        width_m=_DOOR_M,
        top_m=_DOOR_TOP_M,
    )


def _outer_walls(cells: Sequence[Cell], rooms: Sequence[Room], wall_m: float) -> Iterator[_Outer]:
    """What of the walls of each room no other room touches."""
    for index, (cell, room) in enumerate(zip(cells, rooms, strict=True)):
        others = [other for other in cells if other is not cell]
        walls = [shared for other in others if (shared := shared_wall(cell, other)) is not None]
        for side in (
            Shared("y", cell.x0, cell.y0, cell.y1), Shared("y", cell.x1, cell.y0, cell.y1),
            Shared("x", cell.y0, cell.x0, cell.x1), Shared("x", cell.y1, cell.x0, cell.x1),
        ):  # fmt: skip
            taken = sorted(
                (wall.low, wall.high)
                for wall in walls
                if wall.along == side.along and abs(wall.at - side.at) < 1e-6
            )
            for low, high in _gaps(side.low, side.high, taken):
                if high - low > 2 * wall_m:
                    piece = Shared(side.along, side.at, low + wall_m / 2, high - wall_m / 2)
                    yield _Outer(index, room.name, piece)


def _gaps(
    low: float, high: float, taken: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """What is left of an interval."""
    at = low
    for start, end in taken:
        if start - at > 1e-6:
            yield at, start
        at = max(at, end)
    if high - at > 1e-6:
        yield at, high


def _entrance(
    outer: Sequence[_Outer], cells: Sequence[Cell], rng: np.random.Generator
) -> Opening | None:
    """The door to the outside: of the hallway, else of the living room."""
    for kind in (HALLWAY, LIVING):
        found = [
            each
            for each in outer
            if cells[each.index].kind == kind and each.length_m > _DOOR_M + 0.2
        ]
        if not found:
            continue
        each = found[int(rng.integers(len(found)))]
        spare = each.length_m - _DOOR_M
        off = min(float(rng.uniform(*_CORNER_M)), spare / 2)
        at = each.wall.low + off if rng.random() < 0.5 else each.wall.high - off - _DOOR_M
        return _doorway("front door", (each.room, ""), each.wall, at + _DOOR_M / 2)
    return None


def _windows(
    outer: Sequence[_Outer],
    cells: Sequence[Cell],
    entrance: Opening | None,
    rng: np.random.Generator,
) -> Iterator[Opening]:
    """Windows in the outer walls, none near the entrance; every second wall of a room may be."""
    seen: dict[int, int] = {}
    for each in sorted(outer, key=lambda piece: -piece.length_m):
        kind = room_kind(cells[each.index].kind)
        count = max(1, round(each.length_m / 3.4))
        width = min(kind.window_m, each.length_m / count - 0.6)
        has = each.index in seen
        if kind.window_m == 0.0 or width < 0.5 or (has and rng.random() < 0.6):
            continue
        for step in range(count):
            at = each.wall.low + each.length_m * (step + 0.5) / count
            if entrance is not None and _is_near(entrance, each.wall, at, width):
                continue
            number = seen[each.index] = seen.get(each.index, 0) + 1
            yield Opening(
                name=f"window {number} of {each.room}",
                kind="window",
                rooms=(each.room, ""),
                at_m=_point(each.wall, at),
                along="x" if each.wall.along == "x" else "y",
                width_m=_metres(width),
                bottom_m=kind.sill_m,
                top_m=_WINDOW_TOP_M,
            )


def _is_near(entrance: Opening, wall: Shared, at: float, width: float) -> bool:
    across = entrance.at_m[1 - _Axis[wall.along]]
    if entrance.along != wall.along or abs(across - wall.at) > 1e-3:
        return False
    apart = abs(entrance.at_m[_Axis[wall.along]] - at)
    return apart < (entrance.width_m + width) / 2 + 0.3


def _point(wall: Shared, at: float) -> Point2:
    along, across = _metres(at), _metres(wall.at)
    return (along, across) if wall.along == "x" else (across, along)


def _metres(value: float) -> float:
    return round(float(value), 4)
