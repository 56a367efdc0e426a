"""Floors, walls, ceilings, windows and door frames of a home, made of its rooms and openings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Part
from whereseen.sim.scene.description import Opening, Room, Scene

_SLAB_M = 0.02
_SKIRTING_M = (0.012, 0.08)
_FRAME_M = 0.06
_PANE_M = 0.03
_OVERLAP_M = 0.002  # of what would else flicker where two surfaces share a plane

_BUILT = ("wall", "floor", "ceiling", "roof", "window", "door", "building")

Side = Literal["west", "east", "south", "north"]
SIDES: tuple[Side, ...] = ("west", "east", "south", "north")


@dataclass(frozen=True, slots=True)
class Structure:
    """A part of the building, in the map frame.

    Attributes:
        name: Unique in the home.
        label: What an annotator calls it.
        room: Which room it bounds.
        model: Its solids.
    """

    name: str
    label: str
    room: str
    model: Model


def is_built(label: str) -> bool:
    """Whether something made elsewhere is a part of a building, by what it is called."""
    return label.rpartition(" ")[2] in _BUILT


def structures_of(scene: Scene) -> tuple[Structure, ...]:
    """All of the building, room by room, then what fills its openings."""
    rooms = [each for room in scene.rooms for each in _room(scene, room)]
    return (*rooms, *(_filling(scene, opening) for opening in scene.openings))


def _room(scene: Scene, room: Room) -> Iterator[Structure]:
    (width, depth), (x, y), half = room.size_m, room.middle_m, scene.wall_m / 2
    # Half a wall farther out, so that doorways have a floor.
    slab = Box((width + scene.wall_m, depth + scene.wall_m, _SLAB_M))
    floor = Part(slab, room.floor, (x, y, -_SLAB_M / 2))
    ceiling = Part(slab, "ceiling", (x, y, scene.height_m + _SLAB_M / 2))
    if room.floor:
        yield Structure(f"{room.name} floor", "floor", room.name, Model((floor,)))
    yield Structure(f"{room.name} ceiling", "ceiling", room.name, Model((ceiling,)))
    for side in SIDES if room.walls else ():
        openings = [each for each in scene.openings if _is_in(each, room, side, half)]
        parts = tuple(_wall(scene, room, side, openings))
        yield Structure(f"{room.name} {side} wall", "wall", room.name, Model(parts))


def _is_in(opening: Opening, room: Room, side: Side, half_m: float) -> bool:
    """Whether an opening is in a wall of a room."""
    axis = 0 if side in ("west", "east") else 1
    if room.name not in opening.rooms or opening.along != "yx"[axis]:
        return False
    inner = (room.low_m if side in ("west", "south") else room.high_m)[axis]
    return abs(opening.at_m[axis] - inner) <= 2.0 * half_m


def _wall(scene: Scene, room: Room, side: Side, openings: list[Opening]) -> Iterator[Part]:
    """Half of a wall, whose inner face bounds the room, cut by openings."""
    axis = 0 if side in ("west", "east") else 1
    sign = -1.0 if side in ("west", "south") else 1.0
    half = scene.wall_m / 2
    inner = (room.low_m if sign < 0 else room.high_m)[axis]
    low, high = room.low_m[1 - axis], room.high_m[1 - axis]
    if axis == 1:  # the corners belong to the walls along x
        low, high = low - half, high + half

    def block(a: float, b: float, bottom: float, top: float) -> Part:
        return _block(axis, (a, b), (inner, inner + sign * half), (bottom, top), room.walls)

    at = low
    for opening in sorted(openings, key=lambda each: each.at_m[1 - axis]):
        middle = opening.at_m[1 - axis]
        left, right = middle - opening.width_m / 2, middle + opening.width_m / 2
        if left - at > _OVERLAP_M:
            yield from _skirted(block(at, left, 0.0, scene.height_m), axis, sign)
        if opening.bottom_m > 0.0:
            yield from _skirted(block(left, right, 0.0, opening.bottom_m), axis, sign)
        if opening.top_m < scene.height_m:
            yield block(left, right, opening.top_m, scene.height_m)
        at = right
    if high - at > _OVERLAP_M:
        yield from _skirted(block(at, high, 0.0, scene.height_m), axis, sign)


def _block(
    axis: int,
    along: tuple[float, float],
    across: tuple[float, float],
    up: tuple[float, float],
    material: str,
) -> Part:
    """A box between coordinates along a wall, across it and up."""
    spans = (across, along, up) if axis == 0 else (along, across, up)
    size = tuple(abs(b - a) for a, b in spans)
    middle = tuple((a + b) / 2 for a, b in spans)
    return Part(Box((size[0], size[1], size[2])), material, (middle[0], middle[1], middle[2]))


def _skirted(wall: Part, axis: int, sign: float) -> Iterator[Part]:
    """A piece of wall that stands on the floor, with its skirting board."""
    yield wall
    assert isinstance(wall.shape, Box)
    thick, high = _SKIRTING_M
    size, at = list(wall.shape.size_m), list(wall.at_m)
    at[axis] -= sign * (size[axis] / 2 + thick / 2)
    size[axis], size[2], at[2] = thick, high, high / 2
    yield Part(Box((size[0], size[1], size[2])), "white", (at[0], at[1], at[2]))


def _filling(scene: Scene, opening: Opening) -> Structure:
    """A window's pane, or a doorway's frame; a doorway to the outside has a closed door."""
    axis = 1 if opening.along == "x" else 0
    middle, width = opening.at_m[1 - axis], opening.width_m
    left, right = middle - width / 2, middle + width / 2
    deep = scene.wall_m / 2 + 0.01  # stands out a little on both sides
    across = (opening.at_m[axis] - deep, opening.at_m[axis] + deep)
    up = (opening.bottom_m, opening.top_m)
    frame = [
        _block(axis, (left, left + _FRAME_M), across, up, "white"),
        _block(axis, (right - _FRAME_M, right), across, up, "white"),
        _block(axis, (left, right), across, (up[1] - _FRAME_M, up[1]), "white"),
    ]
    pane = (opening.at_m[axis] - _PANE_M / 2, opening.at_m[axis] + _PANE_M / 2)
    inside = (left + _FRAME_M - _OVERLAP_M, right - _FRAME_M + _OVERLAP_M)
    if opening.kind == "window":
        frame.append(_block(axis, (left, right), across, (up[0], up[0] + _FRAME_M), "white"))
        glass = (up[0] + _FRAME_M - _OVERLAP_M, up[1] - _FRAME_M + _OVERLAP_M)
        frame.append(_block(axis, inside, pane, glass, "sky"))
    elif not all(opening.rooms):
        frame.append(_block(axis, inside, pane, (0.0, up[1] - _FRAME_M), "door panel"))
    label = {"window": "window", "doorway": "door frame"}[opening.kind]
    label = "door" if opening.kind == "doorway" and not all(opening.rooms) else label
    return Structure(opening.name, label, opening.rooms[0], Model(tuple(frame)))
