"""Policies that look at order alone: first in first out, and least recently used."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from typing import Generic

from whereseen.memory.tiers.policy import K, Snapshot, checked_capacity


class Fifo(Generic[K]):
    """First in, first out, where each writing of a key takes a place of its own."""

    def __init__(self, capacity: int) -> None:
        self.capacity = checked_capacity(capacity)
        self._entries: deque[K] = deque()
        self._copies: Counter[K] = Counter()

    def touch(self, key: K) -> bool:
        """Asking changes nothing."""
        return key in self._copies

    def admit(self, key: K) -> K | None:
        """Write an entry; the oldest one leaves, with its key if no other entry is of it."""
        left = self._pop() if len(self._entries) >= self.capacity else None
        self._entries.append(key)
        self._copies[key] += 1
        return left if left is not None and left not in self._copies else None

    def evict(self) -> K:
        """Let go of the oldest entries, up to the first after which a key is gone."""
        if not self._entries:
            raise KeyError("nothing is resident")
        key = self._pop()
        while key in self._copies:
            key = self._pop()
        return key

    def discard(self, key: K) -> None:
        """Forget all entries of a key."""
        self._entries = deque(each for each in self._entries if each != key)
        self._copies.pop(key, None)

    def snapshot(self) -> Snapshot:
        """Entries, the oldest first."""
        return {"entries": list(self._entries)}

    def restore(self, snapshot: Snapshot) -> None:
        """Take the entries of another."""
        self._entries = deque(snapshot["entries"])
        self._copies = Counter(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._copies

    def __len__(self) -> int:
        return len(self._copies)

    def __iter__(self) -> Iterator[K]:
        """In order of their newest entries: a key leaves with its last."""
        return reversed(list(dict.fromkeys(reversed(self._entries))))

    def _pop(self) -> K:
        key = self._entries.popleft()
        self._copies[key] -= 1
        if not self._copies[key]:
            del self._copies[key]
        return key


class MergingFifo(Generic[K]):
    """KARMA's: first in, first out, where a key that is there keeps its place when written."""

    def __init__(self, capacity: int) -> None:
        self.capacity = checked_capacity(capacity)
        self._order: OrderedDict[K, None] = OrderedDict()

    def touch(self, key: K) -> bool:
        """Asking changes nothing."""
        return key in self._order

    def admit(self, key: K) -> K | None:
        """Write a key; if it is new and there is no room, the oldest one leaves."""
        if key in self._order:
            return None
        left = self.evict() if len(self._order) >= self.capacity else None
        self._order[key] = None
        return left

    def evict(self) -> K:
        """Let go of the oldest key; raises KeyError if there is none."""
        return self._order.popitem(last=False)[0]

    def discard(self, key: K) -> None:
        """Forget a key."""
        self._order.pop(key, None)

    def snapshot(self) -> Snapshot:
        """Keys, the oldest first."""
        return {"order": list(self._order)}

    def restore(self, snapshot: Snapshot) -> None:
        """Take the keys of another."""
        self._order = OrderedDict.fromkeys(snapshot["order"])

    def __contains__(self, key: object) -> bool:
        return key in self._order

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[K]:
        return iter(list(self._order))


class Lru(MergingFifo[K]):
    """The key that was neither asked for nor written for longest leaves."""

    def touch(self, key: K) -> bool:
        """Asking for a key makes it the newest."""
        if key not in self._order:
            return False
        self._order.move_to_end(key)
        return True

    def admit(self, key: K) -> K | None:
        """Writing a key makes it the newest."""
        left = super().admit(key)
        self._order.move_to_end(key)
        return left
