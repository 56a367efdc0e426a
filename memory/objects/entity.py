"""What the memory knows of a thing: where it is, what was believed of it, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from whereseen.memory.answer import Metres3


class Status(IntEnum):
    """Whether a thing is where it was last seen."""

    UNKNOWN = 0
    """Neither seen lately nor known to be gone."""
    PRESENT = 1
    GONE = 2
    """Its place was seen again, without it."""


class Cause(IntEnum):
    """Why something is believed."""

    SEEN = 0
    TOLD = 1
    """By a person or another program."""
    ABSENT = 2
    """Its place was seen without it."""


class Kind(IntEnum):
    """What became different."""

    APPEARED = 0
    MOVED = 1
    VANISHED = 2
    OPENED = 3
    CLOSED = 4
    TURNED_ON = 5
    TURNED_OFF = 6
    ALTERED = 7
    """Any other state differs."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that the memory tells apart from others.

    Attributes:
        id: Positive, stable, never used again.
        label: What it is called.
        status: Whether it is where it was.
        probability: That it is at `position_m`, 0 to 1.
        position_m: Middle of its box in the map frame.
        size_m: Extent of its axis-aligned box; zeros where it was only told and no size given.
        first_seen_ns: When it was first seen, 0 if it was only told.
        last_seen_ns: When it was last seen, 0 if it was only told.
        image_id: Key frame that shows it, or None if none was kept.
    """

    id: int
    label: str
    status: Status
    probability: float
    position_m: Metres3
    size_m: Metres3
    first_seen_ns: int
    last_seen_ns: int
    image_id: int | None


@dataclass(frozen=True, slots=True)
class Belief:
    """Where a thing was believed to be, while, and why.

    Attributes:
        entity_id: Whose belief.
        position_m: Middle of its box in the map frame.
        size_m: Extent of its axis-aligned box.
        valid_from_ns: Since when.
        valid_to_ns: Until when, None while it holds.
        probability: 0 to 1; of a belief by absence, that it is not there.
        cause: Why.
        source: Who told, or what saw.
    """

    entity_id: int
    position_m: Metres3
    size_m: Metres3
    valid_from_ns: int
    valid_to_ns: int | None
    probability: float
    cause: Cause
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something became different.

    Attributes:
        kind: What happened.
        earliest_ns: It happened at this time or later; 0 where nothing is known of before.
        latest_ns: It happened at this time or earlier.
        entity: The thing as it is now known.
        before: What was believed before, None where there was nothing.
        after: What was believed afterwards, None where it vanished.
        state: In which state it is since, as ("open", "yes"), where that is what changed; both
            beliefs are then that of where it is.
    """

    kind: Kind
    earliest_ns: int
    latest_ns: int
    entity: Entity
    before: Belief | None
    after: Belief | None
    state: tuple[str, str] | None = None
