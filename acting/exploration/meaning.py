"""The semantic term: where a thing would be, by what is there and by what is known of homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from whereseen.acting.exploration.columns import Columns
from whereseen.acting.exploration.customs import customary
from whereseen.acting.exploration.sought import Sought, footprint
from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.memory.consolidation.habits import Where, ranked_places
from whereseen.memory.encoder.protocol import Vocabulary
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.graph.bodies import role_of
from whereseen.memory.objects.entity import Entity, Status

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_TEMPERATURE = 0.15  # scores that differ by so much make places e times as likely
_NEAR_M = 0.3  # what is near speaks for a place
_REGION_M = 1.0  # what stands around speaks for what was not seen beyond it
_FAR_M = 1.5  # and, ever less, the farther that is
_AROUND_M = 0.1  # of furniture
_LEAST, _MOST = 0.1, 10.0  # of what is usual: nowhere is a thing impossible, or certain


def meaning(memory: SpatialMemory, costmap: Costmap, columns: Columns, sought: Sought) -> Float32:
    """How likely it is that a thing is at each cell, (H, W), 1 being usual.

    Two things speak for a place. How alike what is near is to the thing in the encoder's space:
    mugs are nearer to sinks than to beds. And the furniture there: where things of its kinds were
    in this home, times where such things are in homes (`customs`). What was not seen is as what
    stands around it, the less the farther.

    Args:
        memory: Features, habits, furniture and rooms.
        costmap: Where the cells are.
        columns: What stands over them.
        sought: What is looked for.
    """
    seen = columns.last_seen_ns >= 0
    if not sought.noun or not seen.any():
        return np.ones(costmap.states.shape, dtype=np.float32)
    known = _likeness(memory, costmap, columns, sought) * _usual(memory, costmap, sought.noun, seen)
    return _beyond(np.clip(_to_usual(known, seen), _LEAST, _MOST), seen, costmap.cell_m)


def _likeness(memory: SpatialMemory, costmap: Costmap, columns: Columns, sought: Sought) -> Float64:
    """How alike things near each cell are to it, (H, W), 1 in the mean over seen cells.

    The voxels of itself, where it was, say nothing of where it is.
    """
    encoder, noun = memory.encoder, sought.noun
    query = encoder.example_of(noun) if isinstance(encoder, Vocabulary) else None
    vector = (query or encoder.query_text(noun)).vector
    scores = memory.voxel_map.score(vector)[columns.voxels.cells]
    told = np.isfinite(scores) & ~sought.where(costmap).ravel()[columns.at]
    found = np.zeros(costmap.states.size)
    weights = np.exp((scores[told] - scores[told].max(initial=-1.0)) / _TEMPERATURE)
    np.maximum.at(found, columns.at[told], weights.astype(np.float64))
    seen = (columns.last_seen_ns >= 0).astype(np.float64)
    sigma = _NEAR_M / costmap.cell_m
    smooth = ndimage.gaussian_filter(found.reshape(seen.shape), sigma)
    smooth /= np.maximum(ndimage.gaussian_filter(seen, sigma), 1e-3)
    return _to_usual(smooth, seen > 0.0)


def _usual(memory: SpatialMemory, costmap: Costmap, noun: str, seen: Mask) -> Float64:
    """Where such things usually are, (H, W), 1 in the mean over seen cells."""
    density = np.zeros(costmap.states.shape)
    pieces = _furniture(memory)
    rooms = _rooms(memory, costmap)
    whither = {where: each[0].position_m for where, each in pieces.items()}
    for place in ranked_places(noun, memory.upkeep.habits, whither, tuple(rooms)):
        alike = pieces.get((place.room, place.support), [])
        masks = [footprint(each, costmap, _AROUND_M) for each in alike]
        if not alike and place.room in rooms:
            masks = [rooms[place.room]]
        share = place.probability * customary(noun, place.support) / max(len(masks), 1)
        for mask in masks:
            density[mask] += share / max(float(mask.sum()), 1.0)
    if not density[seen].any():
        return np.ones(density.shape)
    return np.maximum(_to_usual(density, seen), _LEAST)


def _furniture(memory: SpatialMemory) -> dict[Where, list[Entity]]:
    """What things can be on or in, by room and label."""
    found: dict[Where, list[Entity]] = {}
    for each in memory.objects.entities():
        if each.status != Status.GONE and role_of(each.label).is_receptacle:
            room = memory.kept_graph.room_name(each.position_m) or ""
            found.setdefault((room, each.label), []).append(each)
    return found


def _rooms(memory: SpatialMemory, costmap: Costmap) -> dict[str, Mask]:
    """Cells (H, W) of each room, by its name."""
    if not memory.kept_graph.n_rooms:
        return {}
    rooms, shape = memory.graph.rooms, costmap.states.shape
    centres = costmap.centres_m(np.argwhere(np.ones(shape, dtype=np.bool_)))
    ids = np.zeros(len(centres), dtype=np.int32)
    for storey in rooms.storeys[:1]:
        rows, columns = storey.grid.cells_of(centres).T
        height, width = storey.ids.shape
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        ids[inside] = storey.ids[rows[inside], columns[inside]]
    return {room.name: (ids == room.id).reshape(shape) for room in rooms.rooms}


def _to_usual(values: Float64, seen: Mask) -> Float64:
    mean = float(values[seen].mean())
    return values / mean if mean > 0.0 else np.ones(values.shape)


def _beyond(known: Float64, seen: Mask, cell_m: float) -> Float32:
    """What is known, and of the unseen what stands around it says, which fades with distance."""
    sigma = _REGION_M / cell_m
    shares = ndimage.gaussian_filter(seen.astype(np.float64), sigma)
    around = ndimage.gaussian_filter(np.where(seen, known, 0.0), sigma) / np.maximum(shares, 1e-9)
    fading = np.exp(-ndimage.distance_transform_edt(~seen) * cell_m / _FAR_M)
    beyond = np.where(shares > 1e-6, np.maximum(around, _LEAST), 1.0) ** fading
    return np.asarray(np.where(seen, known, beyond), dtype=np.float32)
