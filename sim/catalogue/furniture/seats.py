"""What people sit and lie on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from whereseen.sim.catalogue.joinery import Parts, block, legs, level
from whereseen.sim.catalogue.kinds import FurnitureKind, Surface
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def sofa(width: float = 2.0, *, cloth: str = "grey cloth", seam: str = "grey seam") -> Parts:
    """Three seats with arms; the seat is 0.44 m high."""
    seat = (width - 0.36) / 3.0
    body = (
        Part(Box((width, 0.82, 0.2)), seam, (0.0, 0.02, 0.17)),
        Part(Ellipsoid((width / 2, 0.13, 0.3), 0.25, sides=12), cloth, (0.0, 0.36, 0.55)),
        *(
            Part(Ellipsoid((0.1, 0.44, 0.25), 0.25, sides=12), cloth, (x, 0.0, 0.37))
            for x in (-width / 2 + 0.08, width / 2 - 0.08)
        ),
    )
    cushions = tuple(
        Part(Box((seat - 0.012, 0.68, 0.17)), cloth, (seat * i, -0.07, 0.355)) for i in (-1, 0, 1)
    )
    backs = tuple(
        Part(Ellipsoid((seat / 2 - 0.01, 0.1, 0.23), 0.4, sides=12), cloth, (seat * i, 0.2, 0.66))
        for i in (-1, 0, 1)
    )
    return (*body, *cushions, *backs, *legs(width - 0.2, 0.7, 0.07, material="walnut"))


def armchair(*, cloth: str = "rust cloth") -> Parts:
    """One seat 0.42 m high, with arms."""
    back = Ellipsoid((0.36, 0.1, 0.3), 0.35, sides=12)
    feet = legs(0.56, 0.52, 0.14, material="walnut")
    return (
        Part(Box((0.62, 0.62, 0.16)), cloth, (0.0, -0.04, 0.22)),
        Part(Box((0.56, 0.56, 0.12)), cloth, (0.0, -0.08, 0.36)),
        Part(back, cloth, (0.0, 0.26, 0.6), (-8.0, 0.0, 0.0)),
        *(
            Part(Ellipsoid((0.075, 0.33, 0.2), 0.3, sides=12), cloth, (x, -0.04, 0.4))
            for x in (-0.34, 0.34)
        ),
        *(replace(foot, at_m=(foot.at_m[0], foot.at_m[1] - 0.04, foot.at_m[2])) for foot in feet),
    )


def chair(seat: str, *, wood: str = "beech") -> Parts:
    """A kitchen chair with a seat 0.46 m high."""
    return (
        Part(Box((0.42, 0.42, 0.04)), seat, (0.0, 0.0, 0.44)),
        Part(Box((0.4, 0.03, 0.22)), seat, (0.0, 0.205, 0.8)),
        *(Part(Box((0.035, 0.035, 0.46)), wood, (x, 0.2, 0.68)) for x in (-0.185, 0.185)),
        *legs(0.38, 0.38, 0.42, material=wood, thickness=0.035),
    )


def desk_chair(*, cloth: str = "green cloth") -> Parts:
    """A swivel chair on a star of five."""
    angles = np.radians(np.arange(0, 360, 72))
    star = tuple(
        Part(Tube(((0.0, 0.0, 0.09), (0.28 * c, 0.28 * s, 0.04)), 0.018, sides=6), "charcoal")
        for c, s in zip(np.cos(angles).tolist(), np.sin(angles).tolist(), strict=True)
    )
    wheels = tuple(
        Part(Ellipsoid((0.025, 0.025, 0.025), sides=6), "black",
             (0.28 * np.cos(a).item(), 0.28 * np.sin(a).item(), 0.025))
        for a in angles
    )  # fmt: skip
    arm = ((0.0, 0.1, 0.43), (0.0, 0.25, 0.46), (0.0, 0.27, 0.7))
    return (
        Part(Ellipsoid((0.24, 0.24, 0.045), 0.5), cloth, (0.0, 0.0, 0.46)),
        Part(Ellipsoid((0.22, 0.035, 0.26), 0.5), cloth, (0.0, 0.23, 0.8)),
        Part(Tube(arm, 0.02), "charcoal"),
        Part(Lathe(((0.03, 0.06), (0.03, 0.43)), sides=10), "dark steel"),
        *star,
        *wheels,
    )


_SOFAS = {
    "grey": ("grey cloth", "grey seam"),
    "beige": ("beige cloth", "beige cloth"),
    "navy": ("navy cloth", "navy cloth"),
}
_ARMCHAIRS = {"rust": "rust cloth", "green": "green cloth", "mustard": "mustard cloth"}
_CHAIRS = {"cream": ("cream", "beech"), "walnut": ("walnut", "walnut"), "teal": ("teal", "ash")}
_DESK_CHAIRS = {"green": "green cloth", "black": "black cloth", "blue": "blue cloth"}


@cache
def _sofa(style: str) -> Model:
    cloth, seam = _SOFAS[style]
    return Model(sofa(cloth=cloth, seam=seam))


@cache
def _armchair(style: str) -> Model:
    return Model(armchair(cloth=_ARMCHAIRS[style]))


@cache
def _chair(style: str) -> Model:
    seat, wood = _CHAIRS[style]
    return Model(chair(seat, wood=wood))


@cache
def _desk_chair(style: str) -> Model:
    return Model(desk_chair(cloth=_DESK_CHAIRS[style]))


_BENCHES = {"oak": ("oak", "beige cloth"), "white": ("painted wood", "navy cloth")}


@cache
def _bench(style: str) -> Model:
    wood, cloth = _BENCHES[style]
    return Model((
        *legs(0.98, 0.34, 0.4, material=wood, thickness=0.045),
        block((-0.5, -0.18, 0.4), (0.5, 0.18, 0.425), wood),
        block((-0.49, -0.17, 0.425), (0.49, 0.17, 0.46), cloth),
        block((-0.45, -0.14, 0.14), (0.45, 0.14, 0.16), wood),
    ))  # fmt: skip


KINDS = (
    FurnitureKind(
        "sofa", tuple(_SOFAS), _sofa,
        (Surface("seat", (0.0, -0.15, 0.44), (1.6, 0.42), 0.9),),
        rooms={"living room": 1.0}, front_m=0.9,
    ),
    FurnitureKind(
        "armchair", tuple(_ARMCHAIRS), _armchair,
        (Surface("seat", (0.0, -0.13, 0.42), (0.46, 0.4), 0.9),),
        rooms={"living room": 0.9, "bedroom": 0.2, "office": 0.2}, standing="corner",
    ),
    FurnitureKind(
        "chair", tuple(_CHAIRS), _chair,
        (Surface("seat", (0.0, -0.02, 0.46), (0.36, 0.32), 0.6),),
        rooms={"dining room": 4.0, "kitchen": 1.6}, standing="beside",
        companions=("dining table",), front_m=0.0,
    ),
    FurnitureKind(
        "office chair", tuple(_DESK_CHAIRS), _desk_chair,
        (Surface("seat", (0.0, -0.04, 0.505), (0.28, 0.26), 0.6),),
        rooms={"office": 1.0, "children's room": 0.5, "bedroom": 0.15}, standing="beside",
        companions=("desk",), front_m=0.0,
    ),
    FurnitureKind(
        "bench", tuple(_BENCHES), _bench,
        (
            level("seat", 0.46, (0.92, 0.3), headroom=1.0),
            level("shelf", 0.16, (0.84, 0.24), headroom=0.23),
        ),
        rooms={"hallway": 0.6, "children's room": 0.2, "storage room": 0.2},
    ),
)  # fmt: skip
