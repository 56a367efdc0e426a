"""A planner that knows everything: where each thing is, and what is meant."""

from __future__ import annotations

from collections.abc import Sequence

from whereseen.acting.instructions.task import Goal
from whereseen.acting.skills import kinds
from whereseen.acting.skills.call import (
    Call,
    Heat,
    Open,
    Pick,
    Place,
    Relation,
    Slice,
    Toggle,
    Wash,
)
from whereseen.acting.skills.embodiment import Order
from whereseen.acting.skills.facts import Predicate
from whereseen.acting.skills.outcome import Outcome
from whereseen.sim.symbolic.handling import such
from whereseen.sim.symbolic.robot import SymbolicRobot
from whereseen.sim.tasks.case import Step

_SHELVES = ("kitchen counter", "dining table", "coffee table", "bed", "sofa", "desk")


class OraclePlanner:
    """Does the parts of a task, one after the other, with the truth before its eyes.

    Args:
        robot: Who does it.
    """

    def __init__(self, robot: SymbolicRobot) -> None:
        self._robot, self._world = robot, robot.world

    def run(self, steps: Sequence[Step]) -> None:
        """All parts, whatever becomes of them."""
        for step in steps:
            self._do(step)

    def _do(self, step: Step) -> None:
        if step.goal is Goal.SLICE:
            self._hold(step.place)
            self._call(Slice(self._see(step.thing)))
        elif step.goal is Goal.TURN_ON:
            if self._world.held != step.thing:
                self._call(Toggle(self._see(step.thing), is_on=True))
        elif step.goal in (Goal.WASH, Goal.HEAT):
            self._hold(step.thing)
            does = kinds.washes if step.goal is Goal.WASH else kinds.heats
            at = self._furniture(next(n for n in self._known() if does(such(self._label(n)))))
            self._call(Wash(at) if step.goal is Goal.WASH else Heat(at))
        elif self._hold(step.thing):
            relation = Relation.ON if step.condition.predicate is Predicate.ON else Relation.IN
            self._open(step.place)
            self._call(Place(self._furniture(step.place), relation))

    def _hold(self, name: str) -> bool:
        if self._world.held == name:
            return True
        if self._world.held is not None:
            self._put_aside()
        return self._call(Pick(self._see(name))).is_success

    def _put_aside(self) -> None:
        for name in sorted(self._known(), key=lambda each: self._label(each) not in _SHELVES):
            at = self._furniture(name)
            if self._call(Place(at, Relation.ON)).is_success:
                return

    def _see(self, name: str) -> int:
        """Go where a thing is, look, and tell what the memory calls it; 0 if it sees nothing."""
        world, robot = self._world, self._robot
        on = world.on_of(name)
        if on:
            self._open(on)
        seen = world.seen(name)
        robot.drive(world.grounds.stand_for(seen.position_m, on))
        robot.look()
        entity = robot.model.tracking.at(seen.label, seen.position_m)
        return 0 if entity is None else entity.id

    def _open(self, name: str) -> None:
        if not self._world.is_open(name):
            self._call(Open(self._furniture(name)))

    def _known(self) -> list[str]:
        return list(self._world.grounds.stand_of)

    def _label(self, name: str) -> str:
        return self._world.grounds.label_of(name)

    def _furniture(self, name: str) -> int:
        return self._robot.model.tracking.know(name, self._robot.now_ns)

    def _call(self, call: Call) -> Outcome:
        return self._robot.do(call, Order())
