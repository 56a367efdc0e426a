"""A place that shows a thing, with what it takes to tell the thing from others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3, Place
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.runs import distinct
from whereseen.memory.spatial.voxel_map import VoxelMap

_FIRST_SEEN_QUANTILE = 0.75  # cells at its foot hold voxels of what it stands on, which are older
_TIE = 0.02  # of similarity: names for one kind of thing do not shut each other out

_SPECK = 4  # voxels


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing of some label at some place.

    Attributes:
        position_m: Middle of its axis-aligned box in the map frame.
        size_m: Extent of the box.
        probability: That the label is right and the thing there.
        first_seen_ns: When most of its voxels had appeared.
        last_seen_ns: When any of them was last seen.
        image_id: Key frame that shows it, or None if none was kept.
        source: Camera that took the newest image of that place, empty if none was kept.
        points_map: (N, 3) float32 voxel centres.
        unseen_ns: Time of the last look that did not find it, 0 if there was none.
        found_ns: Time of the first look that found it, 0 if it is not known.
        looks: In how many frames it was seen, where voxels show nothing of it; else 0.
        shown_ns: When a frame last showed it, 0 if that is not known; voxels last longer.
    """

    position_m: Metres3
    size_m: Metres3
    probability: float
    first_seen_ns: int
    last_seen_ns: int
    image_id: int | None
    source: str
    points_map: Float32 = field(repr=False)
    unseen_ns: int = 0
    found_ns: int = 0
    looks: int = 0
    shown_ns: int = 0

    @property
    def arrived_ns(self) -> int:
        """Since when it may be there, if it is a thing that is known.

        The voxels that a small thing shares with what it stands on are older.
        """
        return max(self.first_seen_ns, self.unseen_ns)

    def arrived_by_ns(self, since_ns: int) -> int:
        """By when a thing was there that was elsewhere at a time."""
        not_before_ns = max(since_ns, self.unseen_ns)
        return by_when(self.first_seen_ns, self.found_ns, not_before_ns, len(self.points_map))

    def plus(self, others: Sequence[Sighting], voxel_size_m: float) -> Sighting:
        """One thing of which this and others, at least one, are pieces."""
        pieces = (self, *others)
        largest = max(pieces, key=lambda each: len(each.points_map))
        points = np.concatenate([each.points_map for each in pieces])
        whole = replace(
            largest,
            probability=max(each.probability for each in pieces),
            last_seen_ns=max(each.last_seen_ns for each in pieces),
            points_map=points,
        )
        return whole.part(np.ones(len(points), dtype=np.bool_), voxel_size_m)

    def part(self, members: npt.NDArray[np.bool_], voxel_size_m: float) -> Sighting:
        """The same with only some of its voxels (N,)."""
        points = self.points_map[members]
        middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
        size = np.ptp(points, axis=0) + voxel_size_m
        return replace(self, position_m=metres3(middle), size_m=metres3(size), points_map=points)


def by_when(first_seen_ns: int, found_ns: int, not_before_ns: int, voxels: int) -> int:
    """By when a thing had come to where it is.

    Args:
        first_seen_ns: When most of its voxels had appeared; those of a speck are of what it is on.
        found_ns: Time of the first look that found it.
        not_before_ns: When it was not there.
        voxels: How many it has.
    """
    if first_seen_ns >= not_before_ns and voxels > _SPECK:
        return first_seen_ns
    return max(found_ns, not_before_ns)


def metres3(values: npt.ArrayLike) -> Metres3:
    """Three numbers as a tuple of floats."""
    x, y, z = (float(value) for value in np.asarray(values))
    return x, y, z


def voxel_index(points_map: npt.ArrayLike, voxel_size_m: float) -> npt.NDArray[np.int32]:
    """Coordinates (N, 3) of the voxels that hold points (N, 3)."""
    scaled = np.asarray(points_map, dtype=np.float64) / voxel_size_m
    return np.ascontiguousarray(np.floor(scaled), dtype=np.int32)


def mean_feature(voxel_map: VoxelMap, points_map: Float32) -> Float32 | None:
    """Mean of what is recognised at points (N, 3) as a unit vector (D,); None if nothing is."""
    if not len(points_map):
        return None
    _, cells = find_occupied(
        voxel_map.arrays, voxel_index(points_map, voxel_map.config.voxel_size_m)
    )
    known = np.unique(cells[cells >= 0]).astype(np.int32)
    sums = voxel_map.feature_sums(known, np.zeros(known.size, dtype=np.int32), 1)[0]
    length = float(np.linalg.norm(sums))
    return np.asarray(sums / length, dtype=np.float32) if known.size and length > 0.0 else None


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels in use as unit vectors, and which of them is asked for.

    Attributes:
        vectors: (L, D) float32.
        own: Row of the one asked for.
    """

    vectors: Float32
    own: int


def sightings_of(
    places: Sequence[Place], voxel_map: VoxelMap, keyframes: Keyframes, labels: Labels
) -> list[Sighting]:
    """Places that show a thing of one label rather than of any other.

    All at once, for a large map has thousands. A place that is no longer occupied is left out.
    """
    if not places:
        return []
    looked = _Looked.at(places, voxel_map)
    own = looked.occupied() & looked.resemble(labels, voxel_map)
    appeared_ns, middles = looked.appeared_ns(voxel_map), looked.middles()
    return [
        _sighting(places[at], keyframes, int(appeared_ns[at]), metres3(middles[at]))
        for at in np.flatnonzero(own).tolist()
    ]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the map holds at the points (N, 3) of places (P,), one place after the other.

    Attributes:
        points_map: (N, 3) float32.
        owner: (N,) place of each.
        starts: (P,) first point of each place.
        sizes_m: (P, 3) extents of the places.
        rows, cells: (N,) int32 of the voxels there, -1 where none is occupied.
    """

    points_map: Float32
    owner: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    sizes_m: Float64
    rows: npt.NDArray[np.int32]
    cells: npt.NDArray[np.int32]

    @classmethod
    def at(cls, places: Sequence[Place], voxel_map: VoxelMap) -> _Looked:
        """Look at places, at least one."""
        points = np.concatenate([place.points_map for place in places])
        counts = np.array([len(place.points_map) for place in places])
        index = voxel_index(points, voxel_map.config.voxel_size_m)
        rows, cells = find_occupied(voxel_map.arrays, index)
        return cls(
            points_map=points,
            owner=np.repeat(np.arange(len(places)), counts),
            starts=np.cumsum(counts) - counts,
            sizes_m=np.array([place.size_m for place in places]),
            rows=rows,
            cells=cells,
        )

    def occupied(self) -> npt.NDArray[np.bool_]:
        """Places (P,) of which something is left."""
        return np.asarray(np.maximum.reduceat(self.rows, self.starts) >= 0)

    def resemble(self, labels: Labels, voxel_map: VoxelMap) -> npt.NDArray[np.bool_]:
        """Whether the features of places (P,) resemble their own label as much as any other."""
        n = int(self.cells.max(initial=0)) + 1
        known = self.cells >= 0
        owner, cells = np.divmod(distinct(self.owner[known] * n + self.cells[known]), n)
        sums = voxel_map.feature_sums(
            cells.astype(np.int32), owner.astype(np.int32), self.starts.size
        )
        alike = sums @ labels.vectors.T
        least = alike.max(axis=1) - _TIE * np.linalg.norm(sums, axis=1)
        return np.asarray(alike[:, labels.own] >= least)

    def appeared_ns(self, voxel_map: VoxelMap) -> npt.NDArray[np.int64]:
        """When most voxels of places (P,) had appeared; of no use where none is left."""
        known = self.rows >= 0
        owner, appeared = self.owner[known], voxel_map.arrays.row_first[self.rows[known]]
        counts = np.bincount(owner, minlength=self.starts.size)
        rank = np.floor(_FIRST_SEEN_QUANTILE * np.maximum(counts - 1, 0)).astype(np.intp)
        at = np.cumsum(counts) - counts + rank
        ordered = np.append(appeared[np.lexsort((appeared, owner))], np.uint32(0))
        return voxel_map.to_ns(ordered[at])

    def middles(self) -> Float64:
        """Middles (P, 3) of the boxes of places."""
        low = np.minimum.reduceat(self.points_map, self.starts)
        high = np.maximum.reduceat(self.points_map, self.starts)
        middle = (low + high) / 2.0
        return np.asarray(((middle - self.sizes_m / 2.0) + (middle + self.sizes_m / 2.0)) / 2.0)


def _sighting(
    place: Place, keyframes: Keyframes, first_seen_ns: int, position_m: Metres3
) -> Sighting:
    image = None if place.image_id is None else keyframes.get(place.image_id)
    shows_it = image is not None and image.stamp_ns >= first_seen_ns
    return Sighting(
        position_m=position_m,
        size_m=place.size_m,
        probability=place.probability,
        first_seen_ns=first_seen_ns,
        last_seen_ns=place.last_seen_ns,
        image_id=place.image_id if shows_it else None,
        source="" if image is None else image.camera_id,
        points_map=place.points_map,
    )
