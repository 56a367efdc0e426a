"""What is left of what was acknowledged when the process is killed, or the disk is full."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from whereseen.memory.errors import LogError
from whereseen.memory.log.observation_log import ObservationLog
from whereseen.memory.log.query import Query
from whereseen.memory.log.records import LoggedObservation
from whereseen.sim.storing.questions import SPACE

_BATCH = 50
_DIMENSION = 384
_MOST_ACKNOWLEDGED = 40
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Crash:
    """What a kill left.

    Attributes:
        acknowledged: Rows that the log had said were safe.
        lost: Of those, without their row or their vector.
        torn: Batches of which only a part is there.
    """

    acknowledged: int
    lost: int
    torn: int


@dataclass(frozen=True, slots=True)
class FullDisk:
    """What a full disk left.

    Attributes:
        acknowledged: Rows that the log had said were safe.
        lost: Of those, without their row or their vector.
        typed: Whether the log said so with an error of its own.
        usable: Whether it could be asked while the disk was full, and written to afterwards.
    """

    acknowledged: int
    lost: int
    typed: bool
    usable: bool


def crash(path: Path, rng: np.random.Generator) -> Crash:
    """Let a process write to a new log, and kill it after some batches."""
    wanted = int(rng.integers(1, _MOST_ACKNOWLEDGED))
    with _writer(path, None) as told:
        last = 0
        with suppress(EOFError):
            while last < wanted * _BATCH:
                last = _next(told)
    # What was acknowledged between the last message read and the kill counts too.
    with suppress(EOFError, OSError):
        while told.poll():
            last = told.recv()
    told.close()
    with ObservationLog.open(path) as log:
        rows, vectors = _present(log)
        log.append([LoggedObservation(stamp_ns=0)])
    lost = last - len(rows & vectors & set(range(1, last + 1)))
    return Crash(last, lost, int(len(rows) % _BATCH != 0) + int(rows != vectors))


def fill_disk(path: Path, limit_bytes: int) -> FullDisk:
    """Let a process write to a new log until its files may not grow any more."""
    last, typed, usable = 0, False, False
    with _writer(path, limit_bytes) as told, suppress(EOFError):
        while (number := _next(told)) > 0:
            last = number
        typed, usable = number == -1, _next(told) == -2
    told.close()
    with ObservationLog.open(path) as log:
        rows, vectors = _present(log)
    lost = last - len(rows & vectors & set(range(1, last + 1)))
    return FullDisk(last, lost, typed, usable)


@contextmanager
def _writer(path: Path, limit_bytes: int | None) -> Iterator[Connection]:
    """A process that writes; it is killed at the end. Its messages can be read afterwards."""
    context = get_context("spawn")
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_write, args=(path, tell, limit_bytes), daemon=True)
    process.start()
    tell.close()
    try:
        yield told
    finally:
        process.kill()
        process.join()


def _next(told: Connection) -> int:
    if not told.poll(_PATIENCE_S):
        raise EOFError
    return int(told.recv())


def _write(path: Path, tell: Connection, limit_bytes: int | None) -> None:
    """Append batches and tell the last id of each; -1 when the log refuses, -2 if it lives on."""
    rng = np.random.default_rng(0)
    log = ObservationLog.create(path)
    if limit_bytes is not None:
        _limit_files(limit_bytes)
    last = 0
    try:
        while True:
            last = _append(log, rng)
            tell.send(last)
    except LogError:
        tell.send(-1)
    readable = log.recall(Query()).candidates == last
    _limit_files(resource.RLIM_INFINITY)
    if readable and _append(log, rng) == last + _BATCH:
        tell.send(-2)


def _append(log: ObservationLog, rng: np.random.Generator) -> int:
    rows = [LoggedObservation(stamp_ns=n, label="mug", position_m=(n, 0, 0)) for n in range(_BATCH)]
    vectors = rng.standard_normal((_BATCH, _DIMENSION), dtype=np.float32)
    return log.append(rows, {SPACE: vectors})[-1]


def _limit_files(limit_bytes: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, resource.RLIM_INFINITY))


def _present(log: ObservationLog) -> tuple[set[int], set[int]]:
    """Ids of the rows, and of the vectors."""
    rows = {hit.id for hit in log.recall(Query(limit=1 << 30)).hits}
    return rows, set(log.vectors(SPACE, sorted(rows)))
