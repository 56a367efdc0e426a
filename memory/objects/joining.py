"""Things that turn out to be the same, or two."""

from __future__ import annotations

from dataclasses import replace

from whereseen.memory.objects.entity import Kind, Status
from whereseen.memory.objects.sighting import by_when
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Presumption, Track


def unite(things: Things, track: Track, other: Track, *, is_sure: bool = True) -> None:
    """A thing thought to be new is one that was known: it goes on as that, and moved there.

    Args:
        things: All of them.
        track: What was known.
        other: What was thought to be new; its identity leads to the other from now on.
        is_sure: Whether the place where it was is known to be without it.
    """
    entity, since_ns = other.entity, things.known_since_ns(track)
    not_before_ns = max(since_ns, other.unseen_ns)
    at_ns = by_when(entity.first_seen_ns, other.begun_ns, not_before_ns, other.voxels)
    before = things.last_place(track.entity.id)
    presumed = Presumption(track.entity, track.points_map, track.voxels, track.found_ns, at_ns)
    after = things.history.adopt(track.entity.id, entity.id, at_ns)
    things.tracks.pop(entity.id)
    things.merged[entity.id] = track.entity.id
    things.united.append((entity.id, track.entity.id, entity.first_seen_ns))
    first_seen_ns = (track.entity if track.entity.last_seen_ns else entity).first_seen_ns
    track.entity = replace(entity, id=track.entity.id, first_seen_ns=first_seen_ns)
    track.points_map, track.voxels = other.points_map, other.voxels
    track.arrived_ns, track.unseen_ns = other.arrived_ns, other.unseen_ns
    track.begun_ns, track.found_ns = other.begun_ns, other.found_ns
    track.doubts = track.misses = track.overlooks = 0
    track.presumed, track.is_new = None if is_sure else presumed, False
    things.note(Kind.MOVED, (since_ns, at_ns), track.entity.id, before, after)


def part(things: Things, track: Track, presumed: Presumption) -> Track:
    """A thing presumed to have moved is where it was, and what is elsewhere is another.

    Returns:
        The other one, which has a new identity.
    """
    entity = track.entity
    new = things.new_entity(entity.label, entity.position_m)
    other = replace(
        track,
        entity=replace(entity, id=new.id, first_seen_ns=presumed.at_ns),
        presumed=None,
        is_new=True,  # it may be another one that is missed
        has_come=True,
    )
    things.tracks[new.id] = other
    things.history.part(entity.id, new.id, presumed.at_ns)
    track.entity = replace(presumed.entity, status=Status.PRESENT)
    track.points_map, track.voxels = presumed.points_map, presumed.voxels
    track.found_ns, track.presumed = presumed.found_ns, None
    track.doubts = track.misses = track.overlooks = 0
    return other
