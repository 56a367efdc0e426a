"""What writing and asking cost, each in a process of its own, so that its memory is its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np

from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import Query, Reply, Where
from whereseen.sim.storing.questions import SPACE, Question
from whereseen.sim.storing.workload import Workload, WorkloadConfig

_OVER_FETCH = 10
_BATCH = 1000

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Written:
    """What writing took.

    Attributes:
        rows: How many.
        wall_s, cpu_s: Of the log alone.
        file_bytes: Of the closed file.
        peak_mb: Largest resident memory of the process.
    """

    rows: int
    wall_s: float
    cpu_s: float
    file_bytes: int
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question took.

    Attributes:
        wall_s, cpu_s: Of one recall.
        ids: What was recalled, best first.
        candidates: What came into question; 0 where a method does not say.
    """

    wall_s: float
    cpu_s: float
    ids: tuple[int, ...]
    candidates: int = 0


@dataclass(frozen=True, slots=True)
class Asking:
    """What asking took.

    Attributes:
        warm_s: CPU seconds until all columns were in memory.
        narrow: The narrow questions before that.
        ours: All questions after that.
        afterwards: All questions to the baseline that filters what is most alike anywhere.
        peak_mb: Largest resident memory, with pages of files that the system may drop.
        own_mb: Of that, at the end, what it may not drop.
    """

    warm_s: float
    narrow: tuple[Asked, ...]
    ours: tuple[Asked, ...]
    afterwards: tuple[Asked, ...]
    peak_mb: float
    own_mb: float


def apart(do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(do, *args, **kwargs).result()


def write(config: WorkloadConfig, path: Path) -> Written:
    """Write a workload to a log in batches of a thousand."""
    wall_s = cpu_s = 0.0
    workload = Workload(config)
    with ObservationLog.create(path) as log:
        for block in workload.blocks():
            observations = block.observations()
            for begin in range(0, len(observations), _BATCH):
                batch = slice(begin, begin + _BATCH)
                wall, cpu = time.perf_counter(), time.process_time()
                log.append(observations[batch], {SPACE: block.vectors[batch]})
                wall_s += time.perf_counter() - wall
                cpu_s += time.process_time() - cpu
    return Written(workload.rows, wall_s, cpu_s, path.stat().st_size, _status_mb("VmHWM"))


def ask(path: Path, questions: Sequence[Question], narrow: int) -> Asking:
    """Ask a log that was written, the first `narrow` questions also before it is warm."""
    with ObservationLog.open(path) as log:
        log.recall(questions[0].query)  # the first one compiles
        cold = tuple(_asked(log, question.query) for question in questions[:narrow])
        cpu = time.process_time()
        log.recall(Query(where=Where(), vector=questions[0].vector, space=SPACE))
        warm_s = time.process_time() - cpu
        ours = tuple(_asked(log, question.query) for question in questions)
        afterwards = tuple(_filtered_afterwards(log, question) for question in questions)
        return Asking(warm_s, cold, ours, afterwards, _status_mb("VmHWM"), _status_mb("RssAnon"))


def _asked(log: ObservationLog, query: Query) -> Asked:
    wall, cpu = time.perf_counter(), time.process_time()
    reply: Reply = log.recall(query)
    cpu_s, wall_s = time.process_time() - cpu, time.perf_counter() - wall
    return Asked(wall_s, cpu_s, tuple(hit.id for hit in reply.hits), reply.candidates)


def _filtered_afterwards(log: ObservationLog, question: Question) -> Asked:
    """The most alike anywhere, ten times as many as wanted, then those that fit."""
    wanted = question.query
    wall, cpu = time.perf_counter(), time.process_time()
    reply = log.recall(Query(vector=wanted.vector, space=SPACE, limit=_OVER_FETCH * wanted.limit))
    stamps = np.array([hit.observation.stamp_ns for hit in reply.hits])
    positions = np.array([hit.observation.position_m for hit in reply.hits])
    fits = question.holds(stamps, positions)
    ids = [hit.id for hit, fit in zip(reply.hits, fits, strict=True) if fit]
    cpu_s, wall_s = time.process_time() - cpu, time.perf_counter() - wall
    return Asked(wall_s, cpu_s, tuple(ids[: wanted.limit]))


def _status_mb(name: str) -> float:
    """A figure of this process, 0 where the system does not tell."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
