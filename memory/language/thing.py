"""Things and places as a question describes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Sort(Enum):
    """What sort of answer there is."""

    THING = "thing"
    RECEPTACLE = "receptacle"
    """What things are put in or on."""
    ROOM = "room"
    PLACE = "place"
    """Wherever it is."""
    PERSON = "person"
    TIMES = "times"
    """How often something happened."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a noun phrase describes.

    Attributes:
        noun: Head noun in small letters as it was said ("mugs", "loaf of bread"); empty where any
            thing is meant ("object", "what").
        attributes: Words that tell it from others, in their order: "red", "ada's".
        states: What may change about it: "dirty", "open".
        excluded: Attributes and states that it must not have: "not red", "other than the red one".
        sort: Thing, receptacle, room or person.
        kinds: Names in the lexicon that the noun may mean; empty if it is not in there.
        known: Names that the caller knows and the phrase may mean.
        is_exact: Whether those say all that the phrase does: "red mug" of a "mug" does not.
    """

    noun: str = ""
    attributes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    sort: Sort = Sort.THING
    kinds: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()
    is_exact: bool = False

    @property
    def phrase(self) -> str:
        """Attributes and noun: "red mug"; a "thing" where any is meant."""
        return " ".join((*self.states, *self.attributes, self.noun or self.sort.value))

    @property
    def is_any(self) -> bool:
        """Whether it says no more than its sort."""
        return not (self.noun or self.attributes or self.states or self.excluded)

    @property
    def is_familiar(self) -> bool:
        """Whether the noun is in the lexicon, or known to the caller."""
        return not self.noun or bool(self.kinds or self.known)


class Relation(Enum):
    """How a thing lies to a place."""

    IN = "in"
    ON = "on"
    AT = "at"
    NEAR = "near"
    UNDER = "under"
    ABOVE = "above"
    BEHIND = "behind"
    IN_FRONT = "in front of"
    LEFT = "left of"
    RIGHT = "right of"
    BETWEEN = "between"
    FROM = "from"
    TO = "to"


class Viewpoint(Enum):
    """A place that is where someone is."""

    ASKER = "asker"
    """As in "near me", "from here"."""
    ROBOT = "robot"
    """As in "from where you are"."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, was, came from or went.

    Attributes:
        relation: To the place.
        thing: The place: a room, a receptacle or any thing; None if it is a viewpoint, or asked
            for with no more said.
        viewpoint: Whose place it is, if it is where someone is.
        other: The second of the two that something is between.
        is_asked: Whether this place is what is asked for: "which drawer did you put it in".
        is_negated: Whether it must not be there.
    """

    relation: Relation
    thing: Thing | None = None
    viewpoint: Viewpoint | None = None
    other: Thing | None = None
    is_asked: bool = False
    is_negated: bool = False
