"""Questions that cannot be read."""

from __future__ import annotations

from whereseen.memory.errors import InvalidQuery


class NotUnderstood(InvalidQuery):
    """A text that asks nothing that a memory could answer, or leaves open of what."""
