"""Calls of skills: plain values that a planner makes and a robot carries out.

Things and furniture are named by their identities in the memory; a planner holds no coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Pose2 = tuple[float, float, float]  # x and y in metres, yaw in radians, in the map frame


class Relation(Enum):
    """How a thing is put to what carries it."""

    ON = "on"
    IN = "in"


@dataclass(frozen=True, slots=True)
class GoTo:
    """Drive before a thing or a piece of furniture, into a room, or to a pose.

    Attributes:
        target: Identity of a thing, name of a room, or a pose.
    """

    target: int | str | Pose2


@dataclass(frozen=True, slots=True)
class Explore:
    """Look around until what is looked for is seen.

    Attributes:
        query: As "a red mug"; empty to see everything.
        places: Identities of furniture and names of rooms, to be looked at in this order, and no
            others; none: wherever it is most worth while.
    """

    query: str = ""
    places: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAt:
    """Turn the camera to where a thing is thought to be."""

    thing_id: int


@dataclass(frozen=True, slots=True)
class Pick:
    """Take a thing in hand."""

    thing_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """Put what is in hand on or in a piece of furniture."""

    receptacle_id: int
    relation: Relation = Relation.ON


@dataclass(frozen=True, slots=True)
class Open:
    """Open a piece of furniture."""

    receptacle_id: int


@dataclass(frozen=True, slots=True)
class Close:
    """Close a piece of furniture."""

    receptacle_id: int


@dataclass(frozen=True, slots=True)
class Toggle:
    """Switch a thing on or off."""

    thing_id: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """Cut a thing with what is in hand."""

    thing_id: int


@dataclass(frozen=True, slots=True)
class Wash:
    """Clean what is in hand, at a sink or another washer."""

    receptacle_id: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Warm what is in hand, at a microwave, stove or another heater."""

    receptacle_id: int


Call = GoTo | Explore | LookAt | Pick | Place | Open | Close | Toggle | Slice | Wash | Heat
CALLS: tuple[type[Call], ...] = (
    GoTo, Explore, LookAt, Pick, Place, Open, Close, Toggle, Slice, Wash, Heat,
)  # fmt: skip
_NAMES = {GoTo: "goto", LookAt: "look_at"}


def skill_name(call: Call | type[Call]) -> str:
    """What a skill is called: `goto`, `look_at`, `pick`."""
    kind = call if isinstance(call, type) else type(call)
    return _NAMES.get(kind, kind.__name__.lower())
