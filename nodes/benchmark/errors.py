"""What can go wrong while measuring."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class BenchmarkFailed(WhereseenError):
    """Nothing could be measured: a process ended, or did not do in time what it was told."""
