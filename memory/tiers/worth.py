"""A policy that knows that some things take longer to find again than others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Generic

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.counts import AgeingCounts
from whereseen.memory.tiers.policy import K, Snapshot, checked_capacity

_SAMPLE = 60
_HALF_LIFE = 60


class ValueWeighted(Generic[K]):
    """The key with the least frequency x cost of finding it again x freshness leaves.

    Args:
        capacity: Most keys resident.
        cost_s: Seconds that it takes to find a key again, above 0.
        sample: Counts of asking after which all are halved, in times of the capacity.
        half_life: Touches without its own after which a key is half as fresh, in times of the
            capacity.

    Raises:
        InvalidConfig: if one of them is out of range.
    """

    def __init__(
        self,
        capacity: int,
        cost_s: Callable[[K], float] = lambda key: 1.0,
        *,
        sample: int = _SAMPLE,
        half_life: int = _HALF_LIFE,
    ) -> None:
        if min(sample, half_life) < 1:
            raise InvalidConfig(
                "sample and half-life must be one or more",
                got=f"{sample}, {half_life}",
                remedy=f"As {_SAMPLE}, {_HALF_LIFE}",
            )
        self.capacity = checked_capacity(capacity)
        self._cost_s = cost_s
        self._half_life = half_life * capacity
        self._counts: AgeingCounts[K] = AgeingCounts(sample * capacity)
        self._used: dict[K, int] = {}
        self._now = 0

    def touch(self, key: K) -> bool:
        """Count a key; a resident one is fresh again."""
        self._now += 1
        self._counts.add(key)
        if key not in self._used:
            return False
        self._used[key] = self._now
        return True

    def admit(self, key: K) -> K | None:
        """Write a key, which makes it fresh."""
        left = None
        if key not in self._used and len(self._used) >= self.capacity:
            left = self.evict()
        self._used[key] = self._now
        return left

    def evict(self) -> K:
        """Let go of the key of least worth; raises KeyError if there is none."""
        if not self._used:
            raise KeyError("nothing is resident")
        key = min(self._used, key=self.worth)
        del self._used[key]
        return key

    def worth(self, key: K) -> float:
        """Seconds that a resident key is likely to save, up to a factor that all share."""
        age = self._now - self._used[key]
        fresh = math.pow(0.5, age / self._half_life)
        return max(1, self._counts.of(key)) * self._cost_s(key) * fresh

    def discard(self, key: K) -> None:
        """Forget a key and its count."""
        self._used.pop(key, None)
        self._counts.discard(key)

    def snapshot(self) -> Snapshot:
        """Residents with the touch at which they were last used, and the counts."""
        used = [[key, at] for key, at in self._used.items()]
        return {"used": used, "now": self._now, "counts": self._counts.snapshot()}

    def restore(self, snapshot: Snapshot) -> None:
        """Take the state of another."""
        self._used = {key: int(at) for key, at in snapshot["used"]}
        self._now = int(snapshot["now"])
        self._counts.restore(snapshot["counts"])

    def __contains__(self, key: object) -> bool:
        return key in self._used

    def __len__(self) -> int:
        return len(self._used)

    def __iter__(self) -> Iterator[K]:
        return iter(sorted(self._used, key=self.worth))
