"""What is to be done: subtasks with what they speak of, in an order that leaves freedom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.acting.skills.call import Relation


class Goal(Enum):
    """What a subtask is for."""

    PUT = "put"
    """A thing is on or in the destination."""
    BRING = "bring"
    """A thing is in the hand, before who asks."""
    TAKE = "take"
    """A thing is in the hand."""
    FIND = "find"
    """A thing is seen."""
    GO = "go"
    """The robot is before the destination, or in it."""
    OPEN = "open"
    CLOSE = "close"
    TURN_ON = "turn on"
    TURN_OFF = "turn off"
    SLICE = "slice"
    WASH = "wash"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Reference:
    """What an instruction speaks of.

    Attributes:
        text: The noun phrase: "the red mug", "it", "what you put in the fridge first".
        thing_id: Identity of the thing or furniture, where it is already known.
    """

    text: str
    thing_id: int | None = None


@dataclass(frozen=True, slots=True)
class Subtask:
    """One thing to be done.

    Attributes:
        name: Unique in its task: "1", "2", "2.1".
        goal: What for.
        thing: With what; None for GO.
        destination: Where to, or what is used for it: of SLICE the knife, of WASH the sink. None
            where nothing is said; the planner chooses then, if one is needed.
        relation: How it lies to the destination.
        after: Names of subtasks that must be done before.
        text: The part of the instruction that it comes from.
    """

    name: str
    goal: Goal
    thing: Reference | None = None
    destination: Reference | None = None
    relation: Relation = Relation.ON
    after: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """All that is to be done.

    Attributes:
        instruction: As it was said.
        subtasks: In the order in which they were said.
    """

    instruction: str
    subtasks: tuple[Subtask, ...]
