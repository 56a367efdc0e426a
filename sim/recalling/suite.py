"""`whereseen bench recall`: memory questions after an hour, a day and a month.

`score` is the mean over questions whose answers the robot could know, `unseen` that over the
others, `refused` the share that was said not to be answerable. `of_truth` and `of_witness` are our
score as a share of those of two oracles, which are our answerer with all that was so, and with all
that was in view. Intervals are bootstraps over homes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from whereseen.sim.benchmark.intervals import Estimate, bootstrap
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.recalling.config import Horizon, RecallingConfig
from whereseen.sim.recalling.examining import EMEM, METHODS, OURS, TRUTH, WITNESS, Mark, examine
from whereseen.sim.recalling.others import emem_is_here

Say = Callable[[str], None]
_RESAMPLES = 2000
_DIRECTIONS: dict[str, Direction] = {"refused": "lower"}


def run(
    seeds: Sequence[int],
    config: RecallingConfig,
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
        jobs: Lives that are examined at the same time, each in a process of its own if there are
            several; the marks are the same.
    """
    begun = Run("recall", asdict(config) | {"skipped": skipped(config)}, seeds)
    longest_first = sorted(config.horizons, key=lambda horizon: -horizon.hours)
    lives = [(seed, horizon) for horizon in longest_first for seed in seeds]
    found = list(_examined(lives, config, say, jobs))
    order = {horizon.name: at for at, horizon in enumerate(config.horizons)}
    marks = sorted(found, key=lambda mark: order[mark.horizon])
    return begun.finish(metrics_of(marks), out_dir)


def _examined(
    lives: Sequence[tuple[int, Horizon]], config: RecallingConfig, say: Say, jobs: int
) -> Iterator[Mark]:
    """Marks of all lives, in their order."""
    if jobs < 2:
        for seed, horizon in lives:
            yield from examine(seed, horizon, config, say)
        return
    say(f"{len(lives)} lives, {jobs} at a time")
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_marks, seed, horizon, config) for seed, horizon in lives]
        for done, (future, (seed, horizon)) in enumerate(zip(waiting, lives, strict=True)):
            say(f"{done} of {len(lives)} lives done; {horizon.name}, home {seed}")
            yield from future.result()


def _marks(seed: int, horizon: Horizon, config: RecallingConfig) -> list[Mark]:
    return list(examine(seed, horizon, config, lambda _: None))


def skipped(config: RecallingConfig) -> dict[str, str]:
    """What was not measured, and why."""
    if not config.emem:
        return {EMEM: "not part of the short form"}
    return {} if emem_is_here() else {EMEM: "not installed: pip install emem"}


def metrics_of(marks: Sequence[Mark]) -> Iterator[Metric]:
    """Means of marks by method, horizon, seeing, category and kind of answer."""
    for case in dict.fromkeys((mark.horizon, mark.seeing) for mark in marks):
        own = [mark for mark in marks if (mark.horizon, mark.seeing) == case]
        name = ", ".join(case)
        for method in METHODS:
            of_method = [mark for mark in own if mark.method == method]
            if of_method:
                yield from _of_method(method, name, of_method)
        for oracle, said in ((TRUTH, "of_truth"), (WITNESS, "of_witness")):
            known = [mark for mark in own if mark.question.is_witnessed]
            yield _metric(OURS, name, said, _share(known, oracle))


def _of_method(method: str, case: str, marks: Sequence[Mark]) -> Iterator[Metric]:
    known = [mark for mark in marks if mark.question.is_witnessed]
    groups: list[tuple[str, str, Iterable[Mark]]] = [
        ("score", case, known),
        ("unseen", case, [mark for mark in marks if not mark.question.is_witnessed]),
        ("held_back", case, [mark for mark in known if mark.question.is_held_back]),
    ]
    for category in sorted({mark.question.category for mark in known}):
        own = [mark for mark in known if mark.question.category == category]
        groups.append(("score", f"{case}, {category}", own))
    for kind in sorted({mark.question.gold.kind for mark in known}):
        own = [mark for mark in known if mark.question.gold.kind == kind]
        groups.append(("score", f"{case}, answer {kind}", own))
    for name, where, group in groups:
        found = list(group)
        if found:
            yield _metric(method, where, name, _mean(found, lambda mark: mark.score))
    yield _metric(method, case, "refused", _mean(known, lambda mark: float(mark.is_refused)))


def _mean(marks: Sequence[Mark], value: Callable[[Mark], float]) -> Estimate:
    """Mean over questions, with an interval over homes; over questions where there is one home."""
    homes: dict[int, list[float]] = {}
    for mark in marks:
        homes.setdefault(mark.seed, []).append(value(mark))
    if len(homes) < 2:
        return bootstrap([value(mark) for mark in marks])
    sums = np.array([(sum(each), len(each)) for each in homes.values()], dtype=np.float64)
    return _ratio(sums, len(marks))


def _share(marks: Sequence[Mark], oracle: str) -> Estimate:
    """Our score as a share of an oracle's over the same homes."""
    homes: dict[int, list[float]] = {}
    for mark in marks:
        if mark.method in (OURS, oracle):
            sums = homes.setdefault(mark.seed, [0.0, 0.0])
            sums[mark.method == oracle] += mark.score
    asked = sum(mark.method == oracle for mark in marks)
    return _ratio(np.array(list(homes.values()), dtype=np.float64).reshape(-1, 2), asked)


def _ratio(sums: np.ndarray, n: int) -> Estimate:
    """Ratio of sums (H, 2) over homes with its percentile interval."""
    if not len(sums) or not sums[:, 1].sum():
        return Estimate(0.0, 0.0, 0.0, 0)
    rng = np.random.default_rng(0)
    drawn = sums[rng.integers(len(sums), size=(_RESAMPLES, len(sums)))].sum(axis=1)
    ratios = drawn[:, 0] / np.maximum(drawn[:, 1], 1e-9)
    low, high = np.percentile(ratios, [2.5, 97.5])
    value = sums[:, 0].sum() / sums[:, 1].sum()
    return Estimate(float(value), float(low), float(high), n)


def _metric(method: str, case: str, name: str, estimate: Estimate) -> Metric:
    direction = _DIRECTIONS.get(name, "higher")
    return Metric.of(estimate, method=method, case=case, name=name, unit="", direction=direction)
