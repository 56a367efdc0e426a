"""Times that a question speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TimeRelation(Enum):
    """How what is asked lies to a time."""

    AT = "at"
    DURING = "during"
    BEFORE = "before"
    """Also "until" and "by"."""
    AFTER = "after"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Time:
    """A part of the past, half open: start_ns <= t < end_ns.

    Attributes:
        relation: How it was said.
        start_ns: Its start, UTC in int64 nanoseconds; None where it has none.
        end_ns: Its end, or None where it has none: "since nine" goes on.
        at_ns: The moment, where one was said. What was so then is asked with it; what happened
            about then is between start and end, which lie as far off as the words are rough.
    """

    relation: TimeRelation
    start_ns: int | None = None
    end_ns: int | None = None
    at_ns: int | None = None

    @classmethod
    def whole_past(cls, now_ns: int) -> Time:
        """All that has been."""
        return cls(TimeRelation.BEFORE, None, now_ns + 1)

    def contains(self, stamp_ns: int) -> bool:
        """Whether a moment lies in it."""
        after = self.start_ns is None or self.start_ns <= stamp_ns
        return after and (self.end_ns is None or stamp_ns < self.end_ns)
