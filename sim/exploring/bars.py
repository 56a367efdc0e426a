"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.exploring.config import OURS, RANDOM

_FOUND = 0.9
_SANE = 0.5


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each case: how much is found within the bounds."""
    for m in results.metrics:
        if m.method == OURS and m.name == "success_rate":
            yield Verdict(f"things found, {m.case}", _FOUND, m, rivals_of(results, m))


def is_sane(results: Results) -> bool:
    """Whether ours finds things, and with no more driving than one that drives at random."""
    cells = {metric.key: metric.value for metric in results.metrics}
    cases = [m.case for m in results.metrics if m.method == OURS and m.name == "success_rate"]
    return all(
        cells[OURS, case, "success_rate"] >= _SANE
        and cells[OURS, case, "metres"] <= cells.get((RANDOM, case, "metres"), float("inf"))
        for case in cases
    )
