"""What kinds of things have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from whereseen.sim.catalogue.kinds import State
from whereseen.sim.modelling.model import Model
from whereseen.sim.modelling.shapes import Part

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

_CLOTHS = {"green": "leaf cloth", "grey": "silver cloth"}


def cloth(colour: str) -> str:
    """The material of what is made of cloth."""
    return _CLOTHS.get(colour, f"{colour} cloth")


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
