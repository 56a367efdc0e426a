"""How much the suite does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whereseen.sim.symbolic.people import Interference
from whereseen.sim.tasks.methods import (
    ABLATIONS,
    GIVING_UP,
    INEXPERIENCED,
    KARMA,
    LONG_TERM,
    NEW_EACH_TIME,
    NEW_HERE,
    NONE,
    ORACLE,
    OURS,
    SHORT_TERM,
)
from whereseen.sim.tasks.setting import Circumstances

STILL = Circumstances("still")
SOME = Circumstances("p .05", Interference(move=0.05))
MANY = Circumstances("p .2", Interference(move=0.2, swap=0.2, toggle=0.1))
SWAPS = Circumstances("swaps and doors", Interference(swap=0.5, toggle=0.2))
NOISY = Circumstances("p .05, noisy", Interference(move=0.05), "noisy")
MORNINGS = "mornings"  # ends the name of circumstances in which a task comes again
_ALL = (NONE, GIVING_UP, LONG_TERM, SHORT_TERM, KARMA, OURS, *ABLATIONS, ORACLE)


@dataclass(frozen=True, slots=True)
class TasksConfig:
    """How much the suite does.

    Attributes:
        circumstances: How hard tasks are; all methods take part in each.
        others: Ways in which tasks are hard in which only a few take part.
        methods: Names of who takes part.
        few: Names of who takes part in the others.
        tasks: Of each family in each home.
        chains: Lengths of chains of tasks; each home that has chains has one of each, every other
            home with the memory's process killed between tasks.
        chained: Names of who does chains.
        chaining_homes: So many of the first homes have chains and mornings.
        days: Mornings on which the same task is asked for, with all things elsewhere.
        repeating: Names of who does that.
    """

    circumstances: tuple[Circumstances, ...] = (SOME,)
    others: tuple[Circumstances, ...] = (STILL, MANY, SWAPS, NOISY)
    methods: tuple[str, ...] = tuple(each.name for each in _ALL)
    few: tuple[str, ...] = (NONE.name, KARMA.name, OURS.name)
    tasks: int = 1
    chains: tuple[int, ...] = (1, 3, 5, 20)
    chained: tuple[str, ...] = (NONE.name, OURS.name, INEXPERIENCED.name)
    chaining_homes: int = 20
    days: int = 5
    repeating: tuple[str, ...] = tuple(
        each.name for each in (OURS, INEXPERIENCED, NEW_HERE, NEW_EACH_TIME)
    )

    def cells(self) -> Iterator[tuple[Circumstances, tuple[str, ...]]]:
        """How hard tasks are, with the names of who does them."""
        yield from ((around, self.methods) for around in self.circumstances)
        yield from ((around, self.few) for around in self.others)


FULL = TasksConfig()
QUICK = TasksConfig(
    circumstances=(SOME,),
    others=(),
    methods=(NONE.name, KARMA.name, OURS.name),
    tasks=2,
    chains=(3,),
    chained=(OURS.name,),
    days=0,
)
