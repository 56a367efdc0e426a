"""Peak memory of a map, measured in a process of its own."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from whereseen.sim.benchmark.map_measurements import warm_up
from whereseen.sim.benchmark.methods import METHODS, bounded
from whereseen.sim.benchmark.room_stream import RoomStream, StreamConfig


def peak_growth_mb(name: str, config: StreamConfig, memory_limit_mb: int) -> float:
    """Peak resident memory in MB that integrating a whole stream adds, in a fresh process.

    Args:
        name: Method to measure.
        config: The stream; its frames are rendered before counting starts.
        memory_limit_mb: Bound for methods that have one.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_grow, name, config, memory_limit_mb).result()


def _grow(name: str, config: StreamConfig, memory_limit_mb: int) -> float:
    stream = RoomStream(config)
    frames = list(stream)
    warm_up(METHODS[name], stream)
    before = _reset_peak_mb()
    subject = bounded(name, config.dimension, memory_limit_mb)
    for frame in frames:
        subject.integrate(frame.observation, frame.features)
    return max(_peak_mb() - before, 0.0)


def _reset_peak_mb() -> float:
    """Lower the peak to what is in use now, where the system allows it; returns it."""
    gc.collect()
    # Freed memory that stays resident would hide what the map takes from it.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _peak_mb()


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
