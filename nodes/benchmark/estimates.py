"""What the metrics are measured in, and how samples become a figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from whereseen.sim.benchmark.intervals import Estimate, bootstrap, single
from whereseen.sim.benchmark.results import Direction

UNITS: dict[str, tuple[str, Direction]] = {
    "frames_sent": ("frames", "higher"),
    "frames_lost": ("frames", "lower"),
    "frames_unheard": ("frames", "lower"),
    "dropped": ("", "lower"),
    "cpu_share": ("", "lower"),
    "cpu_ms": ("ms/frame", "lower"),
    "camera_ms": ("ms/frame", "lower"),
    "listener_ms": ("ms/frame", "lower"),
    "latency_p50_ms": ("ms", "lower"),
    "latency_p95_ms": ("ms", "lower"),
    "waiting_max": ("frames", "lower"),
    "sustained_hz": ("Hz", "higher"),
    "locate_ms": ("ms", "lower"),
    "locate_p95_ms": ("ms", "lower"),
    "locate_failed": ("", "lower"),
    "longest_step_ms": ("ms", "lower"),
    "fill_ms": ("ms", "lower"),
    "fill_to_callback_ms": ("ms", "lower"),
    "speed_up": ("", "higher"),
    "received_share": ("", "higher"),
    "growth_mb_min": ("MB/min", "lower"),
    "private_max_mb": ("MB", "lower"),
}
_SUMS = ("frames_sent", "frames_lost", "frames_unheard", "dropped", "locate_failed")
_WORST = ("waiting_max", "longest_step_ms", "private_max_mb")
_MEDIANS = ("locate_ms", "fill_ms", "fill_to_callback_ms")


def estimate_of(name: str, samples: Sequence[float]) -> Estimate:
    """The figure for a metric: a sum, the worst, a median, a percentile or a mean of its samples.

    Samples that are no number are left out: a phase in which no frame was mapped has no latency.
    """
    known = [value for value in samples if not np.isnan(value)]
    if not known:
        return Estimate(0.0, 0.0, 0.0, 0)
    if name in _SUMS:
        return single(sum(known))
    if name in _WORST:
        return single(max(known))
    if len(known) == 1:
        return single(known[0])
    if name == "locate_p95_ms":
        return bootstrap(known, statistic=_p95)
    return bootstrap(known, statistic=np.median if name in _MEDIANS else np.mean)


def _p95(
    values: npt.NDArray[np.float64], axis: int | None = None
) -> npt.NDArray[np.float64] | np.float64:
    return np.percentile(values, 95.0, axis=axis)
