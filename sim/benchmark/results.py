"""results.json: what a benchmark run measured, and whether another run is worse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from whereseen.memory.errors import UnknownLayout
from whereseen.sim.benchmark.intervals import Estimate

Direction = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured figure.

    Attributes:
        method: `whereseen`, a baseline or an ablation.
        case: What it was measured on, as `640x480` or `voxels=1000000`.
        name: Metric name, as `frame_ms`.
        value: The estimate.
        low: Lower end of its 95 % interval.
        high: Upper end.
        n: Samples behind it.
        unit: Unit, empty for ratios and counts.
        direction: Which way is better.
    """

    method: str
    case: str
    name: str
    value: float
    low: float
    high: float
    n: int
    unit: str
    direction: Direction

    @classmethod
    def of(
        cls,
        estimate: Estimate,
        *,
        method: str,
        case: str,
        name: str,
        unit: str,
        direction: Direction,
    ) -> Metric:
        """Label an estimate."""
        e = estimate
        return cls(method, case, name, e.value, e.low, e.high, e.n, unit, direction)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two rows of different runs the same measurement."""
        return self.method, self.case, self.name


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run.

    Attributes:
        suite: Name of the suite.
        version: Version of whereseen.
        commit: Commit of the checkout, or empty.
        date: UTC time of the run, ISO 8601.
        machine: Processor, memory, load and versions.
        config: Everything that shaped the run.
        seeds: Seeds it ran on.
        metrics: The rows.
    """

    suite: str
    version: str
    commit: str
    date: str
    machine: dict[str, Any]
    config: dict[str, Any]
    seeds: tuple[int, ...]
    metrics: tuple[Metric, ...]

    def write(self, path: Path) -> None:
        """Write results.json, keys in the order of the fields."""
        path.write_text(json.dumps(asdict(self), indent=1, allow_nan=False) + "\n")

    @classmethod
    def read(cls, path: Path) -> Results:
        """Read a results.json.

        Raises:
            UnknownLayout: if the file is not one.
        """
        try:
            fields = json.loads(path.read_text())
            fields["seeds"] = tuple(fields["seeds"])
            fields["metrics"] = tuple(Metric(**row) for row in fields["metrics"])
            return cls(**fields)
        except (KeyError, TypeError, ValueError) as error:
            raise UnknownLayout(
                f"{path} is not a results.json",
                got=str(error),
                remedy="Give a file that `whereseen bench` wrote",
            ) from error


@dataclass(frozen=True, slots=True)
class Regression:
    """A figure that became worse by more than the tolerance.

    Attributes:
        before: The row of the older run.
        after: The row of the newer run, None where it is missing.
        change: Relative worsening, positive; infinite where the row is missing.
    """

    before: Metric
    after: Metric | None
    change: float


def compare(
    before: Results, after: Results, *, tolerance: float = 0.1, methods: Sequence[str] = ()
) -> list[Regression]:
    """Find what became worse.

    Args:
        before: The older run.
        after: The newer run.
        tolerance: Relative worsening that is still accepted; absolute where the old value is 0.
        methods: Only these methods; all if empty.

    Returns:
        Regressions, the worst first. A row whose interval overlaps the old one is none, and
        neither is one that only the newer run has.
    """
    rows = {metric.key: metric for metric in after.metrics}
    wanted = [m for m in before.metrics if not methods or m.method in methods]
    found = [_worsening(metric, rows.get(metric.key)) for metric in wanted]
    worse = [r for r in found if r.change > tolerance]
    return sorted(worse, key=lambda r: (-r.change, r.before.key))


def _worsening(before: Metric, after: Metric | None) -> Regression:
    if after is None:
        return Regression(before, None, float("inf"))
    sign = 1.0 if before.direction == "lower" else -1.0
    change = sign * (after.value - before.value) / (abs(before.value) or 1.0)
    # A single sample has no interval to overlap with.
    measured = before.n > 1 and after.n > 1
    overlap = after.low <= before.high and before.low <= after.high
    return Regression(before, after, 0.0 if measured and overlap else change)
