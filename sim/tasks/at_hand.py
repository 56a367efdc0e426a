"""Whether what a part of a task needs is in short-term memory, and where it really is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from whereseen.acting.planning.thoughts import Thought
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.case import Step

_FRESH_M = 0.5


class AtHand:
    """Asks the short-term memory for the thing of each part of a task as its turn comes.

    Args:
        world: The truth.
        model: What is believed.
        steps: Parts of the task.

    Attributes:
        asked: How often it was asked.
        hits: How often it had the thing, within 0.5 m of where it is.
        stale: How often it had it somewhere else.
    """

    def __init__(
        self, world: SymbolicWorld, model: SymbolicWorldModel, steps: Sequence[Step]
    ) -> None:
        self.asked = self.hits = self.stale = 0
        self._world, self._model = world, model
        self._steps = {str(number): step for number, step in enumerate(steps, start=1)}

    def hear(self, thought: Thought) -> None:
        """What the robot thinks tells when it begins with a part."""
        step = self._steps.pop(thought.subtask, None)
        if step is None:
            return
        self.asked += 1
        seen = self._world.seen(step.thing)
        units = {unit.entity_id: unit for unit in self._model.tiers.short_term.units()}
        held = self._model.held
        if held in units and step.thing == self._world.held:
            self.hits += 1
            return
        apart_m = [math.dist(each.position_m, seen.position_m) for each in units.values()
                   if each.label == seen.label and each.entity_id != held]  # fmt: skip
        self.hits += bool(apart_m) and min(apart_m) <= _FRESH_M
        self.stale += bool(apart_m) and min(apart_m) > _FRESH_M
