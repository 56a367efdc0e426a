"""A ROS domain that nobody else on this machine measures or tests in."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whereseen.nodes.benchmark.errors import BenchmarkFailed

_FOLDER = "whereseen-ros-domains"  # the tests lock their domains there too
_HIGHEST = 101  # above it, ports collide with those that the kernel hands out


@contextmanager
def locked_domain(temporary: Path | None = None) -> Iterator[int]:
    """The id of a domain that is ours for as long as the block lasts.

    Args:
        temporary: Where the locks are; the system's folder for temporary files if None.

    Raises:
        BenchmarkFailed: if all are taken.
    """
    folder = (temporary or Path(tempfile.gettempdir())) / _FOLDER
    folder.mkdir(exist_ok=True)
    for step in range(_HIGHEST):
        domain = (os.getpid() + step) % _HIGHEST + 1
        with open(folder / f"{domain}.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield domain
            return
    raise BenchmarkFailed("all ROS domains are taken", remedy="Wait until other runs have ended")
