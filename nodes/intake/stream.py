"""Messages of one topic that wait for those of other topics."""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum
from typing import Any


class Drop(str, Enum):
    """Why a message is not used."""

    NO_STAMP = "no stamp"
    DUPLICATE = "duplicate"
    LATE = "late"
    UNMATCHED = "no partner"
    OVERFLOW = "queue full"
    TIME_JUMP = "time jumped back"


class Stream:
    """Messages in order of time.

    Attributes:
        newest_ns: Latest stamp that came in, used or not; 0 before the first.
    """

    def __init__(self) -> None:
        self.newest_ns = 0
        self._passed_ns = 0  # what is not later is used or given up
        self._stamps_ns: list[int] = []
        self._messages: list[Any] = []

    def __len__(self) -> int:
        return len(self._stamps_ns)

    @property
    def stamps_ns(self) -> tuple[int, ...]:
        """Stamps of what waits, earliest first."""
        return tuple(self._stamps_ns)

    def fault(self, stamp_ns: int) -> Drop | None:
        """Why a message of this stamp cannot wait here, if so."""
        if stamp_ns <= 0:
            return Drop.NO_STAMP
        if stamp_ns == self._passed_ns or stamp_ns in self._stamps_ns:
            return Drop.DUPLICATE
        return Drop.LATE if stamp_ns < self._passed_ns else None

    def put(self, stamp_ns: int, message: Any) -> None:
        """Let a message wait, which may be earlier than others."""
        at = bisect_left(self._stamps_ns, stamp_ns)
        self._stamps_ns.insert(at, stamp_ns)
        self._messages.insert(at, message)
        self.newest_ns = max(self.newest_ns, stamp_ns)

    def take(self, stamp_ns: int) -> Any:
        """Take out the message of a stamp, and forget all before it."""
        self.give_up_before(stamp_ns)
        self._passed_ns = self._stamps_ns.pop(0)
        return self._messages.pop(0)

    def give_up_before(self, stamp_ns: int) -> int:
        """Forget all messages before a stamp; returns how many."""
        count = bisect_left(self._stamps_ns, stamp_ns)
        self._forget(count)
        return count

    def give_up_oldest(self) -> None:
        """Forget the earliest message."""
        self._forget(1)

    def clear(self) -> int:
        """Start anew; returns how many messages are forgotten."""
        count = len(self)
        self._forget(count)
        self.newest_ns = self._passed_ns = 0
        return count

    def _forget(self, count: int) -> None:
        if count:
            self._passed_ns = self._stamps_ns[count - 1]
            del self._stamps_ns[:count], self._messages[:count]
