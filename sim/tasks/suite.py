"""`whereseen bench tasks`: households tasks in symbols, by memories of several kinds.

Every method does the same tasks in the same homes. `re` and `rt` are what exploration and time are
saved against a robot without memory, as ratios of sums; `speed_up` is its time over ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from whereseen.acting.experience.recall import Recall
from whereseen.acting.experience.store import ExperienceStore
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.tasks.case import Case, Family
from whereseen.sim.tasks.chains import run_chain
from whereseen.sim.tasks.config import SOME, TasksConfig
from whereseen.sim.tasks.figures import metrics_of
from whereseen.sim.tasks.mark import Mark
from whereseen.sim.tasks.methods import METHODS, Method
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

    Args:
        seeds: Homes.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.
        jobs: Homes at the same time, each in a process of its own if there are several.
    """
    begun = Run("tasks", asdict(config), seeds)
    marks = list(_all(seeds, config, say, jobs))
    return begun.finish(metrics_of(marks, config), out_dir)


def _all(seeds: Sequence[int], config: TasksConfig, say: Say, jobs: int) -> Iterator[Mark]:
    if jobs < 2:
        for number, seed in enumerate(seeds):
            say(f"home {seed}, {number} of {len(seeds)} done")
            yield from marks_of(seed, number, config)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(marks_of, s, n, config) for n, s in enumerate(seeds)]
        for done, future in enumerate(waiting):
            say(f"{done} of {len(seeds)} homes done")
            yield from future.result()


def marks_of(seed: int, number: int, config: TasksConfig) -> list[Mark]:
    """What became of all tasks in one home.

    Args:
        seed: Of the home.
        number: Of the home among all; the memory is killed in the chains of every other one.
        config: How much is done.
    """
    household = Household.of(seed)
    found: list[Mark] = []
    for family in Family:
        cases = household.cases(family, config.tasks)
        for around in config.circumstances:
            found += _by_methods(household, cases, around, config.methods)
        for around in config.others:
            found += _by_methods(household, cases, around, config.few)
    for length in config.chains:
        for method in _named(config.chained):
            is_killed = number % 2 == 1 and method.has_things
            around = Circumstances(f"chain of {length}", SOME.interference)
            found += run_chain(
                household, length, around, method, _experience(method), is_killed=is_killed
            )
    return found


def _by_methods(
    household: Household, cases: Sequence[Case], around: Circumstances, names: Sequence[str]
) -> Iterator[Mark]:
    for method in _named(names):
        for case in cases:
            yield Trial.of(household, case, around, method).run()


def _experience(method: Method) -> Callable[[], Recall | None]:
    """Makes an experience that is empty at first, or none."""
    return lambda: ExperienceStore() if method.has_experience else None


def _named(names: Sequence[str]) -> Iterator[Method]:
    return (each for each in METHODS if each.name in names)
