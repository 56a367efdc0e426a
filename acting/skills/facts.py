"""What is so: predicates over things, as preconditions ask for them and effects make them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

HAND = 0  # as `other` of AT and as a thing: the robot itself


class Predicate(Enum):
    """What can be so."""

    ON = "on"
    IN = "in"
    OPEN = "open"
    HELD = "held"
    STATE = "state"
    """A thing is in a state, by its word: "clean", "hot", "sliced", "on"."""
    AT = "at"
    """The robot stands where it can reach a thing or a piece of furniture."""
    HAND_FREE = "hand free"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so, or is not.

    Attributes:
        predicate: What.
        thing_id: Of which thing, 0 for the robot.
        other_id: In relation to which other, 0 for none.
        word: Of a state.
        is_true: Whether it is so.
    """

    predicate: Predicate
    thing_id: int = HAND
    other_id: int = 0
    word: str = ""
    is_true: bool = True
