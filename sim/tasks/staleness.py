"""How long memory believes what people have made untrue."""

from __future__ import annotations

import math
from collections.abc import Sequence

from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.symbolic.people import Interferers, Moved
from whereseen.sim.symbolic.world import SymbolicWorld

_SAME_M = 0.4


class Staleness:
    """Measures from when people put a needed thing elsewhere to when memory has noticed.

    Only what memory knew the place of counts, and what it notices at all.

    Args:
        world: The truth.
        model: What is believed.
        people: Who move things.
        needed: Names of the things that count.
    """

    def __init__(
        self,
        world: SymbolicWorld,
        model: SymbolicWorldModel,
        people: Interferers,
        needed: Sequence[str],
    ) -> None:
        self.spans_s: list[float] = []
        self._world, self._model, self._people = world, model, people
        self._needed = frozenset(needed)
        self._waiting: list[tuple[Moved, int, tuple[float, float, float]]] = []
        self._read = 0

    def look(self) -> None:
        """The robot has done something: see whether memory has noticed."""
        left = []
        for moved, thing_id, was_m in self._waiting:
            thing = self._model.thing(thing_id)
            if thing is None or thing.is_gone or math.dist(thing.position_m, was_m) > _SAME_M:
                self.spans_s.append((self._world.now_ns - moved.stamp_ns) / 1e9)
            else:
                left.append((moved, thing_id, was_m))
        self._waiting = left
        fresh, self._read = self._people.moved[self._read :], len(self._people.moved)
        for moved in fresh:
            self._begin(moved)

    def _begin(self, moved: Moved) -> None:
        if moved.name not in self._needed:
            return
        label = self._world.seen(moved.name).label
        alike = [each for each in self._model.things() if each.label == label]
        known = [each for each in alike if not each.is_gone and not each.is_held]
        if len(known) == 1:
            self._waiting.append((moved, known[0].id, known[0].position_m))
