"""How often keys were asked for of late, whether they are resident or not."""

from __future__ import annotations

from typing import Generic

from whereseen.memory.tiers.policy import K, Snapshot


class AgeingCounts(Generic[K]):
    """Exact counts that are halved after every `sample` of them (Einziger et al., 2017, 3.3).

    Because all counts together never exceed the sample, neither do the keys: with so few keys there
    is nothing to gain from a sketch that errs.

    Args:
        sample: Counts after which all are halved; what is then below one is forgotten.
    """

    def __init__(self, sample: int) -> None:
        self.sample = sample
        self._counts: dict[K, int] = {}
        self._counted = 0

    def add(self, key: K) -> None:
        """Count a key."""
        self._counts[key] = self._counts.get(key, 0) + 1
        self._counted += 1
        if self._counted >= self.sample:
            self._counts = {k: n // 2 for k, n in self._counts.items() if n > 1}
            self._counted //= 2

    def discard(self, key: K) -> None:
        """Forget a key."""
        self._counts.pop(key, None)

    def of(self, key: K) -> int:
        """How often a key was counted of late."""
        return self._counts.get(key, 0)

    def __len__(self) -> int:
        return len(self._counts)

    def snapshot(self) -> Snapshot:
        """Keys with their counts, and how much of the sample is spent."""
        return {"spent": self._counted, "of": [[key, n] for key, n in self._counts.items()]}

    def restore(self, snapshot: Snapshot) -> None:
        """Take the counts of another of the same sample."""
        self._counts = {key: int(count) for key, count in snapshot["of"]}
        self._counted = int(snapshot["spent"])
