"""Where and from what a benchmark ran, and what the machine can do at best."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

_SCANNED_MB = 256


def machine() -> dict[str, Any]:
    """Processor, cores, memory in GB, load average of the last minute, and versions."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load_average": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "numba": version("numba"),
    }


def package_version() -> str:
    """Version of whereseen, empty if it is not installed."""
    try:
        return version("whereseen")
    except PackageNotFoundError:
        return ""


def commit() -> str:
    """Commit of the checkout that this file is in, empty outside a checkout."""
    here = Path(__file__).resolve().parent
    command = ["git", "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def now() -> str:
    """UTC time, ISO 8601 to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def read_gb_s(repeats: int = 5) -> list[float]:
    """Streaming read bandwidth of one thread in GB/s, by summing 256 MB `repeats` times."""
    block = np.ones(_SCANNED_MB * 1_000_000 // 8, dtype=np.int64)
    _sum(block[:8])
    rates = []
    for _ in range(repeats):
        start = time.process_time()
        _sum(block)
        rates.append(block.nbytes / 1e9 / (time.process_time() - start))
    return rates


@njit(cache=True, nogil=True, error_model="numpy")
def _sum(values: npt.NDArray[np.int64]) -> int:
    total = 0
    for i in range(values.size):
        total += values[i]
    return total


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
