"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.localize.conditions import PERFECT

_LEAST_KEPT = 0.95
_MOST_VANISHED = 0.02
_OURS = "whereseen"
_SANE_KEPT, _SANE_VANISHED = 0.7, 0.1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a bar is met.

    Attributes:
        what: The bar, in words.
        metric: What was measured.
        is_met: Whether that is good enough.
    """

    what: str
    metric: Metric
    is_met: bool

    def __str__(self) -> str:
        verdict, m = "met" if self.is_met else "missed", self.metric
        return f"{verdict}: {self.what} (measured {m.value:.3f}, {m.low:.3f} to {m.high:.3f})"


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each condition: moves that keep their identity, and what is falsely thought gone."""
    for m in results.metrics:
        if m.method == _OURS and m.name == "moves_kept":
            what = f"{m.case}: at least {_LEAST_KEPT:.0%} of moves keep their identity"
            yield Verdict(what, m, m.value >= _LEAST_KEPT)
        if m.method == _OURS and m.name == "false_vanishings":
            what = f"{m.case}: under {_MOST_VANISHED:.0%} of what stays is taken to be gone"
            yield Verdict(what, m, m.value < _MOST_VANISHED)


def is_sane(results: Results) -> bool:
    """Whether with perfect labels what stays keeps its identity, as a rule."""
    found = {m.name: m.value for m in results.metrics if m.key[:2] == (_OURS, PERFECT)}
    return found["stays_kept"] >= _SANE_KEPT and found["false_vanishings"] <= _SANE_VANISHED
