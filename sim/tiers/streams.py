"""Which things are needed, one after another: three kinds of household life.

`listed tasks` is that of KARMA's study: a list of 48 tasks with 37 movable things and 2.25 things a
task; tasks are drawn from it independently. `zipf` draws each of 40 things independently. In a
`household` of 60 things, 8 are in use at a time and are replaced by others now and then; every
tenth task is to tidy up, in which 12 things of all are touched once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

Tasks = list[list[int]]

_TASK_SIZES = (0.25, 0.4, 0.2, 0.15)  # of 1 to 4 things: 2.25 on average
_ZIPF = 0.8
_MEDIAN_COST_S = 15.0
_COST_SPREAD = 0.8


@dataclass(frozen=True, slots=True)
class StreamConfig:
    """Sizes of the streams.

    Attributes:
        tasks: Tasks in a stream.
        listed, listed_things: Tasks in the list, and things in them.
        zipf_things: Things that are drawn independently.
        household_things, in_use: Things of a household, and how many are in use at a time.
        drift: Chance that before a task one thing in use is replaced.
        tidying, tidied: Share of tasks that are to tidy up, and things touched then.
        moved: Chance that people move a thing from one task to the next.
    """

    tasks: int = 2000
    listed: int = 48
    listed_things: int = 37
    zipf_things: int = 40
    household_things: int = 60
    in_use: int = 8
    drift: float = 0.05
    tidying: float = 0.1
    tidied: int = 12
    moved: float = 0.01


@dataclass(frozen=True, slots=True)
class Stream:
    """Things that are needed, in order.

    Attributes:
        things: Their numbers.
        moved: For each, whether people moved it since it was needed before.
        cost_s: For each thing, how long it takes to find it again.
    """

    things: tuple[int, ...]
    moved: tuple[bool, ...]
    cost_s: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.things)


def make_stream(name: str, seed: int, config: StreamConfig) -> Stream:
    """A stream of STREAMS; equal seeds make equal streams."""
    rng = np.random.default_rng([seed, STREAMS.index(name)])
    tasks = _MAKERS[name](rng, config)
    things = tuple(chain.from_iterable(tasks))
    spread = rng.lognormal(np.log(_MEDIAN_COST_S), _COST_SPREAD, size=max(things) + 1)
    return Stream(
        things=things,
        moved=tuple(_moved(rng, tasks, config.moved)),
        cost_s=tuple(float(cost) for cost in spread),
    )


def _listed_tasks(rng: np.random.Generator, config: StreamConfig) -> Tasks:
    """Every thing is needed by some task of the list, some by many."""
    things = config.listed_things
    weights = rng.permutation(_zipf_weights(things))
    unused = [int(thing) for thing in rng.permutation(things)]
    listed: Tasks = []
    for size in _listed_sizes(rng, config.listed):
        first = [unused.pop()] if unused else []
        others = weights.copy()
        others[first] = 0.0
        drawn = rng.choice(things, size=size - len(first), replace=False, p=others / others.sum())
        listed.append([*first, *(int(thing) for thing in drawn)])
    return [listed[number] for number in rng.integers(len(listed), size=config.tasks)]


def _zipf(rng: np.random.Generator, config: StreamConfig) -> Tasks:
    weights = _zipf_weights(config.zipf_things)
    sizes = _sizes(rng, config.tasks)
    return [_ints(rng.choice(len(weights), size=size, p=weights)) for size in sizes]


def _household(rng: np.random.Generator, config: StreamConfig) -> Tasks:
    things = config.household_things
    in_use = _ints(rng.choice(things, size=config.in_use, replace=False))
    tasks: Tasks = []
    for size in _sizes(rng, config.tasks):
        if rng.random() < config.drift:
            others = sorted(set(range(things)) - set(in_use))
            in_use[int(rng.integers(len(in_use)))] = int(rng.choice(others))
        if rng.random() < config.tidying:
            tasks.append(_ints(rng.choice(things, size=config.tidied, replace=False)))
        else:
            tasks.append(_ints(rng.choice(in_use, size=size, replace=False)))
    return tasks


_MAKERS: dict[str, Callable[[np.random.Generator, StreamConfig], Tasks]] = {
    "listed tasks": _listed_tasks,
    "zipf": _zipf,
    "household": _household,
}

STREAMS = tuple(_MAKERS)
"""Their names."""


def _moved(rng: np.random.Generator, tasks: Tasks, share: float) -> list[bool]:
    """A thing is moved in each pause between tasks with the same chance."""
    last: dict[int, int] = {}
    moved = []
    for number, task in enumerate(tasks):
        for thing in task:
            pauses = number - last.get(thing, number)
            moved.append(bool(rng.random() >= (1.0 - share) ** pauses))
            last[thing] = number
    return moved


def _sizes(rng: np.random.Generator, tasks: int) -> list[int]:
    return _ints(1 + rng.choice(len(_TASK_SIZES), size=tasks, p=_TASK_SIZES))


def _listed_sizes(rng: np.random.Generator, tasks: int) -> list[int]:
    """Sizes of which each has its share exactly, not only on average."""
    shares = (np.arange(tasks) + 0.5) / tasks
    return _ints(1 + rng.permutation(np.searchsorted(np.cumsum(_TASK_SIZES), shares)))


def _zipf_weights(things: int) -> npt.NDArray[np.float64]:
    weights = np.arange(1, things + 1, dtype=np.float64) ** -_ZIPF
    return np.asarray(weights / weights.sum())


def _ints(values: npt.NDArray[np.int64]) -> list[int]:
    return [int(value) for value in values]
