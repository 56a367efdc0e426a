"""Where a piece of furniture might stand: along walls, in corners, in the middle, beside others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from whereseen.sim.generation.rectangle import FRONTS, Rectangle, turned
from whereseen.sim.generation.room_space import RoomSpace
from whereseen.sim.generation.stand import Looks, Stand, stand

_SKIRTING_M = 0.015  # what stands on the floor keeps clear of skirting boards
_HUNG_M = 0.002
_STEP_M = 0.2
_CORNER_GAPS_M = (0.0, 0.04, 0.08)  # some doors need a little room at the side to open
_TUCKS_M = (-0.24, -0.14, 0.01, 0.05)  # of chairs under tables
_APART_M = 0.35  # of what stands before or around low pieces
_LOW_M = 0.6

Arrangement = Literal["around", "front", "side"]
_AROUND = ("chair", "stool", "bench")
_FRONT = ("coffee", "ottoman", "footstool", "pouf", "mat", "rug", "carpet")


def arrangement_of(looks: Looks) -> Arrangement:
    """How something stands beside its companion: facing it, before it, or next to it."""
    words = looks.kind.name.replace("-", " ").split()
    if looks.is_flat or any(word in _FRONT for word in words):
        return "front"
    return "around" if any(word.endswith(_AROUND) for word in words) else "side"


def is_beside(looks: Looks) -> bool:
    """Whether it stands where something else does: a chair at a table, a nightstand at a bed."""
    kind = looks.kind
    if kind.standing == "beside":
        return True
    return bool(kind.companions) and kind.standing != "middle" and not kind.hangs


def candidates(looks: Looks, space: RoomSpace, rng: np.random.Generator) -> Iterator[Stand]:
    """Ways for a piece to stand in a room, good and bad."""
    kind = looks.kind
    if looks.is_flat or kind.standing == "middle":
        companions = [each for each in space.stands if each.kind.name in kind.companions]
        if looks.is_flat and companions:
            yield from (place for each in companions for place in _before(looks, each))
        else:
            yield from _middle(looks, space, rng)
    elif is_beside(looks):
        yield from _beside(looks, space)
    else:
        yield from _walls(looks, space, rng, corners_only=kind.standing == "corner")


def _walls(
    looks: Looks, space: RoomSpace, rng: np.random.Generator, *, corners_only: bool
) -> Iterator[Stand]:
    for yaw_deg in FRONTS:
        shape = turned(looks.box_m, yaw_deg)
        axis = 0 if FRONTS[yaw_deg][1] else 1  # along which the wall runs
        for middle in _along(looks, space, shape, axis, rng, corners_only=corners_only):
            yield against(looks, space, yaw_deg, middle)


def against(looks: Looks, space: RoomSpace, yaw_deg: float, middle: float) -> Stand:
    """A piece with its back to a wall, its middle at a coordinate along the wall."""
    gap = _HUNG_M if looks.is_hanging else _SKIRTING_M
    shape, inside = turned(looks.box_m, yaw_deg), space.inside
    (fx, fy), (sx, sy) = FRONTS[yaw_deg], shape.middle_m
    if fx:
        x = inside.x0 + gap - shape.x0 if fx > 0 else inside.x1 - gap - shape.x1
        return stand(looks, (x, middle - sy), yaw_deg)
    y = inside.y0 + gap - shape.y0 if fy > 0 else inside.y1 - gap - shape.y1
    return stand(looks, (middle - sx, y), yaw_deg)


def _along(
    looks: Looks,
    space: RoomSpace,
    shape: Rectangle,
    axis: int,
    rng: np.random.Generator,
    *,
    corners_only: bool,
) -> Iterator[float]:
    """Middles along a wall: its ends, next to and across what is there, and between."""
    low, high = _ends(space.inside, axis)
    half = shape.size_m[axis] / 2 + 1e-4
    gap = _HUNG_M if looks.is_hanging else _SKIRTING_M
    for spare in _CORNER_GAPS_M:
        yield low + gap + half + spare
        yield high - gap - half - spare
    for each in space.stands:
        start, end = _ends(each.covers, axis)
        yield from (start - half, end + half)
    if corners_only:
        return
    for each in space.stands:
        yield sum(_ends(each.covers, axis)) / 2
    for step in space.doorsteps:
        start, end = _ends(step, axis)
        yield from (start - half, end + half)
    yield (low + high) / 2
    spare = high - low - 2 * (gap + half)
    if spare > 0.0:
        offset = float(rng.uniform(0.0, _STEP_M))
        yield from (low + gap + half + at for at in np.arange(offset, spare, _STEP_M).tolist())


def _middle(looks: Looks, space: RoomSpace, rng: np.random.Generator) -> Iterator[Stand]:
    inside = space.inside
    x_mid, y_mid = inside.middle_m
    for yaw_deg in (0.0, 90.0):
        shift = turned(looks.box_m, yaw_deg).middle_m
        for x in [x_mid, *np.arange(inside.x0 + 0.4, inside.x1 - 0.4, _STEP_M).tolist()]:
            for y in [y_mid, *np.arange(inside.y0 + 0.4, inside.y1 - 0.4, _STEP_M).tolist()]:
                yield stand(looks, (x - shift[0], y - shift[1]), yaw_deg)


def _beside(looks: Looks, space: RoomSpace) -> Iterator[Stand]:
    way = arrangement_of(looks)
    for each in space.stands:
        if each.kind.name not in looks.kind.companions:
            continue
        if way == "around":
            yield from _around(looks, each)
        elif way == "front":
            yield from _before(looks, each)
        else:
            yield from _next_to(looks, each)


def _around(looks: Looks, table: Stand) -> Iterator[Stand]:
    """Facing the companion on all its sides; two to a long side."""
    for yaw_deg, (_, fy) in FRONTS.items():
        shape = turned(looks.box_m, yaw_deg)
        width, depth = shape.size_m
        axis = 0 if fy else 1
        low, high = _ends(table.covers, axis)
        many = max(1, min(3, int((high - low) / ((width, depth)[axis] + 0.12))))
        many = many if table.kind.standing == "middle" else 1  # a desk is for one
        is_low = table.looks.up_m[1] < _LOW_M
        for tuck in (_APART_M,) if is_low else _TUCKS_M:
            for step in range(many):
                along = low + (high - low) * (step + 0.5) / many
                yield _facing(looks, shape, table.covers, yaw_deg, along, tuck, table)


def _facing(
    looks: Looks,
    shape: Rectangle,
    target: Rectangle,
    yaw_deg: float,
    along: float,
    gap: float,
    beside: Stand,
) -> Stand:
    """With the front towards a rectangle, at a distance from its edge."""
    (fx, fy), (sx, sy) = FRONTS[yaw_deg], shape.middle_m
    if fx:
        x = target.x0 - gap - shape.x1 if fx > 0 else target.x1 + gap - shape.x0
        return stand(looks, (x, along - sy), yaw_deg, beside)
    y = target.y0 - gap - shape.y1 if fy > 0 else target.y1 + gap - shape.y0
    return stand(looks, (along - sx, y), yaw_deg, beside)


def _before(looks: Looks, each: Stand) -> Iterator[Stand]:
    """In front of the companion, its longer side along the companion's front; rugs reach under."""
    (fx, fy), (x, y) = FRONTS[each.yaw_deg], each.covers.middle_m
    along = each.covers.size_m[0 if fy else 1]
    for yaw_deg in (each.yaw_deg, _opposite(each.yaw_deg)):
        shape = turned(looks.box_m, yaw_deg)
        deep, far = shape.size_m[0 if fx else 1], each.covers.size_m[0 if fx else 1] / 2
        for gap in (-0.3, -0.1, 0.0, 0.05) if looks.is_flat else (0.4, 0.35, 0.45):
            for side in (0.0, -along / 4, along / 4):
                out = far + gap + deep / 2
                sx, sy = shape.middle_m
                at_m = (x + fx * out + abs(fy) * side - sx, y + fy * out + abs(fx) * side - sy)
                yield stand(looks, at_m, yaw_deg, each)


def _next_to(looks: Looks, each: Stand) -> Iterator[Stand]:
    """On the left and right of the companion, with the backs in line."""
    shape = turned(looks.box_m, each.yaw_deg)
    (fx, fy), other = FRONTS[each.yaw_deg], each.covers
    for gap in (0.03, 0.1, 0.2):
        if fx:
            x = other.x0 - shape.x0 if fx > 0 else other.x1 - shape.x1
            ys = (other.y0 - gap - shape.y1, other.y1 + gap - shape.y0)
            yield from (stand(looks, (x, y), each.yaw_deg, each) for y in ys)
        else:
            y = other.y0 - shape.y0 if fy > 0 else other.y1 - shape.y1
            xs = (other.x0 - gap - shape.x1, other.x1 + gap - shape.x0)
            yield from (stand(looks, (x, y), each.yaw_deg, each) for x in xs)


def _opposite(yaw_deg: float) -> float:
    return {0.0: 180.0, 180.0: 0.0, 90.0: -90.0, -90.0: 90.0}[yaw_deg]


def _ends(rectangle: Rectangle, axis: int) -> tuple[float, float]:
    return (rectangle.x0, rectangle.x1) if axis == 0 else (rectangle.y0, rectangle.y1)
