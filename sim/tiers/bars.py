"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.tiers.contestants import KARMA, OURS, YARDSTICK
from whereseen.sim.tiers.suite import case_of

_AT = 10
_MOST_REGRET = 0.16
_SANE_REGRET = 0.2


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of each stream at capacity 10: the regret, and a hit rate not behind W-TinyLFU's."""
    cells = {m.key: m for m in results.metrics}
    for stream in results.config["names"]:
        case = case_of(stream, _AT)
        regret, hits = cells.get((OURS, case, "regret")), cells.get((OURS, case, "hit_rate"))
        if regret is not None:
            yield Verdict(f"regret: {case}", _MOST_REGRET, regret, rivals_of(results, regret))
        yardstick = cells.get((YARDSTICK, case, "hit_rate"))
        if hits is not None and yardstick is not None:
            what = f"hits, not behind {YARDSTICK}: {case}"
            yield Verdict(what, yardstick.value, hits, rivals_of(results, hits))


def is_sane(results: Results) -> bool:
    """Whether ours is ahead of KARMA's policy on every stream, and near the optimum."""
    cells = {m.key: m.value for m in results.metrics}
    cases = [case_of(stream, _AT) for stream in results.config["names"]]
    return all(
        cells[OURS, f"{case}, over {KARMA}", "ahead"] > 0.0
        and cells[OURS, case, "regret"] <= _SANE_REGRET
        for case in cases
    )
