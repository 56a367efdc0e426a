"""A map without voxels: what a voxel map would hold of things, from what was recognised.

Where something is seen again and again, its names are counted, as a feature cell averages what
was recognised there. Where a place in view is free, what was there is carved away: depth sees
that whether or not anything is recognised.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32
from whereseen.memory.objects.sighting import Sighting
from whereseen.sim.recalling.premises import Premises, Spotted
from whereseen.sim.recalling.seeing import Frame, Glimpse

_SAME_M = 0.2
_SAME_WHATEVER_M = 0.1
_BODY_M = 0.15  # a place this near to a thing is not free
_HALF_LIFE_NS = 300e9  # as of feature cells
_FREE_LOOKS = 2  # at which a place must be free until it is carved away
_MEAN_OF = 8  # sightings, over which a position is averaged


@dataclass(slots=True)
class Patch:
    """A place that shows something.

    Attributes:
        position_m, size_m: Mean of its box.
        names: How often it was taken for what; what is older counts less.
        first_ns, last_ns: When it was seen.
        points_map: (N, 3) float32 points of its box when it was first seen.
        at: What it is on or in.
        looks: How often it was seen.
        free: In how many looks in a row its place was free.
    """

    position_m: Metres3
    size_m: Metres3
    names: dict[str, float]
    first_ns: int
    last_ns: int
    points_map: Float32
    at: Spotted
    looks: int = 1
    free: int = 0

    @property
    def label(self) -> str:
        """What it was taken for most often."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    def again(self, glimpse: Glimpse, stamp_ns: int) -> None:
        """Seen once more."""
        kept = 0.5 ** ((stamp_ns - self.last_ns) / _HALF_LIFE_NS)
        self.names = {name: kept * count for name, count in self.names.items()}
        self.names[glimpse.label] = self.names.get(glimpse.label, 0.0) + 1.0
        self.looks += 1
        share = 1.0 / min(self.looks, _MEAN_OF)
        moved = np.add(
            np.multiply(self.position_m, 1 - share), np.multiply(glimpse.position_m, share)
        )
        x, y, z = (float(value) for value in moved)
        self.position_m, self.last_ns, self.free = (x, y, z), stamp_ns, 0

    def sighting(self) -> Sighting:
        """What a tracker is told."""
        share = self.names[self.label] / sum(self.names.values())
        return Sighting(
            position_m=self.position_m,
            size_m=self.size_m,
            probability=0.9 * share,
            first_seen_ns=self.first_ns,
            last_seen_ns=self.last_ns,
            image_id=None,
            source="camera",
            points_map=self.points_map,
        )


@dataclass(slots=True)
class Sketch:
    """All patches, and when each place was looked at; the witness of a tracker.

    Attributes:
        premises: Tells what is in view from where.
        patches: In the order in which they were found.
    """

    premises: Premises
    patches: list[Patch] = field(default_factory=list)
    _carved: list[tuple[Metres3, int, int]] = field(default_factory=list)
    _looks: dict[int, list[int]] = field(default_factory=dict)
    _now_ns: int = 0

    def update(self, frame: Frame) -> set[str]:
        """Take in a look; returns the labels of which something is new or different."""
        look = frame.look
        self._now_ns = look.stamp_ns
        self._looks.setdefault(look.viewpoint, []).append(look.stamp_ns)
        touched: set[str] = set()
        for glimpse in frame.glimpses:
            patch = self._patch_of(glimpse)
            if patch is None:
                patch = self._new(glimpse)
            else:
                touched.add(patch.label)
                patch.again(glimpse, look.stamp_ns)
            touched.add(patch.label)
        return touched | self._carve(frame)

    def show(self, glimpse: Glimpse, stamp_ns: int) -> Patch:
        """A place shows something from now on, as what the robot puts there."""
        self._now_ns = stamp_ns
        return self._new(glimpse)

    def sightings(self, label: str) -> list[Sighting]:
        """All places that show a label."""
        return [patch.sighting() for patch in self.patches if patch.label == label]

    def absence(self, points_map: Float32, since_ns: int) -> float | None:
        """As a `Witness`: 1 where the place was carved away since, 0 where it shows something."""
        middle = points_map.mean(axis=0).tolist()
        at = [
            stamp
            for where, stamp, _ in reversed(self._carved)
            if _apart_m(where, middle) <= _SAME_M
        ]
        if at and at[0] > since_ns:
            return 1.0
        here = (p for p in self.patches if _apart_m(p.position_m, middle) <= _SAME_M)
        return 0.0 if any(p.last_ns > since_ns for p in here) else None

    def last_empty_ns(self, points_map: Float32, before_ns: int) -> int | None:
        """As a `Witness`: when the place was last in view before anything was seen there."""
        found = [
            stamps[at - 1]
            for stamps in self._looks_at(points_map)
            if (at := bisect_left(stamps, before_ns)) > 0
        ]
        return max(found, default=None)

    def views_of(self, points_map: Float32, since_ns: int, *, within_m: float = np.inf) -> int:
        """As a `Witness`: how often the place was in view after a time."""
        looks = self._looks_at(points_map)
        return sum(len(stamps) - bisect_right(stamps, since_ns) for stamps in looks)

    def was_known(self, points_map: Float32, before_ns: int) -> bool:
        """As a `Witness`: whether the place was in view before a time."""
        return self.last_empty_ns(points_map, before_ns) is not None

    def to_json(self) -> dict[str, Any]:
        """All that it holds, as JSON knows it."""
        patches = [
            asdict(each) | {"points_map": each.points_map.round(4).tolist()}
            for each in self.patches
        ]
        looks = list(self._looks.items())
        return {"patches": patches, "carved": self._carved, "looks": looks, "now": self._now_ns}

    def restore(self, said: Mapping[str, Any]) -> None:
        """Take back what `to_json` told."""
        self.patches = [_patch(each) for each in said["patches"]]
        self._carved = [((x, y, z), at, last) for (x, y, z), at, last in said["carved"]]
        self._looks = {int(view): list(stamps) for view, stamps in said["looks"]}
        self._now_ns = said["now"]

    def _looks_at(self, points_map: Float32) -> list[list[int]]:
        """When a place was in view, by viewpoint."""
        x, y, z = (float(value) for value in points_map.mean(axis=0))
        support = self.premises.spotted((x, y, z), (0.0, 0.0, 0.0)).support
        sees = self.premises.sees
        return [stamps for view, stamps in self._looks.items() if sees(view, (x, y, z), support)]

    def _patch_of(self, glimpse: Glimpse) -> Patch | None:
        near = [(_apart_m(p.position_m, glimpse.position_m), p) for p in self.patches]
        same = [pair for pair in near if pair[0] <= _SAME_M and glimpse.label in pair[1].names]
        same = same or [pair for pair in near if pair[0] <= _SAME_WHATEVER_M]
        return min(same, key=lambda pair: pair[0])[1] if same else None

    def _new(self, glimpse: Glimpse) -> Patch:
        half = np.maximum(np.divide(glimpse.size_m, 2.0), 0.02)
        steps = np.linspace(-1.0, 1.0, 3)
        grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
        points = np.asarray(glimpse.position_m + grid * half, dtype=np.float32)
        patch = Patch(
            position_m=glimpse.position_m,
            size_m=glimpse.size_m,
            names={glimpse.label: 1.0},
            first_ns=self._now_ns,
            last_ns=self._now_ns,
            points_map=points,
            at=self.premises.spotted(glimpse.position_m, glimpse.size_m),
        )
        self.patches.append(patch)
        return patch

    def _carve(self, frame: Frame) -> set[str]:
        """Drop what is no longer where it was, as far as that is in view."""
        look, touched = frame.look, set()
        bodies = [seen.position_m for seen in look.seen]
        for patch in list(self.patches):
            is_closed = (patch.at.support, patch.at.surface) in look.closed
            place = (patch.position_m, patch.at.support)
            if is_closed or not self.premises.sees(look.viewpoint, *place):
                continue
            if any(_apart_m(patch.position_m, body) <= _BODY_M for body in bodies):
                patch.free = 0
                continue
            patch.free += 1
            if patch.free >= _FREE_LOOKS:
                self.patches.remove(patch)
                self._carved.append((patch.position_m, self._now_ns, patch.last_ns))
                touched.add(patch.label)
        return touched


def _patch(said: Mapping[str, Any]) -> Patch:
    fields = dict(said)
    fields["points_map"] = np.asarray(fields["points_map"], dtype=np.float32)
    fields["at"] = Spotted(**fields["at"])
    fields["position_m"], fields["size_m"] = tuple(said["position_m"]), tuple(said["size_m"])
    return Patch(**fields)


def _apart_m(a: Metres3, b: Sequence[float]) -> float:
    return math.dist(a, b)
