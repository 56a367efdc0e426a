"""How skills end early."""

from __future__ import annotations

from whereseen.acting.skills.outcome import Failure, FailureKind
from whereseen.memory.errors import WhereseenError


class SkillFailed(WhereseenError):
    """A skill cannot go on; becomes the failure of its outcome.

    Args:
        kind: Which of the known reasons.
        reason: A sentence for people.
        thing_id: What stood in the way or was missing, 0 if that is not known.
    """

    def __init__(self, kind: FailureKind, reason: str, thing_id: int = 0) -> None:
        super().__init__(reason, got=kind.value)
        self.failure = Failure(kind, reason, thing_id)


class Bumped(WhereseenError):
    """Something that nobody knew of stopped the robot."""
