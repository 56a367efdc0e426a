"""Answers from a chronicle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timezone, tzinfo

from whereseen.memory.chronicle.anchoring import Anchoring, NoSuchEvent
from whereseen.memory.chronicle.choosing import Choice
from whereseen.memory.chronicle.happenings import Happenings
from whereseen.memory.chronicle.of_events import EventAnswers, bare_event
from whereseen.memory.chronicle.of_people import PeopleAnswers
from whereseen.memory.chronicle.of_stays import StayAnswers
from whereseen.memory.chronicle.recollection import NotAnswered, Recollection
from whereseen.memory.chronicle.stays import Chronicle
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.language import (
    Answer,
    Asked,
    Event,
    Known,
    QuestionReader,
    Role,
    Sort,
    Verb,
)

__all__ = ["ChronicleAnswerer", "NotAnswered", "Recollection"]


class ChronicleAnswerer:
    """Answers questions from what is known.

    Args:
        chronicle: Where things were and what happened.
        zone: Of the clocks of who asks.
    """

    def __init__(self, chronicle: Chronicle, zone: tzinfo = timezone.utc) -> None:
        self._chronicle = chronicle
        wording, happenings = Wording(zone, chronicle.now_ns), Happenings(chronicle)
        supports = set(chronicle.supports)
        things = [label for label in chronicle.labels if label not in supports]
        people = {deed.actor.name for deed in chronicle.deeds if deed.actor.role is Role.PERSON}
        known = Known(chronicle.rooms, chronicle.supports, tuple(things), tuple(sorted(people)))
        self._reader = QuestionReader(known, zone=zone)
        self._anchoring = Anchoring(chronicle, happenings)
        self._stays = stays = StayAnswers(chronicle, wording)
        self._events = events = EventAnswers(chronicle, happenings, wording)
        self._people = PeopleAnswers(chronicle, happenings, wording)
        self._of_stays: dict[Answer, Callable[[Asked, Choice], Recollection]] = {
            Answer.WHERE: stays.where,
            Answer.WHEN: stays.when,
            Answer.HOW_LONG_AGO: stays.when,
            Answer.WHETHER: stays.whether,
            Answer.HOW_MANY: stays.how_many,
            Answer.WHICH: stays.which,
            Answer.HOW_LONG: stays.how_long,
            Answer.HOW_FAR: stays.how_far,
            Answer.STATE: stays.state,
            Answer.HISTORY: stays.history,
        }
        self._of_events: dict[Answer, Callable[[Asked, Event], Recollection]] = {
            Answer.WHEN: events.when,
            Answer.HOW_LONG_AGO: events.when,
            Answer.WHETHER: events.whether,
            Answer.HOW_MANY: events.how_many,
            Answer.WHICH: events.which,
            Answer.HOW_LONG: events.how_long,
            Answer.CHANGES: events.changes,
        }

    def read(self, text: str) -> Asked:
        """What a question asks, at the time until which things are known.

        Raises:
            InvalidQuery: if it is no question that a memory could answer.
        """
        return self._reader.read(text, self._chronicle.now_ns)

    def answer(self, question: str | Asked) -> Recollection:
        """Answer a question.

        Raises:
            InvalidQuery: if it is no question that a memory could answer.
            NotAnswered: (an InvalidQuery) if it is one that this cannot answer.
        """
        asked = self.read(question) if isinstance(question, str) else question
        if asked.unknown:
            raise NotAnswered(
                "some words were not understood",
                got=", ".join(asked.unknown),
                remedy="Leave them out, or say it in other words",
            )
        self._require_places(asked)
        try:
            settled = self._anchoring.settled(asked)
        except NoSuchEvent as missing:
            return Recollection(f"I know of no time when anybody {missing}.", False)
        return self._answer(settled)

    def _require_places(self, asked: Asked) -> None:
        """Refuse places of which nothing is known: an empty answer would tell of another one."""
        event = asked.event
        for place in (*asked.places, *(event.places if event is not None else ())):
            thing = place.thing
            if thing is None or thing.is_any or thing.known or place.is_asked:
                continue
            known = sorted({*self._chronicle.rooms, *self._chronicle.supports})
            raise NotAnswered(
                "no such place is known",
                got=thing.phrase,
                remedy=f"Known are: {', '.join(known) or 'no rooms and no furniture'}",
            )

    def _answer(self, asked: Asked) -> Recollection:
        event = asked.event
        if asked.of is Sort.PERSON:
            return self._people.who(asked)
        if asked.answer is Answer.CHANGES and event is None:
            event = Event(Verb.CHANGED, time=asked.time)
        if event is None or asked.answer is Answer.HISTORY:
            return self._about_stays(bare_event(asked))
        if asked.answer is Answer.WHERE:
            found = self._events.where(asked, event)
            return found or self._about_stays(bare_event(asked))
        if asked.answer in (Answer.WHEN, Answer.HOW_LONG_AGO) and event.verb is Verb.SAW:
            return self._about_stays(bare_event(replace(asked, time=None)))
        answer = self._of_events.get(asked.answer)
        return self._refuse(asked) if answer is None else answer(asked, event)

    def _about_stays(self, asked: Asked) -> Recollection:
        answer = self._of_stays.get(asked.answer)
        if answer is None:
            return self._refuse(asked)
        return answer(asked, Choice(self._chronicle, asked))

    def _refuse(self, asked: Asked) -> Recollection:
        raise NotAnswered(
            "questions of this kind are not answered yet",
            got=f"{asked.answer.value!r}: {asked.text}",
            remedy="Ask where, when, whether, which, how many, how long, or what changed",
        )
