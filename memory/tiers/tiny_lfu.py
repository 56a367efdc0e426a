"""W-TinyLFU: whoever leaves the window must be wanted more than whom it would replace.

Einziger, Friedman, Manes, "TinyLFU: a highly efficient cache admission policy", ACM Transactions on
Storage 13(4), 2017.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.counts import AgeingCounts
from whereseen.memory.tiers.policy import K, Snapshot, checked_capacity

_PROTECTED_SHARE = 0.8


class WTinyLfu(Generic[K]):
    """A small LRU window, a segmented LRU main part, and counts that decide between them.

    New keys enter the window. What falls out of it replaces the least recent key on probation only
    if it was asked for more often of late. A key on probation that is asked for is protected, and
    the least recent of the protected goes back on probation.

    Args:
        capacity: Most keys resident.
        window_share: Share of them in the window, which holds at least one.
        sample: Counts of asking after which all are halved; 0: ten times the capacity.

    Raises:
        InvalidConfig: if one of them is out of range.
    """

    def __init__(self, capacity: int, *, window_share: float = 0.01, sample: int = 0) -> None:
        if not 0.0 <= window_share <= 1.0:
            raise InvalidConfig(
                "the share of the window is none", got=repr(window_share), remedy="Use 0 to 1"
            )
        if sample < 0:
            raise InvalidConfig("the sample is negative", got=repr(sample), remedy="Use 0 or more")
        self.capacity = checked_capacity(capacity)
        self.window = max(1, round(capacity * window_share))
        self.counts: AgeingCounts[K] = AgeingCounts(sample or 10 * capacity)
        self._protected_most = int(_PROTECTED_SHARE * (capacity - self.window))
        self._window: OrderedDict[K, None] = OrderedDict()
        self._probation: OrderedDict[K, None] = OrderedDict()
        self._protected: OrderedDict[K, None] = OrderedDict()

    def touch(self, key: K) -> bool:
        """Count a key; a resident one becomes the newest of its part, or is protected."""
        self.counts.add(key)
        if key in self._probation:
            self._protect(key)
            return True
        for part in (self._window, self._protected):
            if key in part:
                part.move_to_end(key)
                return True
        return False

    def admit(self, key: K) -> K | None:
        """Write a key; a new one enters the window."""
        if key in self:
            return None
        left = self.evict() if len(self) >= self.capacity else None
        self._window[key] = None
        if len(self._window) > self.window:
            self._probation[self._window.popitem(last=False)[0]] = None
        return left

    def evict(self) -> K:
        """Let go of what leaves the window, or of whom it replaces; raises KeyError if empty."""
        key = self._loser()
        if key not in self._window and len(self._window) >= self.window:
            self._probation[self._window.popitem(last=False)[0]] = None
        self._remove(key)
        return key

    def discard(self, key: K) -> None:
        """Forget a key and its count."""
        self._remove(key)
        self.counts.discard(key)

    def snapshot(self) -> Snapshot:
        """The keys of each part, the least recent first, and the counts."""
        return {
            "window": list(self._window),
            "probation": list(self._probation),
            "protected": list(self._protected),
            "counts": self.counts.snapshot(),
        }

    def restore(self, snapshot: Snapshot) -> None:
        """Take the state of another."""
        self._window = OrderedDict.fromkeys(snapshot["window"])
        self._probation = OrderedDict.fromkeys(snapshot["probation"])
        self._protected = OrderedDict.fromkeys(snapshot["protected"])
        self.counts.restore(snapshot["counts"])

    def __contains__(self, key: object) -> bool:
        return key in self._window or key in self._probation or key in self._protected

    def __len__(self) -> int:
        return len(self._window) + len(self._probation) + len(self._protected)

    def __iter__(self) -> Iterator[K]:
        keys = [*self._window, *self._probation, *self._protected]
        if not keys:
            return iter(())
        loser = self._loser()
        keys.sort(key=lambda key: (key != loser, self.counts.of(key)))
        return iter(keys)

    def _loser(self) -> K:
        """Whoever would leave now."""
        main = self._probation or self._protected
        if not main:
            if not self._window:
                raise KeyError("nothing is resident")
            return next(iter(self._window))
        victim = next(iter(main))
        if len(self._window) < self.window:
            return victim
        candidate = next(iter(self._window))
        return victim if self.counts.of(candidate) > self.counts.of(victim) else candidate

    def _protect(self, key: K) -> None:
        del self._probation[key]
        self._protected[key] = None
        if len(self._protected) > self._protected_most:
            self._probation[self._protected.popitem(last=False)[0]] = None

    def _remove(self, key: K) -> None:
        for part in (self._window, self._probation, self._protected):
            part.pop(key, None)
