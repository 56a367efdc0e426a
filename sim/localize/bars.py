"""What the short form must reach: far less than the bars, so that only a fault misses it."""

from __future__ import annotations

from whereseen.sim.benchmark.results import Results
from whereseen.sim.localize.conditions import PERFECT

_LEAST_ACCURACY = 0.7
_MOST_FALSE_POSITIVES = 0.35


def is_sane(results: Results) -> bool:
    """Whether our memory, told everything exactly, is right as a rule."""
    found = {
        each.name: each.value for each in results.metrics if each.key[:2] == ("whereseen", PERFECT)
    }
    return (
        found["accuracy"] >= _LEAST_ACCURACY
        and found["false_positive_rate"] <= _MOST_FALSE_POSITIVES
    )
