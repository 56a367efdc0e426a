"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict

_BAR_MS = 50.0
_SANE_MS = 50.0


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each kind of home: what a reference costs at most, of a hundred."""
    for metric in results.metrics:
        if metric.name == "first_ms_p99":
            yield Verdict(f"planning a reference, {metric.case}, p99", _BAR_MS, metric)


def is_sane(results: Results) -> bool:
    """Whether half of the references cost less than the bar, even on a busy machine."""
    found = [each.value for each in results.metrics if each.name == "first_ms_p50"]
    return bool(found) and max(found) <= _SANE_MS
