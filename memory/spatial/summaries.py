"""Groups of voxels to places: all of them summed up at once, for a large map has thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Place
from whereseen.memory.encoder.protocol import Calibration
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.kernels.nesting import outside_better
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.runs import begins, distinct
from whereseen.memory.spatial.surroundings import Surroundings
from whereseen.memory.spatial.voxel_map import VoxelMap, Voxels

BEST_CELLS = 3  # a place scores as the mean of its best cells
_ENOUGH_VOXELS = 2  # a smaller place is doubted: specks are mostly noise
_TIE_M2 = 1e-6  # of squared distances: which of two voxels is nearest hangs on no rounding

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Cells that may answer, best first.

    Attributes:
        cells: (C,) int32.
        scores: (C,) float32.
        existence: (C,) float64 belief that anything was recognised there at all.
        probability: (C,) float64.
        strength: (C,) float64 probability times presence, which does not saturate.
    """

    cells: npt.NDArray[np.int32]
    scores: Float32
    existence: Float64
    probability: Float64
    strength: Float64


@dataclass(frozen=True, slots=True)
class Grouped:
    """Voxels (N,) one group after the other.

    Attributes:
        voxels: The voxels; their `cells` are positions among the candidates.
        candidates: What they belong to.
        starts: (G,) first voxel of each group.
        owner: (N,) group of each voxel.
    """

    voxels: Voxels = field(repr=False)
    candidates: Candidates = field(repr=False)
    starts: Indices
    owner: Indices

    @classmethod
    def of(cls, voxels: Voxels, candidates: Candidates, groups: Sequence[Indices]) -> Grouped:
        """Put voxels in the order of groups, at least one, each with at least one member."""
        sizes = np.array([members.size for members in groups])
        return cls(
            voxels=voxels.take(np.concatenate(groups)),
            candidates=candidates,
            starts=np.cumsum(sizes) - sizes,
            owner=np.repeat(np.arange(sizes.size), sizes),
        )

    @property
    def sizes(self) -> Indices:
        """Voxels (G,) in each group."""
        return np.diff(self.starts, append=self.owner.size)


def places_of(
    voxel_map: VoxelMap,
    keyframes: Keyframes,
    calibration: Calibration,
    grouped: Grouped,
    most: int | None = None,
    around: Surroundings | None = None,
) -> list[Place]:
    """A place for each group, best first, so many at most.

    Those that lie inside a better one's box are left out; what is around them tells, if it is
    given, whether they may be leftovers.
    """
    points, starts = grouped.voxels.points_map, grouped.starts
    low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
    size = high - low + voxel_map.config.voxel_size_m
    middle = points[_middles(grouped)]
    owned = _OwnedCells.of(grouped)
    score, probability = _probabilities(grouped, owned, calibration)
    first_ns = np.minimum.reduceat(grouped.voxels.first_seen_ns, starts)
    last_ns = np.maximum.reduceat(grouped.voxels.last_seen_ns, starts)
    if around is not None:
        probability = probability * around.staying(low, high, last_ns, probability)
    order = np.lexsort((*middle.T[::-1], -probability))
    half = size[order].astype(np.float64) / 2.0
    centre = (low[order] + high[order]) / 2.0
    order = order[outside_better(middle[order], centre - half, centre + half)][:most]
    images = _images(voxel_map, keyframes, grouped, owned)
    ends = starts + grouped.sizes
    columns = (middle, size, score, probability, first_ns, last_ns)
    listed = zip(order.tolist(), *(column[order].tolist() for column in columns), strict=True)
    return [
        Place(
            position_m=(x, y, z),
            size_m=(dx, dy, dz),
            score=rated,
            probability=likely,
            first_seen_ns=first,
            last_seen_ns=last,
            image_id=images.get(group),
            points_map=points[starts[group] : ends[group]].copy(),
        )
        for group, (x, y, z), (dx, dy, dz), rated, likely, first, last in listed
    ]


def _middles(grouped: Grouped) -> Indices:
    """The voxel (G,) of each group that is nearest to its centre of weight, the lowest of several.

    Which that is hangs neither on rounding nor on the order in which voxels are stored.
    """
    points, starts, owner = grouped.voxels.points_map, grouped.starts, grouped.owner
    weight = grouped.candidates.probability[grouped.voxels.cells]
    sums = [np.bincount(owner, weights=weight * column) for column in points.T]
    centre = np.stack(sums, axis=1) / np.bincount(owner, weights=weight)[:, None]
    apart = ((points - centre[owner]) ** 2).sum(axis=1)
    nearest = np.flatnonzero(apart <= np.minimum.reduceat(apart, starts)[owner] + _TIE_M2)
    nearest = nearest[np.lexsort((*points[nearest].T[::-1], owner[nearest]))]
    return nearest[begins(owner[nearest])]


@dataclass(frozen=True, slots=True)
class _OwnedCells:
    """Cells in groups: pairs (P,), by group and then best first.

    Attributes:
        group: (P,) group of each.
        cell: (P,) position among the candidates.
        starts: (G,) first pair of each group.
    """

    group: Indices
    cell: Indices
    starts: Indices

    @classmethod
    def of(cls, grouped: Grouped) -> _OwnedCells:
        """Each cell once for each group that has a voxel in it."""
        n = grouped.candidates.cells.size
        group, cell = np.divmod(distinct(grouped.owner * n + grouped.voxels.cells), n)
        return cls(group, cell, begins(group))


def _probabilities(
    grouped: Grouped, owned: _OwnedCells, calibration: Calibration
) -> tuple[Float64, Float64]:
    """Scores (G,) by the best cells of each group, and probabilities (G,)."""
    found = grouped.candidates
    at = owned.starts[:, None] + np.arange(BEST_CELLS)
    is_own = at < np.append(owned.starts[1:], owned.cell.size)[:, None]
    best = owned.cell[np.where(is_own, at, 0)]
    counts = is_own.sum(axis=1)
    score = (found.scores[best] * is_own).sum(axis=1) / counts.astype(np.float32)
    existence = (found.existence[best] * is_own).sum(axis=1) / counts
    support = np.minimum(1.0, grouped.sizes / _ENOUGH_VOXELS)
    exact = score.astype(np.float64)
    return exact, calibration.probability(exact) * existence * support


def _images(
    voxel_map: VoxelMap, keyframes: Keyframes, grouped: Grouped, owned: _OwnedCells
) -> dict[int, int]:
    """By group the key frame that shows the most of its cells, by samples, where one does."""
    a, cells = voxel_map.arrays, grouped.candidates.cells[owned.cell]
    slots = a.cell_image[cells].astype(np.intp)
    shown = slots > 0
    n = len(keyframes.slots) + 1
    keys, which = np.unique(owned.group[shown] * n + slots[shown], return_inverse=True)
    votes = np.bincount(which, weights=a.cell_pixels[cells][shown])
    group, slot = np.divmod(keys, n)
    order = np.lexsort((-votes, group))
    winners = order[begins(group[order])]
    pairs = zip(group[winners].tolist(), slot[winners].tolist(), strict=True)
    frames = ((of_group, keyframes.slots[at - 1]) for of_group, at in pairs)
    return {of_group: frame.image_id for of_group, frame in frames if frame is not None}
