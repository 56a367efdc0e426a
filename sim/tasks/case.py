"""A task: what is said, what is meant by it, and what is to be so after each part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.acting.instructions.task import Goal
from whereseen.sim.symbolic.goals import Condition


class Family(Enum):
    """What tasks are like."""

    SIMPLE = "simple"
    """One to three parts that have nothing to do with each other."""
    COMPOSITE = "composite"
    """Four to six parts over two things, which earlier parts have moved or changed."""
    COMPLEX = "complex"
    """Four to six parts over three things, most later mentions of which are vague."""


class Vague(Enum):
    """How a thing is spoken of without its name."""

    CATEGORY = "category"
    COLOUR = "colour"
    STATE = "state"
    ROLE = "role"
    PLACE = "place and time"


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a task.

    Attributes:
        goal: What for.
        thing: Name of the thing or furniture that it is about, in the home.
        place: Name of the furniture that it is put on or in; of SLICE the knife.
        condition: What is to be so when it is done.
        said: How the thing is spoken of.
        vague: In which way, None if it is named.
        is_later: Whether it was spoken of before in this task.
        text: The whole sentence, without a stop.
    """

    goal: Goal
    thing: str
    place: str
    condition: Condition
    said: str = ""
    vague: Vague | None = None
    is_later: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A task in a home.

    Attributes:
        family: What it is like.
        seed: Of the home.
        number: Among the tasks of its family in that home.
        steps: In the order in which they are said.
    """

    family: Family
    seed: int
    number: int
    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        """The instruction."""
        first, *others = (step.text for step in self.steps)
        joined = [first[0].upper() + first[1:], *(f"Then {each}" for each in others)]
        return ". ".join(joined) + "."

    @property
    def things(self) -> tuple[str, ...]:
        """Names of all things that it needs, in the order in which they come up."""
        tools = {step.thing: step.place for step in self.steps if step.goal is Goal.SLICE}
        named = [name for step in self.steps for name in (step.thing, tools.get(step.thing, ""))]
        return tuple(dict.fromkeys(filter(None, named)))
