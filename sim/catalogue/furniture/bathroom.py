"""What stands in a bathroom, and containers."""

from __future__ import annotations

from functools import cache

from whereseen.sim.catalogue.furniture.basins import tap
from whereseen.sim.catalogue.joinery import Case, Parts, block, level, plinth
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part

_VANITIES = {
    "white": ("white front", "white", "marble"),
    "oak": ("oak front", "oak", "white"),
    "graphite": ("graphite front", "charcoal", "marble"),
}
_VANITY = Case(0.9, 0.46, 0.1, 0.76, columns=(1.0, 1.0))
_LEFT, _RIGHT = _VANITY.bays()


@cache
def _vanity(style: str) -> Model:
    front, body, top = _VANITIES[style]
    outside = ((0.0, 0.0), (0.11, 0.0), (0.16, 0.05), (0.185, 0.13), (0.175, 0.13))
    inside = ((0.175, 0.13), (0.15, 0.05), (0.11, 0.02), (0.0, 0.016))
    parts = (
        *_VANITY.boards(body),
        plinth(_VANITY),
        *_LEFT.floors(body, 1.0, 1.0),
        block((-0.46, -0.24, 0.76), (0.46, 0.235, 0.79), top),
        Part(Lathe(outside), "porcelain", (-0.2, -0.03, 0.79)),
        Part(Lathe(inside), "white", (-0.2, -0.03, 0.79)),
        *tap((-0.2, 0.19, 0.79), height=0.26, reach=0.12),
    )
    links = (
        _LEFT.door("left door", front, hinge="left"),
        _RIGHT.door("right door", front, hinge="right"),
    )
    return Model(parts, links)


def _vanity_surfaces() -> tuple[Surface, ...]:
    low, high = _LEFT.rows(1.0, 1.0)
    return (
        level("top", 0.79, (0.42, 0.4), at=(0.23, 0.0), headroom=0.6),
        Surface("basin", (-0.2, -0.03, 0.81), (0.15, 0.15), 0.2, preposition="in"),
        high.surface("upper shelf", "left door"),
        low.surface("lower shelf", "left door"),
        _RIGHT.surface("right cabinet", "right door"),
    )


_CERAMICS = {"white": "white", "porcelain": "porcelain"}


@cache
def _toilet(style: str) -> Model:
    colour = _CERAMICS[style]
    foot = ((0.0, 0.0), (0.13, 0.0), (0.12, 0.16), (0.19, 0.36), (0.2, 0.4), (0.0, 0.4))
    parts = (
        Part(Lathe(foot), colour, (0.0, -0.12, 0.0)),
        block((-0.13, -0.1, 0.0), (0.13, 0.3, 0.3), colour),
        block((-0.19, -0.12, 0.3), (0.19, 0.15, 0.4), colour),
        Part(
            Lathe(((0.0, 0.4), (0.2, 0.4), (0.205, 0.43), (0.0, 0.435))), "white", (0.0, -0.12, 0.0)
        ),
        block((-0.18, -0.12, 0.4), (0.18, 0.13, 0.432), "white"),
        block((-0.21, 0.12, 0.3), (0.21, 0.32, 0.79), colour),
        block((-0.22, 0.11, 0.79), (0.22, 0.32, 0.82), colour),
        Part(
            Lathe(((0.022, 0.0), (0.022, 0.006), (0.0, 0.006)), sides=10),
            "steel",
            (0.1, 0.2, 0.818),
        ),
    )
    return Model(parts)


@cache
def _bathtub(style: str) -> Model:
    colour = _CERAMICS[style]
    x, y, top, rim = 0.8, 0.36, 0.56, 0.06
    parts = (
        block((-x, -y, 0.0), (-x + rim, y, top), colour),
        block((x - rim, -y, 0.0), (x, y, top), colour),
        block((-x + rim, -y, 0.0), (x - rim, -y + rim, top), colour),
        block((-x + rim, y - rim, 0.0), (x - rim, y, top), colour),
        block((-x + rim, -y + rim, 0.0), (x - rim, y - rim, 0.14), "porcelain"),
        block((-x - 0.01, -y - 0.01, top), (x + 0.01, -y + rim, top + 0.02), colour),
        block((-x - 0.01, y - rim, top), (x + 0.01, y + 0.01, top + 0.02), colour),
        block((-x - 0.01, -y + rim, top), (-x + rim, y - rim, top + 0.02), colour),
        block((x - rim, -y + rim, top), (x + 0.01, y - rim, top + 0.02), colour),
        *tap((0.55, y - 0.02, top + 0.02), height=0.16, reach=0.14),
        Part(
            Lathe(((0.03, 0.0), (0.03, 0.004), (0.0, 0.004)), sides=10), "steel", (0.6, 0.0, 0.139)
        ),
    )
    return Model(parts)


_BASKETS = {"straw": "straw", "grey": "grey cloth", "white": "white cloth"}


@cache
def _laundry_basket(style: str) -> Model:
    cloth = _BASKETS[style]
    wall = ((0.0, 0.0), (0.2, 0.0), (0.24, 0.48), (0.25, 0.5), (0.235, 0.5))
    inside = ((0.235, 0.5), (0.19, 0.012), (0.0, 0.012))
    grips = (
        Part(Ellipsoid((0.012, 0.06, 0.03), sides=8), "brown", (x, 0.0, 0.42))
        for x in (-0.24, 0.24)
    )
    return Model((Part(Lathe(wall), cloth), Part(Lathe(inside), cloth), *grips))


def waste_bin(colour: str = "charcoal") -> Parts:
    """30 cm high, open."""
    wall = ((0.0, 0.0), (0.1, 0.0), (0.135, 0.3), (0.128, 0.3))
    return (
        Part(Lathe(wall), colour),
        Part(Lathe(((0.128, 0.3), (0.095, 0.01), (0.0, 0.01))), "black"),
    )


_BINS = {"charcoal": "charcoal", "white": "white", "green": "green"}


@cache
def _waste_bin(style: str) -> Model:
    return Model(waste_bin(_BINS[style]))


_MIRRORS = {"steel": "steel", "oak": "oak"}


@cache
def _mirror(style: str) -> Model:
    frame = Part(Box((0.62, 0.025, 0.82)), _MIRRORS[style], (0.0, 0.0, 1.6))
    return Model((frame, Part(Box((0.57, 0.029, 0.77)), "mirror", (0.0, 0.0, 1.6))))


KINDS = (
    FurnitureKind(
        "bathroom vanity", tuple(_VANITIES), _vanity, _vanity_surfaces(),
        rooms={"bathroom": 1.0}, front_m=0.7,
    ),
    FurnitureKind(
        "toilet", tuple(_CERAMICS), _toilet,
        (level("cistern", 0.825, (0.36, 0.15), at=(0.0, 0.215), headroom=0.6),),
        rooms={"bathroom": 1.0}, front_m=0.6,
    ),
    FurnitureKind(
        "bathtub", tuple(_CERAMICS), _bathtub,
        (Surface("inside", (0.0, 0.0, 0.144), (1.44, 0.56), 0.5, preposition="in"),),
        rooms={"bathroom": 0.8}, front_m=0.6,
    ),
    FurnitureKind(
        "laundry basket", tuple(_BASKETS), _laundry_basket,
        (Surface("inside", (0.0, 0.0, 0.013), (0.26, 0.26), 0.48, preposition="in"),),
        rooms={"laundry": 1.0, "bathroom": 0.6, "bedroom": 0.2, "storage room": 0.2},
        standing="corner", front_m=0.4,
    ),
    FurnitureKind(
        "waste bin", tuple(_BINS), _waste_bin,
        (Surface("inside", (0.0, 0.0, 0.011), (0.13, 0.13), 0.4, preposition="in"),),
        rooms={"kitchen": 1.0, "office": 1.0, "bathroom": 0.6, "laundry": 0.3},
        standing="corner", front_m=0.3,
    ),
    FurnitureKind(
        "mirror", tuple(_MIRRORS), _mirror,
        rooms={"bathroom": 1.0, "hallway": 0.7, "bedroom": 0.4}, hangs=True,
    ),
)  # fmt: skip
