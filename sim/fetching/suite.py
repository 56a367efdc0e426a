"""`whereseen bench fetch`: things that people have moved are fetched and put elsewhere.

DynaMem's experiment in simulation. A robot goes round a home once; then, errand by errand, people
move some things while nobody looks, and the robot is told to put one of those that were moved on
some kind of furniture. `success_rate` is the share of errands after which it really is there.
Failures are split by cause: `not found`, `wrong object`, `navigation`, `manipulation`. All
memories see the same first round and get the same errands, with the same robot, skills, loop and
bounds: `whereseen` is ours; `add-only` is a map of voxels to which is only added; `static` is that
map as it was after the first round, with one try, as a robot without a dynamic memory has it.
Errands of one home are no independent trials: intervals are those of as many independent errands
as tell as much (`clustered`), or bootstraps over homes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.fetching.config import METHODS, FetchConfig
from whereseen.sim.fetching.figures import metrics_of
from whereseen.sim.fetching.homes import errands_in
from whereseen.sim.fetching.judging import Judged
from whereseen.sim.fetching.kept import Kept
from whereseen.sim.localize.conditions import conditions

Say = Callable[[str], None]


def run(
    seeds: Sequence[int],
    config: FetchConfig,
    out_dir: Path | None,
    say: Say = lambda _: None,
    *,
    jobs: int = 1,
) -> Results:
    """Run the suite; writes `results.json` and `errands.jsonl` into `out_dir`, if given.

    Errands that are in that folder already, of the same commit and configuration, are not done
    again: what was interrupted goes on, and thirty become three hundred.

    Args:
        seeds: Of homes, people and noise.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.
        jobs: Homes at a time, each in a process of its own if there are several.

    Raises:
        InvalidConfig: if a method or a condition is unknown.
        MissingDependency: if the simulator is not installed.
        EncoderUnavailable: if the text encoder's weights are not here.
    """
    _check(config)
    begun = Run("fetch", config.as_dict(), seeds)
    kept = Kept(out_dir, config)
    if len(kept):
        say(f"{len(kept)} errands were done before")
    for some in _errands(list(_todo(seeds, config, kept)), say, jobs):
        kept.add(some)
    done = [
        each
        for condition in config.conditions
        for method in config.methods
        for seed in seeds
        for each in kept.of(condition, seed, method)
    ]
    return begun.finish(metrics_of(done), out_dir)


@dataclass(frozen=True, slots=True)
class _Todo:
    """What is left to be done in a home under one condition."""

    seed: int
    condition: str
    config: FetchConfig

    def done(self, say: Say = lambda _: None) -> Iterator[Judged]:
        """Do it."""
        return errands_in(self.seed, self.condition, self.config, say)


def _todo(seeds: Sequence[int], config: FetchConfig, kept: Kept) -> Iterator[_Todo]:
    for condition in config.conditions:
        for seed in seeds:
            left = tuple(each for each in config.methods if not kept.has(condition, seed, each))
            if left:
                yield _Todo(seed, condition, replace(config, methods=left))


def _errands(todo: Sequence[_Todo], say: Say, jobs: int) -> Iterator[Iterable[Judged]]:
    """Errands as they are done: one after the other, or all of a home at once."""
    if jobs <= 1 or len(todo) <= 1:
        for home in todo:
            for each in home.done(say):
                yield [each]
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for found in as_completed([pool.submit(_whole, each) for each in todo]):
            home, some = found.result()
            say(f"home {home.seed}, {home.condition}: done")
            yield some


def _whole(todo: _Todo) -> tuple[_Todo, list[Judged]]:
    return todo, list(todo.done())


def _check(config: FetchConfig) -> None:
    unknown = {*config.methods} - set(METHODS) | {*config.conditions} - set(conditions())
    if unknown:
        known = f"Methods: {', '.join(METHODS)}; conditions: {', '.join(conditions())}"
        raise InvalidConfig("no such method or condition", got=", ".join(unknown), remedy=known)
