"""Our tracker of things in a symbolic home, fed from a map without voxels; what the robot did too.

A robot that takes a thing in its hand and puts it down knows that it is the same thing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.attributes.state import StateHistory
from whereseen.memory.attributes.words import said_state
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.objects.sighting import Sighting, metres3
from whereseen.memory.objects.track import Track
from whereseen.memory.objects.tracker import EntityTracker
from whereseen.sim.recalling.seeing import Frame, Glimpse
from whereseen.sim.recalling.sketch import Patch, Sketch
from whereseen.sim.symbolic.grounds import Grounds

_VOXEL_M = 0.05
_MONTH_S = 40 * 86_400.0
_SAME_M = 0.35
_STILL_M = 0.05


class Tracking:
    """Things with identity, their states, and what is in the robot's hand.

    Args:
        grounds: Tells what is in view from where.

    Attributes:
        tracker: Things and their history.
        states: In which states they were.
        colours: By identity, as seen.
        sketch: What the map would hold.
        held: Identity of what is in the hand.
    """

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.sketch = Sketch(grounds)
        self.tracker = EntityTracker(ObjectConfig(stale_s=_MONTH_S), _VOXEL_M)
        self.tracker.keeps = lambda track: track.entity.id == self.held
        self.states = StateHistory()
        self.furniture: dict[str, int] = {}
        self.held: int | None = None

    def see(self, frame: Frame) -> None:
        """Take in a look."""
        now_ns = frame.look.stamp_ns
        for label in sorted(self.sketch.update(frame)):
            if not self._is_as_it_was(label, now_ns):
                self.tracker.update(label, self.sketch.sightings(label), self.sketch, now_ns)
        for glimpse in frame.glimpses:
            entity = self.at(glimpse.label, glimpse.position_m)
            if entity is not None:
                self.report(entity.id, glimpse.words, now_ns)

    def _is_as_it_was(self, label: str, now_ns: int) -> bool:
        """Whether all things of a label are seen where they were; they are noted as seen then.

        That is what the tracker makes of them, in less time.
        """
        tracks = list(self.tracker.things.labelled(label))
        seen = self.sketch.sightings(label)
        if len(tracks) != len(seen) or not all(map(_is_settled, tracks)):
            return False
        pairs = [(track, _nearest(track, seen)) for track in tracks]
        if len({id(sighting) for _, sighting in pairs}) < len(seen):
            return False
        if any(_apart_m(track, sighting) > _STILL_M for track, sighting in pairs):
            return False
        for track, sighting in pairs:
            self.tracker.things.see(track, sighting)
            track.found_ns, track.looks = now_ns, track.looks + 1
        return True

    def see_held(self, words: tuple[str, ...], stamp_ns: int) -> None:
        """What is in the hand is in view."""
        if self.held is not None:
            self.report(self.held, words, stamp_ns)

    def report(self, entity_id: int, words: tuple[str, ...], stamp_ns: int) -> None:
        """A thing looks like that."""
        for word in words:
            self.states.report(entity_id, said_state(word), stamp_ns)

    def know(self, name: str, stamp_ns: int) -> int:
        """A piece of furniture is where it stands; returns its identity."""
        if name not in self.furniture:
            sighting = self._of_furniture(name, stamp_ns)
            label = self.grounds.label_of(name)
            self.furniture[name] = self.tracker.things.appear(label, sighting, 0).entity.id
        return self.furniture[name]

    def take(self, entity_id: int) -> None:
        """A thing is in the hand, and no longer where it was."""
        entity = self.entity(entity_id)
        self.held = entity_id
        near = self._patch(entity) if entity is not None else None
        if near is not None:
            self.sketch.patches.remove(near)

    def put(self, entity_id: int, position_m: Metres3, stamp_ns: int) -> None:
        """A thing was put somewhere."""
        self.held = None
        track = self.tracker.things.tracks.get(entity_id)
        if track is None:
            return
        glimpse = Glimpse(track.entity.label, position_m, track.entity.size_m)
        patch = self.sketch.show(glimpse, stamp_ns)
        self.tracker.things.move(track, patch.sighting())
        track.found_ns = stamp_ns

    def miss(self, entity_id: int, stamp_ns: int) -> None:
        """A thing was looked for where it should be, in vain."""
        track = self.tracker.things.tracks.get(entity_id)
        if track is None or track.entity.status == Status.GONE or entity_id == self.held:
            return
        patch = self._patch(track.entity)
        if patch is not None:
            self.sketch.patches.remove(patch)
        track.doubted_ns = track.doubted_ns if track.doubts else stamp_ns
        track.doubts, track.absence = track.doubts + 2, 1.0
        self.tracker.things.vanish(track)

    def entity(self, entity_id: int) -> Entity | None:
        """A thing by its identity, also by one that it had."""
        things = self.tracker.things
        track = things.tracks.get(things.find_self(entity_id))
        return None if track is None else track.entity

    def entities(self) -> Iterator[Entity]:
        """All things, in order of identity."""
        for _, track in sorted(self.tracker.things.tracks.items()):
            yield track.entity

    def at(self, label: str, position_m: Metres3) -> Entity | None:
        """The thing of a label that is nearest to a place, and near enough to be there."""
        near = [
            (math.dist(track.entity.position_m, position_m), track.entity.id, track)
            for track in self.tracker.things.labelled(label)
            if track.entity.status != Status.GONE and track.entity.id != self.held
        ]
        found: Track | None = min(near)[2] if near and min(near)[0] <= _SAME_M else None
        return None if found is None else found.entity

    def _patch(self, entity: Entity) -> Patch | None:
        near = [
            (math.dist(patch.position_m, entity.position_m), n)
            for n, patch in enumerate(self.sketch.patches)
            if entity.label in patch.names
        ]
        apart_m, at = min(near, default=(math.inf, 0))
        return self.sketch.patches[at] if apart_m <= _SAME_M else None

    def _of_furniture(self, name: str, stamp_ns: int) -> Sighting:
        low, high = self.grounds.boxes[name]
        return Sighting(
            position_m=metres3((low + high) / 2.0),
            size_m=metres3(high - low),
            probability=0.9,
            first_seen_ns=stamp_ns,
            last_seen_ns=stamp_ns,
            image_id=None,
            source="camera",
            points_map=np.asarray([low, high], dtype=np.float32),
        )


def _is_settled(track: Track) -> bool:
    """Whether a thing is in sight, and nothing speaks against it."""
    is_there = track.entity.status == Status.PRESENT and not track.is_only_told
    return is_there and not track.doubts and not track.misses and track.presumed is None


def _nearest(track: Track, seen: Sequence[Sighting]) -> Sighting:
    return min(seen, key=lambda each: _apart_m(track, each))


def _apart_m(track: Track, sighting: Sighting) -> float:
    return math.dist(track.entity.position_m, sighting.position_m)
