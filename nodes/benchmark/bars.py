"""What must be reached, and whether it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whereseen.sim.benchmark.results import Direction, Metric


@dataclass(frozen=True, slots=True)
class Bar:
    """A bound on a metric.

    Attributes:
        name: Of the metric.
        case: What the metric's case begins with.
        limit: The bound itself is good enough.
        direction: Which way is better.
    """

    name: str
    case: str
    limit: float
    direction: Direction

    def judges(self, metric: Metric) -> bool:
        """Whether the bar is for this row, which is no baseline."""
        return (
            metric.method == "whereseen"
            and metric.name == self.name
            and metric.case.startswith(self.case)
        )

    def is_met(self, metric: Metric) -> bool:
        """Whether a row reaches the bar."""
        if self.direction == "lower":
            return metric.value <= self.limit
        return metric.value >= self.limit


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bar and the row that it judges."""

    bar: Bar
    metric: Metric

    @property
    def is_met(self) -> bool:
        """Whether the row reaches the bar."""
        return self.bar.is_met(self.metric)

    def __str__(self) -> str:
        bar, metric = self.bar, self.metric
        state = "met   " if self.is_met else "missed"
        bound = "at most" if bar.direction == "lower" else "at least"
        unit = f" {metric.unit}" if metric.unit else ""
        return (
            f"{state} {metric.name}, {metric.case}: {metric.value:.4g}{unit}, "
            f"{bound} {bar.limit:g}{unit}"
        )


BARS = (
    Bar("frames_lost", "10 Hz", 0, "lower"),
    Bar("sustained_hz", "", 10, "higher"),
    Bar("cpu_share", "10 Hz", 1.0, "lower"),
    Bar("locate_p95_ms", "things", 50, "lower"),
    Bar("longest_step_ms", "", 100, "lower"),
    Bar("waiting_max", "", 4, "lower"),
    Bar("speed_up", "", 50, "higher"),
    Bar("received_share", "", 0.99, "higher"),
    Bar("growth_mb_min", "", 0.5, "lower"),
)


def verdicts(metrics: Sequence[Metric], bars: Sequence[Bar] = BARS) -> list[Verdict]:
    """Every bar with every row that it judges."""
    return [Verdict(bar, metric) for bar in bars for metric in metrics if bar.judges(metric)]
