"""What cannot be generated."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class GenerationFailed(WhereseenError):
    """No home could be found that keeps all rules."""
