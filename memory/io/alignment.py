"""The rigid transform that lays one map over another, from their shapes alone.

Features of the surfaces are matched, triples of matches vote for a transform, the best few are
refined, and colours decide between those that fit equally well, as in a rectangular room.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64, apply
from whereseen.memory.io.cloud import DescribedCloud, describe, refine
from whereseen.memory.io.geometry_view import Geometry, read_geometry

_FEWEST_POINTS = 200
_MOST_POINTS = 6_000
_TRIPLES = 200_000
_MOST_VOTES = 4_000
_MOST_BACKERS = 2_000
_EDGE_RATIO = 0.9
_SHORTEST_EDGE = 2.5  # times the reach: short triples turn freely
_STEEPEST_COSINE = 0.5  # both maps know up, to within 60 degrees at worst
_CANDIDATES = 12
_SAME_COLOUR = 60.0
_COLOUR_WEIGHT = 0.5
# Maps of different rooms reached .59, halves of one recording .75 and more.
TRUSTED_FITNESS = 0.65

Pairs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How one map lies in the frame of another.

    Attributes:
        T_reference_map: (4, 4) float64; maps points of the map into the reference's frame.
        fitness: Share of the map's voxels that have one of the reference within 1.5 voxels. It is
            bounded by how much of the map the reference covers; floors and walls alone give
            different rooms up to 0.6.
        error_m: Root mean square distance of those pairs; it cannot fall much under half a voxel.
    """

    T_reference_map: Float64
    fitness: float
    error_m: float

    @property
    def trusted(self) -> bool:
        """Whether the fitness is beyond what different rooms reach: 0.65 or more.

        An alignment below that may be right where the maps share little, and is to be looked at.
        """
        return self.fitness >= TRUSTED_FITNESS

    def to_json(self) -> dict[str, Any]:
        """The stable form that `whereseen align --json` prints."""
        return {
            "T_reference_map": self.T_reference_map.round(6).tolist(),
            "fitness": round(self.fitness, 4),
            "error_m": round(self.error_m, 4),
            "trusted": self.trusted,
        }


def align_maps(file: Path, reference: Path) -> Alignment:
    """Find how a map file lies in the frame of another, without an initial guess.

    Raises:
        InvalidConfig: if either map is too small, or their shapes have nothing in common.
        MapFileError: if either file cannot be opened.
        MissingDependency: without open3d.
    """
    moving, fixed = read_geometry(file), read_geometry(reference)
    for geometry, path in ((moving, file), (fixed, reference)):
        if len(geometry.index) < _FEWEST_POINTS:
            raise InvalidConfig(
                "the map is too small to be aligned",
                got=f"{path}: {len(geometry.index)} voxels",
                remedy=f"Map at least {_FEWEST_POINTS} voxels",
            )
    return align(moving, fixed)


def align(moving: Geometry, fixed: Geometry, *, seed: int = 0) -> Alignment:
    """Find how one shape lies in the frame of another; the same seed gives the same answer.

    Raises:
        InvalidConfig: if they have nothing in common.
        MissingDependency: without open3d.
    """
    voxel_m = max(moving.voxel_size_m, fixed.voxel_size_m)
    cell_m = _cell(moving, fixed)
    source, target = (
        describe(shape.points_map, shape.rgb, shape.path_map, cell_m=cell_m)
        for shape in (moving, fixed)
    )
    pairs = match(source.features, target.features)
    guesses = vote(source.points, target.points, pairs, reach_m=1.5 * cell_m, seed=seed)
    upright = np.einsum("i,bij,j->b", fixed.up_map, guesses[:, :3, :3], moving.up_map)
    guesses = guesses[upright > _STEEPEST_COSINE][:_CANDIDATES]
    if not len(guesses):
        raise InvalidConfig(
            "the maps have no shape in common",
            got=f"{len(pairs)} matches and no transform that fits them",
            remedy="Map more of the place that both should show",
        )
    found = max(
        (refine(source.points, target.points, guess, distance_m=2.0 * cell_m) for guess in guesses),
        key=lambda fit: agreement(source, target, fit.T_target_source, reach_m=cell_m),
    )
    for reach_m in (4.0 * voxel_m, 1.5 * voxel_m):
        found = refine(
            moving.points_map, fixed.points_map, found.T_target_source, distance_m=reach_m
        )
    return Alignment(found.T_target_source, found.fitness, found.error_m)


def match(source: npt.NDArray[np.float32], target: npt.NDArray[np.float32]) -> Pairs:
    """Mutual nearest neighbours (K, 2) of features (N, D) and (M, D)."""
    forth = _nearest(source, target)
    back = _nearest(target, source)
    mutual = np.flatnonzero(back[forth] == np.arange(len(source)))
    return np.stack([mutual, forth[mutual]], axis=1)


def vote(source: Float64, target: Float64, pairs: Pairs, *, reach_m: float, seed: int) -> Float64:
    """Transforms (B, 4, 4) that triples of pairs suggest, those that most pairs back first.

    Args:
        source: (N, 3) points.
        target: (M, 3) points.
        pairs: (K, 2) rows of both that may be the same place.
        reach_m: A pair backs a transform that brings it so near.
        seed: Of the triples drawn.
    """
    if len(pairs) < 3:
        return np.zeros((0, 4, 4))
    a, b = source[pairs[:, 0]], target[pairs[:, 1]]
    triples = np.random.default_rng(seed).integers(len(pairs), size=(_TRIPLES, 3))
    triples = triples[_rigid(a[triples], b[triples], _SHORTEST_EDGE * reach_m)][:_MOST_VOTES]
    found = _fit(a[triples], b[triples])
    some = slice(None, None, -(-len(pairs) // _MOST_BACKERS))
    a, b = a[some], b[some]
    backers = np.zeros(len(found), dtype=np.int64)
    for start in range(0, len(found), 256):
        T = found[start : start + 256]
        moved = a @ T[:, :3, :3].transpose(0, 2, 1) + T[:, None, :3, 3]
        near = ((moved - b) ** 2).sum(axis=2) < reach_m**2
        backers[start : start + 256] = near.sum(axis=1)
    return _distinct(found[np.argsort(-backers, kind="stable")[:400]], reach_m)


def agreement(
    source: DescribedCloud, target: DescribedCloud, T_target_source: Float64, *, reach_m: float
) -> float:
    """Share of the source that meets the target, counted half where the colours differ."""
    from scipy.spatial import cKDTree

    found = cKDTree(target.points).query(apply(T_target_source, source.points))
    distance, nearest = np.asarray(found[0]), np.asarray(found[1])
    met = distance < reach_m
    shift = np.abs(source.rgb[met] - target.rgb[nearest[met]]).max(axis=1)
    return float(met.mean() - _COLOUR_WEIGHT * (shift > _SAME_COLOUR).sum() / len(met))


def _cell(moving: Geometry, fixed: Geometry) -> float:
    """Edge of the cells that thin both maps to a size that can be matched."""
    cell_m = 2.0 * max(moving.voxel_size_m, fixed.voxel_size_m)
    most = max(
        len(np.unique(np.floor(shape.points_map / cell_m).astype(np.int64), axis=0))
        for shape in (moving, fixed)
    )
    return float(cell_m * max(1.0, most / _MOST_POINTS) ** 0.5)


def _nearest(
    queries: npt.NDArray[np.float32], rows: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    squares = (rows**2).sum(axis=1)
    found = [
        np.argmin(squares - 2.0 * (queries[start : start + 1024] @ rows.T), axis=1)
        for start in range(0, len(queries), 1024)
    ]
    return np.concatenate(found)


def _rigid(a: Float64, b: Float64, shortest_m: float) -> npt.NDArray[np.bool_]:
    """Which triples (B, 3, 3) have long edges, of equal length on both sides."""
    edges_a, edges_b = (np.linalg.norm(side - np.roll(side, 1, axis=1), axis=2) for side in (a, b))
    shorter, longer = np.minimum(edges_a, edges_b), np.maximum(edges_a, edges_b)
    fits = (shorter > shortest_m) & (shorter > _EDGE_RATIO * longer)
    return np.asarray(fits.all(axis=1))


def _fit(a: Float64, b: Float64) -> Float64:
    """Least-squares transforms (B, 4, 4) from triples `a` (B, 3, 3) to `b`."""
    middle_a, middle_b = a.mean(axis=1), b.mean(axis=1)
    u, _, vt = np.linalg.svd((a - middle_a[:, None]).transpose(0, 2, 1) @ (b - middle_b[:, None]))
    sign = np.ones((len(a), 3))
    sign[:, 2] = np.sign(np.linalg.det(u) * np.linalg.det(vt))
    R = (vt.transpose(0, 2, 1) * sign[:, None, :]) @ u.transpose(0, 2, 1)
    T = np.tile(np.eye(4), (len(a), 1, 1))
    T[:, :3, :3] = R
    T[:, :3, 3] = middle_b - np.einsum("bij,bj->bi", R, middle_a)
    return T


def _distinct(transforms: Float64, reach_m: float) -> Float64:
    """Leave out transforms (B, 4, 4) that nearly repeat an earlier one."""
    kept: list[Float64] = []
    for T in transforms:
        turns = [float(np.abs(T[:3, :3] - other[:3, :3]).max()) for other in kept]
        shifts = [float(np.linalg.norm(T[:3, 3] - other[:3, 3])) for other in kept]
        if all(
            turn > 0.15 or shift > 3.0 * reach_m for turn, shift in zip(turns, shifts, strict=True)
        ):
            kept.append(T)
    return np.array(kept).reshape(-1, 4, 4)
