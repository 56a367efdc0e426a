"""What has been read of a clause so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from whereseen.memory.language.asked import Order, Persistence, Rank
from whereseen.memory.language.event import Actor, Anchor, Event, Verb
from whereseen.memory.language.noun_phrases import Phrase
from whereseen.memory.language.openings import Opening
from whereseen.memory.language.thing import Place, Thing
from whereseen.memory.language.when import Time
from whereseen.memory.language.words import Cursor


@dataclass(slots=True)
class EventDraft:
    """An event that is being read.

    Attributes:
        verb: What happened.
        actor: By whom.
        is_relative: Whether it only tells which thing is meant: "the mug that you moved".
        phrase: With what, where that is said.
        places: Where.
        time: When.
        anchor: Before or after what.
        is_negated: Whether it did not happen.
    """

    verb: Verb
    actor: Actor
    is_relative: bool = False
    phrase: Phrase | None = None
    places: list[Place] = field(default_factory=list)
    time: Time | None = None
    anchor: Anchor | None = None
    is_negated: bool = False

    def event(self, thing: Thing | None = None) -> Event:
        """The event, with a thing or without."""
        return Event(
            verb=self.verb,
            actor=self.actor,
            thing=thing,
            places=tuple(self.places),
            time=self.time,
            anchor=self.anchor,
            is_negated=self.is_negated,
        )


@dataclass(slots=True)
class Scope:
    """A clause that is being read: the question's, or one that serves as a time.

    Attributes:
        anchor_end: If it serves as a time, and so ends where the question goes on: the number of
            the word before which it is over at the latest.
        opening: What the question's first words say.
        default_actor: Who acts where nobody is named.
        phrases: Things that are named outside of the event.
        places: Places of those.
        event: What happened.
        is_in_event: Whether what comes next belongs to the event.
        actor: Who was named before a verb came.
        is_passive: Whether a form of "be" came last.
        is_not: Whether a negation waits for what it negates.
        state: What else is so.
        time: When.
        anchor: Before or after what.
        rank: Which one.
        order: In which order.
        persistence: Still or no longer.
        unknown: Words that were not understood.
    """

    anchor_end: int | None = None
    opening: Opening = field(default_factory=Opening)
    default_actor: Actor = field(default_factory=Actor)
    phrases: list[Phrase] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    event: EventDraft | None = None
    is_in_event: bool = False
    actor: Actor | None = None
    is_passive: bool = False
    is_not: bool = False
    state: str | None = None
    time: Time | None = None
    anchor: Anchor | None = None
    rank: Rank | None = None
    order: Order | None = None
    persistence: Persistence | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def is_anchor(self) -> bool:
        """Whether it serves as a time."""
        return self.anchor_end is not None

    @property
    def focus(self) -> Phrase | None:
        """What was named last and can still be described."""
        return self.phrases[-1] if self.phrases else None

    def begin(self, verb: Verb, actor: Actor, said: str = "") -> None:
        """Begin the event, which takes the places that are asked for and a negation.

        There is one: the verb of a second is not understood.
        """
        if self.event is not None:
            self.unknown.append(said or verb.value)
            return
        self.event = EventDraft(verb, actor, is_relative=bool(self.phrases))
        self.event.is_negated, self.is_not = self.is_not, False
        self.event.places.extend(place for place in self.places if place.is_asked)
        self.places = [place for place in self.places if not place.is_asked]
        self.is_in_event, self.is_passive = True, False

    def describe(self, word: str) -> None:
        """Note what something is like; what it is not like belongs to what was named last."""
        if self.is_not and self.focus is not None:
            thing = self.focus.thing
            thing = replace(thing, excluded=(*thing.excluded, word))
            self.phrases[-1] = replace(self.focus, thing=thing)
            self.is_not = False
        else:
            self.state = word


def is_end(words: Cursor, ahead: int = 0) -> bool:
    """Whether a phrase ends before a word ahead."""
    return words.word(ahead) in ("", "?", ",", "!", "any", "when", "while", "at")
