"""What a process uses, as Linux tells it."""

from __future__ import annotations

import os
from pathlib import Path

from whereseen.nodes.benchmark.errors import BenchmarkFailed

_USER_TICKS, _SYSTEM_TICKS = 11, 12  # fields of /proc/PID/stat, from that after the name on
_RESIDENT_PAGES = 1


def cpu_s(pid: int) -> float:
    """Processor time of all threads of a process so far.

    Raises:
        BenchmarkFailed: if there is no such process, or no /proc.
    """
    fields = _read(pid, "stat").rpartition(")")[2].split()
    ticks = int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Memory of a process that is in use, in MB.

    Raises:
        BenchmarkFailed: if there is no such process, or no /proc.
    """
    pages = int(_read(pid, "statm").split()[_RESIDENT_PAGES])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError as error:
        raise BenchmarkFailed(
            "a process cannot be watched", got=str(error), remedy="Measure on Linux"
        ) from error
