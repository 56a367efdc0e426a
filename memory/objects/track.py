"""A thing with what it takes to find it again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from whereseen.memory.frames import Float32
from whereseen.memory.objects.entity import Entity

_MOST_POINTS = 48


@dataclass(frozen=True, slots=True)
class Presumption:
    """That a thing is no longer where it was, because one like it has arrived elsewhere.

    Attributes:
        entity: The thing as it was.
        points_map, voxels, found_ns: Of its track then.
        at_ns: Since when it is elsewhere.
    """

    entity: Entity
    points_map: Float32 = field(repr=False)
    voxels: int
    found_ns: int
    at_ns: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing came to be where it is, as `Track` has it."""

    arrived_ns: int
    unseen_ns: int
    begun_ns: int
    found_ns: int
    looks: int
    is_new: bool
    has_come: bool
    presumed: Presumption | None = None


@dataclass(slots=True)
class Track:
    """A thing with what it takes to find it again.

    Attributes:
        entity: The thing.
        points_map: (N, 3) float32 some points on it, or in its box if it was only told.
        voxels: How many voxels it had when it was last seen, 0 if it was only told.
        misses: Looks in a row in which it was not found.
        doubts: Looks in a row in which its place was seen without it.
        doubted_ns: Time of the first of them.
        absence: Share of its place that was seen through in the latest of them.
        missed_ns, checked_ns: Times of the latest look that counted for either.
        arrived_ns: Since when it may be where it is, if it is a thing that is known.
        unseen_ns, begun_ns: Times of the last look that did not find it there, 0 if there was
            none, and of the first that did.
        found_ns: Time of the latest look that found it.
        overlooks: Views in which its place was seen, but not the thing, since it was seen there.
        looks: How often it was found where it was.
        is_new: Whether it was found where nothing was known to be, and has not moved since.
        has_come: Whether that place was known for a while before.
        presumed: Where it was, if nobody has looked there since it is said to have moved.
    """

    entity: Entity
    points_map: Float32 = field(repr=False)
    voxels: int
    misses: int = 0
    doubts: int = 0
    doubted_ns: int = 0
    absence: float = 0.0
    missed_ns: int = -1
    checked_ns: int = -1
    arrived_ns: int = 0
    unseen_ns: int = 0
    begun_ns: int = 0
    found_ns: int = 0
    overlooks: int = 0
    looks: int = 0
    is_new: bool = False
    has_come: bool = False
    presumed: Presumption | None = None

    @property
    def standing(self) -> Standing:
        """How it came to be where it is."""
        return Standing(
            self.arrived_ns,
            self.unseen_ns,
            self.begun_ns,
            self.found_ns,
            self.looks,
            self.is_new,
            self.has_come,
            self.presumed,
        )

    def stand(self, standing: Standing | None) -> None:
        """Take back how it came to be where it is; None where nobody noted it."""
        if standing is None:
            self.arrived_ns = self.begun_ns = self.entity.first_seen_ns
            self.found_ns = self.entity.last_seen_ns
            return
        self.arrived_ns, self.unseen_ns = standing.arrived_ns, standing.unseen_ns
        self.begun_ns, self.found_ns = standing.begun_ns, standing.found_ns
        self.looks, self.is_new = standing.looks, standing.is_new
        self.has_come, self.presumed = standing.has_come, standing.presumed

    @property
    def is_only_told(self) -> bool:
        """Whether nobody saw it where it is thought to be."""
        return self.voxels == 0


def some_of(points_map: Float32) -> Float32:
    """At most so many points, evenly chosen."""
    if len(points_map) <= _MOST_POINTS:
        return np.array(points_map)
    at = np.linspace(0, len(points_map) - 1, _MOST_POINTS)
    return np.ascontiguousarray(points_map[at.astype(np.intp)])
