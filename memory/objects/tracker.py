"""From what is seen of a label, again and again, to things that keep their identity."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.objects.boxes import Boxes, distance_m, gaps_m
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Belief, Cause, Entity, Status
from whereseen.memory.objects.identity import Identity
from whereseen.memory.objects.looking import Witness
from whereseen.memory.objects.matching import (
    covered_by,
    divided,
    pair_up,
    same_place_costs,
    shifted_costs,
)
from whereseen.memory.objects.newcomers import Newcomers
from whereseen.memory.objects.portions import portions
from whereseen.memory.objects.reunions import Reunions, has_come
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Track

_GHOST = 0.5  # a thing that lost more of its voxels than this may be a leftover of itself
_FRAGMENT = 0.25  # of the volume of a thing that is as near as another place of itself
_LARGE_M = 0.5  # larger things are first seen in pieces
_PIECES_NS = 60_000_000_000  # and grow together within this time
_PIECES_LOOKS = 5  # or before they were found so often


class EntityTracker:
    """Associates sightings with things: creates, refreshes, moves, and tells what is gone.

    Args:
        config: When a thing is one, the same one, or gone.
        voxel_size_m: Resolution of what is seen.

    Attributes:
        things: What is known.
        keeps: Tells whether a thing whose place was seen without it was taken along by what it is
            in, as by a drawer that was pushed in; it is not gone then.
    """

    def __init__(self, config: ObjectConfig, voxel_size_m: float) -> None:
        self.things = Things(config)
        self.keeps: Callable[[Track], bool] = lambda _: False
        self._config = config
        self._voxel_size_m = voxel_size_m
        self._identity = Identity(config, voxel_size_m)
        self._reunions = Reunions(self.things, self._identity)
        self._newcomers = Newcomers(config)

    def update(
        self, label: str, sightings: Sequence[Sighting], witness: Witness, now_ns: int
    ) -> None:
        """Take one look at all things of a label, as `updating` does, at once."""
        for _ in self.updating(label, sightings, witness, now_ns):
            pass

    def updating(
        self, label: str, sightings: Sequence[Sighting], witness: Witness, now_ns: int
    ) -> Iterator[None]:
        """Take one look at all things of a label, in short pieces.

        Between them frames may be observed, but nothing else may change the things: leave it half
        done then. That does no harm: some things have not been looked at.

        Args:
            label: What they are called.
            sightings: All places that may show one.
            witness: Tells whether a place where none is seen was looked at.
            now_ns: Time of the newest frame.
        """
        seen = [each for each in sightings if each.probability >= self._config.keep_at]
        seen = self._reunions.fresh(label, seen)
        self._join_pieces(label, seen, now_ns)
        known = self._in_sight(label)
        entities = [track.entity for track in known]
        seen = divided(seen, entities, self._voxel_size_m)
        pairs = self._same_places(entities, seen)
        yield
        for some in portions(pairs):
            for i, k in some:
                self._find(known[i], seen[k], witness, now_ns)
            yield
        found = {known[i].entity.id for i, _ in pairs}
        for tracks in portions(list(self.things.labelled(label))):
            for track in tracks:
                if track.entity.id not in found and not _is_absent(track):
                    self._miss(track, witness, now_ns)
            yield
        taken = {k for _, k in pairs}
        spare = self._whole([each for k, each in enumerate(seen) if k not in taken], known)
        sure = self._newcomers.sure(label, spare, seen, now_ns, self._expecting(label))
        yield from self._identifying(label, sure, witness, now_ns)
        yield from self._reunions.uniting(label, now_ns)
        self._reunions.settle(label, witness)
        for tracks in portions(list(self.things.labelled(label))):
            for track in tracks:
                self._conclude(track, now_ns)
            yield

    def tell(self, label: str, told: Belief) -> Track:
        """Believe what someone tells; returns the thing that is meant, or a new one."""
        tracks = list(self.things.labelled(label))
        meant = [track for track in tracks if self._identity.is_meant(track, told)]
        in_sight = [track for track in meant if track.entity.status == Status.PRESENT]
        if in_sight:
            return min(in_sight, key=lambda track: _apart_m(track, told))
        before = [track for track in tracks if self._is_told_by(track, told.source)]
        if not meant and not before:
            return self.things.tell(label, told)
        track = min(meant or before, key=lambda track: _apart_m(track, told))
        self.things.tell_again(track, told)
        return track

    def reconfigure(self, config: ObjectConfig) -> None:
        """Use other limits and thresholds from now on."""
        self._config = self._identity.config = self._newcomers.config = config
        self.things.max_entities = config.max_entities
        self.things.history.max_changes = config.max_changes

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop things; what was seen only once is dropped with them."""
        self.things.forget(entity_ids)
        self._newcomers.forget()

    def _is_told_by(self, track: Track, source: str) -> bool:
        current = self.things.history.current(track.entity.id)
        return current is not None and (current[1].cause, current[1].source) == (Cause.TOLD, source)

    def _in_sight(self, label: str) -> list[Track]:
        """Things that may be seen where they were seen before."""
        tracks = self.things.labelled(label)
        return [t for t in tracks if not _is_absent(t) and not t.is_only_told]

    def _same_places(
        self, entities: Sequence[Entity], seen: Sequence[Sighting]
    ) -> list[tuple[int, int]]:
        """Pairs of things and what shows them; what is left may have been shifted, as by drift."""
        costs = same_place_costs(entities, seen, self._config.same_place_m)
        pairs = pair_up(costs)
        shifted = shifted_costs(entities, seen, self._config.same_place_m)
        shifted[[i for i, _ in pairs]] = np.inf
        shifted[:, [k for _, k in pairs]] = np.inf
        return pairs + pair_up(shifted)

    def _join_pieces(self, label: str, sightings: Sequence[Sighting], now_ns: int) -> None:
        """Forget young pieces of large things that turn out to be one with an older piece."""
        large = [each for each in sightings if max(each.size_m) >= _LARGE_M]
        tracks = self._in_sight(label)
        known = [track.entity for track in tracks]
        seldom = {track.entity.id for track in tracks if track.looks < _PIECES_LOOKS}
        young: set[int] = set()
        for pieces in covered_by(large, known):
            new = (p for p in pieces[1:] if p.first_seen_ns > now_ns - _PIECES_NS)
            young |= {p.id for p in new} | ({p.id for p in pieces[1:]} & seldom)
        if young:
            self.things.forget(young)

    def _whole(self, sightings: list[Sighting], known: Sequence[Track]) -> list[Sighting]:
        """Those that are no fragments of things in sight, as the rims that depth cameras smear."""
        if not sightings or not known:
            return sightings
        boxes, others = Boxes.of(sightings), Boxes.of([track.entity for track in known])
        near = gaps_m(boxes, others) <= self._config.same_place_m
        small = boxes.sizes_m.prod(axis=1)[:, None] <= _FRAGMENT * others.sizes_m.prod(axis=1)
        whole = np.flatnonzero(~(near & small).any(axis=1))
        return [sightings[k] for k in whole.tolist()]

    def _find(self, track: Track, sighting: Sighting, witness: Witness, now_ns: int) -> None:
        """What is seen where a thing was is that thing, or what it left of itself in the map."""
        is_ghost = len(sighting.points_map) < _GHOST * track.voxels
        is_ghost &= sighting.shown_ns <= track.found_ns  # what a frame has shown since is there
        if is_ghost and self._doubt(track, witness, now_ns):
            return
        self.things.see(track, sighting)
        if not 0 < sighting.shown_ns <= track.found_ns:
            track.found_ns = now_ns
        track.looks += 1

    def _miss(self, track: Track, witness: Witness, now_ns: int) -> None:
        track.misses += now_ns > track.missed_ns
        track.missed_ns = now_ns
        if not self._doubt(track, witness, now_ns) and not track.is_only_told:
            since_ns = self.things.known_since_ns(track)
            track.overlooks = witness.views_of(track.points_map, since_ns)
        if track.misses >= self._config.confirmations:
            track.entity = replace(track.entity, status=Status.UNKNOWN)

    def _doubt(self, track: Track, witness: Witness, now_ns: int) -> bool:
        """Look whether a thing is gone; a look at the same frame counts once."""
        absence = witness.absence(track.points_map, self.things.known_since_ns(track))
        if absence is None:
            return False
        is_absent = absence > self._config.absent_share
        if not is_absent:
            track.doubts = 0
        elif now_ns > track.checked_ns:
            track.doubted_ns = now_ns if track.doubts == 0 else track.doubted_ns
            track.doubts += 1
        track.absence, track.checked_ns = absence, now_ns
        return is_absent

    def _identifying(
        self, label: str, sightings: Sequence[Sighting], witness: Witness, now_ns: int
    ) -> Iterator[None]:
        """Sightings that fit nothing in sight: a thing missed elsewhere, or a new one."""
        tracks = [track for track in self.things.labelled(label) if self._may_be_meant(track)]
        pairs = pair_up(self._identity_costs(tracks, sightings))
        for i, k in pairs:
            self._reappear(tracks[i], sightings[k], witness)
            tracks[i].found_ns = now_ns
        yield
        taken = {k for _, k in pairs}
        spare = [each for k, each in enumerate(sightings) if k not in taken]
        presumed = self._reunions.presumed(label)
        for some in portions(spare):
            for sighting in some:
                found = self._reunions.parted(presumed, sighting, witness)
                whole = self._newcomers.is_whole(sighting)
                if whole and not found and not self._is_on_hold(tracks, sighting):
                    self._appear(label, sighting, witness, now_ns)
            yield

    def _expecting(self, label: str) -> Callable[[Sighting], bool]:
        """Tells whether a sighting may be a thing of a label whose place was seen without it."""
        identity, things = self._identity, self.things
        missed = [track for track in things.labelled(label) if identity.is_missed(track)]
        overlooked = [track for track in things.labelled(label) if identity.is_overlooked(track)]

        def expected(seen: Sighting) -> bool:
            tracks = [*missed, *overlooked] if seen.shown_ns else missed
            return any(identity.cost(things, track, seen) is not None for track in tracks)

        return expected

    def _appear(self, label: str, sighting: Sighting, witness: Witness, now_ns: int) -> None:
        empty_ns = witness.last_empty_ns(sighting.points_map, sighting.first_seen_ns)
        track = self.things.appear(label, sighting, empty_ns or 0)
        track.found_ns = now_ns
        track.has_come = has_come(sighting, witness)

    def _may_be_meant(self, track: Track) -> bool:
        """Whether something new may be this thing: all others are in sight, and are many."""
        missed = track.doubts > 0 or self._identity.is_missed(track)
        return missed or track.is_only_told or self._identity.is_overlooked(track)

    def _identity_costs(self, tracks: Sequence[Track], sightings: Sequence[Sighting]) -> Float64:
        costs = np.full((len(tracks), len(sightings)), np.inf)
        for i, track in enumerate(tracks):
            for k, sighting in enumerate(sightings):
                cost = self._identity.cost(self.things, track, sighting)
                costs[i, k] = np.inf if cost is None else cost
        return costs

    def _reappear(self, track: Track, sighting: Sighting, witness: Witness) -> None:
        if self._identity.is_told_at(track, sighting):
            self.things.find(track, sighting)
        elif self._identity.is_same_place(track, sighting):
            self.things.come_back(track, sighting)
        else:
            points = sighting.points_map
            since = witness.views_of(points, track.doubted_ns)
            between = since - witness.views_of(points, sighting.first_seen_ns - 1)
            self.things.move(track, sighting, may_have_been_there=between <= 0)

    def _is_on_hold(self, tracks: Sequence[Track], sighting: Sighting) -> bool:
        """Whether it may be a thing whose absence is not sure yet, or the leftover of one."""
        for track in tracks:
            gone = self._identity.is_missed(track)
            if gone and self._identity.is_leftover(self.things, track, sighting):
                return True
            if not gone and track.doubts and self._identity.may_be(self.things, track, sighting):
                return True
        return False

    def _conclude(self, track: Track, now_ns: int) -> None:
        """Say that a thing is gone where enough looks agree; what nobody sees becomes unknown."""
        entity = track.entity
        if _is_absent(track) or entity.id not in self.things.tracks:
            return
        if self._identity.is_missed(track):
            if self.keeps(track):
                track.entity, track.doubts = replace(entity, status=Status.UNKNOWN), 0
            else:
                self.things.vanish(track)
        elif now_ns - entity.last_seen_ns > self._config.stale_s * 1e9:
            track.entity = replace(entity, status=Status.UNKNOWN)


def _apart_m(track: Track, told: Belief) -> float:
    return distance_m(track.entity.position_m, told.position_m)


def _is_absent(track: Track) -> bool:
    return track.entity.status == Status.GONE
