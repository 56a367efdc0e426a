"""Answers from a chronicle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timezone, tzinfo
from typing import Any

from whereseen.memory.chronicle.choosing import Choice
from whereseen.memory.chronicle.stays import Chronicle, Stay, Turn
from whereseen.memory.chronicle.wording import Wording
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.language import Answer, Asked, Known, QuestionReader, Verb
from whereseen.memory.objects.entity import Kind

_MOVING = (Kind.MOVED, Kind.VANISHED)
_COMING = (Kind.MOVED, Kind.APPEARED)
_KINDS: dict[Verb, tuple[Kind, ...]] = {
    Verb.MOVED: (Kind.MOVED, Kind.VANISHED, Kind.APPEARED),
    Verb.CHANGED: (Kind.MOVED, Kind.VANISHED, Kind.APPEARED),
    Verb.PUT: _COMING,
    Verb.APPEARED: _COMING,
    Verb.TOOK: _MOVING,
    Verb.REMOVED: _MOVING,
    Verb.LEFT: _MOVING,
}


class NotAnswered(InvalidQuery):
    """A question that was read and cannot be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """An answer about now or the past.

    Attributes:
        text: A sentence or a few.
        found: Whether what was asked for is known; "no" to "is it there" is.
        stays: Where things were, as far as the answer is about that, in the order of the text.
        turns: What happened, as far as the answer is about that, in the order of the text.
    """

    text: str
    found: bool
    stays: tuple[Stay, ...] = ()
    turns: tuple[Turn, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "status": "found" if self.found else "not_found",
            "text": self.text,
            "stays": [asdict(stay) for stay in self.stays],
            "turns": [asdict(turn) for turn in self.turns],
        }


class ChronicleAnswerer:
    """Answers questions from what is known.

    Args:
        chronicle: Where things were and what happened.
        zone: Of the clocks of who asks.
    """

    def __init__(self, chronicle: Chronicle, zone: tzinfo = timezone.utc) -> None:
        self._chronicle = chronicle
        self._wording = Wording(zone, chronicle.now_ns)
        supports = set(chronicle.supports)
        things = [label for label in chronicle.labels if label not in supports]
        known = Known(chronicle.rooms, chronicle.supports, tuple(things))
        self._reader = QuestionReader(known, zone=zone)
        self._answers: dict[Answer, Callable[[Asked, Choice], Recollection]] = {
            Answer.WHERE: self._where,
            Answer.WHEN: self._when,
            Answer.WHETHER: self._whether,
            Answer.HOW_MANY: self._how_many,
            Answer.CHANGES: self._changes,
            Answer.HISTORY: self._history,
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
                "some words were not understood", got=", ".join(asked.unknown), remedy="Leave out"
            )
        answer = self._answers.get(asked.answer)
        if answer is None or asked.anchor is not None or asked.order is not None:
            raise NotAnswered(
                "questions of this kind are not answered yet",
                got=f"{asked.answer.value!r}: {asked.text}",
                remedy="Ask where, when, whether, how many, what changed, or for a history",
            )
        return answer(asked, Choice(self._chronicle, asked))

    def _where(self, asked: Asked, choice: Choice) -> Recollection:
        stays = choice.ranked(choice.stays())
        if stays:
            lines = [self._wording.stay(stay) for stay in stays]
            return Recollection("\n".join(lines), True, tuple(stays))
        before = choice.latest_before()
        if not before:
            return Recollection(f"I have not seen {choice.name} then.", False)
        return Recollection(
            "\n".join(self._wording.was(stay) for stay in before), False, tuple(before)
        )

    def _when(self, asked: Asked, choice: Choice) -> Recollection:
        verb = asked.event.verb if asked.event is not None else Verb.SAW
        kinds = _KINDS.get(verb)
        if kinds is None:
            stays = choice.all_stays()
            seen = max(stays, key=lambda stay: stay.last_seen_ns, default=None)
            if seen is None:
                return Recollection(f"I have never seen {choice.name}.", False)
            return Recollection(self._wording.seen(seen), True, (seen,))
        turns = choice.turns(kinds)
        chosen = choice.ranked(turns) if asked.rank is not None else turns[-1:]
        return self._happened(chosen, choice)

    def _whether(self, asked: Asked, choice: Choice) -> Recollection:
        stays = choice.stays()
        if stays:
            said = "\n".join(["Yes.", *(self._wording.stay(stay) for stay in stays)])
            return Recollection(said, True, tuple(stays))
        elsewhere = choice.elsewhere() or choice.latest_before()
        lines = [self._wording.stay(stay) for stay in elsewhere]
        return Recollection("\n".join(["No.", *lines]), True, tuple(elsewhere))

    def _how_many(self, asked: Asked, choice: Choice) -> Recollection:
        stays = choice.stays()
        number = len({stay.thing_id for stay in stays})
        lines = [str(number), *(self._wording.stay(stay) for stay in stays)]
        return Recollection("\n".join(lines), True, tuple(stays))

    def _changes(self, asked: Asked, choice: Choice) -> Recollection:
        return self._happened(choice.turns(tuple(Kind)), choice)

    def _history(self, asked: Asked, choice: Choice) -> Recollection:
        stays = choice.all_stays()
        if not stays:
            return Recollection(f"I have never seen {choice.name}.", False)
        return Recollection(
            "\n".join(self._wording.was(stay) for stay in stays), True, tuple(stays)
        )

    def _happened(self, turns: Sequence[Turn], choice: Choice) -> Recollection:
        if not turns:
            return Recollection(f"I noticed nothing of the kind about {choice.name}.", False)
        lines = [self._wording.turn(turn) for turn in turns]
        return Recollection("\n".join(lines), True, turns=tuple(turns))
