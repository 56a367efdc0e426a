"""What stands or hangs about and holds nothing."""

from __future__ import annotations

from functools import cache

import numpy as np

from whereseen.sim.catalogue.joinery import Parts, block
from whereseen.sim.catalogue.kinds import FurnitureKind
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def plant(pot: str = "terracotta") -> Parts:
    """A leafy plant 1.3 m high in a clay pot."""
    leaves = []
    for index in range(26):
        yaw = 137.5 * index
        rise = 0.52 + 0.026 * index
        out = 0.25 - 0.006 * index
        c, s = np.cos(np.radians(yaw)).item(), np.sin(np.radians(yaw)).item()
        material = "leaf" if index % 3 else "dark leaf"
        blade = Ellipsoid((0.17, 0.055, 0.008), sides=6)
        leaves.append(Part(blade, material, (out * c, out * s, rise), (0.0, -38.0, yaw)))
    return (
        Part(Lathe(((0.0, 0.0), (0.13, 0.0), (0.18, 0.3), (0.19, 0.34), (0.165, 0.34)), sides=16),
             pot),
        Part(Lathe(((0.168, 0.31), (0.0, 0.315)), sides=16), "soil"),
        Part(Tube(((0.0, 0.0, 0.3), (0.02, 0.0, 0.7), (0.0, 0.0, 1.15)), 0.016), "brown"),
        *leaves,
    )  # fmt: skip


def floor_lamp(stand: str = "black", shade: str = "glow") -> Parts:
    """1.55 m high."""
    foot = ((0.0, 0.0), (0.15, 0.0), (0.15, 0.02), (0.02, 0.035), (0.012, 1.3))
    return (
        Part(Lathe(foot), stand),
        Part(Lathe(((0.2, 1.25), (0.13, 1.55), (0.0, 1.55))), shade),
        Part(Lathe(((0.0, 1.26), (0.195, 1.26))), shade),
    )


_POTS = {"terracotta": "terracotta", "white": "white", "graphite": "graphite"}
_LAMPS = {"black": ("black", "glow"), "brass": ("brass", "cream"), "white": ("white", "mint")}
_RUGS = {"red": "rug", "blue": "blue rug", "green": "green rug"}
_FRAMES = {"black": "black", "oak": "oak", "white": "white"}


@cache
def _plant(style: str) -> Model:
    return Model(plant(_POTS[style]))


@cache
def _floor_lamp(style: str) -> Model:
    return Model(floor_lamp(*_LAMPS[style]))


@cache
def _rug(style: str) -> Model:
    return Model((Part(Box((2.0, 1.4, 0.012)), _RUGS[style], (0.0, 0.0, 0.006)),))


@cache
def _picture(style: str) -> Model:
    frame = Part(Box((0.9, 0.03, 0.66)), _FRAMES[style], (0.0, 0.0, 1.55))
    return Model((frame, Part(Box((0.82, 0.034, 0.58)), "landscape", (0.0, 0.0, 1.55))))


_COATS = {
    "oak": ("oak", "navy cloth", "red cloth"),
    "white": ("white", "leaf cloth", "brown cloth"),
}


def _coat(x: float, cloth: str) -> Parts:
    """A coat on a hook, 0.75 m long."""
    sleeves = (
        Part(Ellipsoid((0.05, 0.045, 0.3), 0.8, sides=8), cloth, (x + s * 0.15, -0.02, 1.3),
             (0.0, -s * 8.0, 0.0))
        for s in (-1.0, 1.0)
    )  # fmt: skip
    return (
        Part(Ellipsoid((0.14, 0.055, 0.36), 0.75, sides=12), cloth, (x, -0.015, 1.28)),
        Part(Ellipsoid((0.17, 0.05, 0.08), sides=10), cloth, (x, -0.01, 1.56)),
        Part(Ellipsoid((0.07, 0.04, 0.07), sides=8), cloth, (x, -0.01, 1.63)),
        *sleeves,
    )


@cache
def _coat_rack(style: str) -> Model:
    wood, one, other = _COATS[style]
    coats = tuple(part for x, cloth in ((-0.24, one), (0.2, other)) for part in _coat(x, cloth))
    hooks = (
        Part(
            Tube(((x, 0.06, 1.7), (x, -0.01, 1.69), (x, -0.03, 1.74)), 0.008, sides=6), "dark steel"
        )
        for x in (-0.42, -0.22, 0.0, 0.2, 0.42)
    )
    return Model((block((-0.5, 0.05, 1.64), (0.5, 0.07, 1.78), wood), *coats, *hooks))


KINDS = (
    FurnitureKind(
        "plant", tuple(_POTS), _plant,
        rooms={
            "living room": 1.0, "office": 0.7, "dining room": 0.5, "hallway": 0.3, "bedroom": 0.3,
        },
        standing="corner", front_m=0.0,
    ),
    FurnitureKind(
        "floor lamp", tuple(_LAMPS), _floor_lamp,
        rooms={"living room": 0.9, "office": 0.5, "bedroom": 0.4},
        standing="corner", front_m=0.0,
    ),
    FurnitureKind(
        "rug", tuple(_RUGS), _rug,
        rooms={"living room": 0.9, "children's room": 0.9, "bedroom": 0.5, "dining room": 0.4},
        standing="middle", companions=("sofa", "bed"), front_m=0.0, hangs=True,
    ),
    FurnitureKind(
        "picture", tuple(_FRAMES), _picture,
        rooms={
            "living room": 1.0, "dining room": 1.0, "bedroom": 0.7, "hallway": 0.7, "office": 0.6,
        },
        front_m=0.0, hangs=True,
    ),
    FurnitureKind(
        "coat rack", tuple(_COATS), _coat_rack, rooms={"hallway": 1.0}, front_m=0.0, hangs=True
    ),
)  # fmt: skip
