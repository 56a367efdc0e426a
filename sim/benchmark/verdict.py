"""Whether a bar was met, and what others reach."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whereseen.sim.benchmark.results import Metric, Results


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bar, what was measured of ours, and what others reach.

    Attributes:
        what: What is measured, in words.
        limit: The bar; reaching it is good enough.
        metric: Ours.
        rivals: The same of other methods.
    """

    what: str
    limit: float
    metric: Metric
    rivals: tuple[Metric, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether ours reaches the bar."""
        if self.metric.direction == "lower":
            return self.metric.value <= self.limit
        return self.metric.value >= self.limit

    @property
    def bar(self) -> str:
        """The bar in words, as `at least 0.95`."""
        bound = "at most" if self.metric.direction == "lower" else "at least"
        unit = f" {self.metric.unit}" if self.metric.unit else ""
        return f"{bound} {_figure(self.limit)}{unit}"

    def __str__(self) -> str:
        state, m = "met" if self.is_met else "missed", self.metric
        return f"{state}: {self.what}, {self.bar} (measured {shown(m)})"


def shown(metric: Metric) -> str:
    """A figure with its 95 % interval, as `0.9400 (0.9100 to 0.9600)`."""
    value = _figure(metric.value)
    if metric.n <= 1 or metric.low == metric.high:
        return value
    return f"{value} ({_figure(metric.low)} to {_figure(metric.high)})"


def rivals_of(results: Results, metric: Metric) -> tuple[Metric, ...]:
    """What other methods reach in the same measurement, in the order of the rows."""
    return tuple(
        m
        for m in results.metrics
        if (m.case, m.name) == (metric.case, metric.name)
        and not m.method.startswith(metric.method)  # ours under other circumstances
    )


def as_share(metric: Metric, whole: float) -> Metric:
    """A figure and its interval as shares of something."""
    part = replace(metric, value=metric.value / whole)
    return replace(part, low=metric.low / whole, high=metric.high / whole)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
