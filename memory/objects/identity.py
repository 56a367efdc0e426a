"""Whether a thing seen for the first time is one that was missed elsewhere."""

from __future__ import annotations

from whereseen.memory.answer import Metres3
from whereseen.memory.objects.boxes import distance_m, similar_size
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.objects.entity import Belief, Status
from whereseen.memory.objects.sighting import Sighting
from whereseen.memory.objects.things import Things
from whereseen.memory.objects.track import Track

_TOLD_FIRST_M = 1e3  # what was told to be there comes before what may have come there
_WHOLE = 0.8


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
        told_at, missed = self.is_told_at(track, sighting), self.is_missed(track)
        if not told_at and not missed:
            return None
        apart_m = distance_m(track.entity.position_m, sighting.position_m)
        if told_at:
            return apart_m - _TOLD_FIRST_M
        if self.is_leftover(things, track, sighting):
            return None
        return apart_m if self.may_be(things, track, sighting) else None

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
        since_ns = things.known_since_ns(track)
        later_ns = sighting.arrived_ns - since_ns
        if self.was_there_all_along(track, sighting):
            return True
        in_time = 0 < later_ns <= self.config.reidentify_s * 1e9
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

    def is_younger_self(self, things: Things, track: Track, other: Track) -> bool:
        """Whether a thing thought to be new is one that was missed only afterwards."""
        entity = other.entity
        later_ns = entity.first_seen_ns - things.known_since_ns(track)
        return (
            entity.id > track.entity.id
            and entity.status == Status.PRESENT
            and 0 < later_ns <= self.config.reidentify_s * 1e9
            and len(things.history.beliefs_of(entity.id)) == 1
            and (track.is_only_told or self._is_like(track, entity.size_m))
        )

    def _reach_m(self, size_m: Metres3) -> float:
        return max(self.config.told_reach_m, max(size_m) / 2.0)

    def _is_like(self, track: Track, size_m: Metres3) -> bool:
        slack_m = 2.0 * self._voxel_size_m
        return similar_size(track.entity.size_m, size_m, self.config.size_ratio, slack_m)
