"""What is aimed at, and what the short form must reach, which only a fault misses."""

from __future__ import annotations

from collections.abc import Iterator

from whereseen.sim.benchmark.results import Metric, Results
from whereseen.sim.benchmark.verdict import Verdict, rivals_of
from whereseen.sim.storing.questions import FILTERED
from whereseen.sim.storing.suite import OURS

_BARS = {
    "insert_rows_per_s": ("rows written", 10_000.0),
    "p99_ms": ("99th percentile of a question", 50.0),
    "recall@10": ("the ten best found", 1.0),
    "lost_share": ("acknowledged rows lost", 0.0),
}
_LEAST_RECALL = 0.98  # float16 may order the tenth and the eleventh otherwise than float32
_LEAST_ROWS_PER_CPU_S = 5_000


def verdicts(results: Results) -> Iterator[Verdict]:
    """Of the largest log: cost and recall of writing and filtered questions; losses."""
    rows = f"{max(results.config['sizes'])} rows"
    for m in results.metrics:
        if m.method == OURS and m.name in _BARS and _is_judged(m, rows):
            what, limit = _BARS[m.name]
            yield Verdict(f"{what}: {m.case}", limit, m, rivals_of(results, m))


def _is_judged(metric: Metric, rows: str) -> bool:
    """Whether it is of the largest log, or of crashes; recall is that of filtered questions."""
    if metric.name == "recall@10":
        return metric.case in {f"{rows}, {width.name}" for width in FILTERED}
    return metric.name == "lost_share" or metric.case.startswith(rows)


def is_sane(results: Results) -> bool:
    """Whether our log finds what is there, loses nothing, and is not slow beyond reason."""
    own = [metric for metric in results.metrics if metric.method.startswith(OURS)]

    def values(name: str) -> list[float]:
        return [metric.value for metric in own if metric.name == name]

    return (
        min(values("recall@10")) >= _LEAST_RECALL
        and min(values("insert_rows_per_cpu_s")) >= _LEAST_ROWS_PER_CPU_S
        and max(values("lost_share") + values("torn_batches")) == 0.0
        and min(values("typed_and_usable")) == 1.0
    )
