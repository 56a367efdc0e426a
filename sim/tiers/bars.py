"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.tiers.contestants import KARMA, OURS, YARDSTICK
from whereseen.sim.tiers.suite import case_of

_AT = 10
_MOST_REGRET = 0.16
_SANE_REGRET = 0.2


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
        return f"{verdict}: {self.what} (measured {m.value:.4f}, {m.low:.4f} to {m.high:.4f})"


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each stream at capacity 10: the regret, and not to be behind W-TinyLFU."""
    cells = {m.key: m for m in results.metrics}
    for stream in results.config["names"]:
        case = case_of(stream, _AT)
        regret = cells.get((OURS, case, "regret"))
        if regret is not None:
            what = f"{stream}: regret at most {_MOST_REGRET}"
            yield Verdict(what, regret, regret.value <= _MOST_REGRET)
        ahead = cells.get((OURS, f"{case}, over {YARDSTICK}", "ahead"))
        if ahead is not None:
            yield Verdict(f"{stream}: not behind {YARDSTICK}", ahead, ahead.value >= 0.0)


def is_sane(results: Results) -> bool:
    """Whether ours is ahead of KARMA's policy on every stream, and near the optimum."""
    cells = {m.key: m.value for m in results.metrics}
    cases = [case_of(stream, _AT) for stream in results.config["names"]]
    return all(
        cells[OURS, f"{case}, over {KARMA}", "ahead"] > 0.0
        and cells[OURS, case, "regret"] <= _SANE_REGRET
        for case in cases
    )
