"""What a process uses, as Linux tells it."""

from __future__ import annotations

import os
from pathlib import Path

from whereseen.nodes.benchmark.errors import BenchmarkFailed

_USER_TICKS, _SYSTEM_TICKS = 11, 12  # fields of /proc/PID/stat, from that after the name on
_PRIVATE = "RssAnon:"


def cpu_s(pid: int) -> float:
    """Processor time of all threads of a process so far.

    Raises:
        BenchmarkFailed: if there is no such process, or no /proc.
    """
    fields = _read(pid, "stat").rpartition(")")[2].split()
    ticks = int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])
    return ticks / os.sysconf("SC_CLK_TCK")


def private_mb(pid: int) -> float:
    """Memory that a process holds for itself, in MB.

    Pages of files, as of libraries, are left out: the system drops and reads them as it likes.

    Raises:
        BenchmarkFailed: if there is no such process, or no /proc.
    """
    for line in _read(pid, "status").splitlines():
        if line.startswith(_PRIVATE):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0  # it is about to end


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError as error:
        raise BenchmarkFailed(
            "a process cannot be watched", got=str(error), remedy="Measure on Linux"
        ) from error
