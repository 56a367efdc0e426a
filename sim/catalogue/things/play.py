"""What is thrown, stacked and puzzled over."""

from __future__ import annotations

import numpy as np

from whereseen.sim.catalogue.kinds import ObjectKind, State
from whereseen.sim.catalogue.things.making import Parts, rigid, same
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Part, Tube


def football(material: str = "football") -> Parts:
    """22 cm wide."""
    return (Part(Ellipsoid((0.11, 0.11, 0.11)), material, (0.0, 0.0, 0.11)),)


def _ball(colour: str) -> Parts:
    band = tuple(
        (0.0905 * np.cos(a).item(), 0.0905 * np.sin(a).item(), 0.09)
        for a in np.linspace(0.0, 2 * np.pi, 17)
    )
    return (
        Part(Ellipsoid((0.09, 0.09, 0.09), sides=14), colour, (0.0, 0.0, 0.09)),
        Part(Tube(band, 0.004, sides=5), "white"),
    )


def _blocks() -> Parts:
    tower = (
        ("red", -0.06, 0.0, 0.0, 10.0),
        ("blue", 0.0, 0.01, 0.0, -8.0),
        ("yellow", 0.06, -0.01, 0.0, 20.0),
        ("green", -0.03, 0.0, 0.045, 30.0),
        ("orange", 0.032, 0.0, 0.045, 5.0),
        ("red", 0.0, 0.0, 0.09, 45.0),
    )
    return tuple(
        Part(Box((0.045, 0.045, 0.045)), tint, (x, y, z + 0.0225), (0.0, 0.0, yaw))
        for tint, x, y, z, yaw in tower
    )


def _cube() -> Parts:
    return (Part(Box((0.057, 0.057, 0.057)), "cube", (0.0, 0.0, 0.0285)),)


def _board_game(colour: str) -> Parts:
    return (
        Part(Box((0.26, 0.26, 0.05)), colour, (0.0, 0.0, 0.025)),
        Part(Box((0.256, 0.256, 0.001)), f"{colour} game", (0.0, 0.0, 0.0505)),
    )


KINDS = (
    ObjectKind(
        "football", "toys", "leather", ("",), same(football),
        {"floor": 2.0, "toy chest": 0.6, "storage shelf": 0.4},
        ("what I kick into a goal", "something for eleven players"), ("kick", "throw"), (),
    ),
    ObjectKind(
        "ball", "toys", "rubber", ("red", "blue", "yellow"), rigid(_ball),
        {"floor": 1.5, "toy chest": 1.0},
        ("something that bounces", "what the dog would love to fetch"), ("throw", "roll"), (),
    ),
    ObjectKind(
        "stack of building blocks", "toys", "wood", ("",), same(_blocks),
        {"floor": 1.0, "toy chest": 0.6, "desk": 0.4, "coffee table": 0.3},
        ("something to build towers with", "little wooden bricks"), ("stack", "play with"), (),
    ),
    ObjectKind(
        "puzzle cube", "toys", "plastic", ("",), same(_cube),
        {"desk": 1.0, "bookcase": 0.6, "coffee table": 0.6, "nightstand": 0.4},
        ("the brain teaser whose sides must match", "something to twist and turn"),
        ("twist", "carry"), (State("solved", ("no", "yes")),),
    ),
    ObjectKind(
        "board game", "toys", "cardboard", ("blue", "red", "green"), rigid(_board_game),
        {"bookcase": 1.0, "sideboard": 0.8, "coffee table": 0.5, "wardrobe": 0.3},
        ("something for the family to play on a rainy evening", "what comes with dice and pawns"),
        ("play", "open"), (),
    ),
)  # fmt: skip
