"""A home with people in it, made ready for a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from whereseen.sim.tasks.case import Case, Family
from whereseen.sim.tasks.families import TooPoor, draw_case
from whereseen.sim.tasks.means import Means

PERCEPTION: Mapping[str, SeeingConfig] = {"oracle": PERFECT, "noisy": NOISY}
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
        """Tasks of a family; fewer where the home has not what it takes."""
        found = []
        for number in range(count):
            rng = np.random.default_rng([self.seed, number, 2, list(Family).index(family)])
            try:
                found.append(draw_case(family, self.means, self.seed, number, rng))
            except TooPoor:
                continue
        return found

    def next_case(self, world: SymbolicWorld, family: Family, position: int) -> Case | None:
        """A task in a home as it is now, for a chain of tasks; None if there is none."""
        items = [
            replace(each.item, states=dict(each.states)) for each in world.contents.things.values()
        ]
        rng = np.random.default_rng([self.seed, position, 7, list(Family).index(family)])
        try:
            return draw_case(family, Means(self.grounds, items), self.seed, position, rng)
        except TooPoor:
            return None

    @staticmethod
    def make_ready(world: SymbolicWorld, case: Case) -> None:
        """Let nothing yet be as a task wants it: people use what was washed."""
        for step in case.steps:
            if step.goal in _BEFORE:
                world.contents.set_state(step.thing, *_BEFORE[step.goal])
            world.hot.discard(step.thing)

    def world(self, cases: Sequence[Case]) -> SymbolicWorld:
        """The home, in which nothing is yet as the tasks want it."""
        states: dict[str, dict[str, str]] = {}
        for step in (step for case in cases for step in case.steps):
            if step.goal in _BEFORE:
                key, value = _BEFORE[step.goal]
                states.setdefault(step.thing, {})[key] = value
        items = [
            replace(item, states={**item.states, **states.get(item.name, {})})
            for item in self.items
        ]
        return SymbolicWorld(self.grounds, items)

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
