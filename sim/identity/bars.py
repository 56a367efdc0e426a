"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.localize.conditions import PERFECT

_BARS = {
    "moves_kept": ("moves that keep their identity", 0.95),
    "false_vanishings": ("what stays and is taken to be gone", 0.02),
}
_OURS = "whereseen"
_SANE_KEPT, _SANE_VANISHED = 0.7, 0.1


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each condition: moves that keep their identity, and what is falsely thought gone."""
    for m in results.metrics:
        if m.method == _OURS and m.name in _BARS:
            what, limit = _BARS[m.name]
            yield Verdict(f"{what}: {m.case}", limit, m, rivals_of(results, m))


def is_sane(results: Results) -> bool:
    """Whether with perfect labels what stays keeps its identity, as a rule."""
    found = {m.name: m.value for m in results.metrics if m.key[:2] == (_OURS, PERFECT)}
    return found["stays_kept"] >= _SANE_KEPT and found["false_vanishings"] <= _SANE_VANISHED
