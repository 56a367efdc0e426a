"""`whereseen bench fetch`: things that people have moved are fetched and put elsewhere.

DynaMem's experiment in simulation. A robot goes round a home once; then, errand by errand, people
move some things while nobody looks, and the robot is told to put one of those that were moved on
some kind of furniture. `success_rate` is the share of errands after which it really is there.
Failures are split by cause: `not found`, `wrong object`, `navigation`, `manipulation`. All
memories see the same first round and get the same errands, with the same robot, skills, loop and
bounds: `whereseen` is ours; `add-only` is a map of voxels to which is only added; `static` is that
map as it was after the first round, with one try, as a robot without a dynamic memory has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.fetching.config import METHODS, FetchConfig
from whereseen.sim.fetching.figures import metrics_of
from whereseen.sim.fetching.homes import errands_in
from whereseen.sim.fetching.judging import Judged
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
    begun = Run("fetch", asdict(config), seeds)
    file = None if out_dir is None else _emptied(out_dir / "errands.jsonl")
    done: list[Judged] = []
    for each in _errands(seeds, config, say, jobs):
        done.append(each)
        if file is not None:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(each.row()) + "\n")
    done.sort(key=lambda each: (config.conditions.index(each.condition), each.seed))
    return begun.finish(metrics_of(done), out_dir)


def _emptied(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("")
    return file


def _errands(seeds: Sequence[int], config: FetchConfig, say: Say, jobs: int) -> Iterator[Judged]:
    homes = [(seed, condition) for condition in config.conditions for seed in seeds]
    if jobs <= 1:
        for seed, condition in homes:
            yield from errands_in(seed, condition, config, say)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        found = pool.map(partial(_of_home, config=config), homes)
        for (seed, condition), some in zip(homes, found, strict=True):
            say(f"home {seed}, {condition}: done")
            yield from some


def _of_home(home: tuple[int, str], config: FetchConfig) -> list[Judged]:
    seed, condition = home
    return list(chain(errands_in(seed, condition, config, lambda _: None)))


def _check(config: FetchConfig) -> None:
    unknown = {*config.methods} - set(METHODS) | {*config.conditions} - set(conditions())
    if unknown:
        known = f"Methods: {', '.join(METHODS)}; conditions: {', '.join(conditions())}"
        raise InvalidConfig("no such method or condition", got=", ".join(unknown), remedy=known)
