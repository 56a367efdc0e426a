"""From errands to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from whereseen.sim.benchmark.intervals import Estimate, clustered, ratio
from whereseen.sim.benchmark.results import Direction, Metric
from whereseen.sim.fetching.judging import Cause, Judged

OURS = "whereseen"
_MEANS: dict[str, tuple[str, Direction]] = {
    "seconds": ("s", "lower"),
    "distance_m": ("m", "lower"),
    "looks": ("", "lower"),
    "cpu_s": ("s", "lower"),
}


def metrics_of(done: Sequence[Judged]) -> Iterator[Metric]:
    """All rows: rates, means, and what ours is ahead, errand by errand."""
    groups: dict[tuple[str, str], list[Judged]] = {}
    for each in done:
        groups.setdefault((each.method, each.condition), []).append(each)
    for (method, condition), some in groups.items():
        yield from _of_method(method, condition, some)
        if method != OURS:
            yield from _ahead(method, condition, groups.get((OURS, condition), []), some)


def _of_method(method: str, case: str, done: Sequence[Judged]) -> Iterator[Metric]:
    def row(name: str, estimate: Estimate, unit: str, direction: Direction) -> Metric:
        return Metric.of(
            estimate, method=method, case=case, name=name, unit=unit, direction=direction
        )

    sizes = _by_home(done, lambda _: 1.0)

    def share(is_so: Callable[[Judged], bool]) -> Estimate:
        return clustered(_by_home(done, lambda each: float(is_so(each))), sizes)

    yield row("success_rate", share(lambda each: each.cause is None), "", "higher")
    for cause in Cause:
        failed = share(lambda each, cause=cause: each.cause is cause)  # type: ignore[misc]
        yield row(f"failed: {cause.value}", failed, "", "lower")
    for name, (unit, direction) in _MEANS.items():
        sums = _by_home(done, attrgetter(name))
        yield row(name, ratio(sums, sizes), unit, direction)


def _by_home(done: Sequence[Judged], value: Callable[[Judged], float]) -> list[float]:
    """Sums over the errands of each home; of a single home each errand, for want of others."""
    is_one = len({each.seed for each in done}) == 1
    sums: dict[int, float] = {}
    for each in done:
        group = each.number if is_one else each.seed
        sums[group] = sums.get(group, 0.0) + value(each)
    return list(sums.values())


def _ahead(
    method: str, case: str, ours: Sequence[Judged], theirs: Sequence[Judged]
) -> Iterator[Metric]:
    """By how much ours succeeds more often, over the errands that both did."""
    own = {(each.seed, each.number): each for each in ours}
    both = [each for each in theirs if (each.seed, each.number) in own]
    if not both:
        return

    def ahead(each: Judged) -> float:
        return float(own[each.seed, each.number].cause is None) - float(each.cause is None)

    estimate = ratio(_by_home(both, ahead), _by_home(both, lambda _: 1.0))
    yield Metric.of(
        estimate, method=f"{OURS} minus {method}", case=case, name="success_rate", unit="",
        direction="higher",
    )  # fmt: skip
