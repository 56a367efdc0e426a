"""Whether a thing seen for the first time is one that was missed elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.boxes import distance_m, similar_size
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Belief, Status
from whereseen.memory.objects.matching import same_place_costs
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Presumption, Track

_TOLD_FIRST_M = 1e3  # what was told to be there comes before what may have come there
_WHOLE = 0.8
_LEAST_OVERLOOKS = 2
_SPECK_M = 1e3  # what is whole comes before a speck
_OVERLOOKED_M = 1e2  # what is gone comes before what was overlooked


@dataclass(frozen=True, slots=True)
class Arrival:
    """When something came to be where it is.

    Attributes:
        arrived_ns: Since when it may be there.
        unseen_ns: Time of the last look that did not find it, 0 if there was none.
        found_ns: Time of the first look that did.
    """

    arrived_ns: int
    unseen_ns: int
    found_ns: int


class Identity:
    """The rules of identity: one label, like size, never in two places at once.

    Args:
        config: Reach and tolerance.
        voxel_size_m: By how much sizes may be blurred.
    """

    def __init__(self, config: ObjectConfig, voxel_size_m: float) -> None:
        self.config = config
        self._voxel_size_m = voxel_size_m

    def cost(self, things: Things, track: Track, sighting: Sighting) -> float | None:
        """How unlikely a sighting shows a thing that is not in sight; None: impossible."""
        if self.is_told_at(track, sighting):
            return distance_m(track.entity.position_m, sighting.position_m) - _TOLD_FIRST_M
        if not (self.is_missed(track) or self.is_overlooked(track)):
            return None
        if self.is_leftover(things, track, sighting):
            return None
        if not self.may_be(things, track, sighting):
            return None
        speck = len(sighting.points_map) < self.config.least_voxels
        return self._far(track, sighting.position_m) + speck * _SPECK_M

    def is_missed(self, track: Track) -> bool:
        """Whether the place of a thing was seen without it often enough."""
        gone = track.entity.status == Status.GONE
        return gone or track.doubts >= self.config.confirmations

    def is_told_at(self, track: Track, sighting: Sighting) -> bool:
        """Whether a thing was told to be about where a sighting is."""
        if not track.is_only_told or track.entity.status == Status.GONE:
            return False
        apart_m = distance_m(track.entity.position_m, sighting.position_m)
        return apart_m <= self._reach_m(track.entity.size_m)

    def is_meant(self, track: Track, told: Belief) -> bool:
        """Whether a thing is about where one is told to be."""
        apart_m = distance_m(track.entity.position_m, told.position_m)
        return apart_m <= self._reach_m(told.size_m)

    def may_be(self, things: Things, track: Track, sighting: Sighting) -> bool:
        """Whether a thing may have come to where a sighting is from where it was."""
        if self.was_there_all_along(track, sighting):
            return True
        arrival = Arrival(sighting.arrived_ns, sighting.unseen_ns, sighting.found_ns)
        in_time = self._is_in_time(things, track, arrival)
        return in_time and (track.is_only_told or self._is_like(track, sighting.size_m))

    def is_leftover(self, things: Things, track: Track, sighting: Sighting) -> bool:
        """Whether a sighting is what a thing that is gone has left of itself in the map."""
        if track.is_only_told or self.was_there_all_along(track, sighting):
            return False
        near = self.is_same_place(track, sighting)
        return near and sighting.arrived_ns <= things.known_since_ns(track)

    def was_there_all_along(self, track: Track, sighting: Sighting) -> bool:
        """Whether a thing that was thought to be gone is whole and where it was."""
        whole = len(sighting.points_map) >= _WHOLE * track.voxels
        return not track.is_only_told and whole and self.is_same_place(track, sighting)

    def is_same_place(self, track: Track, sighting: Sighting) -> bool:
        """Whether a sighting is where a thing was."""
        apart_m = distance_m(track.entity.position_m, sighting.position_m)
        return apart_m <= self.config.same_place_m

    def is_overlooked(self, track: Track) -> bool:
        """Whether a thing was not found where it was, though its place was in view.

        That is no proof that it is gone: flat things leave nothing to be seen through, and where
        a thing was another may stand now. But one like it that has arrived elsewhere is it.
        """
        missed = track.misses >= self.config.confirmations and not track.is_only_told
        return missed and track.overlooks >= _LEAST_OVERLOOKS

    def self_cost(self, things: Things, track: Track, other: Track) -> float | None:
        """How unlikely a thing thought to be new is one that is missed; None: impossible."""
        if not (self.is_missed(track) or self.is_overlooked(track)):
            return None
        possible = self.may_be_self(things, track, other)
        return self._far(track, other.entity.position_m) if possible else None

    def may_be_self(self, things: Things, track: Track, other: Track) -> bool:
        """Whether a thing thought to be new may be one that was known and is not in sight."""
        entity = other.entity
        arrival = Arrival(other.arrived_ns, other.unseen_ns, other.begun_ns)
        return (
            entity.id > track.entity.id
            and other.is_new
            and entity.status == Status.PRESENT
            and self._is_in_time(things, track, arrival)
            and (track.is_only_told or self._is_like(track, entity.size_m))
        )

    def is_still_there(self, presumed: Presumption, sighting: Sighting) -> bool:
        """Whether a sighting is where a thing is presumed to be no more."""
        cost = same_place_costs([presumed.entity], [sighting], self.config.same_place_m)
        return bool(np.isfinite(cost).all())

    def _is_in_time(self, things: Things, track: Track, arrival: Arrival) -> bool:
        """Whether a thing was not found where it was any more when it was first found elsewhere.

        One look may find both: what the map holds of it where it was fades over several frames.
        """
        later_ns = arrival.arrived_ns - things.known_since_ns(track)
        if later_ns > self.config.reidentify_s * 1e9:
            return False
        return later_ns > 0 or (0 < track.found_ns <= arrival.found_ns and arrival.unseen_ns > 0)

    def _far(self, track: Track, position_m: Metres3) -> float:
        """How far a thing would have moved; what is gone rather than what was overlooked."""
        apart_m = distance_m(track.entity.position_m, position_m)
        return apart_m if self.is_missed(track) else apart_m + _OVERLOOKED_M

    def _reach_m(self, size_m: Metres3) -> float:
        return max(self.config.told_reach_m, max(size_m) / 2.0)

    def _is_like(self, track: Track, size_m: Metres3) -> bool:
        slack_m = 2.0 * self._voxel_size_m
        return similar_size(track.entity.size_m, size_m, self.config.size_ratio, slack_m)
