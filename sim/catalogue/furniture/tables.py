"""Tables, desks and what stands in a hall."""

from __future__ import annotations

from functools import cache

from whereseen.sim.catalogue.joinery import Bay, Case, Parts, block, legs, level
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Lathe, Part

_WOODS = {"oak": "oak", "walnut": "walnut", "white": "painted wood"}


def table(width: float, depth: float, height: float, *, top: str = "oak") -> Parts:
    """A slab 3.5 cm thick on four legs."""
    return (
        Part(Box((width, depth, 0.035)), top, (0.0, 0.0, height - 0.0175)),
        Part(Box((width - 0.1, depth - 0.1, 0.05)), top, (0.0, 0.0, height - 0.06)),
        *legs(width - 0.1, depth - 0.1, height - 0.035, material=top, thickness=0.05),
    )


@cache
def _dining_table(style: str) -> Model:
    return Model(table(1.4, 0.85, 0.75, top=_WOODS[style]))


@cache
def _coffee_table(style: str) -> Model:
    wood = _WOODS[style]
    shelf = block((-0.42, -0.21, 0.14), (0.42, 0.21, 0.16), wood)
    return Model((*table(1.0, 0.55, 0.42, top=wood), shelf))


_SIDE_TABLES = {"white": ("white", "steel"), "black": ("charcoal", "brass"), "oak": ("oak", "oak")}


@cache
def _side_table(style: str) -> Model:
    top, foot = _SIDE_TABLES[style]
    plate = Lathe(((0.0, 0.53), (0.23, 0.53), (0.23, 0.55), (0.0, 0.55)), sides=24)
    stand = Lathe(((0.0, 0.0), (0.16, 0.0), (0.16, 0.015), (0.02, 0.03), (0.018, 0.53)), sides=16)
    return Model((Part(plate, top), Part(stand, foot)))


_DESK_DRAWERS = Bay((0.268, -0.278, 0.018), (0.642, 0.29, 0.701))
_LOW, _MIDDLE, _UP = _DESK_DRAWERS.rows(1.3, 1.0, 1.0)
_DESKS = {
    "beech": ("beech", "beech front", "white"),
    "white": ("white", "white front", "steel"),
    "walnut": ("walnut", "walnut front", "charcoal"),
}


@cache
def _desk(style: str) -> Model:
    wood, front, foot = _DESKS[style]
    parts = (
        block((-0.7, -0.325, 0.71), (0.7, 0.325, 0.74), wood),
        block((0.25, -0.278, 0.0), (0.268, 0.308, 0.71), wood),
        block((0.642, -0.278, 0.0), (0.66, 0.308, 0.71), wood),
        block((0.268, -0.278, 0.0), (0.642, 0.308, 0.018), wood),
        block((0.268, 0.29, 0.018), (0.642, 0.308, 0.71), wood),
        block((-0.65, 0.28, 0.4), (0.25, 0.298, 0.71), wood),
        *(block((-0.68, y, 0.0), (-0.63, y + 0.05, 0.71), foot) for y in (-0.3, 0.25)),
    )
    links = (
        _UP.drawer("upper drawer", front),
        _MIDDLE.drawer("middle drawer", front),
        _LOW.drawer("lower drawer", front),
    )
    return Model(parts, links)


_HALL = Case(0.9, 0.34, 0.62, 0.8, columns=(1.0, 1.0))
_HALL_LEFT, _HALL_RIGHT = _HALL.bays()


@cache
def _hall_table(style: str) -> Model:
    wood = _WOODS[style]
    front = {"oak": "oak front", "walnut": "walnut front", "white": "white front"}[style]
    parts = (
        *_HALL.boards(wood),
        block((-0.46, -0.175, 0.8), (0.46, 0.175, 0.82), wood),
        *legs(0.86, 0.29, 0.62, material=wood, thickness=0.045),
        block((-0.4, -0.12, 0.15), (0.4, 0.12, 0.17), wood),
    )
    links = (
        _HALL_LEFT.drawer("left drawer", front),
        _HALL_RIGHT.drawer("right drawer", front),
    )
    return Model(parts, links)


KINDS = (
    FurnitureKind(
        "dining table", tuple(_WOODS), _dining_table,
        (level("top", 0.75, (1.34, 0.79), headroom=1.2),),
        rooms={"dining room": 1.0, "kitchen": 0.6}, standing="middle",
    ),
    FurnitureKind(
        "coffee table", tuple(_WOODS), _coffee_table,
        (
            level("top", 0.42, (0.94, 0.49), headroom=1.2),
            level("lower shelf", 0.16, (0.76, 0.38), headroom=0.16),
        ),
        rooms={"living room": 1.0}, standing="beside", companions=("sofa",), front_m=0.4,
    ),
    FurnitureKind(
        "side table", tuple(_SIDE_TABLES), _side_table,
        (level("top", 0.55, (0.31, 0.31), headroom=1.2),),
        rooms={"living room": 0.7, "office": 0.2}, standing="beside",
        companions=("sofa", "armchair"), front_m=0.4,
    ),
    FurnitureKind(
        "desk", tuple(_DESKS), _desk,
        (
            level("top", 0.74, (1.34, 0.59), headroom=0.8),
            _UP.drawer_surface("upper drawer"),
            _MIDDLE.drawer_surface("middle drawer"),
            _LOW.drawer_surface("lower drawer"),
        ),
        rooms={"office": 1.0, "children's room": 0.6, "bedroom": 0.2}, front_m=0.9,
    ),
    FurnitureKind(
        "hall table", tuple(_WOODS), _hall_table,
        (
            level("top", 0.82, (0.86, 0.3), headroom=0.8),
            Surface("lower shelf", (0.0, 0.0, 0.17), (0.76, 0.22), 0.42),
            _HALL_LEFT.drawer_surface("left drawer"),
            _HALL_RIGHT.drawer_surface("right drawer"),
        ),
        rooms={"hallway": 1.0},
    ),
)  # fmt: skip
