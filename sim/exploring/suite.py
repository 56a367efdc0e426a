"""`whereseen bench explore`: how long it takes to find things, by what chooses where to look.

Every method looks for the same things from the same places, with the same memory, camera, ways
and first look around. `success_rate` is the share that was found within the bounds; `looks` and
`metres` are means over all searches, those that failed counting as the bounds. `looks_saved` and
`metres_saved` are what ours needs less than another method, search by search. Intervals are
bootstraps over homes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from whereseen.memory.encoder import LabelSpace, MiniLM
from whereseen.memory.errors import InvalidConfig
from whereseen.sim.benchmark.intervals import Estimate
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.catalogue.household import household
from whereseen.sim.exploring.choosers import chooser
from whereseen.sim.exploring.config import METHODS, OURS, Case, ExploringConfig
from whereseen.sim.exploring.homes import known_before, tasks
from whereseen.sim.exploring.searching import Searched, search
from whereseen.sim.generation.config import HomeConfig
from whereseen.sim.generation.generate import generate
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage

Say = Callable[[str], None]
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Trial:
    """One search by one method.

    Attributes:
        seed: Home.
        case: What was known at first.
        number: Of the search in its home and case.
        method: Who chose.
        label: What was looked for.
        searched: How it went.
    """

    seed: int
    case: Case
    number: int
    method: str
    label: str
    searched: Searched


def run(
    seeds: Sequence[int],
    config: ExploringConfig,
    out_dir: Path | None,
    say: Say = lambda _: None,
    *,
    jobs: int = 1,
    has_pictures: bool = False,
) -> Results:
    """Run the suite; writes `results.json` into `out_dir`, if given.

    Args:
        seeds: Of homes, people and what is looked for.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.
        jobs: Homes at a time, each in a process of its own if there are several.
        has_pictures: Whether to draw into `out_dir`, too, by what ours chose each of its looks.

    Raises:
        InvalidConfig: if a method is unknown.
        MissingDependency: if the simulator is not installed.
        EncoderUnavailable: if the text encoder's weights are not here.
    """
    unknown = set(config.methods) - set(METHODS)
    if unknown:
        raise InvalidConfig(
            "no such method", got=", ".join(sorted(unknown)), remedy=f"Use {', '.join(METHODS)}"
        )
    begun = Run("explore", asdict(config), seeds)
    pictures = out_dir / "looks" if has_pictures and out_dir is not None else None
    trials = list(_all(seeds, config, say, jobs, pictures))
    return begun.finish(metrics_of(trials, config), out_dir)


def _all(
    seeds: Sequence[int], config: ExploringConfig, say: Say, jobs: int, pictures: Path | None
) -> Iterator[Trial]:
    if jobs <= 1:
        for seed in seeds:
            yield from _home(seed, config, say, pictures)
        return
    whole = partial(_whole, config=config, pictures=pictures)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for seed, found in zip(seeds, pool.map(whole, seeds), strict=True):
            say(f"home {seed} is done")
            yield from found


def _whole(seed: int, config: ExploringConfig, pictures: Path | None) -> list[Trial]:
    return list(_home(seed, config, lambda _: None, pictures))


def _home(seed: int, config: ExploringConfig, say: Say, pictures: Path | None) -> Iterator[Trial]:
    """All searches in one home."""
    catalogue = household()
    space = LabelSpace(MiniLM.load(), classes=(*catalogue.furniture, *catalogue.objects))
    stage = open_stage(config.stage)
    with Simulator(stage, catalogue, camera=config.camera) as sim, TemporaryDirectory() as folder:
        for case in config.cases:
            sim.reset(generate(HomeConfig(rooms=config.rooms, seed=seed), catalogue))
            file, rng = Path(folder) / "home.map", np.random.default_rng(seed)
            remembered, known = known_before(sim, space, case, config, file, seed)
            begin_ns = sim.world.stamp_ns
            for number, task in enumerate(tasks(sim, known, config, rng)):
                for method in config.methods:
                    say(f"home {seed}, {case}, {task.thing.label}: {method}")
                    sim.world.stamp_ns = begin_ns
                    sim.world.drive.put(*task.start)
                    memory = remembered()
                    search_name = f"home {seed}, {case}, {task.thing.label}"
                    drawn = pictures / search_name if pictures and method == OURS else None
                    own_rng = np.random.default_rng([seed, number])
                    own = chooser(method, memory, own_rng, drawn)
                    found = search(sim, memory, own, task.thing, config)
                    yield Trial(seed, case, number, method, task.thing.label, found)


def metrics_of(trials: Sequence[Trial], config: ExploringConfig) -> Iterator[Metric]:
    """Means by method and case, and what ours saves."""
    for case in config.cases:
        of_case = [each for each in trials if each.case == case]
        for method in config.methods:
            own = [each for each in of_case if each.method == method]
            if own:
                yield from _of_method(method, case, own)
        ours = {(each.seed, each.number): each for each in of_case if each.method == OURS}
        for method in config.methods:
            pairs = [
                (ours[each.seed, each.number], each)
                for each in of_case
                if each.method == method != OURS and (each.seed, each.number) in ours
            ]
            if pairs:
                yield from _saved(method, case, pairs)


def _of_method(method: str, case: str, trials: Sequence[Trial]) -> Iterator[Metric]:
    found = [(each.seed, float(each.searched.is_found)) for each in trials]
    yield _metric(method, case, "success_rate", found, "", "higher")
    looks = [(each.seed, float(each.searched.looks)) for each in trials]
    yield _metric(method, case, "looks", looks, "", "lower")
    metres = [(each.seed, each.searched.metres) for each in trials]
    yield _metric(method, case, "metres", metres, "m", "lower")


def _saved(method: str, case: str, pairs: Sequence[tuple[Trial, Trial]]) -> Iterator[Metric]:
    """Of ours against another: a method's row holds what ours saves against it."""
    looks = [(a.seed, b.searched.looks - a.searched.looks) for a, b in pairs]
    yield _metric(method, case, "looks_saved", looks, "", "higher")
    metres = [(a.seed, b.searched.metres - a.searched.metres) for a, b in pairs]
    yield _metric(method, case, "metres_saved", metres, "m", "higher")


def _metric(
    method: str,
    case: str,
    name: str,
    values: Sequence[tuple[int, float]],
    unit: str,
    direction: Direction,
) -> Metric:
    estimate = over_homes(values)
    return Metric.of(estimate, method=method, case=case, name=name, unit=unit, direction=direction)


def over_homes(values: Sequence[tuple[int, float]]) -> Estimate:
    """Mean of values, with an interval over homes; over values where there is one home.

    Args:
        values: Home and value, at least one.
    """
    homes: dict[int, list[float]] = {}
    for seed, value in values:
        homes.setdefault(seed, []).append(value)
    groups = list(homes.values()) if len(homes) > 1 else [[value] for _, value in values]
    sums = np.array([(sum(each), len(each)) for each in groups], dtype=np.float64)
    drawn = np.random.default_rng(0).integers(len(sums), size=(_RESAMPLES, len(sums)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.percentile(totals[:, 0] / totals[:, 1], [2.5, 97.5])
    mean = float(sums[:, 0].sum() / sums[:, 1].sum())
    return Estimate(mean, float(low), float(high), len(values))
