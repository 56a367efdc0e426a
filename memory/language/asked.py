"""What a question asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from whereseen.memory.language.event import Anchor, Event, Role
from whereseen.memory.language.rephrasing import asks_for_names, says_maybe
from whereseen.memory.language.thing import Place, Sort, Thing
from whereseen.memory.language.when import Time


class Answer(Enum):
    """Kinds of answer."""

    WHERE = "where"
    WHEN = "when"
    WHETHER = "whether"
    HOW_MANY = "how many"
    HOW_LONG = "how long"
    HOW_LONG_AGO = "how long ago"
    HOW_FAR = "how far"
    WHICH = "which"
    STATE = "state"
    """What a thing is like: "what colour is the mug"."""
    CHANGES = "changes"
    HISTORY = "history"


class Persistence(Enum):
    """Whether what was so goes on."""

    STILL = "still"
    NO_LONGER = "no longer"


class RankBy(Enum):
    """What candidates are ordered by, ascending."""

    TIME = "time"
    DURATION = "duration"
    DISTANCE = "distance"
    COUNT = "count"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Rank:
    """The nth of all candidates.

    Attributes:
        by: In which order: oldest, shortest, nearest, rarest or smallest first.
        nth: 1 for the first, 2 for the second; -1 for the last, -2 for the last but one.
        count: How many from there on: "the last three" are 3 from -1 backwards.
        place: From where distances count; None where the question leaves it open.
    """

    by: RankBy
    nth: int
    count: int = 1
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """In which order several answers are wanted.

    Attributes:
        nths: As they happened: (2, 1) for "second, first"; empty for all.
        is_reversed: Whether all come in the reverse order.
    """

    nths: tuple[int, ...] = ()
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks.

    Attributes:
        text: The question.
        answer: Kind of answer.
        of: Sort of answer where it is `WHICH` or `HOW_MANY`; where it is `WHERE`, what it should
            name, None for a position.
        is_plural: Whether several answers are wanted.
        thing: What is asked about: the answer of "which mug", or what the event was done with.
        places: Where that is or was.
        time: When that is or was so, or None for now.
        anchor: Before, after or while which event that was so.
        state: What else must be so of it ("open"), or what of it is asked ("colour").
        event: What happened to it, where, when and by whom.
        rank: Which one of several.
        order: In which order, if it is said.
        persistence: "Still" or "no longer".
        notes: How what has two meanings was read.
        unknown: Words that were not understood.
    """

    text: str
    answer: Answer
    of: Sort | None = None
    is_plural: bool = False
    thing: Thing | None = None
    places: tuple[Place, ...] = ()
    time: Time | None = None
    anchor: Anchor | None = None
    state: str | None = None
    event: Event | None = None
    rank: Rank | None = None
    order: Order | None = None
    persistence: Persistence | None = None
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it asks for no more than a place now: "my keys", "something to sit on".

        Words that were not understood are left to a memory that knows things by likeness.
        """
        if self.answer not in (Answer.WHERE, Answer.WHICH) or self.of is Sort.PERSON:
            return False
        event = self.event
        is_timed = self.time is not None or self.anchor is not None
        is_timed |= event is not None and bool(event.time or event.anchor or event.is_negated)
        if is_timed:
            return False
        if self.unknown:
            return event is None or not asks_for_names(self.text)
        if any(it is not None for it in (self.rank, self.order, self.persistence)):
            return False
        if self.answer is Answer.WHERE:
            return not (self.places or (self._is_by_somebody and not says_maybe(self.text)))
        return not (self._is_by_somebody or asks_for_names(self.text)) or self._is_mere_thing

    @property
    def _is_by_somebody(self) -> bool:
        event = self.event
        return event is not None and event.actor.role in (Role.ROBOT, Role.PERSON)

    @property
    def _is_mere_thing(self) -> bool:
        """Whether nothing is said but what thing it is, by more than its colour."""
        if self.event is not None or self.places or self.thing is None:
            return False
        return bool(self.thing.noun) or not self.thing.attributes
