"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.fetching.figures import OURS

_BARS = {
    "success_rate": ("moved things fetched", 0.85),
    "failed: not found": ("moved things not found", 0.07),
}


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each condition: things that were fetched, and those that were not found."""
    for m in results.metrics:
        if m.method == OURS and m.name in _BARS:
            what, limit = _BARS[m.name]
            yield Verdict(f"{what}: {m.case}", limit, m, rivals_of(results, m))


def is_sane(results: Results) -> bool:
    """Whether ours fetched anything at all: the short form has too few errands for more."""
    return any(
        m.value > 0.0 for m in results.metrics if m.method == OURS and m.name == "success_rate"
    )
