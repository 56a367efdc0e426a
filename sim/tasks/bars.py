"""What is aimed at, and what the short form must reach."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.tasks.config import SOME
from whereseen.sim.tasks.methods import KARMA, OURS

_COMPOSITE, _COMPLEX = f"composite, {SOME.name}", f"complex, {SOME.name}"
_BARS = (
    ("success, composite tasks while people move things", _COMPOSITE, "success_rate", 0.98),
    ("success, complex tasks while people move things", _COMPLEX, "success_rate", 0.85),
    ("exploration saved, composite tasks", _COMPOSITE, "re", 0.85),
    ("exploration saved, complex tasks", _COMPLEX, "re", 0.85),
    ("time saved, composite tasks", _COMPOSITE, "rt", 0.68),
    ("time saved, complex tasks", _COMPLEX, "rt", 0.68),
)
_SANE = {_COMPOSITE: 0.9, _COMPLEX: 0.7}


def verdicts(results: Results) -> Iterator[Verdict]:
    """Success and savings, and by how much we are ahead of KARMA's memory at the least."""
    cells = {metric.key: metric for metric in results.metrics}
    for what, case, name, limit in _BARS:
        metric = cells.get((OURS.name, case, name))
        if metric is not None:
            yield Verdict(what, limit, metric, rivals_of(results, metric))
    for case in (_COMPOSITE, _COMPLEX):
        lead = _lead(cells.get((OURS.name, case, "success_rate")),
                     cells.get((KARMA.name, case, "success_rate")))  # fmt: skip
        if lead is not None:
            what = f"success above KARMA-like, between the intervals: {case}"
            yield Verdict(what, 0.0, lead)


def is_sane(results: Results) -> bool:
    """Whether ours does most tasks, and more of the vague ones than KARMA's memory."""
    cells = {metric.key: metric.value for metric in results.metrics}
    done = all(cells[OURS.name, case, "success_rate"] >= least for case, least in _SANE.items())
    theirs = cells[KARMA.name, _COMPLEX, "success_rate"]
    return done and cells[OURS.name, _COMPLEX, "success_rate"] > theirs


def _lead(ours: Metric | None, theirs: Metric | None) -> Metric | None:
    """How far the lower end of our interval is above the upper end of theirs."""
    if ours is None or theirs is None:
        return None
    apart = ours.low - theirs.high
    return Metric(OURS.name, ours.case, "lead", apart, apart, apart, 1, "", "higher")
