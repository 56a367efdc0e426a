"""What makes a home pretty."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind
from whereseen.sim.catalogue.things.making import FULL, LIT, Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Lathe, Part, Tube


def vase(colour: str = "porcelain", bloom: str = "pink") -> Parts:
    """A vase with tulips, 42 cm high."""
    profile = ((0.0, 0.0), (0.04, 0.0), (0.065, 0.07), (0.06, 0.13), (0.03, 0.18), (0.038, 0.2))
    stems, blooms = [], []
    for index, yaw in enumerate(np.radians(np.arange(0, 360, 60))):
        x, y = 0.07 * np.cos(yaw).item(), 0.07 * np.sin(yaw).item()
        top = (x, y, 0.34 + 0.02 * (index % 3))
        stems.append(Part(Tube(((0.0, 0.0, 0.17), top), 0.004, sides=5), "leaf"))
        blooms.append(Part(Ellipsoid((0.024, 0.024, 0.034), sides=7), bloom, top))
    return (Part(Lathe(profile), colour), *stems, *blooms)


def _vase(colour: str) -> Parts:
    return vase(colour, {"white": "pink", "blue": "yellow", "terracotta": "white"}[colour])


def _candle(colour: str) -> Parts:
    return (
        Part(Lathe(((0.0, 0.0), (0.05, 0.0), (0.055, 0.012), (0.0, 0.012)), sides=16), "brass"),
        Part(Lathe(((0.033, 0.01), (0.033, 0.12), (0.0, 0.117)), sides=16), colour),
        Part(Tube(((0.0, 0.0, 0.115), (0.002, 0.0, 0.132)), 0.002, sides=5), "black"),
    )


def _picture_frame() -> Parts:
    tilt = (-12.0, 0.0, 0.0)
    return (
        Part(Box((0.2, 0.014, 0.15)), "oak", (0.0, 0.0, 0.075), tilt),
        Part(Box((0.165, 0.016, 0.115)), "landscape", (0.0, -0.001, 0.075), tilt),
        Part(Box((0.02, 0.004, 0.12)), "black", (0.0, 0.045, 0.058), (24.0, 0.0, 0.0)),
    )


def _cactus(colour: str) -> Parts:
    pot = ((0.0, 0.0), (0.045, 0.0), (0.058, 0.085), (0.06, 0.1), (0.052, 0.1))
    ribs = ((0.0, 0.0), (0.03, 0.01), (0.038, 0.06), (0.034, 0.12), (0.018, 0.15), (0.0, 0.157))
    arm = ((0.03, 0.0, 0.15), (0.062, 0.0, 0.16), (0.068, 0.0, 0.2))
    return (
        Part(Lathe(pot, sides=14), colour),
        Part(Lathe(((0.053, 0.09), (0.0, 0.092)), sides=14), "soil"),
        Part(Lathe(ribs, sides=9), "dark leaf", (0.0, 0.0, 0.085)),
        Part(Tube(arm, 0.014, sides=7), "dark leaf"),
        Part(Ellipsoid((0.014, 0.014, 0.014), sides=7), "dark leaf", (0.068, 0.0, 0.2)),
        Part(Ellipsoid((0.014, 0.014, 0.01), sides=7), "pink", (0.0, 0.0, 0.243)),
    )


def _globe() -> Parts:
    meridian = tuple(
        (0.1 * np.cos(a).item(), 0.0, 0.17 + 0.1 * np.sin(a).item())
        for a in np.linspace(-1.9, 1.6, 10)
    )
    lands = (
        Part(Ellipsoid((0.03, 0.02, 0.035), sides=7), "leaf", (x, y, z))
        for x, y, z in (
            (-0.03, -0.062, 0.185),
            (0.045, -0.05, 0.16),
            (0.05, 0.045, 0.19),
            (-0.05, 0.045, 0.15),
        )
    )
    return (
        Part(
            Lathe(
                ((0.0, 0.0), (0.075, 0.0), (0.06, 0.018), (0.012, 0.03), (0.01, 0.075)), sides=14
            ),
            "walnut",
        ),
        Part(Tube(meridian, 0.005, sides=5), "brass"),
        Part(Ellipsoid((0.09, 0.09, 0.09), sides=14), "sky blue", (0.0, 0.0, 0.17)),
        *lands,
    )


_ORNAMENT = {
    "bookcase": 1.0,
    "sideboard": 1.0,
    "coffee table": 0.6,
    "dresser": 0.5,
    "hall table": 0.5,
}

KINDS = (
    ObjectKind(
        "vase", "ornaments", "ceramic", ("white", "blue", "terracotta"), rigid(_vase),
        {**_ORNAMENT, "dining table": 1.0},
        ("where the tulips stand", "something for a bunch of flowers"),
        ("fill", "put flowers in"), (FULL,),
    ),
    ObjectKind(
        "candle", "ornaments", "wax", ("red", "white", "green"), rigid(_candle),
        {**_ORNAMENT, "dining table": 0.8, "bathroom vanity": 0.3},
        ("something to light for a romantic dinner", "what burns with a wick"), ("light", "carry"),
        (LIT,),
    ),
    ObjectKind(
        "picture frame", "ornaments", "wood", ("",), same(_picture_frame),
        {**_ORNAMENT, "nightstand": 0.8},
        ("the photograph of our holiday", "what shows a scene in the hills"), ("look at", "carry"),
        (),
    ),
    ObjectKind(
        "cactus", "plants", "plant", ("terracotta", "white", "blue"), rigid(_cactus),
        {"desk": 0.8, "bookcase": 0.8, "nightstand": 0.4, "sideboard": 0.5, "hall table": 0.4},
        ("something prickly in a pot", "what grows in the desert"), ("water", "carry"), (),
    ),
    ObjectKind(
        "globe", "ornaments", "plastic", ("",), same(_globe),
        {"bookcase": 1.2, "desk": 0.8, "sideboard": 0.4},
        ("what shows all the continents", "the earth on a stand"), ("turn", "look at"), (),
    ),
)  # fmt: skip
