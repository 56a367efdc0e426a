"""What a method remembers of what our memory knows: the rest is hidden from its planner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from whereseen.acting.knowledge.world_model import Likely, Thing
from whereseen.acting.planning.thoughts import Thought
from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Deed
from whereseen.sim.symbolic.likeness import likeness
from whereseen.sim.symbolic.model import SymbolicWorldModel
from whereseen.sim.tasks.methods import Method

_GLANCE_NS = 5_000_000_000  # what was seen a moment ago is in view


class Recalled:
    """A `WorldModel` as a method has it.

    Args:
        model: All that the robot saw and did.
        method: What of that is remembered.
        rng: Draws the order of areas for who knows none.
    """

    def __init__(self, model: SymbolicWorldModel, method: Method, rng: np.random.Generator) -> None:
        self._model, self._method, self._rng = model, method, rng
        self._begun_ns, self._subtask = model.now_ns, ""
        self._told: tuple[Chronicle, frozenset[int], Chronicle] | None = None

    def hear(self, thought: Thought) -> None:
        """What the robot thinks tells when it begins with another part of its task."""
        if thought.subtask and thought.subtask != self._subtask:
            self._subtask, self._begun_ns = thought.subtask, self._model.now_ns

    @property
    def now_ns(self) -> int:
        """Time of the newest that is known."""
        return self._model.now_ns

    def things(self) -> tuple[Thing, ...]:
        """All things and furniture that are remembered, or in view."""
        return tuple(self._bare(each) for each in self._model.things() if self._has(each))

    def thing(self, thing_id: int) -> Thing | None:
        """One by its identity; None if it is not remembered."""
        found = self._model.thing(thing_id)
        return self._bare(found) if found is not None and self._has(found) else None

    def alike(self, text: str) -> Mapping[int, float]:
        """How well what is remembered fits a noun phrase."""
        scores = {
            each.id: likeness(text, each.label, (*each.attributes, *each.states))
            for each in self.things()
        }
        return {each: score for each, score in scores.items() if score > 0.0}

    def chronicle(self) -> Chronicle:
        """Where things were and what was done, as far as the method remembers that."""
        whole, known = self._model.chronicle(), frozenset(each.id for each in self.things())
        if self._told is None or self._told[0] is not whole or self._told[1] != known:
            self._told = whole, known, self._part_of(whole, known)
        return self._told[2]

    def _part_of(self, whole: Chronicle, known: frozenset[int]) -> Chronicle:
        has_events = self._method.has_events
        return Chronicle(
            [s for s in whole.stays if s.thing_id in known and (has_events or s.end_ns is None)],
            whole.turns if has_events else (),
            deeds=whole.deeds if has_events else (),
            conditions=[c for c in whole.conditions if c.thing_id in known]
            if self._method.has_attributes
            else (),
            rooms=whole.rooms,
            sites=whole.sites if self._method.has_furniture else (),
            now_ns=whole.now_ns,
        )

    def rooms(self) -> tuple[str, ...]:
        """Names of all rooms."""
        return self._model.rooms()

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        """Where a thing would be: by habits, anywhere, or in areas in any order."""
        if self._method.is_random:
            names = [area.name for area in self._model.grounds.areas]
            order = self._rng.permutation(len(names))
            shares = [2.0**-n for n in range(1, len(names) + 1)]
            return tuple(Likely(names[int(at)], p) for at, p in zip(order, shares, strict=True))
        found = self._model.likely_places(label)
        if self._method.has_habits:
            return found
        return self._model.anywhere()

    def note_deed(self, deed: Deed) -> None:
        """What the robot did."""
        self._model.note_deed(deed)

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """The robot looked in vain."""
        self._model.note_absence(thing_id, position_m)

    def _has(self, thing: Thing) -> bool:
        method, model = self._method, self._model
        if thing.is_held:
            return True
        if thing.is_receptacle:
            looked_ns, _ = model.looked.get(thing.id, (0, 0.0))
            return method.has_furniture or self._is_fresh(looked_ns)
        if method.has_things or self._is_fresh(thing.last_seen_ns):
            return True
        return method.has_short_term and thing.id in model.tiers.short_term

    def _is_fresh(self, stamp_ns: int) -> bool:
        """Whether something was seen since this part of the task began, or just before."""
        return stamp_ns >= min(self._begun_ns, self._model.seen_ns) - _GLANCE_NS

    def _bare(self, thing: Thing) -> Thing:
        if self._method.has_attributes or thing.is_receptacle:
            return thing
        return replace(thing, attributes=(), states=(), affordances=())
