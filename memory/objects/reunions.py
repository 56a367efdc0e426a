"""Things that are missed, or not looked for, and things that have arrived: which are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from whereseen.memory.objects.boxes import distance_m
from whereseen.memory.objects.entity import Status
from whereseen.memory.objects.identity import Identity
from whereseen.memory.objects.joining import part, unite
from whereseen.memory.objects.looking import Witness
from whereseen.memory.objects.matching import pair_up
from whereseen.memory.objects.portions import portions
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Track

_LEAST_UNSEEN_NS = 60_000_000_000  # what was seen since has not been brought elsewhere
_PRESUMED_M = 1e4  # what is missed comes before what was not looked for
_SURE_VIEWS = 4  # the map holds what it knew for a few views after a thing has gone


class Reunions:
    """Pairs of things that are the same, and pairs that were taken for it.

    Things are moved far more often than others of their kind are brought. So what nobody has seen
    for a while is what has come elsewhere, until it is seen where it was. What is found where
    nobody has been before may have been there all along.

    Args:
        things: All of them.
        identity: Which may be the same.
    """

    def __init__(self, things: Things, identity: Identity) -> None:
        self._things = things
        self._identity = identity

    def uniting(self, label: str, now_ns: int) -> Iterator[None]:
        """Pair all things of a label that may have moved with all that are new, at least cost.

        Where several may have come, it waits for a while whether some are seen where they were.
        """
        tracks = list(self._things.labelled(label))
        new = [each for each in tracks if each.is_new and each.entity.status == Status.PRESENT]
        if not new:
            return
        costs = np.full((len(tracks), len(new)), np.inf)
        sure = np.zeros(costs.shape, dtype=bool)
        for some in portions(range(len(tracks))):
            for i in some:
                missing = self._is_missing(tracks[i])
                for k, other in enumerate(new):
                    if missing or other.has_come:
                        costs[i, k], sure[i, k] = self._cost(tracks[i], other)
            yield
        several = (np.isfinite(costs) & ~sure).sum(axis=0) > 1
        young = np.array([now_ns - each.begun_ns < _LEAST_UNSEEN_NS for each in new])
        costs[~sure & (several & young)[None]] = np.inf
        for i, k in pair_up(costs):
            if self._are_apart(tracks[i], new[k]):
                unite(self._things, tracks[i], new[k], is_sure=bool(sure[i, k]))

    def fresh(self, label: str, sightings: Sequence[Sighting]) -> list[Sighting]:
        """Without what map and frames hold of things where they have been."""
        left = [each.presumed for each in self.presumed(label) if each.presumed is not None]
        return [
            each
            for each in sightings
            if not any(
                each.last_seen_ns <= old.entity.last_seen_ns
                and self._identity.is_still_there(old, each)
                for old in left
            )
            and not self._is_past(label, each)
        ]

    def _is_past(self, label: str, sighting: Sighting) -> bool:
        """Whether only frames show it, of before a thing that was there moved on."""
        if not sighting.looks:
            return False
        return any(
            belief.valid_from_ns <= sighting.shown_ns <= (belief.valid_to_ns or 0)
            and distance_m(belief.position_m, sighting.position_m)
            <= self._identity.config.same_place_m
            for track in self._things.labelled(label)
            for belief in self._things.history.beliefs_of(track.entity.id)
        )

    def settle(self, label: str, witness: Witness) -> None:
        """What was presumed is sure once the place where a thing was is seen to be without it.

        What is found there later has come back.
        """
        config = self._identity.config
        for track in self.presumed(label):
            old = track.presumed
            if old is None:
                continue
            points, since_ns = old.points_map, old.entity.last_seen_ns
            absence = witness.absence(points, since_ns)
            views = witness.views_of(points, since_ns)
            if (absence or 0.0) > config.absent_share and views >= config.confirmations:
                track.presumed = None

    def presumed(self, label: str) -> list[Track]:
        """Things of a label that are presumed to have moved."""
        return [each for each in self._things.labelled(label) if each.presumed is not None]

    def parted(self, presumed: Sequence[Track], sighting: Sighting, witness: Witness) -> bool:
        """Whether something is where a thing presumed to have moved was.

        Once it was seen there often enough it is that thing, and what is elsewhere another.
        """
        for track in presumed:
            old = track.presumed
            if old is None or not self._identity.is_still_there(old, sighting):
                continue
            if witness.views_of(sighting.points_map, old.entity.last_seen_ns) >= _SURE_VIEWS:
                part(self._things, track, old)
                self._things.see(track, sighting)
            return True
        return False

    def _are_apart(self, track: Track, other: Track) -> bool:
        """Whether neither has become part of another thing, as what is new may be missed too."""
        known = self._things.tracks
        return other.is_new and track.entity.id in known and other.entity.id in known

    def _is_missing(self, track: Track) -> bool:
        return self._identity.is_missed(track) or self._identity.is_overlooked(track)

    def _cost(self, track: Track, other: Track) -> tuple[float, bool]:
        """How unlikely a thing is one that is new; whether its place is known to be without it."""
        cost = self._identity.self_cost(self._things, track, other)
        if cost is not None:
            return cost, True
        unseen_ns = other.begun_ns - track.entity.last_seen_ns
        if not other.has_come or track.is_only_told or unseen_ns < _LEAST_UNSEEN_NS:
            return np.inf, False
        if not self._identity.may_be_self(self._things, track, other):
            return np.inf, False
        return _PRESUMED_M + track.entity.last_seen_ns / 1e18, False


def has_come(sighting: Sighting, witness: Witness) -> bool:
    """Whether a thing that is new was brought to where it is: the place was known without it."""
    return witness.was_known(sighting.points_map, sighting.found_ns - _LEAST_UNSEEN_NS)
