"""What the short form must reach: far less than the bars, so that only a fault misses it."""

from __future__ import annotations

from whereseen.sim.benchmark.results import Results
from whereseen.sim.storing.suite import OURS

_LEAST_RECALL = 0.98  # float16 may order the tenth and the eleventh otherwise than float32
_LEAST_ROWS_PER_CPU_S = 5_000


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
