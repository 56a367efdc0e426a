"""Reads questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timezone, tzinfo
from typing import TypeVar

from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon
from whereseen.memory.encoder.protocol import checked_text
from whereseen.memory.language.asked import Answer, Asked
from whereseen.memory.language.assembly import Assembly, require_past
from whereseen.memory.language.clauses import ClauseReader
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.language.names import Known, Names
from whereseen.memory.language.openings import take_opening
from whereseen.memory.language.rephrasing import rephrased, says_ever
from whereseen.memory.language.scope import Scope
from whereseen.memory.language.thing import Sort, Thing
from whereseen.memory.language.time_reader import TimeReader
from whereseen.memory.language.when import Time
from whereseen.memory.language.words import Cursor, words_of

Key = TypeVar("Key")
Value = TypeVar("Value")

_UTC = timezone.utc
_PAST = frozenset({"was", "were", "has", "have", "had"})
_MOST_KEPT = 512
_TIMELESS: dict[str, None] = {}  # texts that speak of no time, whatever names are known


class QuestionReader:
    """Reads what English questions ask of a memory.

    Readings that speak of no time are kept, since they are the same whenever they are asked.

    Args:
        known: Names that the memory has for rooms, receptacles, things and people.
        zone: Of the clocks where the question is asked.
        lexicon: What household things are called; the one of the library if None.
    """

    def __init__(
        self,
        known: Known | None = None,
        *,
        zone: tzinfo = _UTC,
        lexicon: Lexicon | None = None,
    ) -> None:
        words = household_lexicon() if lexicon is None else lexicon
        self._names = Names(words, Known() if known is None else known)
        self._clauses = ClauseReader(self._names)
        self._zone = zone
        self._kept: dict[tuple[str, Thing | None], Asked] = {}

    def read(self, text: str, now_ns: int, *, previous: Thing | None = None) -> Asked:
        """What a question asks.

        Args:
            text: The question, of at most 1,000 characters.
            now_ns: When it is asked, UTC in int64 nanoseconds.
            previous: What "it" and "they" mean, as the thing of the question before.

        Raises:
            InvalidQuery: if the text is empty or too long.
            NotUnderstood: (an InvalidQuery) if it asks nothing that a memory could answer.
        """
        kept = self._kept.get((text, previous))
        return self._reading(text, now_ns, previous) if kept is None else kept

    def _reading(self, text: str, now_ns: int, previous: Thing | None) -> Asked:
        asked = checked_text(text)
        said = rephrased(asked)
        local = LocalTime(now_ns, self._zone)
        words = words_of(said)
        require_past([word.text for word in words], asked)
        if text not in _TIMELESS:
            words = TimeReader(local).replace(words)
        is_timed = any(word.time is not None for word in words)
        cursor, scope = Cursor(words), Scope()
        self._leading_time(cursor, scope)
        opening = take_opening(cursor)
        self._clauses.begin(cursor, scope, opening)
        notes = tuple(dict.fromkeys(local.notes))
        plain = Assembly(asked, previous, notes).assemble(opening, scope)
        found = _of_all_time(plain, now_ns)
        if not is_timed:
            _keep(_TIMELESS, text, None)
        if found is plain and not is_timed:
            _keep(self._kept, (text, previous), found)
        return found

    def _leading_time(self, words: Cursor, scope: Scope) -> None:
        time = words.peek().time
        if time is not None:
            scope.time = time
            words.at += 1
            words.take(",")


def _keep(kept: dict[Key, Value], key: Key, value: Value) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value


def _of_all_time(asked: Asked, now_ns: int) -> Asked:
    """Whether something ever was there, and in which places it was, asks of all the past."""
    is_timed = asked.time or asked.anchor or asked.event or asked.rank or asked.persistence
    words = set(asked.text.casefold().split())
    is_ever = asked.answer is Answer.WHETHER and says_ever(asked.text)
    was_in = asked.of in (Sort.ROOM, Sort.RECEPTACLE) and asked.is_plural and words & _PAST
    if is_timed or not (is_ever or was_in):
        return asked
    return replace(asked, time=Time.whole_past(now_ns))
