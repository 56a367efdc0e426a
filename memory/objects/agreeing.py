"""What the voxels show of a label and what single frames showed of it, taken together.

Voxels hold what was there for as long as nothing is seen through it, and are too coarse for small
things; frames are sharp and forget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32
from whereseen.memory.objects.boxes import Boxes, covered_shares, gaps_m
from whereseen.memory.objects.matching import divided
from whereseen.memory.objects.sighting import Sighting, metres3
from whereseen.memory.objects.spots import Spot

_LEAST_LOOKS = 2
_LEAST_SHARE = 0.4  # of the views of a place in which it showed the label
_STALE_VIEWS = 3  # in a row that did not
_FARTHER = 1.1
_NEAR_M = 2.5  # from where a view must have shown what the voxels show
_INSIDE = 0.5  # of a sighting that lies in a spot
_UNSURE, _SMALL = 0.6, 8  # probability of what voxels show, and how many of them
_PIECE = 0.25  # of the volume of what is as near
_PIECE_M = 0.2
_APART_M, _APART_LOOKS = 0.06, 3  # of what voxels show as one


class Onlooker(Protocol):
    """Tells which views saw a place."""

    @property
    def voxel_size_m(self) -> float:
        """Resolution of what voxels show."""
        ...

    def views_of(self, points_map: Float32, since_ns: int, *, within_m: float = np.inf) -> int:
        """How many views after a time saw enough of points (N, 3) from at most so far."""
        ...


def agreed(
    sightings: Sequence[Sighting], spots: Sequence[Spot], onlooker: Onlooker
) -> list[Sighting]:
    """Sightings of a label, without those that frames deny, with those that only frames show.

    What frames show as one is one, and what they show apart is several.

    Args:
        sightings: What the voxels show.
        spots: Where frames showed the label.
        onlooker: Which views saw a place.
    """
    if not spots:
        return list(sightings)
    voxel_size_m = onlooker.voxel_size_m
    near = gaps_m(Boxes.of(sightings), Boxes.of(spots)) <= voxel_size_m
    beside = [[spots[k] for k in np.flatnonzero(close).tolist()] for close in near]
    kept = [
        _dated(each, max((spot.last_ns for spot in own), default=0))
        for each, own in zip(sightings, beside, strict=True)
        if not _is_denied(each, own, onlooker)
    ]
    sure = [each for each in spots if each.looks >= _APART_LOOKS]
    kept = divided(_joined(kept, sure, voxel_size_m), sure, voxel_size_m, least_gap_m=_APART_M)
    kept = _assured(kept, spots, onlooker)
    shown = _shown(spots, kept, voxel_size_m)
    hidden = (spot for k, spot in enumerate(spots) if not shown[k])
    likely = ((_come_back(spot, onlooker), _probability(spot, onlooker)) for spot in hidden)
    return kept + [_seen(spot, p, voxel_size_m) for spot, p in likely if p > 0.0]


def _dated(sighting: Sighting, shown_ns: int) -> Sighting:
    """With when a frame last showed it: its voxels may be seen again when it has gone."""
    last_ns = min(sighting.last_seen_ns, shown_ns or sighting.last_seen_ns)
    return replace(sighting, shown_ns=shown_ns, last_seen_ns=last_ns)


def _joined(
    sightings: list[Sighting], spots: Sequence[Spot], voxel_size_m: float
) -> list[Sighting]:
    """Sightings, those together that lie in one spot."""
    if len(sightings) < 2 or not spots:
        return sightings
    around = Boxes.of(spots)
    inside = covered_shares(
        Boxes.of(sightings), Boxes(around.middles_m, around.sizes_m + 2.0 * voxel_size_m)
    )
    owner = np.where(inside.max(axis=1) >= _INSIDE, inside.argmax(axis=1), -1)
    joined = [each for each, own in zip(sightings, owner, strict=True) if own < 0]
    for own in np.unique(owner[owner >= 0]).tolist():
        first, *others = (sightings[k] for k in np.flatnonzero(owner == own))
        joined.append(first.plus(others, voxel_size_m) if others else first)
    return joined


def _assured(
    sightings: list[Sighting], spots: Sequence[Spot], onlooker: Onlooker
) -> list[Sighting]:
    """Sightings, as sure as frames are: voxels mix what is small with what it stands beside.

    A spot at what voxels show well is told by that, and makes no scraps beside it sure.
    """
    near = gaps_m(Boxes.of(sightings), Boxes.of(spots)) <= onlooker.voxel_size_m
    plain = np.array([_is_plain(each) for each in sightings], bool)
    near &= ~near[plain].any(axis=0)
    return [
        _as_sure(each, [spots[k] for k in np.flatnonzero(close).tolist()], onlooker)
        for each, close in zip(sightings, near, strict=True)
    ]


def _is_plain(sighting: Sighting) -> bool:
    return sighting.probability >= _UNSURE and len(sighting.points_map) >= _SMALL


def _as_sure(sighting: Sighting, spots: Sequence[Spot], onlooker: Onlooker) -> Sighting:
    """What voxels show hardly, if frames that show it plainly are there."""
    sure = [(_probability(spot, onlooker), spot.looks) for spot in spots]
    probability, looks = max(sure, default=(0.0, 0))
    if not probability:
        return sighting
    probability = max(sighting.probability, probability)
    return replace(sighting, probability=probability, looks=max(sighting.looks, looks))


def _shown(
    spots: Sequence[Spot], sightings: Sequence[Sighting], voxel_size_m: float
) -> npt.NDArray[np.bool_]:
    """Which spots (N,) sightings show already, or are pieces of what they show."""
    some, others = Boxes.of(spots), Boxes.of(sightings)
    gaps = gaps_m(some, others)
    small = some.sizes_m.prod(axis=1)[:, None] <= _PIECE * others.sizes_m.prod(axis=1)
    return np.asarray(((gaps <= voxel_size_m) | (small & (gaps <= _PIECE_M))).any(axis=1))


def _is_denied(sighting: Sighting, spots: Sequence[Spot], onlooker: Onlooker) -> bool:
    """Whether later views of what frames showed there did not show it again."""
    if not spots:
        return onlooker.views_of(sighting.points_map, -1, within_m=_NEAR_M) >= _STALE_VIEWS
    last_ns, far_m = max(each.last_ns for each in spots), max(each.far_m for each in spots)
    return _is_stale(sighting.points_map, last_ns, far_m, onlooker)


def _is_stale(points_map: Float32, last_ns: int, far_m: float, onlooker: Onlooker) -> bool:
    return onlooker.views_of(points_map, last_ns, within_m=_FARTHER * far_m) >= _STALE_VIEWS


def _probability(spot: Spot, onlooker: Onlooker) -> float:
    """That the label is right and the thing there; 0 if it was seen too seldom for either."""
    points = spot.points_map
    if spot.looks < _LEAST_LOOKS or _is_stale(points, spot.last_ns, spot.far_m, onlooker):
        return 0.0
    views = onlooker.views_of(points, spot.first_ns - 1, within_m=_FARTHER * spot.far_m)
    share = spot.looks / max(views, spot.looks)
    return spot.confidence * min(1.0, share / 0.5) if share >= _LEAST_SHARE else 0.0


def _come_back(spot: Spot, onlooker: Onlooker) -> Spot:
    """A spot, as of when it was there again if it had not been in between."""
    gone_ns, back_ns = spot.gap_ns
    if not back_ns:
        return spot
    points, far_m = spot.points_map, _FARTHER * spot.far_m
    since = onlooker.views_of(points, gone_ns, within_m=far_m)
    without = since - onlooker.views_of(points, back_ns - 1, within_m=far_m)
    return replace(spot, first_ns=back_ns) if without >= _LEAST_LOOKS else spot


def _seen(spot: Spot, probability: float, voxel_size_m: float) -> Sighting:
    points = spot.points_map
    index = np.unique(np.floor(points / voxel_size_m).astype(np.int32), axis=0)
    return Sighting(
        position_m=spot.position_m,
        size_m=metres3(np.maximum(spot.size_m, voxel_size_m)),
        probability=probability,
        first_seen_ns=spot.first_ns,
        last_seen_ns=spot.last_ns,
        image_id=None,
        source="",
        points_map=((index + 0.5) * voxel_size_m).astype(np.float32),
        looks=spot.looks,
        shown_ns=spot.last_ns,
    )
