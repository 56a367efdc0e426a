"""What is in what, and stays in it when that is closed, as in a drawer that is pushed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from whereseen.memory.attributes.category import affordances_of
from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.objects.boxes import Boxes, covered_shares
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.sighting import voxel_index
from whereseen.memory.objects.track import Track
from whereseen.memory.spatial.kernels.lookup import find_occupied
from whereseen.memory.spatial.voxel_map import VoxelMap

_HOLDS = "put things in"
_INSIDE_SHARE = 0.8  # of a thing's box in that of what it is in
_LARGER = 3.0  # times the volume of a thing
_BELOW_M = 0.12  # what a thing lay on is that near below it
_SUPPORT_SHARE = 0.55  # of its footprint; the front of a closed drawer may be below half of it
_LATELY_NS = 2_000_000_000
_JUST_NS = 500_000_000


@dataclass(frozen=True, slots=True)
class Shelter:
    """What a thing was in when it was last seen.

    Attributes:
        container_id: Of the piece of furniture, or the box.
        taken_ns: When what it lay on was gone with it, as a drawer that is pushed in; 0 if not.
    """

    container_id: int
    taken_ns: int = 0


class Shelters:
    """Remembers what things were in, for as long as they are not seen elsewhere.

    Args:
        voxel_map: Tells whether what a thing lay on is still there.
    """

    def __init__(self, voxel_map: VoxelMap) -> None:
        self._voxel_map = voxel_map
        self._inside: dict[int, Shelter] = {}

    def note(self, tracks: Iterable[Track], now_ns: int) -> None:
        """Note in what things are that are seen now."""
        entities = (track.entity for track in tracks)
        here = [each for each in entities if each.status != Status.GONE and all(each.size_m)]
        containers = [each for each in here if _HOLDS in affordances_of(each.label)]
        seen = [each for each in here if each.last_seen_ns > now_ns - _LATELY_NS]
        if not seen or not containers:
            return
        boxes, others = Boxes.of(seen), Boxes.of(containers)
        larger = others.sizes_m.prod(axis=1)[None] >= _LARGER * boxes.sizes_m.prod(axis=1)[:, None]
        shares = np.where(larger, covered_shares(boxes, others), 0.0)
        for entity, row in zip(seen, shares, strict=True):
            best = int(row.argmax())
            if row[best] >= _INSIDE_SHARE:
                self._inside[entity.id] = Shelter(containers[best].id)
            else:
                self._inside.pop(entity.id, None)

    def keeps(self, track: Track) -> bool:
        """Whether a thing that is no longer where it was went with what it lay on.

        It does not lie on the bottom of the drawer any more, but there is no bottom either.
        """
        shelter = self._inside.get(track.entity.id)
        if shelter is None or self._has_support(track.entity):
            return False
        self._inside[track.entity.id] = Shelter(shelter.container_id, track.doubted_ns)
        return True

    def shut_in(self, entities: Iterable[Entity], states: StateHistory) -> dict[int, int]:
        """Things that cannot be seen as what they are in is closed: what each of them is in.

        Args:
            entities: All things.
            states: Tells what is closed.
        """
        known = {entity.id: entity for entity in entities}
        found = {}
        for thing_id, shelter in self._inside.items():
            thing, container = known.get(thing_id), known.get(shelter.container_id)
            if (
                thing is None
                or container is None
                or Status.GONE in (thing.status, container.status)
            ):
                continue
            closed_ns = _closed_ns(states, container.id)
            is_closed = closed_ns is not None and closed_ns >= thing.last_seen_ns - _LATELY_NS
            if is_closed or shelter.taken_ns > thing.last_seen_ns:
                found[thing_id] = container.id
        return found

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop things, and what they were in."""
        gone = set(entity_ids)
        self._inside = {
            thing: shelter
            for thing, shelter in self._inside.items()
            if not gone & {thing, shelter.container_id}
        }

    def rows(self) -> dict[int, Shelter]:
        """All that is to be kept, by thing."""
        return dict(self._inside)

    def restore(self, rows: Mapping[int, Shelter]) -> None:
        """Take back what was kept."""
        self._inside = dict(rows)

    def _has_support(self, entity: Entity) -> bool:
        """Whether something was seen, after a thing, on which it could lie where it was."""
        voxel_m = self._voxel_map.config.voxel_size_m
        middle, half = np.array(entity.position_m), np.divide(entity.size_m, 2.0)
        low, high = middle - half + voxel_m / 2, middle + half
        x, y = (np.arange(low[axis], high[axis], voxel_m) for axis in (0, 1))
        z = np.arange(low[2], low[2] - _BELOW_M - voxel_m, -voxel_m)
        grid = np.stack(np.meshgrid(x, y, z, indexing="ij"), axis=-1).reshape(-1, 3)
        rows, _ = find_occupied(self._voxel_map.arrays, voxel_index(grid, voxel_m))
        seen_ns = self._voxel_map.to_ns(self._voxel_map.arrays.row_last[np.maximum(rows, 0)])
        fresh = (rows >= 0) & (seen_ns > entity.last_seen_ns + _JUST_NS)
        columns = fresh.reshape(len(x) * len(y), len(z)).any(axis=1)
        return bool(columns.mean() >= _SUPPORT_SHARE)


def _closed_ns(states: StateHistory, entity_id: int) -> int | None:
    """Since when something is closed, None if it is not known to be."""
    for state in states.of(entity_id):
        if (state.key, state.value) == ("open", "no"):
            return state.seen_ns
    return None
