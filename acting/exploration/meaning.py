"""The semantic term: where a thing would be, by what is there and by what is known of homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from whereseen.acting.exploration.columns import Columns
from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.memory.consolidation.habits import likely_places
from whereseen.memory.encoder.protocol import Vocabulary
from whereseen.memory.encoder.question import noun_phrase_of
from whereseen.memory.frames import Float32, Float64

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_TEMPERATURE = 0.07  # scores that differ by so much make places e times as likely
_NEAR_M = 0.3  # what is near speaks for a place
_FAR_M = 1.5  # and, ever less, for what was not seen beyond it
_AROUND_M = 0.1  # of furniture
_LEAST, _MOST = 0.1, 10.0  # of what is usual: nowhere is a thing impossible, or certain


def meaning(memory: SpatialMemory, costmap: Costmap, columns: Columns, query: str) -> Float32:
    """How likely it is that a thing is at each cell, (H, W), 1 being usual.

    Half of it is how alike what is near is to the query in the encoder's space: mugs are nearer to
    sinks than to beds. The other half is where such things usually are, by `likely_places`. What
    was not seen is as what is near to it, the less the farther.

    Args:
        memory: Features, habits, furniture and rooms.
        costmap: Where the cells are.
        columns: What stands over them.
        query: As "a red mug"; empty for nothing in particular.
    """
    seen = columns.last_seen_ns >= 0
    if not query.strip() or not seen.any():
        return np.ones(costmap.states.shape, dtype=np.float32)
    noun = noun_phrase_of(query) or query
    known = 0.5 * (_likeness(memory, costmap, columns, noun) + _usual(memory, costmap, noun, seen))
    return _beyond(np.clip(known, _LEAST, _MOST), seen, costmap.cell_m)


def _likeness(memory: SpatialMemory, costmap: Costmap, columns: Columns, noun: str) -> Float64:
    """How alike to a noun things near each cell are, (H, W), 1 in the mean over seen cells."""
    encoder = memory.encoder
    query = encoder.example_of(noun) if isinstance(encoder, Vocabulary) else None
    vector = (query or encoder.query_text(noun)).vector
    scores = memory.voxel_map.score(vector)[columns.voxels.cells]
    told = np.isfinite(scores)
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
    boxes = {
        (memory.kept_graph.room_name(each.position_m) or "", each.label, each.position_m): each
        for each in memory.objects.entities()
    }
    rooms = _rooms(memory, costmap)
    for place in likely_places(memory, noun):
        mask = np.zeros(density.shape, dtype=np.bool_)
        if place.position_m is not None:
            entity = boxes[place.room, place.support, place.position_m]
            half = np.asarray(entity.size_m[:2]) / 2.0 + _AROUND_M
            middle = np.asarray(place.position_m[:2])
            corners = costmap.cells_of([middle - half, middle + half])
            (top, left), (bottom, right) = np.maximum(corners, 0).tolist()
            mask[top : bottom + 1, left : right + 1] = True
        elif place.room in rooms:
            mask = rooms[place.room]
        if mask.any():
            density[mask] += place.probability / float(mask.sum())
    if not density[seen].any():
        return np.ones(density.shape)
    return _to_usual(density, seen)


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
    """What is known, and around that what it says of the unseen, which is usual far away."""
    apart, nearest = ndimage.distance_transform_edt(~seen, return_indices=True)
    share = np.exp(-apart * cell_m / _FAR_M)
    logs = np.log(known)[tuple(nearest)]
    return np.asarray(np.where(seen, known, np.exp(share * logs)), dtype=np.float32)
