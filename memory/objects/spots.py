"""Where single frames showed things of a label, and whether later frames still do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64, apply
from whereseen.memory.objects.boxes import Boxes, covered_shares, distance_m, gaps_m, overlaps
from whereseen.memory.objects.segments import Segment
from whereseen.memory.objects.sighting import metres3

_NEWEST = 6  # segments that say where it is
_MOST_SPOTS = 16  # of a label
_MOST_LABELS = 500
_SAME_GAP_M = 0.05
_APART_M = 0.06  # between two in one frame, which are two things then
_APART_LOOKS = 3
_WHOLE = 0.7  # of a box that is inside another
_PARTS_GAP_M = 0.15  # between the parts of what has several by its name
_IN_PARTS = ("pair of ", "pairs of ", "set of ")
_VISIT_NS = 60_000_000_000  # what is near, but seen longer ago, may be another
_SAME_OVERLAP = 0.3
_LOOK_NS = 500_000_000  # frames of a shorter time are one look


@dataclass(slots=True)
class Spot:
    """Where frames show a thing of some label.

    Attributes:
        label: Its name.
        segments: The newest of it, oldest first.
        first_ns, last_ns: When it was first and last seen.
        gap_ns: Between which times nobody saw it, before it was seen again; zeros if never.
        looks: In how many frames, of those half a second apart.
        far_m: From how far it was plain to see.
        apart: In how many frames more it was seen as two than as one.
    """

    label: str
    segments: deque[Segment] = field(repr=False)
    first_ns: int
    last_ns: int
    looks: int = 1
    far_m: float = 0.0
    apart: int = 0
    gap_ns: tuple[int, int] = (0, 0)
    _boxed: tuple[deque[Segment], tuple[Float64, Float64]] | None = field(
        default=None, repr=False, compare=False
    )  # the box of these very segments: it is asked for far more often than they change

    @classmethod
    def of(cls, segment: Segment) -> Spot:
        """One that was seen once."""
        at_ns = segment.stamp_ns
        return cls(segment.label, deque([segment], _NEWEST), at_ns, at_ns, far_m=segment.far_m)

    @property
    def corners(self) -> tuple[Float64, Float64]:
        """Of its box, (3,) each."""
        if self._boxed is None or self._boxed[0] is not self.segments:
            low = np.min([each.low_m for each in self.segments], axis=0)
            high = np.max([each.high_m for each in self.segments], axis=0)
            self._boxed = (self.segments, (low, high))
        return self._boxed[1]

    @property
    def position_m(self) -> Metres3:
        """Middle of its box."""
        low, high = self.corners
        return metres3((low + high) / 2.0)

    @property
    def size_m(self) -> Metres3:
        """Extent of its box."""
        low, high = self.corners
        return metres3(high - low)

    @property
    def points_map(self) -> Float32:
        """(N, 3) float32 points on it."""
        return np.concatenate([each.points_map for each in self.segments])

    @property
    def confidence(self) -> float:
        """Of its name, the mean of the newest."""
        return float(np.mean([each.confidence for each in self.segments]))

    def add(self, segment: Segment) -> None:
        """It was seen once more."""
        if segment.stamp_ns - self.last_ns > _VISIT_NS:
            self.gap_ns = (self.last_ns, segment.stamp_ns)
        self.looks += segment.stamp_ns - self.last_ns >= _LOOK_NS
        self.last_ns = max(self.last_ns, segment.stamp_ns)
        self.far_m = max(self.far_m, segment.far_m)
        fresh = [each for each in self.segments if self.last_ns - each.stamp_ns <= _VISIT_NS]
        self.segments = deque((*fresh, segment), _NEWEST)

    def take_in(self, other: Spot) -> None:
        """What was taken for another thing is this one."""
        both = sorted((*self.segments, *other.segments), key=lambda each: each.stamp_ns)
        self.segments = deque(both, _NEWEST)
        self.first_ns = min(self.first_ns, other.first_ns)
        self.last_ns = max(self.last_ns, other.last_ns)
        self.looks, self.far_m = max(self.looks, other.looks), max(self.far_m, other.far_m)


class Spots:
    """Spots by label, the newest of each, within bounds."""

    def __init__(self) -> None:
        self._spots: dict[str, list[Spot]] = {}

    def of(self, label: str) -> Sequence[Spot]:
        """Those of a label, in the order in which they were first seen."""
        return tuple(self._spots.get(label, ()))

    def add(self, segments: Iterable[Segment]) -> None:
        """Take in the segments of a frame."""
        by_label: dict[str, list[Segment]] = {}
        for segment in segments:
            by_label.setdefault(segment.label, []).append(segment)
        for label, some in by_label.items():
            spots = self._spots.pop(label, [])  # in the order of the newest
            if len(self._spots) >= _MOST_LABELS:
                self._spots.pop(next(iter(self._spots)))
            self._spots[label] = _bounded(_with(spots, some))

    def move(self, correction: Callable[[int], Float64]) -> None:
        """Correct where things were seen: by stamps in ns to rigid transforms (4, 4)."""
        correction = cache(correction)  # many segments are of one frame
        for spots in self._spots.values():
            for spot in spots:
                moved = [_moved(each, correction(each.stamp_ns)) for each in spot.segments]
                spot.segments = deque(moved, _NEWEST)

    def forget(self) -> None:
        """Drop all."""
        self._spots.clear()


def _with(spots: list[Spot], segments: Sequence[Segment]) -> list[Spot]:
    """Spots of a label after a frame that showed these segments, the largest of them first."""
    largest = sorted(segments, key=lambda each: -max(each.size_m))
    same_m, apart_m = _gaps_m(segments[0].label)
    taken: dict[int, list[Segment]] = {}
    for segment in largest:
        gaps = gaps_m(Boxes.of([segment]), Boxes.of(spots))[0]
        touched = np.flatnonzero(gaps <= same_m).tolist()
        near = [k for k in touched if _may_be(spots[k], segment)]
        if not near:
            taken[len(spots)] = [segment]
            spots = [*spots, Spot.of(segment)]
            continue
        at = min(near, key=lambda k: (gaps[k], distance_m(spots[k].position_m, segment.position_m)))
        spots[at].add(segment)
        taken.setdefault(at, []).append(segment)
    parted = [_parted(spot, taken.get(at, ()), apart_m) for at, spot in enumerate(spots)]
    return _joined([each for some in parted for each in some], same_m)


def _gaps_m(label: str) -> tuple[float, float]:
    """Between what is one, at most, and between what is two, at least."""
    if any(name in label.lower() for name in _IN_PARTS):
        return _PARTS_GAP_M, 2.0 * _PARTS_GAP_M
    return _SAME_GAP_M, _APART_M


def _may_be(spot: Spot, segment: Segment) -> bool:
    """Whether a segment may show what is at a spot that it touches."""
    if segment.stamp_ns - spot.last_ns <= _VISIT_NS:
        return True
    return bool(overlaps(Boxes.of([spot]), Boxes.of([segment]))[0, 0] >= _SAME_OVERLAP)


def _parted(spot: Spot, segments: Sequence[Segment], apart_m: float) -> list[Spot]:
    """A spot, or two if what was taken for one thing was seen apart often enough."""
    if not segments:
        return [spot]
    first, *others = segments
    gaps = gaps_m(Boxes.of([first]), Boxes.of(others))[0]
    if not others or gaps.max() < apart_m:
        whole = covered_shares(Boxes.of([spot]), Boxes.of([first]))[0, 0] >= _WHOLE
        spot.apart -= int(spot.apart > 0 and whole)
        return [spot]
    spot.apart += 1
    if spot.apart < _APART_LOOKS:
        return [spot]
    return [
        Spot(
            spot.label, deque([each], _NEWEST), spot.first_ns, spot.last_ns, spot.looks, spot.far_m
        )
        for each in (first, others[int(gaps.argmax())])
    ]


def _joined(spots: list[Spot], same_m: float) -> list[Spot]:
    """Spots without those that touch others: they are one."""
    for at, first in enumerate(spots):
        gaps = gaps_m(Boxes.of([first]), Boxes.of(spots[at + 1 :]))[0]
        near = [
            spots[at + 1 + k]
            for k in np.flatnonzero(gaps <= same_m).tolist()
            if abs(spots[at + 1 + k].last_ns - first.last_ns) <= _VISIT_NS
        ]
        if near:
            other = near[0]
            first.take_in(other)
            return _joined([each for each in spots if each is not other], same_m)
    return spots


def _bounded(spots: list[Spot]) -> list[Spot]:
    if len(spots) <= _MOST_SPOTS:
        return spots
    oldest = min(spots, key=lambda each: each.last_ns)
    return _bounded([each for each in spots if each is not oldest])


def _moved(segment: Segment, moved: Float64) -> Segment:
    """Boxes are moved and not turned: corrections turn little."""
    middle = apply(moved, [segment.position_m])[0]
    half = np.divide(segment.size_m, 2.0)
    return replace(
        segment,
        points_map=apply(moved, segment.points_map).astype(np.float32),
        low_m=metres3(middle - half),
        high_m=metres3(middle + half),
    )
