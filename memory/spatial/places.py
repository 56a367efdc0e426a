"""From scored cells to ranked places."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Place
from whereseen.memory.config import PlaceConfig
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.spatial.components import group
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.selection import Selection, occupied_in
from whereseen.memory.spatial.voxel_map import VoxelMap, Voxels

_LEAST_PROBABILITY = 0.02
BEST_CELLS = 3  # a place scores as the mean of its best cells
_LINK_VOXELS = 1.8  # at least: neighbours touch even at a corner, whatever their size
_ENOUGH_VOXELS = 4  # a smaller place is doubted: specks are mostly noise


@dataclass(frozen=True, slots=True)
class _Candidates:
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


def find_places(
    voxel_map: VoxelMap,
    keyframes: Keyframes,
    query: Query,
    config: PlaceConfig,
    within: Selection | None = None,
) -> list[Place]:
    """Places that may answer a query, best first; every cell of the map is considered.

    A cell's probability is its calibrated score times its existence, which grows with the share
    of views that recognised anything there. Neighbouring good cells make a place. With `within`,
    all else is left out before anything is ranked, as if the map held nothing else.
    """
    chosen = None if within is None else occupied_in(voxel_map, within)
    candidates = _candidates(voxel_map, query, config, chosen)
    if candidates.cells.size == 0:
        return []
    voxels = _voxels_of(voxel_map, candidates.cells, chosen)
    if voxels.index.shape[0] == 0:
        return []
    strength = candidates.strength[voxels.cells]
    link_m = max(config.link_m, _LINK_VOXELS * voxel_map.config.voxel_size_m)
    groups = group(voxels.points_map, strength, link_m=link_m, widest_m=config.widest_m)
    places = [
        _place(voxel_map, keyframes, query, voxels, candidates, members) for members in groups
    ]
    return _without_repeats(
        sorted(places, key=lambda place: (-place.probability, place.position_m))
    )


def _voxels_of(voxel_map: VoxelMap, cells: npt.NDArray[np.int32], chosen: Voxels | None) -> Voxels:
    """Voxels of some cells, only of those chosen, in the order of the cells."""
    if chosen is None:
        return voxel_map.voxels_of(cells)
    position = np.full(int(max(chosen.cells.max(), cells.max())) + 1, -1, dtype=np.int32)
    position[cells] = np.arange(cells.size, dtype=np.int32)
    owner = position[chosen.cells]
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    columns = {each.name: getattr(chosen, each.name)[order] for each in fields(Voxels)}
    return Voxels(**columns | {"cells": owner[order]})


def _candidates(
    voxel_map: VoxelMap, query: Query, config: PlaceConfig, chosen: Voxels | None
) -> _Candidates:
    scores = voxel_map.score(query.vector)
    known = np.flatnonzero(np.isfinite(scores)).astype(np.int32)
    if chosen is not None:
        known = np.intersect1d(known, chosen.cells)  # before ranking, so that nothing is lost
    presence = voxel_map.presence_of(known).astype(np.float64)
    existence = existence_of(presence, config)
    probability = query.calibration.probability(scores[known]) * existence
    if probability.size == 0:
        return _Candidates(known, scores[known], existence, probability, probability)
    least = max(config.keep_share * float(probability.max()), _LEAST_PROBABILITY)
    kept = np.flatnonzero(probability >= least)
    least_score = (
        scores[known[kept]].max(initial=-np.inf) - config.keep_log_odds / query.calibration.slope
    )
    kept = kept[scores[known[kept]] >= least_score]
    best = kept[np.argsort(-probability[kept], kind="stable")][: config.candidates]
    return _Candidates(
        cells=known[best],
        scores=scores[known[best]],
        existence=existence[best],
        probability=probability[best],
        strength=probability[best] * presence[best],
    )


def existence_of(presence: Float64, config: PlaceConfig) -> Float64:
    """Belief that something is there, by the share of views that recognised anything."""
    return presence * (1.0 + config.presence_half) / (presence + config.presence_half)


def _place(
    voxel_map: VoxelMap,
    keyframes: Keyframes,
    query: Query,
    voxels: Voxels,
    candidates: _Candidates,
    members: npt.NDArray[np.intp],
) -> Place:
    points = voxels.points_map[members]
    owners = voxels.cells[members]
    ranked = np.unique(owners)  # candidates are sorted, so the best come first
    best = ranked[:BEST_CELLS]
    score = float(candidates.scores[best].mean())
    existence = float(candidates.existence[best].mean())
    weight = candidates.probability[owners]
    centroid = (points * weight[:, None]).sum(axis=0) / weight.sum()
    middle = points[np.argmin(((points - centroid) ** 2).sum(axis=1))]
    support = min(1.0, members.size / _ENOUGH_VOXELS)
    size = np.ptp(points, axis=0) + voxel_map.config.voxel_size_m
    return Place(
        position_m=(float(middle[0]), float(middle[1]), float(middle[2])),
        size_m=(float(size[0]), float(size[1]), float(size[2])),
        score=score,
        probability=float(query.calibration.probability(score)) * existence * support,
        first_seen_ns=int(voxels.first_seen_ns[members].min()),
        last_seen_ns=int(voxels.last_seen_ns[members].max()),
        image_id=_evidence(voxel_map, keyframes, candidates.cells[ranked]),
        points_map=points,
    )


def _without_repeats(places: list[Place]) -> list[Place]:
    """Leave out places that lie inside the box of a better one."""
    positions = np.array([place.position_m for place in places])
    boxes = np.array([place.box_m for place in places])
    repeated = np.zeros(len(places), dtype=np.bool_)
    for number, (low, high) in enumerate(boxes):
        if not repeated[number]:
            worse = positions[number + 1 :]
            repeated[number + 1 :] |= ((low <= worse) & (worse <= high)).all(axis=1)
    return [place for place, is_repeated in zip(places, repeated, strict=True) if not is_repeated]


def _evidence(
    voxel_map: VoxelMap, keyframes: Keyframes, cells: npt.NDArray[np.int32]
) -> int | None:
    """The key frame that shows the most of these cells, by samples."""
    slots = voxel_map.arrays.cell_image[cells]
    pixels = voxel_map.arrays.cell_pixels[cells]
    if not slots.any():
        return None
    votes = np.bincount(slots[slots > 0], weights=pixels[slots > 0])
    frame = keyframes.slots[int(np.argmax(votes)) - 1]
    return None if frame is None else frame.image_id
