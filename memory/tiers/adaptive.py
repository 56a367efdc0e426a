"""W-TinyLFU that finds out how fast to forget: rivals forget at different rates, the best leads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Generic

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.tiers.policy import K, Snapshot, checked_capacity
from whereseen.memory.tiers.tiny_lfu import WTinyLfu

SAMPLES = (6, 9, 60, 400)
_HALF_LIFE = 500


class AdaptiveTinyLfu(Generic[K]):
    """Keeps what the W-TinyLFU keeps that would have had most hits of late.

    How fast counts should age depends on how fast people change what they use: with tasks that
    always come from one list, never; with a household that drifts, soon. Each rival is a W-TinyLFU
    over keys alone, with counts that age at its own rate.

    Args:
        capacity: Most keys resident.
        samples: Counts after which each rival halves its own, in times of the capacity.
        half_life: Touches after which a hit of a rival counts half.

    Raises:
        InvalidConfig: if one of them is out of range.
    """

    def __init__(
        self, capacity: int, *, samples: Sequence[int] = SAMPLES, half_life: int = _HALF_LIFE
    ) -> None:
        if not samples or min(samples) < 1 or half_life < 1:
            raise InvalidConfig(
                "samples and half-life must be one or more",
                got=f"{tuple(samples)}, {half_life}",
                remedy=f"As {SAMPLES}, {_HALF_LIFE}",
            )
        self.capacity = checked_capacity(capacity)
        self._rivals: list[WTinyLfu[K]] = [WTinyLfu(capacity, sample=n * capacity) for n in samples]
        self._hits = [0.0] * len(self._rivals)
        self._kept = 0.5 ** (1.0 / half_life)
        self._recent: OrderedDict[K, None] = OrderedDict()

    @property
    def leader(self) -> WTinyLfu[K]:
        """The rival that would have had most hits of late; of equals, the one that ages fastest."""
        return self._rivals[self._hits.index(max(self._hits))]

    def touch(self, key: K) -> bool:
        """Count a key with all rivals, and who of them has it."""
        resident = key in self._recent
        for n, rival in enumerate(self._rivals):
            hit = rival.touch(key)
            self._hits[n] = self._hits[n] * self._kept + hit
            if resident and not hit:  # it is here and will not be written, as it would be there
                rival.admit(key)
        if resident:
            self._recent.move_to_end(key)
        return resident

    def admit(self, key: K) -> K | None:
        """Write a key; the least recent of those that the leader has not leaves."""
        for rival in self._rivals:
            rival.admit(key)
        left = None
        if key not in self._recent and len(self._recent) >= self.capacity:
            left = self.evict()
        self._recent[key] = None
        return left

    def evict(self) -> K:
        """Let go of the least recent key that the leader has not, or else of its least worthy."""
        if not self._recent:
            raise KeyError("nothing is resident")
        key = next(iter(self))
        del self._recent[key]
        return key

    def discard(self, key: K) -> None:
        """Forget a key and all counts of it."""
        self._recent.pop(key, None)
        for rival in self._rivals:
            rival.discard(key)

    def snapshot(self) -> Snapshot:
        """Residents, the least recent first, and the state and the hits of each rival."""
        return {
            "recent": list(self._recent),
            "rivals": [rival.snapshot() for rival in self._rivals],
            "hits": list(self._hits),
        }

    def restore(self, snapshot: Snapshot) -> None:
        """Take the state of another."""
        for rival, state in zip(self._rivals, snapshot["rivals"], strict=True):
            rival.restore(state)
        self._hits = [float(hits) for hits in snapshot["hits"]]
        self._recent = OrderedDict.fromkeys(snapshot["recent"])

    def __contains__(self, key: object) -> bool:
        return key in self._recent

    def __len__(self) -> int:
        return len(self._recent)

    def __iter__(self) -> Iterator[K]:
        leader = self.leader
        yield from [key for key in self._recent if key not in leader]
        yield from [key for key in leader if key in self._recent]
