"""The things known, and the ways in which what is known of them becomes different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.frames import Float32, Float64, apply
from whereseen.memory.objects.boxes import grid_points
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Belief, Cause, Entity, Kind, Status
from whereseen.memory.objects.history import ChangeRow, History
from whereseen.memory.objects.rows import ObjectRows, ThingRow
from whereseen.memory.objects.sighting import Sighting, metres3
from whereseen.memory.objects.track import Track, some_of

_DROPPED_SHARE = 64


class Things:
    """All tracks by the identity of their entities, with their history.

    Attributes:
        tracks: Identity to track, in order of identity.
        history: Beliefs and changes.
        next_id: Identity of the next new thing.
        united: Identities that were given up for others, and when; whoever notes them clears it.
        merged: Identities of things that turned out to be others, and those others.
    """

    def __init__(self, config: ObjectConfig) -> None:
        self.tracks: dict[int, Track] = {}
        self.history = History(config.max_changes)
        self.next_id = 1
        self.united: list[tuple[int, int, int]] = []
        self.merged: dict[int, int] = {}
        self.max_entities = config.max_entities

    def labelled(self, label: str) -> Iterator[Track]:
        """Tracks of a label, in order of identity."""
        return (track for track in self.tracks.values() if track.entity.label == label)

    def known_since_ns(self, track: Track) -> int:
        """Latest time at which a thing is known to have been where it is thought to be."""
        if not track.is_only_told:
            return track.entity.last_seen_ns
        return max(b.valid_from_ns for b in self.history.beliefs_of(track.entity.id))

    def appear(self, label: str, sighting: Sighting, earliest_ns: int) -> Track:
        """A thing that was not known is there."""
        entity = _seen(self.new_entity(label, sighting.position_m), sighting)
        track = self._add(entity, sighting)
        after = self._believe_seen(entity, sighting, sighting.first_seen_ns)
        self.note(Kind.APPEARED, (earliest_ns, sighting.first_seen_ns), entity.id, None, after)
        return track

    def tell(self, label: str, told: Belief) -> Track:
        """A thing that was not known is said to be somewhere."""
        entity = replace(
            self.new_entity(label, told.position_m),
            size_m=told.size_m,
            probability=told.probability,
        )
        points = grid_points(told.position_m, told.size_m)
        track = self.tracks[entity.id] = Track(entity=entity, points_map=points, voxels=0)
        self.history.believe(replace(told, entity_id=entity.id))
        self._drop_least()
        return track

    def tell_again(self, track: Track, told: Belief) -> None:
        """A thing that is not in sight is said to be somewhere."""
        entity = track.entity
        self.history.close(entity.id, told.valid_from_ns)
        self.history.believe(replace(told, entity_id=entity.id))
        track.entity = replace(
            entity,
            status=Status.UNKNOWN,
            position_m=told.position_m,
            size_m=told.size_m,
            probability=told.probability,
            image_id=None,
        )
        track.points_map, track.voxels = grid_points(told.position_m, told.size_m), 0
        track.doubts = track.misses = track.overlooks = 0
        track.is_new = False

    def see(self, track: Track, sighting: Sighting) -> None:
        """A thing is where it was."""
        track.entity = _seen(track.entity, sighting)
        track.points_map, track.voxels = some_of(sighting.points_map), len(sighting.points_map)
        track.doubts = track.misses = track.overlooks = 0
        self.history.refresh(track.entity)

    def find(self, track: Track, sighting: Sighting) -> None:
        """A thing that was only told is seen."""
        self.history.close(track.entity.id, sighting.first_seen_ns)
        self.see(track, sighting)
        self._believe_seen(track.entity, sighting, sighting.first_seen_ns)

    def move(self, track: Track, sighting: Sighting, *, may_have_been_there: bool = False) -> None:
        """A thing that is no longer where it was, if it ever was there, is elsewhere.

        Args:
            track: The thing.
            sighting: What shows it.
            may_have_been_there: Whether nobody looked there between when it was told as gone and
                now; that was the first half of this move then, and is told no more.
        """
        since_ns = self.known_since_ns(track)
        at_ns = sighting.arrived_by_ns(since_ns)
        before = self.last_place(track.entity.id)
        self.history.close(track.entity.id, at_ns)
        at_ns = max(at_ns, self.history.ended_ns(track.entity.id))
        if may_have_been_there:
            self.history.retract_vanishing(track.entity.id, since_ns)
        self.see(track, sighting)
        track.is_new = False
        after = self._believe_seen(track.entity, sighting, at_ns)
        self.note(Kind.MOVED, (since_ns, at_ns), track.entity.id, before, after)

    def come_back(self, track: Track, sighting: Sighting) -> None:
        """A thing that had gone is where it was before."""
        span = (track.doubted_ns, sighting.arrived_ns)
        self.history.close(track.entity.id, sighting.arrived_ns)
        self.see(track, sighting)
        after = self._believe_seen(track.entity, sighting, sighting.arrived_ns)
        self.note(Kind.APPEARED, span, track.entity.id, None, after)

    def vanish(self, track: Track) -> None:
        """A thing is no longer where it was."""
        entity, at_ns = track.entity, track.doubted_ns
        track.is_new = False
        span = (self.known_since_ns(track), at_ns)
        before = self.history.close(entity.id, at_ns)
        track.entity = replace(
            entity, status=Status.GONE, probability=entity.probability * (1.0 - track.absence)
        )
        self.history.believe(
            Belief(
                entity_id=entity.id,
                position_m=entity.position_m,
                size_m=entity.size_m,
                valid_from_ns=at_ns,
                valid_to_ns=None,
                probability=track.absence,
                cause=Cause.ABSENT,
                source="",
            )
        )
        self.note(Kind.VANISHED, span, entity.id, before, None)

    def find_self(self, entity_id: int) -> int:
        """The identity of the thing that one turned out to be, or the same."""
        while entity_id in self.merged:
            entity_id = self.merged[entity_id]
        return entity_id

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop things and all that is known of them; their identities are not used again."""
        for entity_id in entity_ids:
            self.tracks.pop(entity_id, None)
        known = {one for one in self.merged if self.find_self(one) in self.tracks}
        self.merged = {one: other for one, other in self.merged.items() if one in known}
        self.history.forget(entity_ids)

    def correct(self, correction: Callable[[int], Float64]) -> None:
        """Move all that is known: stamps in nanoseconds to rigid transforms (4, 4) of the map."""
        self.history.move(
            lambda belief, last_ns: _moved(self._known_ns(belief, last_ns), belief, correction)
        )
        for track in self.tracks.values():
            stamp_ns = self.known_since_ns(track)
            track.entity = replace(
                track.entity, position_m=_moved(stamp_ns, track.entity, correction)
            )
            track.points_map = _points_moved(stamp_ns, track.points_map, correction)
            if track.presumed is not None:
                was, at_ns = track.presumed, track.presumed.entity.last_seen_ns
                place = replace(was.entity, position_m=_moved(at_ns, was.entity, correction))
                points = _points_moved(at_ns, was.points_map, correction)
                track.presumed = replace(was, entity=place, points_map=points)

    def rows(self) -> ObjectRows:
        """All that is to be kept."""
        tracks = self.tracks.values()
        return ObjectRows(
            things=tuple(ThingRow(t.entity, t.points_map, t.voxels, t.standing) for t in tracks),
            beliefs=self.history.beliefs,
            changes=self.history.changes,
            next_id=self.next_id,
            merged=dict(self.merged),
        )

    def restore(self, rows: ObjectRows) -> None:
        """Take back what was kept."""
        self.tracks = {r.entity.id: Track(r.entity, r.points_map, r.voxels) for r in rows.things}
        self.history.restore(rows.beliefs, rows.changes)
        self.next_id = rows.next_id
        self.merged = dict(rows.merged)
        for row in rows.things:
            self.tracks[row.entity.id].stand(row.standing)

    def _known_ns(self, belief: Belief, last_ns: int | None) -> int:
        """When a belief was last known to be right: its position is as of then."""
        track = self.tracks.get(belief.entity_id)
        if belief.cause != Cause.SEEN or track is None:
            return belief.valid_from_ns
        if belief.valid_to_ns is None:
            return track.entity.last_seen_ns
        return min(max(belief.valid_from_ns, last_ns or 0), belief.valid_to_ns)

    def new_entity(self, label: str, position_m: Metres3) -> Entity:
        """One of which nothing else is known; its identity was never used."""
        entity = Entity(
            id=self.next_id,
            label=label,
            status=Status.UNKNOWN,
            probability=0.0,
            position_m=position_m,
            size_m=(0.0, 0.0, 0.0),
            first_seen_ns=0,
            last_seen_ns=0,
            image_id=None,
        )
        self.next_id += 1
        return entity

    def _add(self, entity: Entity, sighting: Sighting) -> Track:
        points = some_of(sighting.points_map)
        track = Track(
            entity=entity,
            points_map=points,
            voxels=len(sighting.points_map),
            arrived_ns=sighting.arrived_ns,
            unseen_ns=sighting.unseen_ns,
            begun_ns=sighting.found_ns,
            found_ns=sighting.found_ns,
            is_new=True,
        )
        self.tracks[entity.id] = track
        self._drop_least()
        return track

    def _believe_seen(self, entity: Entity, sighting: Sighting, since_ns: int) -> int:
        return self.history.believe(
            Belief(
                entity_id=entity.id,
                position_m=entity.position_m,
                size_m=entity.size_m,
                valid_from_ns=since_ns,
                valid_to_ns=None,
                probability=entity.probability,
                cause=Cause.SEEN,
                source=sighting.source,
            )
        )

    def last_place(self, entity_id: int) -> int | None:
        """Number of the newest belief that says where a thing is, not where it is not."""
        for number in reversed(self.history.beliefs):
            belief = self.history.beliefs[number]
            if belief.entity_id == entity_id and belief.cause != Cause.ABSENT:
                return number
        return None

    def note(
        self,
        kind: Kind,
        span: tuple[int, int],
        entity_id: int,
        before: int | None,
        after: int | None,
    ) -> None:
        """Note what became different between two times, and the beliefs before and after."""
        earliest, latest = min(span), max(span)
        self.history.note(ChangeRow(kind, earliest, latest, entity_id, before, after))

    def _drop_least(self) -> None:
        """Over the bound, drop what has gone for longest, then what was not seen for longest.

        Some at once, since each time the history is searched.
        """
        if len(self.tracks) <= self.max_entities:
            return
        entities = [track.entity for track in self.tracks.values()][:-1]
        entities.sort(key=lambda e: (e.status != Status.GONE, e.last_seen_ns, e.id))
        surplus = len(self.tracks) - self.max_entities + self.max_entities // _DROPPED_SHARE
        self.forget([entity.id for entity in entities[:surplus]])


def _moved(stamp_ns: int, placed: Belief | Entity, correction: Callable[[int], Float64]) -> Metres3:
    return metres3(apply(correction(stamp_ns), [placed.position_m])[0])


def _points_moved(
    stamp_ns: int, points_map: Float32, correction: Callable[[int], Float64]
) -> Float32:
    return np.ascontiguousarray(apply(correction(stamp_ns), points_map), dtype=np.float32)


def _seen(entity: Entity, sighting: Sighting) -> Entity:
    """The entity as a sighting shows it; itself if that is nothing new."""
    seen = Entity(
        id=entity.id,
        label=entity.label,
        status=Status.PRESENT,
        probability=sighting.probability,
        position_m=sighting.position_m,
        size_m=sighting.size_m,
        first_seen_ns=(entity if entity.last_seen_ns else sighting).first_seen_ns,
        last_seen_ns=max(entity.last_seen_ns, sighting.last_seen_ns),
        image_id=sighting.image_id,
    )
    return entity if seen == entity else seen
