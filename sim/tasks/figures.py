"""Figures of methods from marks of tasks, with intervals over homes.

Shares of successes and of right answers have Wilson's intervals, widened by how much homes differ;
all others are percentile bootstraps over homes, in which a home's tasks stay together, and those of
two methods that are compared are of the same homes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.benchmark.intervals import Estimate, clustered
from whereseen.sim.benchmark.results import Direction, Metric
from whereseen.sim.tasks.config import MORNINGS, SOME, STILL
from whereseen.sim.tasks.mark import Mark, Retrieval
from whereseen.sim.tasks.methods import (
    GIVING_UP,
    INEXPERIENCED,
    KARMA,
    NEW_EACH_TIME,
    NEW_HERE,
    NONE,
    OURS,
)

_RESAMPLES = 2000
_UNITS: Mapping[str, tuple[str, Direction]] = {
    "staleness_s": ("s", "lower"),
    "stale_hit_rate": ("", "lower"),
    "areas": ("", "lower"),
    "seconds": ("s", "lower"),
    "cpu_ms": ("ms", "lower"),
}
Value = Callable[[Mark], float]
_SAVED: Mapping[str, Value] = {
    "re": lambda mark: float(mark.areas),
    "rt": lambda mark: mark.seconds,
}


def metrics_of(marks: Sequence[Mark]) -> Iterator[Metric]:
    """All rows: by circumstances, family and method, in their order."""
    for case in dict.fromkeys((mark.circumstances, mark.family) for mark in marks):
        own = [mark for mark in marks if (mark.circumstances, mark.family) == case]
        name = f"{case[1]}, {case[0]}"
        for method in dict.fromkeys(mark.method for mark in own):
            yield from _of_method(method, name, own)
        yield from _gain(name, own)
    yield from _recoveries(marks)
    yield from _restarts(marks)
    yield from _lessons(marks)


def _of_method(method: str, case: str, marks: Sequence[Mark]) -> Iterator[Metric]:
    own = [mark for mark in marks if mark.method == method]
    means: dict[str, Value] = {
        "goal_conditions": lambda mark: mark.goals,
        "areas": lambda mark: float(mark.areas),
        "seconds": lambda mark: mark.seconds,
        "cpu_ms": lambda mark: 1e3 * mark.cpu_s,
    }
    yield _metric(method, case, "success_rate", rate_over(own, _succeeds, lambda _: 1.0))
    for name, value in means.items():
        yield _metric(method, case, name, mean_over(own, value, lambda _: 1.0))
    yield from _of_retrieval(method, case, own)
    if any(mark.at_hand for mark in own):
        hits = mean_over(own, lambda mark: float(mark.at_hand), lambda mark: float(mark.asked))
        yield _metric(method, case, "memory_hit_rate", hits)
        stale = mean_over(own, lambda mark: float(mark.stale), lambda mark: float(mark.asked))
        yield _metric(method, case, "stale_hit_rate", stale)
    spans = [mark for mark in own if mark.stale_s]
    if spans:
        late = mean_over(spans, lambda m: sum(m.stale_s), lambda m: float(len(m.stale_s)))
        yield _metric(method, case, "staleness_s", late)
    if method != NONE.name:
        yield from _savings(method, case, own, [m for m in marks if m.method == NONE.name])
    if method not in (NONE.name, GIVING_UP.name):
        theirs = {mark.task: mark for mark in marks if mark.method == GIVING_UP.name}
        pairs = [(mark, theirs[mark.task]) for mark in own if mark.task in theirs]
        for name, value in _SAVED.items() if pairs else ():
            yield _metric(method, case, f"{name}_giving_up", _saved(pairs, value))


def _of_retrieval(method: str, case: str, own: Sequence[Mark]) -> Iterator[Metric]:
    asked = [mark for mark in own if mark.retrievals]
    if not asked:
        return
    worths: dict[str, Callable[[Retrieval], float]] = {
        "mra": lambda each: float(each.is_right),
        "mra_at_3": lambda each: float(1 <= each.rank <= 3),
        "mra_abstaining": lambda each: each.worth,
    }
    for name, worth in worths.items():
        yield _metric(method, case, name, _mean_retrieval(asked, worth))
    for way in sorted({each.way for mark in asked for each in mark.retrievals}):
        some = _mean_retrieval(asked, worths["mra"], way)
        yield _metric(method, f"{case}, {way or 'named'}", "mra", some)


def _mean_retrieval(
    marks: Sequence[Mark], worth: Callable[[Retrieval], float], way: str | None = None
) -> Estimate:
    def asked(mark: Mark) -> list[Retrieval]:
        return [each for each in mark.retrievals if way is None or each.way == way]

    values = {worth(each) for mark in marks for each in asked(mark)}
    estimate = rate_over if values <= {0.0, 1.0} else mean_over
    return estimate(
        marks, lambda mark: sum(map(worth, asked(mark))), lambda mark: float(len(asked(mark)))
    )


def _savings(
    method: str, case: str, own: Sequence[Mark], reference: Sequence[Mark]
) -> Iterator[Metric]:
    """What exploration and time are saved against no memory, over all and where both succeeded."""
    theirs = {mark.task: mark for mark in reference}
    pairs = [(mark, theirs[mark.task]) for mark in own if mark.task in theirs]
    both = [pair for pair in pairs if pair[0].is_success and pair[1].is_success]
    for name, value in _SAVED.items():
        for suffix, some in (("", pairs), ("_common", both)):
            if some:
                yield _metric(method, case, name + suffix, _saved(some, value))
    if pairs:
        yield _metric(method, case, "speed_up", _ratio(_sums(pairs, lambda mark: mark.seconds)))


def _saved(pairs: Sequence[tuple[Mark, Mark]], value: Value) -> Estimate:
    sums = _sums(pairs, value)[:, ::-1]
    share = _ratio(sums)
    return Estimate(1.0 - share.value, 1.0 - share.high, 1.0 - share.low, len(pairs))


def _sums(pairs: Sequence[tuple[Mark, Mark]], value: Value) -> Float64:
    """Sums (H, 2) of the reference and of the method over homes."""
    homes: dict[int, list[float]] = {}
    for own, other in pairs:
        sums = homes.setdefault(own.seed, [0.0, 0.0])
        sums[0] += value(other)
        sums[1] += value(own)
    return np.array(list(homes.values()), dtype=np.float64).reshape(-1, 2)


def _gain(case: str, marks: Sequence[Mark]) -> Iterator[Metric]:
    """Our success less that of KARMA's memory in the same tasks."""
    theirs = {mark.task: mark for mark in marks if mark.method == KARMA.name}
    own = [mark for mark in marks if mark.method == OURS.name and mark.task in theirs]
    if own:
        gain = mean_over(
            own, lambda m: float(m.is_success) - float(theirs[m.task].is_success), lambda _: 1.0
        )
        yield _metric(OURS.name, case, "gain_on_karma", gain)


def _recoveries(marks: Sequence[Mark]) -> Iterator[Metric]:
    """Success while people move things, as a share of that in the same tasks while nobody does."""
    for family in dict.fromkeys(mark.family for mark in marks):
        for method in dict.fromkeys(mark.method for mark in marks):
            own = [mark for mark in marks if (mark.family, mark.method) == (family, method)]
            still = {(m.seed, m.number): m for m in own if m.circumstances == STILL.name}
            some = [m for m in own if m.circumstances == SOME.name]
            pairs = [(still[m.seed, m.number], m) for m in some if (m.seed, m.number) in still]
            found = _sums(pairs, _succeeds)
            if found[:, 1].sum():
                yield _metric(method, family, "recovery", _ratio(found))


def _restarts(marks: Sequence[Mark]) -> Iterator[Metric]:
    """Success of chained tasks after the memory's process was killed, and where it was not."""
    chained = [
        mark
        for mark in marks
        if mark.position > 1 and mark.method == OURS.name and MORNINGS not in mark.circumstances
    ]
    for was_killed, said in ((True, "killed before"), (False, "not killed")):
        own = [mark for mark in chained if mark.was_killed is was_killed]
        if own:
            rate = rate_over(own, _succeeds, lambda _: 1.0)
            yield _metric(OURS.name, f"chained, {said}", "success_rate", rate)
            right = [mark for mark in own if mark.retrievals]
            if right:
                mra = _mean_retrieval(right, lambda each: float(each.is_right))
                yield _metric(OURS.name, f"chained, {said}", "mra", mra)


def _lessons(marks: Sequence[Mark]) -> Iterator[Metric]:
    """What the mornings after the first take, with experience of those before and without."""
    for name, value in (("areas", lambda mark: float(mark.areas)), ("seconds", _seconds)):
        for method, without in ((OURS, INEXPERIENCED), (NEW_HERE, NEW_EACH_TIME)):
            later = [m for m in marks if m.position > 1 and m.circumstances.endswith(MORNINGS)]
            theirs = {mark.task: mark for mark in later if mark.method == without.name}
            own = [m for m in later if m.method == method.name and m.task in theirs]
            if own:
                pairs = [(mark, theirs[mark.task]) for mark in own]
                saved = _saved(pairs, value)
                yield _metric(method.name, "later mornings", f"{name}_saved_by_experience", saved)


def _seconds(mark: Mark) -> float:
    return mark.seconds


def mean_over(marks: Sequence[Mark], part: Value, whole: Value) -> Estimate:
    """Sum of parts over sum of wholes, with an interval over homes.

    Args:
        marks: At least one.
        part: Of each.
        whole: Of each.
    """
    found = _ratio(_by_home(marks, part, whole))
    n = round(sum(whole(mark) for mark in marks))
    return Estimate(found.value, found.low, found.high, n)


def rate_over(marks: Sequence[Mark], part: Value, whole: Value) -> Estimate:
    """As `mean_over` for shares of what succeeds, with Wilson's interval."""
    sums = _by_home(marks, part, whole)
    return clustered(sums[:, 0].tolist(), sums[:, 1].tolist())


def _by_home(marks: Sequence[Mark], part: Value, whole: Value) -> Float64:
    """Sums (H, 2) of parts and wholes over homes."""
    homes: dict[int, list[float]] = {}
    for mark in marks:
        sums = homes.setdefault(mark.seed, [0.0, 0.0])
        sums[0] += part(mark)
        sums[1] += whole(mark)
    return np.array(list(homes.values()), dtype=np.float64).reshape(-1, 2)


def _succeeds(mark: Mark) -> float:
    return float(mark.is_success)


def _ratio(sums: Float64) -> Estimate:
    """Ratio of sums (H, 2) over homes with its percentile interval."""
    rng = np.random.default_rng(0)
    drawn = sums[rng.integers(len(sums), size=(_RESAMPLES, len(sums)))].sum(axis=1)
    ratios = drawn[:, 0] / np.maximum(drawn[:, 1], 1e-9)
    low, high = np.percentile(ratios[drawn[:, 1] > 0.0], [2.5, 97.5])
    value = float(sums[:, 0].sum() / max(float(sums[:, 1].sum()), 1e-9))
    return Estimate(value, float(low), float(high), len(sums))


def _metric(method: str, case: str, name: str, estimate: Estimate) -> Metric:
    unit, direction = _UNITS.get(name, ("", "higher"))
    return Metric.of(estimate, method=method, case=case, name=name, unit=unit, direction=direction)
