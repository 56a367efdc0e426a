"""Steps of a model as subtasks: what is to become so, for a closed loop to bring about.

A step says how, a subtask says what for: ways, doors and looks are left to the closed loop, which
knows better when it is there. A thing that is picked up and put down is one subtask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from whereseen.acting.instructions.task import Goal, Reference, Subtask
from whereseen.acting.skills.call import (
    Call,
    Close,
    Explore,
    GoTo,
    Heat,
    LookAt,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
    skill_name,
)
from whereseen.acting.skills.schema import InvalidPlan, Step

_WITH_THING: dict[type[Call], Goal] = {Open: Goal.OPEN, Close: Goal.CLOSE, LookAt: Goal.FIND}
_OF_HELD: dict[type[Call], Goal] = {Wash: Goal.WASH, Heat: Goal.HEAT}


def subtasks_of(
    steps: Iterable[Step], held: Reference | None = None, *, first: int = 1
) -> tuple[Subtask, ...]:
    """Subtasks in the order of the steps, each after the one before.

    Args:
        steps: Checked one by one.
        held: What is in the hand before them, None for nothing.
        first: Number in the name of the first; a name also tells what its subtask is, so that
            another plan does not take it for done.

    Raises:
        InvalidPlan: if something is put down, washed, heated or used that is not in hand, or
            picked up with a full hand, or if nothing comes of the steps.
    """
    made = _Making(held)
    for number, step in enumerate(steps, start=1):
        made.add(number, step)
    made.finish()
    if not made.subtasks:
        raise InvalidPlan("nothing comes of these steps", remedy="Add what is to be done there")
    return tuple(_chained(made.subtasks, first))


@dataclass(slots=True)
class _Making:
    """What came of the steps so far.

    Attributes:
        held: In the hand.
        is_used: Whether a subtask tells already why that was picked up.
        way: Where the robot was last told to go, if nothing was done there.
        subtasks: Without names yet.
    """

    held: Reference | None
    is_used: bool = True
    way: Reference | None = None
    subtasks: list[Subtask] = field(default_factory=list)

    def add(self, number: int, step: Step) -> None:
        said: dict[str, Any] = dict(step.arguments)
        skill, thing = step.skill, said.get("thing_id") or said.get("receptacle_id")
        if skill is GoTo:
            self._arrive()
            self.way = said["target"]
            return
        self.way = None  # the closed loop goes where it has something to do
        if skill is Pick:
            self._require(self.held is None, number, "the hand is full", "Put down what is in it")
            self.held, self.is_used = thing, False
        elif skill is Place:
            relation = said.get("relation", Relation.ON)
            self._put(number, thing, relation)
        elif skill in _OF_HELD:
            held = self._in_hand(number, skill)
            self._make(_OF_HELD[skill], held, thing)
            self.is_used = True
        elif skill is Slice:
            held = self._in_hand(number, skill)
            self._make(Goal.SLICE, thing, held)
            self.is_used = True
        elif skill is Toggle:
            self._make(Goal.TURN_ON if said["is_on"] else Goal.TURN_OFF, thing)
        elif skill is Explore:
            self._explore(said)
        else:
            self._make(_WITH_THING[skill], thing)

    def finish(self) -> None:
        """What was begun and not ended: something in hand, a way."""
        self._arrive()
        if self.held is not None and not self.is_used:
            self._make(Goal.TAKE, self.held)

    def _arrive(self) -> None:
        if self.way is not None:
            self._make(Goal.GO, None, self.way)
            self.way = None

    def _put(self, number: int, place: Any, relation: Relation) -> None:
        held = self._in_hand(number, Place)
        self.subtasks.append(Subtask("", Goal.PUT, held, place, relation))
        self.held = None

    def _explore(self, said: dict[str, Any]) -> None:
        if said.get("query"):
            self._make(Goal.FIND, Reference(said["query"]))
            return
        for place in said.get("places", ()):
            self._make(Goal.GO, None, place)

    def _in_hand(self, number: int, skill: type[Call]) -> Reference:
        what = f"nothing is in hand to {skill_name(skill)}"
        self._require(self.held is not None, number, what, "Pick it up before")
        assert self.held is not None
        return self.held

    def _make(
        self, goal: Goal, thing: Reference | None, destination: Reference | None = None
    ) -> None:
        self.subtasks.append(Subtask("", goal, thing, destination))

    @staticmethod
    def _require(is_so: bool, number: int, what: str, remedy: str) -> None:
        if not is_so:
            raise InvalidPlan(f"step {number}: {what}", remedy=remedy)


def _chained(subtasks: Iterable[Subtask], first: int) -> Iterable[Subtask]:
    after: tuple[str, ...] = ()
    for number, each in enumerate(subtasks, start=first):
        name = f"m{number}.{_digest(each)}"
        yield replace(each, name=name, after=after)
        after = (name,)


def _digest(subtask: Subtask) -> str:
    said = (subtask.goal.value, subtask.relation.value, subtask.thing, subtask.destination)
    return sha256(repr(said).encode()).hexdigest()[:6]
