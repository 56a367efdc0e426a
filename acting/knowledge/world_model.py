"""What a planner asks: which things are known, what was done, where such things usually are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from whereseen.memory.answer import Metres3
from whereseen.memory.chronicle import Chronicle, Deed


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing or a piece of furniture as it is known.

    Attributes:
        id: Its identity in the memory.
        label: What it is called.
        position_m: Middle of its box in the map frame.
        size_m: Extent of its box.
        probability: That it is there.
        last_seen_ns: When it was last seen.
        attributes: Words for what it is like and remains: "red", "ceramic".
        states: Words for how it is now: "dirty", "open".
        affordances: What can be done with such things, as "drink from".
        room: Name of the room where it is, empty if none is known.
        relation: `on`, `in` or `under` its support, empty without one.
        support_id: Identity of what carries it, 0 without one.
        is_receptacle: Whether it is furniture that things are on or in.
        is_gone: Whether its place was seen without it.
        is_held: Whether it is in the robot's hand.
    """

    id: int
    label: str
    position_m: Metres3
    size_m: Metres3
    probability: float
    last_seen_ns: int
    attributes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    affordances: tuple[str, ...] = ()
    room: str = ""
    relation: str = ""
    support_id: int = 0
    is_receptacle: bool = False
    is_gone: bool = False
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Likely:
    """Where a thing of which nothing else is known would be.

    Attributes:
        place: Identity of furniture that is known, or the name of a room.
        probability: Of all places together, these sum to one.
    """

    place: int | str
    probability: float


class WorldModel(Protocol):
    """What is known of a home; it changes as the robot looks and acts."""

    @property
    def now_ns(self) -> int:
        """Time of the newest that is known."""
        ...

    def things(self) -> tuple[Thing, ...]:
        """All things and furniture, those that are gone too, in order of identity."""
        ...

    def thing(self, thing_id: int) -> Thing | None:
        """One by its identity, also by one that it had before; None if there is none."""
        ...

    def alike(self, text: str) -> Mapping[int, float]:
        """How well things fit a noun phrase, 0 to 1, by identity; those left out do not."""
        ...

    def chronicle(self) -> Chronicle:
        """Where things were, what was done and what was so."""
        ...

    def rooms(self) -> tuple[str, ...]:
        """Names of all rooms."""
        ...

    def likely_places(self, label: str) -> tuple[Likely, ...]:
        """Where a thing of a label would be, the likeliest first."""
        ...

    def note_deed(self, deed: Deed) -> None:
        """What the robot did; it is known from now on where it put a thing."""
        ...

    def note_absence(self, thing_id: int, position_m: Metres3) -> None:
        """The robot went to a place where a thing should be, looked, and it was not there."""
        ...
