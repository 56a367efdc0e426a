"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.verdict import Verdict, as_share
from whereseen.sim.recalling.examining import LATEST, METHODS, OURS, TRUTH, VECTORS, WITNESS

_BAR = 0.95
_SANE = 0.85
_ORACLES = {"of_truth": TRUTH, "of_witness": WITNESS}
_RIVALS = METHODS[METHODS.index(OURS) + 1 :]


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each horizon and way of seeing: our score as a share of each oracle's, and others'."""
    for m in results.metrics:
        if m.name in _ORACLES:
            what = f"questions answered, of {_ORACLES[m.name]}: {m.case}"
            yield Verdict(what, _BAR, m, tuple(_shares(results, m)))


def _shares(results: Results, ours: Metric) -> Iterator[Metric]:
    cells = {metric.key: metric for metric in results.metrics}
    whole = cells[_ORACLES[ours.name], ours.case, "score"].value
    for method in _RIVALS:
        scored = cells.get((method, ours.case, "score"))
        if scored is not None and whole:
            yield as_share(scored, whole)


def is_sane(results: Results) -> bool:
    """Whether ours is near the oracle that saw the same, and ahead of memories without a past."""
    cells = {metric.key: metric.value for metric in results.metrics}
    cases = [metric.case for metric in results.metrics if metric.name == "of_witness"]
    return all(
        cells[OURS, case, "of_witness"] >= _SANE
        and cells[OURS, case, "score"] > max(cells[o, case, "score"] for o in (LATEST, VECTORS))
        for case in cases
    )
