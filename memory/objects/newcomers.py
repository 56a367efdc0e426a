"""Sightings that fit nothing known, until they are sure enough to be things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64
from whereseen.memory.objects.boxes import Boxes, distances_m, overlaps
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.sighting import Sighting

_SURE_LOOKS = 3  # in frames at what is too small for voxels
_SPECK = 2  # voxels of what may be a thing that is missed


@dataclass(frozen=True, slots=True)
class _Pending:
    sighting: Sighting
    looks: int
    checked_ns: int

    def again(self, sighting: Sighting, now_ns: int) -> _Pending:
        """The same, seen once more."""
        looks = self.looks + (now_ns > self.checked_ns)
        before = self.sighting
        seen = replace(
            sighting,
            unseen_ns=max(sighting.unseen_ns, before.unseen_ns),
            found_ns=min(sighting.found_ns, before.found_ns),
        )
        return _Pending(seen, looks, max(now_ns, self.checked_ns))


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at a label found, sure or not, known or not."""

    stamp_ns: int
    sightings: list[Sighting]


class Newcomers:
    """What was seen in the last look at each label and is no thing yet."""

    def __init__(self, config: ObjectConfig) -> None:
        self.config = config
        self._pending: dict[str, list[_Pending]] = {}
        self._looks: dict[str, _Look] = {}

    def sure(
        self,
        label: str,
        sightings: Sequence[Sighting],
        among: Sequence[Sighting],
        now_ns: int,
        is_expected: Callable[[Sighting], bool] = lambda _: False,
    ) -> list[Sighting]:
        """Those that were seen often enough; the others wait for the next look.

        They tell which look had not found them yet. One that may be a thing that is missed is sure
        at the first look, or may be as small as two voxels.

        Args:
            label: What they are called.
            sightings: All that fit nothing known.
            among: All that were found.
            now_ns: Time of the newest frame; a look at the same frame counts once.
            is_expected: Whether one may be a thing that is missed.
        """
        dated = self._dated([each for each in sightings if self._is_likely(each)], label, now_ns)
        expected = [is_expected(each) for each in dated]
        likely = [
            each
            for each, known in zip(dated, expected, strict=True)
            if known or self.is_whole(each)
        ]
        self._looks[label] = _Look(now_ns, list(among))
        before = self._pending.get(label, [])
        earlier = self._earlier(likely, [each.sighting for each in before])
        pending = [
            _Pending(each, 1, now_ns) if at < 0 else before[at].again(each, now_ns)
            for each, at in zip(likely, earlier.tolist(), strict=True)
        ]
        self._pending[label] = pending
        least = self.config.confirmations
        return [
            each.sighting for each in pending if each.looks >= least or is_expected(each.sighting)
        ]

    def is_whole(self, sighting: Sighting) -> bool:
        """Whether it is large enough to be a thing that is not known."""
        return len(sighting.points_map) >= self.config.least_voxels or sighting.looks >= _SURE_LOOKS

    def forget(self) -> None:
        """Drop all."""
        self._pending.clear()
        self._looks.clear()

    def _dated(self, sightings: list[Sighting], label: str, now_ns: int) -> list[Sighting]:
        last = self._looks.get(label)
        if last is None:
            return [replace(each, found_ns=now_ns) for each in sightings]
        earlier = self._earlier(sightings, last.sightings)
        return [
            replace(each, unseen_ns=last.stamp_ns, found_ns=now_ns)
            if at < 0
            else replace(each, found_ns=last.stamp_ns)
            for each, at in zip(sightings, earlier.tolist(), strict=True)
        ]

    def _is_likely(self, sighting: Sighting) -> bool:
        large = len(sighting.points_map) >= _SPECK or sighting.looks > 0
        return large and sighting.probability >= self.config.appear_at

    def _earlier(
        self, sightings: Sequence[Sighting], before: Sequence[Sighting]
    ) -> npt.NDArray[np.intp]:
        """Place (N,) in `before` of the first that each of N is the same as, -1 where none is."""
        if not sightings or not before:
            return np.full(len(sightings), -1, dtype=np.intp)
        positions, sizes = _places(sightings)
        earlier_positions, earlier_sizes = _places(before)
        apart_m = distances_m(positions, earlier_positions)
        reach_m = sizes[:, None] + earlier_sizes[None] + self.config.same_place_m
        same = apart_m <= self.config.same_place_m
        same |= (apart_m <= reach_m) & (overlaps(Boxes.of(sightings), Boxes.of(before)) > 0.0)
        return np.where(same.any(axis=1), same.argmax(axis=1), -1)


def _places(sightings: Sequence[Sighting]) -> tuple[Float64, Float64]:
    """Middles (N, 3) of sightings and their longest edges (N,)."""
    positions = np.array([each.position_m for each in sightings], dtype=np.float64)
    sizes = np.array([each.size_m for each in sightings], dtype=np.float64)
    return positions, sizes.max(axis=1)
