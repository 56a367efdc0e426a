"""Tasks of each family, drawn from a seed; what is said of things follows in `wording`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from whereseen.acting.instructions.task import Goal
from whereseen.acting.skills import kinds
from whereseen.acting.skills.facts import Predicate
from whereseen.sim.symbolic.goals import Condition
from whereseen.sim.symbolic.world import HEATED
from whereseen.sim.tasks.case import Case, Family, Step
from whereseen.sim.tasks.means import Means
from whereseen.sim.tasks.wording import worded

_TRIES = 200
_VAGUE_SHARE = 0.7
_PREDICATES = {"on": Predicate.ON, "in": Predicate.IN}


class TooPoor(Exception):
    """A home has not what it takes for a task."""


def draw_case(
    family: Family, means: Means, seed: int, number: int, rng: np.random.Generator
) -> Case:
    """A task; equal generators draw equal ones.

    Raises:
        TooPoor: if none was found that the home allows and words can tell.
    """
    for _ in range(_TRIES):
        steps = _DRAWING[family](means, rng)
        share = _VAGUE_SHARE if family is Family.COMPLEX else 0.0
        said = worded(steps, means, share, rng) if steps else None
        if said is not None:
            return Case(family, seed, number, said)
    raise TooPoor(f"no {family.value} task was found in home {seed}")


def _simple(means: Means, rng: np.random.Generator) -> list[Step]:
    """Parts that share neither things nor furniture."""
    drawing = _Drawing(means, rng)
    count = int(rng.integers(1, 4))
    things = drawing.things(count)
    for thing in things:
        if not drawing.add(thing):
            return []
    return drawing.steps


def _composite(means: Means, rng: np.random.Generator) -> list[Step]:
    return _many(means, rng, 2)


def _complex(means: Means, rng: np.random.Generator) -> list[Step]:
    return _many(means, rng, 3)


def _many(means: Means, rng: np.random.Generator, count: int) -> list[Step]:
    """Four to six parts over a few things, each of them in two at least."""
    drawing = _Drawing(means, rng)
    things = drawing.things(count)
    if len(things) < count:
        return []
    length = int(rng.integers(max(4, count + 1), 7))
    order = [*things, *(things[int(rng.integers(count))] for _ in range(length - count))]
    if count == 3:
        order = [*order[:2], *_mixed(order[2:], rng)]
    for thing in order:
        if not drawing.add(thing):
            return []
    return drawing.steps


def _mixed(order: Sequence[str], rng: np.random.Generator) -> list[str]:
    return [order[int(at)] for at in rng.permutation(len(order))]


class _Drawing:
    """Parts of a task, one after the other, each possible after those before."""

    def __init__(self, means: Means, rng: np.random.Generator) -> None:
        self._means, self._rng = means, rng
        self.steps: list[Step] = []
        self._used: set[tuple[Goal, str]] = set()
        self._places: set[str] = set()
        self._at: dict[str, str] = {}

    def things(self, count: int) -> list[str]:
        """Names of different things with which something can be done; never the knife."""
        known = [name for name in self._means.items if name != self._means.knife]
        rng = self._rng
        return [known[int(at)] for at in rng.permutation(len(known))[:count]]

    def add(self, thing: str) -> bool:
        """Add a part about a thing; False if nothing more can be done with it."""
        ways: list[Callable[[str], Step | None]] = [self._put, self._put]
        states = self._means.states(thing)
        if "clean" in states and self._means.is_washing:
            ways += [self._wash]
        if "sliced" in states and self._means.knife and self._means.can_be(thing, kinds.is_cut):
            ways += [self._slice, self._slice]
        if "on" in states and self._means.can_be(thing, kinds.is_switched):
            ways += [self._switch, self._switch]
        if self._means.can_be_warmed(thing):
            ways += [self._heat]
        for at in self._rng.permutation(len(ways)):
            step = ways[int(at)](thing)
            if step is not None:
                self.steps.append(step)
                self._used.add((step.goal, thing))
                return True
        return False

    def _put(self, thing: str) -> Step | None:
        rng, means = self._rng, self._means
        for at in rng.permutation(len(means.places))[:12]:
            place = means.places[int(at)]
            relations = [each for each in means.relations(place) if means.fits(thing, place, each)]
            if place in self._places or place == means.at[thing] or not relations:
                continue
            relation = relations[int(rng.integers(len(relations)))]
            self._places.add(place)
            self._at[thing] = place
            wanted = Condition(_PREDICATES[relation], thing, place)
            return Step(Goal.PUT, thing, place, wanted)
        return None

    def _wash(self, thing: str) -> Step | None:
        return self._once(Goal.WASH, thing, "clean")

    def _slice(self, thing: str) -> Step | None:
        if self._means.items[thing].states.get("sliced") == "yes":
            return None
        step = self._once(Goal.SLICE, thing, "sliced")
        return step and Step(step.goal, thing, self._means.knife, step.condition)

    def _switch(self, thing: str) -> Step | None:
        return self._once(Goal.TURN_ON, thing, "on")

    def _heat(self, thing: str) -> Step | None:
        return self._once(Goal.HEAT, thing, HEATED)

    def _once(self, goal: Goal, thing: str, word: str) -> Step | None:
        if (goal, thing) in self._used:
            return None
        return Step(goal, thing, "", Condition(Predicate.STATE, thing, word=word))


_DRAWING = {Family.SIMPLE: _simple, Family.COMPOSITE: _composite, Family.COMPLEX: _complex}
