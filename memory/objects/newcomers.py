"""Sightings that fit nothing known, until they are sure enough to be things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whereseen.memory.objects.boxes import Boxes, distance_m, overlaps
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.sighting import Sighting


@dataclass(frozen=True, slots=True)
class _Pending:
    sighting: Sighting
    looks: int
    checked_ns: int


class Newcomers:
    """What was seen in the last look at each label and is no thing yet."""

    def __init__(self, config: ObjectConfig) -> None:
        self.config = config
        self._pending: dict[str, list[_Pending]] = {}

    def sure(self, label: str, sightings: Sequence[Sighting], now_ns: int) -> list[Sighting]:
        """Those that were seen often enough; the others wait for the next look.

        Args:
            label: What they are called.
            sightings: All that fit nothing known.
            now_ns: Time of the newest frame; a look at the same frame counts once.
        """
        likely = [each for each in sightings if self._is_likely(each)]
        before = self._pending.get(label, [])
        pending = [self._again(each, before, now_ns) for each in likely]
        self._pending[label] = pending
        return [each.sighting for each in pending if each.looks >= self.config.confirmations]

    def forget(self) -> None:
        """Drop all."""
        self._pending.clear()

    def _is_likely(self, sighting: Sighting) -> bool:
        large = len(sighting.points_map) >= self.config.least_voxels
        return large and sighting.probability >= self.config.appear_at

    def _again(self, sighting: Sighting, before: list[_Pending], now_ns: int) -> _Pending:
        for each in before:
            if self._is_same(each.sighting, sighting):
                looks = each.looks + (now_ns > each.checked_ns)
                return _Pending(sighting, looks, max(now_ns, each.checked_ns))
        return _Pending(sighting, 1, now_ns)

    def _is_same(self, one: Sighting, other: Sighting) -> bool:
        apart_m = distance_m(one.position_m, other.position_m)
        if apart_m > max(one.size_m) + max(other.size_m) + self.config.same_place_m:
            return False
        common = overlaps(Boxes.of([one]), Boxes.of([other]))
        return apart_m <= self.config.same_place_m or bool(common[0, 0] > 0.0)
