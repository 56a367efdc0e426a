"""A home with people in it, made ready for a task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from whereseen.acting.instructions.task import Goal
from whereseen.memory.consolidation.rows import Habit
from whereseen.sim.recalling.config import NOISY, PERFECT, SeeingConfig
from whereseen.sim.scene.description import ObjectItem
from whereseen.sim.symbolic.arranging import Arrangement
from whereseen.sim.symbolic.grounds import Grounds, grounds_of
from whereseen.sim.symbolic.people import Interference, Interferers
from whereseen.sim.symbolic.robot import Senses
from whereseen.sim.symbolic.world import SymbolicWorld
from whereseen.sim.tasks.case import Case, Family, Step, Vague
from whereseen.sim.tasks.families import TooPoor, draw_case
from whereseen.sim.tasks.feasibility import is_feasible
from whereseen.sim.tasks.means import Means

PERCEPTION: Mapping[str, SeeingConfig] = {"oracle": PERFECT, "noisy": NOISY}
_TRIES = 20
_BEFORE = {Goal.WASH: ("clean", "no"), Goal.SLICE: ("sliced", "no"), Goal.TURN_ON: ("on", "no")}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What makes a task hard.

    Attributes:
        name: As tables have it.
        interference: What people do between parts of a task.
        perception: `oracle` or `noisy`.
    """

    name: str
    interference: Interference = field(default_factory=Interference)
    perception: str = "oracle"


_MORNINGS = 5
_CHANCES = 2  # things are put down in other places each time
_TRIED = (Circumstances("still"), Circumstances("p .05", Interference(move=0.05)))


@dataclass(frozen=True, slots=True)
class Household:
    """A home from a seed, with its things as they stand this morning.

    Attributes:
        grounds: Rooms and furniture.
        items: The things.
        habits: What a week's rounds told of them.
        means: What tasks can speak of.
    """

    seed: int
    grounds: Grounds
    items: tuple[ObjectItem, ...]
    habits: tuple[Habit, ...]
    means: Means

    @classmethod
    def of(cls, seed: int) -> Household:
        """The same for the same seed."""
        grounds = grounds_of(seed)
        arrangement = Arrangement(grounds, np.random.default_rng([seed, 1]))
        items = arrangement.morning()
        return cls(seed, grounds, tuple(items), arrangement.habits(), Means(grounds, items))

    def cases(self, family: Family, count: int) -> list[Case]:
        """Tasks of a family that can be done; fewer where the home has not what it takes."""
        found = (self._case(family, number) for number in range(count))
        return [case for case in found if case is not None]

    def _case(self, family: Family, number: int) -> Case | None:
        """A task that can be done, also while people move things; None without one."""
        rng = np.random.default_rng([self.seed, number, 2, list(Family).index(family)])
        for _ in range(_TRIES):
            try:
                case = draw_case(family, self.means, self.seed, number, rng)
            except TooPoor:
                return None
            if all(self._is_feasible(case, around) for around in _TRIED):
                return case
        return None

    def _is_feasible(self, case: Case, around: Circumstances) -> bool:
        for chance in range(_CHANCES):
            world = self.world([case])
            rng = np.random.default_rng([self.seed, case.number, 5, chance][: 3 + chance])
            people = self.people(world, around, case.number)
            if not is_feasible(world, case.steps, rng, people.act):
                return False
        return True

    def next_case(
        self, world: SymbolicWorld, family: Family, position: int, before: Sequence[Step] = ()
    ) -> Case | None:
        """A task in a home as it is now, for a chain of tasks; None if there is none.

        What it speaks of vaguely is told apart from all that the parts before were about.
        """
        items = [
            replace(each.item, states=dict(each.states)) for each in world.contents.things.values()
        ]
        rng = np.random.default_rng([self.seed, position, 7, list(Family).index(family)])
        means = Means(self.grounds, items)
        for _ in range(_TRIES):
            try:
                case = draw_case(family, means, self.seed, position, rng)
            except TooPoor:
                return None
            if not any(_may_be_older(step, before, means) for step in case.steps):
                return case
        return None

    @staticmethod
    def make_ready(world: SymbolicWorld, case: Case) -> None:
        """Let nothing yet be as a task wants it: people use what was washed."""
        for name, key, value in _before(case):
            if key in world.contents.thing(name).states:
                world.contents.set_state(name, key, value)
        world.hot -= set(case.things)

    def world(self, cases: Sequence[Case]) -> SymbolicWorld:
        """The home, in which nothing is yet as the tasks want it."""
        states: dict[str, dict[str, str]] = {}
        for name, key, value in (each for case in cases for each in _before(case)):
            states.setdefault(name, {})[key] = value
        items = [
            replace(item, states=_changed(item.states, states.get(item.name, {})))
            for item in self.items
        ]
        return SymbolicWorld(self.grounds, items)

    def on_another_day(self, case: Case, day: int) -> SymbolicWorld | None:
        """The home on another morning, the same for the same day; None if no task can be done then.

        Things stand where they may stand on any day, and nothing is yet as the task wants it.
        """
        for chance in range(_MORNINGS):
            arrangement = Arrangement(self.grounds, np.random.default_rng([self.seed, 1]))
            arrangement.go_on(np.random.default_rng([self.seed, day, chance, 8]))
            there = replace(self, items=tuple(arrangement.morning()))
            names = {item.name for item in there.items}
            if names.issuperset(case.things) and there._is_feasible(case, _TRIED[-1]):
                return there.world([case])
        return None

    def people(self, world: SymbolicWorld, around: Circumstances, number: int) -> Interferers:
        """Those who live there."""
        rng = np.random.default_rng([self.seed, number, 3])
        arrangement = Arrangement(self.grounds, np.random.default_rng([self.seed, 1]))
        arrangement.go_on(rng)
        return Interferers(world, arrangement, around.interference, rng)

    def senses(self, around: Circumstances, number: int) -> Senses:
        """How well the robot sees."""
        return Senses(
            PERCEPTION[around.perception],
            _alike(self.grounds, self.items),
            np.random.default_rng([self.seed, number, 4]),
        )


def _before(case: Case) -> Iterator[tuple[str, str, str]]:
    """How things are before a task: name, state and value; all is dirty where one is washed."""
    goals = {step.goal for step in case.steps}
    for step in case.steps:
        if step.goal in _BEFORE:
            yield step.thing, *_BEFORE[step.goal]
    if Goal.WASH in goals:
        yield from ((name, *_BEFORE[Goal.WASH]) for name in case.things)


def _changed(states: Mapping[str, str], to: Mapping[str, str]) -> dict[str, str]:
    return {**states, **{key: value for key, value in to.items() if key in states}}


def _may_be_older(step: Step, before: Sequence[Step], means: Means) -> bool:
    """Whether vague words fit something that an earlier task was about, too."""
    if step.vague is None or not before:
        return False
    if step.vague is Vague.PLACE:
        places = {means.label(each.place) for each in before if each.goal is Goal.PUT}
        return "first" in step.said or any(place in step.said for place in places)
    return step.vague in (Vague.ROLE, Vague.STATE) and any(
        each.goal is not Goal.PUT for each in before
    )


def _alike(grounds: Grounds, items: Sequence[ObjectItem]) -> dict[str, list[str]]:
    """For each label, others of its category that are in the home."""
    home = grounds.home
    categories: dict[str, list[str]] = {}
    for item in items:
        label = home.label_of(item)
        categories.setdefault(home.kind_of(item).category, []).append(label)
    return {
        label: sorted(set(labels) - {label})
        for labels in categories.values()
        for label in sorted(set(labels))
    }
