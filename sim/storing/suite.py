"""`whereseen bench store`: what the log costs, finds, and loses.

A month of observations with vectors, and questions of three widths. `recall@10` is against exact
float32; `post-filter` is the same log asked as vector stores are: the most alike anywhere, ten
times as many as wanted, then those that fit. `limit_ms` is the time to read the vectors of what
comes into question once. `cold` is a log just opened, with nothing in memory. Crashes kill a
process that writes, and count what it had been told was safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from whereseen.sim.benchmark.intervals import Estimate, bootstrap, single, wilson
from whereseen.sim.benchmark.machine import read_gb_s
from whereseen.sim.benchmark.results import Direction, Metric, Results
from whereseen.sim.benchmark.run import Run
from whereseen.sim.storing import emem_store
from whereseen.sim.storing.crashing import Crash, FullDisk, crash, fill_disk
from whereseen.sim.storing.measuring import Asked, Asking, Written, apart, ask, write
from whereseen.sim.storing.questions import (
    WIDTHS,
    Question,
    Truth,
    answer,
    draw,
    recall_at_k,
)
from whereseen.sim.storing.workload import Workload, WorkloadConfig

Say = Callable[[str], None]

OURS, POST_FILTER, EMEM = "whereseen", "post-filter", "emem"
_UNITS: dict[str, tuple[str, Direction]] = {
    "insert_rows_per_s": ("1/s", "higher"),
    "insert_rows_per_cpu_s": ("1/s", "higher"),
    "bytes_per_row": ("B", "lower"),
    "write_peak_mb": ("MB", "lower"),
    "ask_peak_mb": ("MB", "lower"),
    "ask_own_mb": ("MB", "lower"),
    "warm_cpu_s": ("s", "lower"),
    "p50_ms": ("ms", "lower"),
    "p99_ms": ("ms", "lower"),
    "cpu_ms": ("ms", "lower"),
    "cpu_p99_ms": ("ms", "lower"),
    "limit_ms": ("ms", "lower"),
    "recall@10": ("", "higher"),
    "candidates": ("", "lower"),
    "lost_share": ("", "lower"),
    "torn_batches": ("", "lower"),
    "acknowledged_rows": ("", "higher"),
    "typed_and_usable": ("", "higher"),
}


@dataclass(frozen=True, slots=True)
class StoringConfig:
    """How much the suite does.

    Attributes:
        sizes: Observations of each log; eMEM gets the first only.
        dimension: Of their vectors.
        each: Questions of each width.
        crashes: Kills.
        limits_bytes: Sizes of disk that are filled.
        emem: Whether to measure eMEM, where it is installed.
    """

    sizes: tuple[int, ...] = (20_000, 1_000_000)
    dimension: int = 384
    each: int = 100
    crashes: int = 100
    limits_bytes: tuple[int, ...] = field(default=(500_000, 2_000_000, 8_000_000))
    emem: bool = True


FULL = StoringConfig()
QUICK = StoringConfig(sizes=(20_000,), each=15, crashes=3, limits_bytes=(1_000_000,), emem=False)


def run(
    seeds: Sequence[int],
    config: StoringConfig,
    out_dir: Path | None,
    say: Say = lambda _: None,
) -> Results:
    """Run the suite; writes `results.json` into `out_dir`, if given.

    Args:
        seeds: Of workloads and crashes.
        config: `FULL` or `QUICK`, or other sizes.
        out_dir: Folder for the results, made if needed.
        say: Told what is going on.
    """
    begun = Run("store", asdict(config) | {"skipped": _skipped(config)}, seeds)
    with TemporaryDirectory(prefix="whereseen-store-") as folder:
        metrics = tuple(_metrics(seeds, config, Path(folder), say))
    return begun.finish(metrics, out_dir)


def _skipped(config: StoringConfig) -> dict[str, str]:
    """What was not measured, and why."""
    if not config.emem:
        return {EMEM: "not part of the short form"}
    return {} if emem_store.is_here() else {EMEM: "not installed: pip install emem"}


def _metrics(
    seeds: Sequence[int], config: StoringConfig, folder: Path, say: Say
) -> Iterator[Metric]:
    bandwidth = float(np.median(read_gb_s()))
    for size in config.sizes:
        case = f"{size} rows"
        logs = [_Measured.of(config, size, seed, folder, say) for seed in seeds]
        yield from _written(OURS, case, [log.written for log in logs])
        yield from _asking(case, [log.asking for log in logs])
        yield from _answers(OURS, case, logs, lambda log: log.asking.ours)
        yield from _answers(f"{OURS}, cold", case, logs, lambda log: log.asking.narrow)
        yield from _answers(POST_FILTER, case, logs, lambda log: log.asking.afterwards)
        yield from _limits(case, logs, 2 * config.dimension, bandwidth)
    if EMEM not in _skipped(config):
        yield from _emem(seeds, config, folder, say)
    yield from _crashes(seeds, config, folder, say)
    yield from _full_disks(config, folder, say)


@dataclass(frozen=True, slots=True)
class _Measured:
    """One log, what it was asked and what is true."""

    questions: list[Question]
    truths: list[Truth]
    written: Written
    asking: Asking

    @classmethod
    def of(cls, config: StoringConfig, size: int, seed: int, folder: Path, say: Say) -> _Measured:
        shape = WorkloadConfig(rows=size, dimension=config.dimension, seed=seed)
        workload, path = Workload(shape), folder / f"{size}-{seed}.log"
        questions = draw(workload, config.each)
        say(f"writing {workload.rows} observations")
        written = apart(write, shape, path)
        say(f"asking {len(questions)} questions")
        asking = apart(ask, path, questions, config.each)
        path.unlink()
        say("finding the exact answers")
        return cls(questions, answer(workload, questions), written, asking)


def _written(method: str, case: str, runs: Sequence[Written]) -> Iterator[Metric]:
    for name, value in (
        ("insert_rows_per_s", [each.rows / each.wall_s for each in runs]),
        ("insert_rows_per_cpu_s", [each.rows / each.cpu_s for each in runs]),
        ("bytes_per_row", [each.file_bytes / each.rows for each in runs]),
    ):
        yield _metric(method, case, name, bootstrap(value))
    if all(each.peak_mb for each in runs):
        yield _metric(method, case, "write_peak_mb", bootstrap([each.peak_mb for each in runs]))


def _asking(case: str, runs: Sequence[Asking]) -> Iterator[Metric]:
    yield _metric(OURS, case, "warm_cpu_s", bootstrap([each.warm_s for each in runs]))
    yield _metric(OURS, case, "ask_peak_mb", bootstrap([each.peak_mb for each in runs]))
    yield _metric(OURS, case, "ask_own_mb", bootstrap([each.own_mb for each in runs]))


def _answers(
    method: str,
    case: str,
    logs: Sequence[_Measured],
    asked_of: Callable[[_Measured], Sequence[Asked]],
) -> Iterator[Metric]:
    rows = [
        (question.width.name, asked, truth)
        for log in logs
        for question, asked, truth in zip(log.questions, asked_of(log), log.truths, strict=False)
    ]
    for width in dict.fromkeys(name for name, _, _ in rows):
        own = [(asked, truth) for name, asked, truth in rows if name == width]
        yield from _cost(method, f"{case}, {width}", [asked for asked, _ in own])
        recalls = [recall_at_k(asked.ids, truth) for asked, truth in own]
        yield _metric(method, f"{case}, {width}", "recall@10", bootstrap(recalls))


def _cost(method: str, case: str, asked: Sequence[Asked]) -> Iterator[Metric]:
    walls = [1e3 * each.wall_s for each in asked]
    yield _metric(method, case, "p50_ms", bootstrap(walls, statistic=np.median))
    yield _metric(method, case, "p99_ms", bootstrap(walls, statistic=_p99))
    cpus = [1e3 * each.cpu_s for each in asked]
    yield _metric(method, case, "cpu_ms", bootstrap(cpus, statistic=np.median))
    yield _metric(method, case, "cpu_p99_ms", bootstrap(cpus, statistic=_p99))


def _p99(samples: np.ndarray, axis: int | None = None) -> np.ndarray:
    return np.asarray(np.percentile(samples, 99, axis=axis))


def _limits(
    case: str, logs: Sequence[_Measured], row_bytes: int, bandwidth_gb_s: float
) -> Iterator[Metric]:
    for width in WIDTHS:
        counts = [
            truth.candidates
            for log in logs
            for question, truth in zip(log.questions, log.truths, strict=True)
            if question.width == width
        ]
        own, middle = f"{case}, {width.name}", float(np.median(counts))
        yield _metric(OURS, own, "candidates", single(middle))
        yield _metric(OURS, own, "limit_ms", single(middle * row_bytes / bandwidth_gb_s / 1e6))


def _emem(seeds: Sequence[int], config: StoringConfig, folder: Path, say: Say) -> Iterator[Metric]:
    size = config.sizes[0]
    say(f"writing {size} observations to eMEM")
    shape = replace(WorkloadConfig(size, dimension=config.dimension), seed=seeds[0])
    workload = Workload(shape)
    questions = draw(workload, config.each)
    written, asked = apart(emem_store.measure, shape, folder, questions)
    truths, case = answer(workload, questions), f"{size} rows"
    yield from _written(EMEM, case, [written])
    for width in WIDTHS:
        own = [n for n, question in enumerate(questions) if question.width == width]
        yield from _cost(EMEM, f"{case}, {width.name}", [asked[n] for n in own])
        recalls = [recall_at_k(asked[n].ids, truths[n]) for n in own]
        yield _metric(EMEM, f"{case}, {width.name}", "recall@10", bootstrap(recalls))


def _crashes(
    seeds: Sequence[int], config: StoringConfig, folder: Path, say: Say
) -> Iterator[Metric]:
    rng, crashes, case = np.random.default_rng(seeds[0]), list[Crash](), "kill -9"
    for n in range(config.crashes):
        say(f"kill {n + 1} of {config.crashes}")
        crashes.append(crash(folder / f"crash-{n}.log", rng))
    if crashes:
        yield from _losses(case, crashes)
        torn = single(sum(each.torn for each in crashes))
        yield _metric(OURS, case, "torn_batches", torn)


def _full_disks(config: StoringConfig, folder: Path, say: Say) -> Iterator[Metric]:
    say("filling disks")
    full = [fill_disk(folder / f"full-{n}.log", n) for n in config.limits_bytes]
    if full:
        yield from _losses("full disk", full)
        good = wilson(sum(each.typed and each.usable for each in full), len(full))
        yield _metric(OURS, "full disk", "typed_and_usable", good)


def _losses(case: str, ends: Iterable[Crash | FullDisk]) -> Iterator[Metric]:
    ends = list(ends)
    acknowledged = sum(each.acknowledged for each in ends)
    lost = wilson(sum(each.lost for each in ends), acknowledged)
    yield _metric(OURS, case, "acknowledged_rows", single(acknowledged))
    yield _metric(OURS, case, "lost_share", lost)


def _metric(method: str, case: str, name: str, estimate: Estimate) -> Metric:
    unit, direction = _UNITS[name]
    return Metric.of(estimate, method=method, case=case, name=name, unit=unit, direction=direction)
