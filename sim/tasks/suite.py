"""`whereseen bench tasks`: households tasks in symbols, by memories of several kinds.

Every method does the same tasks in the same homes. `re` and `rt` are what exploration and time are
saved against a robot without memory, as ratios of sums; `speed_up` is its time over ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path

from whereseen.acting.experience.recall import Recall
from whereseen.acting.experience.store import ExperienceStore
from whereseen.sim.benchmark.machine import commit
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.tasks.case import Case, Family
from whereseen.sim.tasks.chains import run_chain
from whereseen.sim.tasks.config import MORNINGS, SOME, TasksConfig
from whereseen.sim.tasks.figures import metrics_of
from whereseen.sim.tasks.kept import KeptCells
from whereseen.sim.tasks.mark import Mark
from whereseen.sim.tasks.methods import METHODS, Method
from whereseen.sim.tasks.repeats import run_repeated
from whereseen.sim.tasks.setting import Circumstances, Household
from whereseen.sim.tasks.trial import Trial

Say = Callable[[str], None]


def run(
    seeds: Sequence[int],
    config: TasksConfig,
    out_dir: Path | None,
    say: Say = lambda _: None,
    *,
    jobs: int = 1,
) -> Results:
    """Run the suite; writes `results.json` into `out_dir`, if given.

    What was measured is in `out_dir/homes` as soon as it is known, and is taken from there by a run
    of the same commit and the same number of tasks: one that was stopped goes on.

    Args:
        seeds: Homes.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.
        jobs: Homes at the same time, each in a process of its own if there are several.
    """
    begun = Run("tasks", asdict(config), seeds)
    folder = None if out_dir is None else out_dir / "homes"
    marks = list(_all(seeds, config, folder, say, jobs))
    return begun.finish(metrics_of(marks), out_dir)


def _all(
    seeds: Sequence[int], config: TasksConfig, folder: Path | None, say: Say, jobs: int
) -> Iterator[Mark]:
    if jobs < 2:
        for number, seed in enumerate(seeds):
            say(f"home {seed}, {number} of {len(seeds)} done")
            yield from marks_of(seed, number, config, folder)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(marks_of, s, n, config, folder) for n, s in enumerate(seeds)]
        for done, future in enumerate(waiting):
            say(f"{done} of {len(seeds)} homes done")
            yield from future.result()


def marks_of(seed: int, number: int, config: TasksConfig, folder: Path | None = None) -> list[Mark]:
    """What became of all tasks in one home.

    Args:
        seed: Of the home.
        number: Of the home among all; the memory is killed in the chains of every other one.
        config: How much is done.
        folder: Where it is kept, cell by cell; None: nowhere.
    """
    path = None if folder is None else folder / f"{seed}.jsonl"
    kept = KeptCells(path, f"commit {commit()}, {config.tasks} tasks")
    home = _Home(seed, config)
    found: list[Mark] = []
    for family in Family:
        for around, names in config.cells():
            for method in _named(names):
                name = f"{family.value}, {around.name}, {method.name}"
                found += kept.marks(name, partial(home.tasks, family, around, method))
    if number >= config.chaining_homes:
        return found
    for length in config.chains:
        for method in _named(config.chained):
            is_killed = number % 2 == 1 and method.has_things
            name = f"chain of {length}, {'killed, ' if is_killed else ''}{method.name}"
            found += kept.marks(name, partial(home.chain, length, method, is_killed=is_killed))
    for method in _named(config.repeating if config.days else ()):
        name = f"{config.days} mornings, {method.name}"
        found += kept.marks(name, partial(home.mornings, method))
    return found


class _Home:
    """A home that is made when something is measured in it."""

    def __init__(self, seed: int, config: TasksConfig) -> None:
        self._seed, self._config = seed, config
        self._cases: dict[Family, list[Case]] = {}

    @cached_property
    def _household(self) -> Household:
        return Household.of(self._seed)

    def tasks(self, family: Family, around: Circumstances, method: Method) -> list[Mark]:
        """All tasks of a family, each in the home as it is in the morning."""
        if family not in self._cases:
            self._cases[family] = self._household.cases(family, self._config.tasks)
        home = self._household
        return [Trial.of(home, case, around, method).run() for case in self._cases[family]]

    def chain(self, length: int, method: Method, *, is_killed: bool) -> list[Mark]:
        """Tasks one after the other."""
        around = Circumstances(f"chain of {length}", SOME.interference)
        experience = _experience(method)
        home = self._household
        return list(run_chain(home, length, around, method, experience, is_killed=is_killed))

    def mornings(self, method: Method) -> list[Mark]:
        """The first composite task, on several mornings."""
        days, home = self._config.days, self._household
        around = Circumstances(f"{days} {MORNINGS}", SOME.interference)
        cases = self._cases.get(Family.COMPOSITE) or home.cases(Family.COMPOSITE, 1)
        marks = (
            run_repeated(home, case, days, around, method, _experience(method)())
            for case in cases[:1]
        )
        return [mark for each in marks for mark in each]


def _experience(method: Method) -> Callable[[], Recall | None]:
    """Makes an experience that is empty at first, or none."""
    return lambda: ExperienceStore() if method.has_experience else None


def _named(names: Sequence[str]) -> Iterator[Method]:
    return (each for each in METHODS if each.name in names)
