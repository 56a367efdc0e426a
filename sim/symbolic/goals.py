"""What is to be so in the world, and whether it is."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.acting.skills.facts import Predicate
from whereseen.sim.symbolic.world import HEATED, SymbolicWorld


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is to be so.

    Attributes:
        predicate: ON, IN, STATE, OPEN or HELD.
        name: Of the thing or furniture in the home.
        other: Of the furniture that it is to be on or in.
        word: Of the state.
        is_true: Whether it is to be so, or not.
    """

    predicate: Predicate
    name: str
    other: str = ""
    word: str = ""
    is_true: bool = True


def holds(world: SymbolicWorld, condition: Condition) -> bool:
    """Whether something is so; what nobody can check is not."""
    return _is_so(world, condition) == condition.is_true


def _is_so(world: SymbolicWorld, wanted: Condition) -> bool:
    name = wanted.name
    match wanted.predicate:
        case Predicate.ON:
            return world.on_of(name) == wanted.other and world.relation_of(name) == "on"
        case Predicate.IN:
            return world.on_of(name) == wanted.other and world.relation_of(name) == "in"
        case Predicate.OPEN:
            return world.is_open(name)
        case Predicate.HELD:
            return world.held == name
        case Predicate.STATE if wanted.word == HEATED:
            return name in world.hot
        case Predicate.STATE:
            return wanted.word in world.words(name)
    return False
