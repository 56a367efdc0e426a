"""What happened, as a question describes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.memory.language.thing import Place, Thing
from whereseen.memory.language.when import Time


class Verb(Enum):
    """Classes of verbs."""

    MOVED = "moved"
    PUT = "put"
    TOOK = "took"
    OPENED = "opened"
    CLOSED = "closed"
    APPEARED = "appeared"
    REMOVED = "removed"
    """Thrown away, taken away by nobody knows whom, or vanished."""
    SAW = "saw"
    VISITED = "visited"
    """Went to a place, or was there."""
    LEFT = "left"
    TURNED_ON = "turned on"
    TURNED_OFF = "turned off"
    CLEANED = "cleaned"
    SLICED = "sliced"
    HEATED = "heated"
    USED = "used"
    INTERACTED = "interacted"
    """Did anything with it."""
    CHANGED = "changed"
    WAS = "was"
    """Was somewhere or in some state; nothing happened."""
    DID = "did"
    """Anything at all."""


class Role(Enum):
    """Who acts."""

    ROBOT = "robot"
    ASKER = "asker"
    PERSON = "person"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something.

    Attributes:
        role: The robot ("you"), who asks ("I"), a person by name, or anybody.
        name: Of the person, as it is known or else as it was said in small letters.
    """

    role: Role = Role.ANYBODY
    name: str = ""


class Sequence(Enum):
    """How two events follow each other."""

    BEFORE = "before"
    AFTER = "after"
    RIGHT_BEFORE = "right before"
    RIGHT_AFTER = "right after"
    WHILE = "while"
    WHEN = "when"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done or happened.

    Attributes:
        verb: What.
        actor: By whom.
        thing: With what; None in the event that a question is about, which is about `Asked.thing`.
        places: Where it was done, where from and where to.
        time: When.
        anchor: Before, after or while which other event.
        is_negated: Whether it is asked for what this did not happen to.
    """

    verb: Verb
    actor: Actor = Actor()
    thing: Thing | None = None
    places: tuple[Place, ...] = ()
    time: Time | None = None
    anchor: Anchor | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event as a time.

    Attributes:
        sequence: How what is asked lies to it.
        event: That event.
        offset_ns: How much later or earlier: "five minutes after you opened the fridge".
    """

    sequence: Sequence
    event: Event
    offset_ns: int = 0
