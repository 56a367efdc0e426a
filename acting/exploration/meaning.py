"""The semantic term: where a thing would be, by what is there and by what is known of homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from whereseen.acting.exploration.columns import Columns
from whereseen.acting.exploration.customs import customary
from whereseen.acting.exploration.sought import Sought, Standing, footprint
from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.memory.consolidation.habits import Where, ranked_places
from whereseen.memory.encoder.protocol import Vocabulary
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.graph.bodies import role_of
from whereseen.memory.objects.boxes import Boxes, gaps_m
from whereseen.memory.objects.entity import Status

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_TEMPERATURE = 0.15  # scores that differ by so much make places e times as likely
_NEAR_M = 0.3  # what is near speaks for a place
_REGION_M = 1.5  # what stands around speaks for what was not seen beyond it
_FAR_M = 1.5  # and, ever less, the farther that is
_AROUND_M = 0.1  # of furniture
_FLOOR = 0.15  # to a square metre of floor on which nothing stands, against 1 in a home
_TYPICAL = 3.0  # furniture is customary for a thing by so much in the mean over a home
_LEAST, _MOST = 0.05, 40.0  # of what is usual: nowhere is a thing impossible, or certain


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
    like, (here, region) = (
        _likeness(memory, costmap, columns, sought),
        _usual(memory, costmap, sought.noun),
    )
    apart = ndimage.distance_transform_edt(~seen) * costmap.cell_m
    beyond = (region * _around(like, seen, costmap.cell_m)) ** np.exp(-apart / _FAR_M)
    return np.clip(np.where(seen, like * here, beyond), _LEAST, _MOST).astype(np.float32)


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


def _usual(memory: SpatialMemory, costmap: Costmap, noun: str) -> tuple[Float64, Float64]:
    """How likely such things are at each cell (H, W), and in the part of the home around it.

    1 is usual for a square metre of a home. That there is more furniture than is known yet counts:
    the first piece that is seen does not draw all probability.
    """
    shape, cell_m = costmap.states.shape, costmap.cell_m
    here, weights, counts = np.full(shape, _FLOOR), np.zeros(shape), np.zeros(shape)
    pieces, rooms = _furniture(memory), _rooms(memory, costmap)
    whither = {where: each[0].position_m for where, each in pieces.items()}
    places = ranked_places(noun, memory.upkeep.habits, whither, tuple(rooms))
    for place in places:
        weight = place.probability * len(places) * customary(noun, place.support)
        for each in pieces.get((place.room, place.support), ()):
            mask = footprint(each, costmap, _AROUND_M)
            area_m2 = max(float(mask.sum()) * cell_m**2, 0.1)
            here[mask] = np.maximum(here[mask], weight / area_m2)
            row, column = costmap.cells_of([each.position_m])[0].tolist()
            if costmap.contains(row, column):
                weights[row, column] += weight
                counts[row, column] += 1.0
        if not place.support and place.room in rooms:
            here[rooms[place.room]] *= place.probability * len(places)
    sigma = _REGION_M / cell_m
    least = np.exp(-0.5) / (2.0 * np.pi * sigma**2)  # as of typical furniture so far away
    near, how_many = (ndimage.gaussian_filter(each, sigma) for each in (weights, counts))
    return here, (near / _TYPICAL + least) / (how_many + least)


def _furniture(memory: SpatialMemory) -> dict[Where, list[Standing]]:
    """What things can be on or in, by room and label: what is known, and what frames show."""
    objects = memory.objects
    known: list[tuple[str, Standing]] = [
        (each.label, each)
        for each in objects.entities()
        if each.status != Status.GONE and role_of(each.label).is_receptacle
    ]
    for label in objects.labels:
        if role_of(label).is_receptacle:
            alike = [each for name, each in known if name == label]
            spots = objects.views.spots.of(label)
            new = (it for it in spots if gaps_m(Boxes.of([it]), Boxes.of(alike)).min(initial=1) > 0)
            known += [(label, each) for each in new]
    found: dict[Where, list[Standing]] = {}
    for label, each in known:
        room = memory.kept_graph.room_name(each.position_m) or ""
        found.setdefault((room, label), []).append(each)
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


def _around(known: Float64, seen: Mask, cell_m: float) -> Float64:
    """What is known of the seen around each cell, in the mean; 1 where nothing is near."""
    sigma = _REGION_M / cell_m
    shares = ndimage.gaussian_filter(seen.astype(np.float64), sigma)
    sums = ndimage.gaussian_filter(np.where(seen, known, 0.0), sigma)
    return np.where(shares > 1e-6, sums / np.maximum(shares, 1e-9), 1.0)
