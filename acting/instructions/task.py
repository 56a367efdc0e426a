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
    TIDY = "tidy"
    """All things in the destination, a room or furniture, are where such things usually are."""


class Part(Enum):
    """What of a subtask is meant by a word that refers back to it."""

    THING = "thing"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class Mention:
    """What was named before in the same task.

    Attributes:
        subtask: Name of the subtask.
        part: What of it.
    """

    subtask: str
    part: Part = Part.THING


@dataclass(frozen=True, slots=True)
class Reference:
    """What an instruction speaks of.

    Attributes:
        text: The noun phrase: "the red mug", "it", "what you put in the fridge first".
        thing_id: Identity of the thing or furniture, where it is already known.
        count: How many are meant; None for all of them.
        same_as: Of "it", "them" and "there": what it means, all of these.
        other_than: Of "the other one": what it does not mean.
    """

    text: str
    thing_id: int | None = None
    count: int | None = 1
    same_as: tuple[Mention, ...] = ()
    other_than: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Subtask:
    """One thing to be done.

    Attributes:
        name: Unique in its task: "1", "2", "2.1".
        goal: What for.
        thing: With what; None for GO and TIDY. Where it means several, the subtask is replaced by
            one for each as soon as they are known (`acting.references.expanding`).
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
