"""Shelves, and cabinets of the living room."""

from __future__ import annotations

from functools import cache

from whereseen.sim.catalogue.joinery import Case, Parts, block, legs, level
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Part

_SHELVES_M = (0.08, 0.48, 0.88, 1.28)


def bookcase(*, wood: str = "walnut", back: str = "brown") -> Parts:
    """0.9 m wide, 1.7 m high, shelves at 0.08, 0.48, 0.88, 1.28 and 1.7 m."""
    return (
        *(Part(Box((0.03, 0.32, 1.7)), wood, (x, 0.0, 0.85)) for x in (-0.435, 0.435)),
        *(Part(Box((0.84, 0.31, 0.03)), wood, (0.0, 0.0, z - 0.015)) for z in _SHELVES_M),
        Part(Box((0.9, 0.32, 0.03)), wood, (0.0, 0.0, 1.685)),
        Part(Box((0.84, 0.012, 1.6)), back, (0.0, 0.152, 0.87)),
    )


_BOOKCASES = {
    "walnut": ("walnut", "brown"),
    "white": ("painted wood", "white"),
    "oak": ("oak", "cream"),
}


@cache
def _bookcase(style: str) -> Model:
    wood, back = _BOOKCASES[style]
    return Model(bookcase(wood=wood, back=back))


def _bookcase_surfaces() -> tuple[Surface, ...]:
    shelves = [
        level(f"shelf {index + 1}", z, (0.8, 0.27), at=(0.0, -0.01), headroom=0.36)
        for index, z in enumerate(_SHELVES_M)
    ]
    return (shelves[2], shelves[0], shelves[1], shelves[3], level("top", 1.7, (0.86, 0.28)))


_RACKS = {"steel": "dark steel", "blue": "navy"}
_LEVELS_M = (0.12, 0.58, 1.04, 1.5)


@cache
def _storage_shelf(style: str) -> Model:
    steel = _RACKS[style]
    posts = (
        block((x, y, 0.0), (x + 0.03, y + 0.03, 1.8), steel)
        for x in (-0.5, 0.47)
        for y in (-0.2, 0.17)
    )
    boards = (block((-0.49, -0.19, z - 0.025), (0.49, 0.19, z), "ash") for z in _LEVELS_M)
    braces = (block((-0.5, 0.17, z), (0.5, 0.175, z + 0.04), steel) for z in (0.4, 1.35, 1.72))
    return Model((*posts, *boards, *braces))


def _storage_surfaces() -> tuple[Surface, ...]:
    names = ("shelf 1", "shelf 2", "shelf 3", "shelf 4")
    levels = [
        level(name, z, (0.88, 0.34), at=(0.0, -0.01), headroom=0.25 if z > 1.4 else 0.42)
        for name, z in zip(names, _LEVELS_M, strict=True)
    ]
    return (levels[2], levels[1], levels[0], levels[3])


_SHOE_RACKS = {"beech": "beech", "black": "charcoal"}


@cache
def _shoe_rack(style: str) -> Model:
    wood = _SHOE_RACKS[style]
    sides = (block((x, -0.16, 0.0), (x + 0.02, 0.16, 0.56), wood) for x in (-0.4, 0.38))
    slats = (
        block((-0.38, y, z - 0.015), (0.38, y + 0.055, z), wood)
        for z in (0.1, 0.34)
        for y in (-0.155, -0.09, -0.025, 0.04, 0.105)
    )
    return Model((*sides, *slats, block((-0.4, -0.16, 0.56), (0.4, 0.16, 0.58), wood)))


_SIDEBOARD = Case(1.5, 0.45, 0.14, 0.8, columns=(1.0, 1.0, 1.0))
_LEFT, _DRAWERS, _RIGHT = _SIDEBOARD.bays()
_LOW, _MIDDLE, _UP = _DRAWERS.rows(1.0, 1.0, 1.0)
_SIDEBOARDS = {
    "oak": ("oak", "oak front", "dark oak"),
    "sage": ("sage wood", "sage front", "oak"),
    "walnut": ("walnut", "walnut front", "charcoal"),
}


@cache
def _sideboard(style: str) -> Model:
    wood, front, feet = _SIDEBOARDS[style]
    parts = (
        *_SIDEBOARD.boards(wood),
        *legs(1.4, 0.36, 0.14, material=feet, thickness=0.04),
        *_LEFT.floors(wood, 1.0, 1.0),
    )
    links = (
        _LEFT.door("left door", front, hinge="left"),
        _RIGHT.door("right door", front, hinge="right"),
        _UP.drawer("upper drawer", front),
        _MIDDLE.drawer("middle drawer", front),
        _LOW.drawer("lower drawer", front),
    )
    return Model(parts, links)


def _sideboard_surfaces() -> tuple[Surface, ...]:
    left = _LEFT.rows(1.0, 1.0)
    return (
        level("top", 0.8, (1.44, 0.38), headroom=1.0),
        left[0].surface("lower left shelf", "left door"),
        left[1].surface("upper left shelf", "left door"),
        _RIGHT.surface("right cabinet", "right door"),
        _UP.drawer_surface("upper drawer"),
        _MIDDLE.drawer_surface("middle drawer"),
        _LOW.drawer_surface("lower drawer"),
    )


_TV_STAND = Case(1.6, 0.42, 0.08, 0.5, columns=(1.0, 1.3, 1.0))
_TV_LEFT, _TV_OPEN, _TV_RIGHT = _TV_STAND.bays()


@cache
def _tv_stand(style: str) -> Model:
    wood, front, feet = _SIDEBOARDS[style]
    screen = (
        block((-0.56, 0.11, 0.58), (0.56, 0.145, 1.23), "black"),
        block((-0.545, 0.108, 0.6), (0.545, 0.11, 1.215), "television"),
        block((-0.06, 0.125, 0.51), (0.06, 0.145, 0.6), "black"),
        block((-0.25, 0.04, 0.5), (0.25, 0.19, 0.512), "black"),
    )
    parts = (
        *_TV_STAND.boards(wood),
        *legs(1.5, 0.32, 0.08, material=feet, thickness=0.05),
        *_TV_OPEN.floors(wood, 1.0, 1.0),
        *screen,
    )
    links = (
        _TV_LEFT.drawer("left drawer", front),
        _TV_RIGHT.drawer("right drawer", front),
    )
    return Model(parts, links)


def _tv_stand_surfaces() -> tuple[Surface, ...]:
    low, high = _TV_OPEN.rows(1.0, 1.0)
    return (
        level("top", 0.5, (1.5, 0.2), at=(0.0, -0.09), headroom=0.6),
        high.surface("upper shelf"),
        low.surface("lower shelf"),
        _TV_LEFT.drawer_surface("left drawer"),
        _TV_RIGHT.drawer_surface("right drawer"),
    )


KINDS = (
    FurnitureKind(
        "bookcase", tuple(_BOOKCASES), _bookcase, _bookcase_surfaces(),
        rooms={"living room": 1.0, "office": 1.4, "children's room": 0.8, "dining room": 0.2},
    ),
    FurnitureKind(
        "storage shelf", tuple(_RACKS), _storage_shelf, _storage_surfaces(),
        rooms={"storage room": 2.0, "laundry": 0.7},
    ),
    FurnitureKind(
        "shoe rack", tuple(_SHOE_RACKS), _shoe_rack,
        (
            level("top", 0.58, (0.74, 0.28), headroom=0.8),
            level("upper rack", 0.34, (0.74, 0.3), headroom=0.21),
            level("lower rack", 0.1, (0.74, 0.3), headroom=0.21),
        ),
        rooms={"hallway": 1.0, "storage room": 0.4},
    ),
    FurnitureKind(
        "sideboard", tuple(_SIDEBOARDS), _sideboard, _sideboard_surfaces(),
        rooms={"dining room": 1.0, "living room": 0.3}, front_m=0.8,
    ),
    FurnitureKind(
        "tv stand", tuple(_SIDEBOARDS), _tv_stand, _tv_stand_surfaces(),
        rooms={"living room": 1.0}, front_m=0.8,
    ),
)  # fmt: skip
