"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.recalling.config import PERFECT
from whereseen.sim.recalling.examining import LATEST, OURS, VECTORS

_BAR = 0.95
_SANE = 0.85


def verdicts(results: Results) -> Iterator[tuple[str, bool]]:
    """Of each horizon with perfect labels: whether ours reaches 95 % of the oracles' scores."""
    for metric in results.metrics:
        if metric.name in ("of_truth", "of_witness") and metric.case.endswith(PERFECT.name):
            said = f"{metric.case}: {metric.name} at least {_BAR}"
            measured = f"(measured {metric.value:.3f}, {metric.low:.3f} to {metric.high:.3f})"
            is_met = metric.value >= _BAR
            yield f"{'met' if is_met else 'missed'}: {said} {measured}", is_met


def is_sane(results: Results) -> bool:
    """Whether ours is near the oracle that saw the same, and ahead of memories without a past."""
    cells = {metric.key: metric.value for metric in results.metrics}
    cases = [metric.case for metric in results.metrics if metric.name == "of_witness"]
    return all(
        cells[OURS, case, "of_witness"] >= _SANE
        and cells[OURS, case, "score"] > max(cells[o, case, "score"] for o in (LATEST, VECTORS))
        for case in cases
    )
