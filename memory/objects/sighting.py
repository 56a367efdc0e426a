"""A place that shows a thing, with what it takes to tell the thing from others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3, Place
from whereseen.memory.frames import Float32
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.voxel_map import VoxelMap

_FIRST_SEEN_QUANTILE = 0.75  # cells at its foot hold voxels of what it stands on, which are older
_TIE = 0.02  # of similarity: names for one kind of thing do not shut each other out


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
    """

    position_m: Metres3
    size_m: Metres3
    probability: float
    first_seen_ns: int
    last_seen_ns: int
    image_id: int | None
    source: str
    points_map: Float32 = field(repr=False)

    def part(self, members: npt.NDArray[np.bool_], voxel_size_m: float) -> Sighting:
        """The same with only some of its voxels (N,)."""
        points = self.points_map[members]
        middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
        size = np.ptp(points, axis=0) + voxel_size_m
        return replace(self, position_m=metres3(middle), size_m=metres3(size), points_map=points)


def metres3(values: npt.ArrayLike) -> Metres3:
    """Three numbers as a tuple of floats."""
    x, y, z = (float(value) for value in np.asarray(values))
    return x, y, z


def voxel_index(points_map: npt.ArrayLike, voxel_size_m: float) -> npt.NDArray[np.int32]:
    """Coordinates (N, 3) of the voxels that hold points (N, 3)."""
    scaled = np.asarray(points_map, dtype=np.float64) / voxel_size_m
    return np.ascontiguousarray(np.floor(scaled), dtype=np.int32)


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
    """Places that show a thing of one label rather than of any other."""
    index = (voxel_index(p.points_map, voxel_map.config.voxel_size_m) for p in places)
    found = (find_occupied(voxel_map.arrays, each) for each in index)
    return [
        _sighting(place, voxel_map, keyframes, rows)
        for place, (rows, cells) in zip(places, found, strict=True)
        if _is_own(voxel_map.features_of(np.unique(cells[cells >= 0])), labels)
    ]


def _is_own(features: Float32, labels: Labels) -> bool:
    """Whether features (N, D) resemble their own label as much as any other."""
    mean = features.sum(axis=0)
    alike = labels.vectors @ mean
    return bool(alike[labels.own] >= alike.max() - _TIE * np.linalg.norm(mean))


def _sighting(
    place: Place, voxel_map: VoxelMap, keyframes: Keyframes, rows: npt.NDArray[np.int32]
) -> Sighting:
    appeared = voxel_map.to_ns(voxel_map.arrays.row_first[rows[rows >= 0]])
    first_seen_ns = int(np.quantile(appeared, _FIRST_SEEN_QUANTILE, method="lower"))
    low, high = place.box_m
    image = None if place.image_id is None else keyframes.get(place.image_id)
    shows_it = image is not None and image.stamp_ns >= first_seen_ns
    return Sighting(
        position_m=metres3(np.add(low, high) / 2.0),
        size_m=place.size_m,
        probability=place.probability,
        first_seen_ns=first_seen_ns,
        last_seen_ns=place.last_seen_ns,
        image_id=place.image_id if shows_it else None,
        source="" if image is None else image.camera_id,
        points_map=place.points_map,
    )
