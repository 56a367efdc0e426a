"""What goes wrong with bags."""

from __future__ import annotations

from whereseen.memory.errors import WhereseenError


class RecordingError(WhereseenError):
    """A bag that cannot be read, written or played."""


class BagMissing(RecordingError):
    """Nothing is there, or nothing that looks like a bag."""


class BagDamaged(RecordingError):
    """A bag that is truncated, or holds something else than its name says."""


class UnknownStorage(RecordingError):
    """A bag in a storage format, or with types of messages, that are not known here."""


class BagUnwritable(RecordingError):
    """A bag that cannot be made or continued, for instance on a full disk."""
