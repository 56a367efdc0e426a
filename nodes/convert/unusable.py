"""What is raised when a message cannot be used."""

from __future__ import annotations

from whereseen.memory.errors import InvalidObservation


class UnusableMessage(InvalidObservation):
    """A message that cannot be used; its `reason` is one of few, so that nodes count by it.

    Args:
        reason: A short clause without values, as "empty image".
        got: What the message holds instead.
        remedy: What its publisher can do about it.
    """

    @property
    def reason(self) -> str:
        """Short clause without values."""
        return self.what
