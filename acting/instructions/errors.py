"""Instructions that cannot be read."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class InstructionNotUnderstood(WhereseenError):
    """A text that tells nothing a robot could do; says which words, and what would do instead."""
