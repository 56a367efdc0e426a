"""The key that was used least often since it came leaves."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic

from whereseen.memory.tiers.policy import K, Snapshot, checked_capacity


class Lfu(Generic[K]):
    """Least frequently used, counted while resident; of equals, the least recent."""

    def __init__(self, capacity: int) -> None:
        self.capacity = checked_capacity(capacity)
        self._uses: OrderedDict[K, int] = OrderedDict()

    def touch(self, key: K) -> bool:
        """Asking for a key counts, if it is resident."""
        if key not in self._uses:
            return False
        self._uses[key] += 1
        self._uses.move_to_end(key)
        return True

    def admit(self, key: K) -> K | None:
        """Write a key; a new one was used once."""
        if key in self._uses:
            return None
        left = self.evict() if len(self._uses) >= self.capacity else None
        self._uses[key] = 1
        return left

    def evict(self) -> K:
        """Let go of the least used key; raises KeyError if there is none."""
        if not self._uses:
            raise KeyError("nothing is resident")
        key = min(self._uses, key=self._uses.__getitem__)
        del self._uses[key]
        return key

    def discard(self, key: K) -> None:
        """Forget a key."""
        self._uses.pop(key, None)

    def snapshot(self) -> Snapshot:
        """Keys with their uses, the least recent first."""
        return {"uses": [[key, count] for key, count in self._uses.items()]}

    def restore(self, snapshot: Snapshot) -> None:
        """Take the uses of another."""
        self._uses = OrderedDict((key, int(count)) for key, count in snapshot["uses"])

    def __contains__(self, key: object) -> bool:
        return key in self._uses

    def __len__(self) -> int:
        return len(self._uses)

    def __iter__(self) -> Iterator[K]:
        return iter(sorted(self._uses, key=self._uses.__getitem__))
