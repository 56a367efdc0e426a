"""From errands to rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whereseen.sim.benchmark.intervals import Estimate, bootstrap, paired_difference, wilson
from whereseen.sim.benchmark.results import Direction, Metric
from whereseen.sim.fetching.judging import Cause, Judged

OURS = "whereseen"
_MEANS: dict[str, tuple[str, Direction]] = {
    "seconds": ("s", "lower"),
    "distance_m": ("m", "lower"),
    "looks": ("", "lower"),
}


def metrics_of(done: Sequence[Judged]) -> Iterator[Metric]:
    """All rows: rates with Wilson's intervals, means, and what ours is ahead, errand by errand."""
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

    succeeded = sum(each.cause is None for each in done)
    yield row("success_rate", wilson(succeeded, len(done)), "", "higher")
    for cause in Cause:
        failed = sum(each.cause is cause for each in done)
        name = f"failed: {cause.value}"
        yield row(name, wilson(failed, len(done)), "", "lower")
    for name, (unit, direction) in _MEANS.items():
        yield row(name, bootstrap([getattr(each, name) for each in done]), unit, direction)


def _ahead(
    method: str, case: str, ours: Sequence[Judged], theirs: Sequence[Judged]
) -> Iterator[Metric]:
    """By how much ours succeeds more often, over the errands that both did."""
    own = {(each.seed, each.number): each for each in ours}
    pairs = [(own[key], each) for each in theirs if (key := (each.seed, each.number)) in own]
    if not pairs:
        return
    estimate = paired_difference(
        [float(one.cause is None) for one, _ in pairs],
        [float(other.cause is None) for _, other in pairs],
    )
    yield Metric.of(
        estimate, method=f"{OURS} minus {method}", case=case, name="success_rate", unit="",
        direction="higher",
    )  # fmt: skip
