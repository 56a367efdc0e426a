"""Notices that the same thing fails in the same way again and again."""

from __future__ import annotations

from collections import Counter

from whereseen.acting.skills.call import Call
from whereseen.acting.skills.outcome import FailureKind, Outcome


class LoopDetector:
    """Counts identical failures.

    Args:
        most_repeats: So often a call may fail in the same way; then it is not done again.
    """

    def __init__(self, most_repeats: int) -> None:
        self._most = most_repeats
        self._failures: Counter[tuple[Call, FailureKind]] = Counter()

    def note(self, outcome: Outcome) -> None:
        """Count an outcome, if it is a failure."""
        if outcome.failure is not None:
            self._failures[outcome.call, outcome.failure.kind] += 1

    def is_stuck(self, call: Call) -> bool:
        """Whether a call failed in some way as often as it may."""
        return any(each == call and n >= self._most for (each, _), n in self._failures.items())

    def reset(self) -> None:
        """Forget what failed, as when another subtask begins."""
        self._failures.clear()
