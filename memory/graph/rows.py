"""What of a scene graph is kept in a map file: plain values, read without what makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class RelationRow(NamedTuple):
    """A relation; see `Relation` and `Fact`."""

    subject: str
    predicate: str
    object: str
    valid_from_ns: int
    valid_to_ns: int | None
    is_remembered: bool


class DoubtRow(NamedTuple):
    """A fact that differs from what holds, in so many looks since a time."""

    subject: str
    predicate: str
    object: str
    since_ns: int
    looks: int


@dataclass(frozen=True, slots=True)
class GraphRows:
    """All that a scene graph knows beyond its memory.

    Attributes:
        rooms: As `rooms_text` gives them; empty before the first look.
        relations: Those that have ended, as they ended, then those that hold.
        doubts: What the latest looks saw otherwise.
        looked_ns: Time of the latest look, -1 before the first.
    """

    rooms: str = ""
    relations: tuple[RelationRow, ...] = ()
    doubts: tuple[DoubtRow, ...] = ()
    looked_ns: int = -1
