"""Goals of subtasks as stages: what has to be found, what has to be so, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.acting.instructions.task import Goal, Subtask
from whereseen.acting.skills.call import (
    Call,
    Close,
    GoTo,
    Heat,
    Open,
    Pick,
    Place,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.facts import Fact, Predicate
from whereseen.acting.skills.rules import (
    CLEAN,
    HOT,
    SLICED,
    SWITCHED_OFF,
    SWITCHED_ON,
    put_fact,
)


class Slot(Enum):
    """What a subtask speaks of."""

    THING = "thing"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that has to be so for a subtask.

    Attributes:
        slot: What it is about; THING is looked for if it is not where memory says, as is a tool.
        fact: What has to be so; None: it is to be seen, or driven to if it is the destination.
        is_tool: Whether the destination is something that is carried.
    """

    slot: Slot
    fact: Fact | None = None
    is_tool: bool = False


_STATES = {
    Goal.TURN_ON: SWITCHED_ON,
    Goal.TURN_OFF: SWITCHED_OFF,
    Goal.SLICE: SLICED,
    Goal.WASH: CLEAN,
    Goal.HEAT: HOT,
}
_SKILLS: dict[Goal, tuple[type[Call], ...]] = {
    Goal.PUT: (GoTo, Pick, Place),
    Goal.BRING: (GoTo, Pick),
    Goal.TAKE: (GoTo, Pick),
    Goal.FIND: (GoTo,),
    Goal.GO: (GoTo,),
    Goal.OPEN: (GoTo, Open),
    Goal.CLOSE: (GoTo, Close),
    Goal.TURN_ON: (GoTo, Toggle),
    Goal.TURN_OFF: (GoTo, Toggle),
    Goal.SLICE: (GoTo, Pick, Slice),
    Goal.WASH: (GoTo, Pick, Wash),
    Goal.HEAT: (GoTo, Pick, Heat),
}


SEEING = (Goal.FIND, Goal.GO, Goal.BRING, Goal.TAKE)  # nothing needs to be altered for these


def skills_for(goal: Goal) -> tuple[type[Call], ...]:
    """Skills without which a goal cannot be reached."""
    return _SKILLS.get(goal, ())


def state_of(goal: Goal) -> str:
    """The state that a goal brings about, in a word; empty for goals of another kind."""
    return _STATES.get(goal, "")


def stages_of(subtask: Subtask, thing_id: int, destination: int | str) -> tuple[Stage, ...]:
    """What has to be so, in order; the last is what the subtask is for.

    Args:
        subtask: What for.
        thing_id: Its thing, 0 as long as that is not known.
        destination: Its destination, 0 as long as that is not known.
    """
    goal, place = subtask.goal, destination if isinstance(destination, int) else 0
    held = Stage(Slot.THING, Fact(Predicate.HELD, thing_id))
    if goal is Goal.PUT:
        return (held, Stage(Slot.DESTINATION, put_fact(thing_id, place, subtask.relation)))
    if goal is Goal.BRING:
        return (held, Stage(Slot.DESTINATION))
    if goal is Goal.TAKE:
        return (held,)
    if goal is Goal.FIND:
        return (Stage(Slot.THING),)
    if goal is Goal.GO:
        return (Stage(Slot.DESTINATION),)
    if goal in (Goal.OPEN, Goal.CLOSE):
        return (Stage(Slot.THING, Fact(Predicate.OPEN, thing_id, is_true=goal is Goal.OPEN)),)
    state = Stage(Slot.THING, Fact(Predicate.STATE, thing_id, word=state_of(goal)))
    if goal is Goal.SLICE:
        tool = Stage(Slot.DESTINATION, Fact(Predicate.HELD, place), is_tool=True)
        return (tool, state)
    return (held, state) if goal in (Goal.WASH, Goal.HEAT) else (state,)
