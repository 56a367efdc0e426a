"""What cannot be done in a home."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class ActionFailed(WhereseenError):
    """An action that is not possible as things are; nothing has changed."""


class Locked(ActionFailed):
    """What is to be opened or closed has a lock, and nobody has the key."""


class InvalidEventLog(WhereseenError):
    """A file, or a line of it, that is no log of events."""
