"""From scored cells to ranked places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Place
from whereseen.memory.config import PlaceConfig
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.frames import Float64
from whereseen.memory.spatial.components import group
from whereseen.memory.spatial.keyframes import Keyframes
from whereseen.memory.spatial.selection import Selection, occupied_in
from whereseen.memory.spatial.summaries import Candidates, Grouped, places_of
from whereseen.memory.spatial.surroundings import Surroundings
from whereseen.memory.spatial.voxel_map import VoxelMap, Voxels

_LEAST_PROBABILITY = 0.02
_LINK_VOXELS = 1.8  # at least: neighbours touch even at a corner, whatever their size


def find_places(
    voxel_map: VoxelMap,
    keyframes: Keyframes,
    query: Query,
    config: PlaceConfig,
    within: Selection | None = None,
    most: int | None = None,
) -> list[Place]:
    """Places that may answer a query, best first, so many at most; every cell is considered.

    A cell's probability is its calibrated score times its existence, which grows with the share
    of views that recognised anything there. Neighbouring good cells make a place, the less likely
    the more of what is around it was seen since it was itself. With `within`, all else is left out
    before anything is ranked, as if the map held nothing else.
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
    grouped = Grouped.of(voxels, candidates, groups)
    around = Surroundings(voxel_map, within or Selection(), config)
    return places_of(voxel_map, keyframes, query.calibration, grouped, most, around)


def _voxels_of(voxel_map: VoxelMap, cells: npt.NDArray[np.int32], chosen: Voxels | None) -> Voxels:
    """Voxels of some cells, only of those chosen, in the order of the cells."""
    if chosen is None:
        return voxel_map.voxels_of(cells)
    position = np.full(int(max(chosen.cells.max(), cells.max())) + 1, -1, dtype=np.int32)
    position[cells] = np.arange(cells.size, dtype=np.int32)
    owner = position[chosen.cells]
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    return replace(chosen.take(order), cells=owner[order])


def _candidates(
    voxel_map: VoxelMap, query: Query, config: PlaceConfig, chosen: Voxels | None
) -> Candidates:
    scores = voxel_map.score(query.vector)
    known = np.flatnonzero(np.isfinite(scores)).astype(np.int32)
    if chosen is not None:
        known = np.intersect1d(known, chosen.cells)  # before ranking, so that nothing is lost
    presence = voxel_map.presence_of(known).astype(np.float64)
    existence = existence_of(presence, config)
    probability = query.calibration.probability(scores[known]) * existence
    if probability.size == 0:
        return Candidates(known, scores[known], existence, probability, probability)
    least = max(config.keep_share * float(probability.max()), _LEAST_PROBABILITY)
    kept = np.flatnonzero(probability >= least)
    least_score = (
        scores[known[kept]].max(initial=-np.inf) - config.keep_log_odds / query.calibration.slope
    )
    kept = kept[scores[known[kept]] >= least_score]
    best = kept[np.argsort(-probability[kept], kind="stable")][: config.candidates]
    return Candidates(
        cells=known[best],
        scores=scores[known[best]],
        existence=existence[best],
        probability=probability[best],
        strength=probability[best] * presence[best],
    )


def existence_of(presence: Float64, config: PlaceConfig) -> Float64:
    """Belief that something is there, by the share of views that recognised anything."""
    return presence * (1.0 + config.presence_half) / (presence + config.presence_half)
