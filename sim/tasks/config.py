"""How much the suite does."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.sim.symbolic.people import Interference
from whereseen.sim.tasks.methods import INEXPERIENCED, KARMA, METHODS, NONE, OURS
from whereseen.sim.tasks.setting import Circumstances

STILL = Circumstances("still")
SOME = Circumstances("p .05", Interference(move=0.05))
MANY = Circumstances("p .2", Interference(move=0.2, swap=0.2, toggle=0.1))
SWAPS = Circumstances("swaps and doors", Interference(swap=0.5, toggle=0.2))
NOISY = Circumstances("p .05, noisy", Interference(move=0.05), "noisy")


@dataclass(frozen=True, slots=True)
class TasksConfig:
    """How much the suite does.

    Attributes:
        circumstances: How hard tasks are; all methods take part in each.
        others: Ways in which tasks are hard in which only a few take part.
        methods: Names of who takes part.
        few: Names of who takes part in the others.
        tasks: Of each family in each home.
        chains: Lengths of chains of tasks; each home has one of each, every other one with the
            memory's process killed between tasks.
        chained: Names of who does chains.
    """

    circumstances: tuple[Circumstances, ...] = (STILL, SOME)
    others: tuple[Circumstances, ...] = (MANY, SWAPS, NOISY)
    methods: tuple[str, ...] = tuple(m.name for m in METHODS if m is not INEXPERIENCED)
    few: tuple[str, ...] = (NONE.name, KARMA.name, OURS.name)
    tasks: int = 1
    chains: tuple[int, ...] = (1, 3, 5, 20)
    chained: tuple[str, ...] = (NONE.name, OURS.name, INEXPERIENCED.name)


FULL = TasksConfig()
QUICK = TasksConfig(
    circumstances=(SOME,),
    others=(),
    methods=(NONE.name, KARMA.name, OURS.name),
    tasks=2,
    chains=(3,),
    chained=(OURS.name,),
)
