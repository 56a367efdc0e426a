"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.exploring.config import OURS

_FOUND = 0.9
_SANE = 0.75


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each case: how much is found within the bounds."""
    for m in results.metrics:
        if m.method == OURS and m.name == "success_rate":
            yield Verdict(f"things found, {m.case}", _FOUND, m, rivals_of(results, m))


def is_sane(results: Results) -> bool:
    """Whether ours finds most things in every case; so few searches tell no more."""
    shares = [m.value for m in results.metrics if (m.method, m.name) == (OURS, "success_rate")]
    return bool(shares) and min(shares) >= _SANE
