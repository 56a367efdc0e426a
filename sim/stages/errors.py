"""What can go wrong on a stage."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class StageFailed(WhereseenError):
    """A simulator cannot be started, or cannot do what was asked of it."""
