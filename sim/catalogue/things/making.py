"""What kinds of things have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from whereseen.sim.catalogue.kinds import State
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Box, Part, Tube

Parts = tuple[Part, ...]

CLEAN = State("clean", ("yes", "no"))
FULL = State("full", ("no", "yes"))
FILLED = State("full", ("yes", "no"))
ON = State("on", ("no", "yes"))
OPEN = State("open", ("no", "yes"))
SLICED = State("sliced", ("no", "yes"))
FOLDED = State("folded", ("yes", "no"))
WET = State("wet", ("no", "yes"))
CHARGED = State("charged", ("yes", "no"))
LIT = State("lit", ("no", "yes"))

COLD = {"fridge": 3.0, "kitchen counter/top": 0.6, "dining table": 0.4}
_CLOTHS = {"green": "leaf cloth", "grey": "silver cloth"}


def cloth(colour: str) -> str:
    """The material of what is made of cloth."""
    return _CLOTHS.get(colour, f"{colour} cloth")


def folded(width: float, depth: float, layers: int, each_m: float, material: str) -> Parts:
    """Layers of cloth with a round fold at the front."""
    stack: list[Part] = []
    for index in range(layers):
        z = each_m * (index + 0.5)
        size = (width - 0.004 * index, depth - 0.006 * index, each_m * 0.94)
        stack.append(Part(Box(size), material, (0.0, 0.0, z)))
        fold = Tube(((-size[0] / 2, 0.0, 0.0), (size[0] / 2, 0.0, 0.0)), each_m * 0.47, sides=8)
        stack.append(Part(fold, material, (0.0, -size[1] / 2, z)))
    return tuple(stack)


def rigid(make: Callable[[str], Parts]) -> Callable[[str], Model]:
    """A model of solids in a colour, made once."""

    @cache
    def model(colour: str) -> Model:
        return Model(make(colour))

    return model


def same(make: Callable[[], Parts]) -> Callable[[str], Model]:
    """A model of what always looks the same."""

    @cache
    def model(_colour: str) -> Model:
        return Model(make())

    return model
