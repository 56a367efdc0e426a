"""A queue between threads that is bounded by bytes."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class ByteQueue(Generic[Item]):
    """First in, first out; what does not fit is refused, so that nobody who puts ever waits.

    Args:
        most_bytes: How much may wait; one item always fits into an empty queue.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._n_bytes = 0
        self._items: deque[tuple[Item, int]] = deque()
        self._changed = threading.Condition()
        self._is_closed = False

    @property
    def is_done(self) -> bool:
        """Whether it is closed and empty."""
        with self._changed:
            return self._is_closed and not self._items

    def put(self, item: Item, n_bytes: int) -> bool:
        """Append an item; False if it does not fit, or after closing."""
        with self._changed:
            is_full = bool(self._items) and self._n_bytes + n_bytes > self._most_bytes
            if self._is_closed or is_full:
                return False
            self._items.append((item, n_bytes))
            self._n_bytes += n_bytes
            self._changed.notify()
            return True

    def get(self, timeout_s: float) -> Item | None:
        """The oldest item; None if there is none in time, or none will come any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._is_closed, timeout_s)
            if not self._items:
                return None
            item, n_bytes = self._items.popleft()
            self._n_bytes -= n_bytes
            return item

    def close(self) -> None:
        """Refuse what comes from now on; what waits can still be got."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
