"""What stands in rooms where people sleep."""

from __future__ import annotations

from functools import cache

from whereseen.sim.catalogue.joinery import BOARD_M, Case, block, legs, level, plinth
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Part, Tube

_BEDS = {
    "oak": ("oak", "white cloth", "grey cloth"),
    "white": ("painted wood", "white cloth", "striped cloth"),
    "walnut": ("walnut", "beige cloth", "green cloth"),
}


@cache
def _bed(style: str) -> Model:
    wood, sheet, quilt = _BEDS[style]
    pillow = Ellipsoid((0.32, 0.2, 0.08), 0.5, sides=12)
    parts = (
        *legs(1.48, 1.98, 0.16, material=wood, thickness=0.07),
        block((-0.78, -1.03, 0.16), (0.78, 0.98, 0.32), wood),
        block((-0.78, 0.98, 0.0), (0.78, 1.03, 0.95), wood),
        block((-0.74, -1.0, 0.32), (0.74, 0.98, 0.49), sheet),
        block((-0.765, -1.015, 0.38), (0.765, 0.42, 0.52), quilt),
        block((-0.766, 0.3, 0.381), (0.766, 0.421, 0.523), sheet),
        *(Part(pillow, sheet, (x, 0.74, 0.56), (12.0, 0.0, 0.0)) for x in (-0.37, 0.37)),
    )
    return Model(parts)


_FRONTS = {
    "oak": ("oak", "oak front"),
    "white": ("painted wood", "white front"),
    "blue": ("blue wood", "blue front"),
}

_NIGHTSTAND = Case(0.45, 0.4, 0.1, 0.53)
_NIGHT_OPEN, _NIGHT_DRAWER = _NIGHTSTAND.bays()[0].rows(1.15, 1.0)


@cache
def _nightstand(style: str) -> Model:
    wood, front = _FRONTS[style]
    parts = (
        *_NIGHTSTAND.boards(wood),
        *_NIGHTSTAND.bays()[0].floors(wood, 1.15, 1.0),
        *legs(0.43, 0.36, 0.1, material=wood, thickness=0.04),
    )
    return Model(parts, (_NIGHT_DRAWER.drawer("drawer", front),))


_DRESSER = Case(1.1, 0.48, 0.08, 0.88, columns=(1.0, 1.0))
_ROWS = tuple(column.rows(1.15, 1.1, 0.9) for column in _DRESSER.bays())
_NAMES = tuple(
    tuple(f"{height} {side} drawer" for height in ("lower", "middle", "upper"))
    for side in ("left", "right")
)


@cache
def _dresser(style: str) -> Model:
    wood, front = _FRONTS[style]
    links = (
        row.drawer(name, front)
        for rows, names in zip(_ROWS, _NAMES, strict=True)
        for row, name in zip(rows, names, strict=True)
    )
    top = block((-0.56, -0.25, 0.88), (0.56, 0.24, 0.9), wood)
    return Model((*_DRESSER.boards(wood), plinth(_DRESSER, wood), top), tuple(links))


def _dresser_surfaces() -> tuple[Surface, ...]:
    drawers = (
        row.drawer_surface(name)
        for rows, names in zip(_ROWS, _NAMES, strict=True)
        for row, name in zip(rows, names, strict=True)
    )
    return (level("top", 0.9, (1.06, 0.42), headroom=1.0), *drawers)


_WARDROBE = Case(1.2, 0.6, 0.06, 2.0, columns=(1.0, 1.0))
_HANGING, _FOLDED = _WARDROBE.bays()
_STOREYS = (1.0, 1.0, 1.0, 1.0, 1.0)


@cache
def _wardrobe(style: str) -> Model:
    wood, front = _FRONTS[style]
    (x, y, _), (right, _, top) = _HANGING.low_m, _HANGING.high_m
    rail = Tube(((x, 0.02, top - 0.08), (right, 0.02, top - 0.08)), 0.012, sides=6)
    parts = (
        *_WARDROBE.boards(wood),
        plinth(_WARDROBE, wood),
        *_FOLDED.floors(wood, *_STOREYS),
        Part(rail, "steel"),
        block((x + 0.03, y + 0.1, 0.85), (right - 0.03, 0.24, top - 0.12), "clothes"),
    )
    links = (
        _HANGING.door("left door", front, hinge="left"),
        _FOLDED.door("right door", front, hinge="right"),
    )
    return Model(parts, links)


def _wardrobe_surfaces() -> tuple[Surface, ...]:
    shelves = _FOLDED.rows(*_STOREYS)
    floor = _HANGING.surface("floor", "left door")
    low = Surface(
        "left floor", floor.at_m, floor.size_m, 0.72, behind="left door", preposition="in"
    )
    numbered = [shelf.surface(f"shelf {i + 1}", "right door") for i, shelf in enumerate(shelves)]
    return (*(numbered[i] for i in (2, 1, 3, 0)), low)


_CHESTS = {"blue": "blue wood", "birch": "birch", "sage": "sage wood"}


@cache
def _toy_chest(style: str) -> Model:
    wood = _CHESTS[style]
    x, y, top = 0.4, 0.22, 0.44
    body = (
        block((-x, -y, 0.02), (-x + BOARD_M, y, top), wood),
        block((x - BOARD_M, -y, 0.02), (x, y, top), wood),
        block((-x + BOARD_M, -y, 0.02), (x - BOARD_M, -y + BOARD_M, top), wood),
        block((-x + BOARD_M, y - BOARD_M, 0.02), (x - BOARD_M, y, top), wood),
        block((-x + BOARD_M, -y + BOARD_M, 0.02), (x - BOARD_M, y - BOARD_M, 0.04), wood),
        *legs(0.76, 0.4, 0.02, material="white", thickness=0.06),
    )
    lid = (
        Part(Box((2 * x + 0.02, 2 * y + 0.01, 0.022)), wood, (0.0, -y + 0.005, -0.011)),
        Part(Box((0.14, 0.012, 0.02)), "white", (0.0, -2 * y - 0.006, -0.011)),
    )
    hinge = Joint("hinge", (-1.0, 0.0, 0.0), 0.0, 1.5)
    return Model(body, (Link("lid", lid, (0.0, y, top + 0.023), hinge),))


KINDS = (
    FurnitureKind(
        "bed", tuple(_BEDS), _bed,
        (Surface("quilt", (0.0, -0.36, 0.52), (1.4, 1.24), 1.2),),
        rooms={"bedroom": 1.0, "children's room": 1.0}, front_m=0.5,
    ),
    FurnitureKind(
        "nightstand", tuple(_FRONTS), _nightstand,
        (
            level("top", 0.53, (0.4, 0.34), headroom=1.0),
            _NIGHT_DRAWER.drawer_surface("drawer"),
            _NIGHT_OPEN.surface("shelf"),
        ),
        rooms={"bedroom": 1.5, "children's room": 0.6}, standing="beside",
        companions=("bed",), front_m=0.5,
    ),
    FurnitureKind(
        "dresser", tuple(_FRONTS), _dresser, _dresser_surfaces(),
        rooms={"bedroom": 0.8, "children's room": 0.6}, front_m=0.8,
    ),
    FurnitureKind(
        "wardrobe", tuple(_FRONTS), _wardrobe, _wardrobe_surfaces(),
        rooms={"bedroom": 1.0, "children's room": 0.4, "hallway": 0.2, "storage room": 0.3},
        front_m=0.9,
    ),
    FurnitureKind(
        "toy chest", tuple(_CHESTS), _toy_chest,
        (Surface("inside", (0.0, 0.0, 0.04), (0.74, 0.38), 0.37, behind="lid", preposition="in"),),
        rooms={"children's room": 1.0},
    ),
)  # fmt: skip
