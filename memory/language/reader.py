"""Reads questions."""

from __future__ import annotations

from datetime import timezone, tzinfo

from whereseen.memory.encoder.lexicon import Lexicon, household_lexicon
from whereseen.memory.encoder.protocol import checked_text
from whereseen.memory.language.asked import Asked
from whereseen.memory.language.assembly import Assembly, require_past
from whereseen.memory.language.clauses import ClauseReader
from whereseen.memory.language.local_time import LocalTime
from whereseen.memory.language.names import Known, Names
from whereseen.memory.language.openings import take_opening
from whereseen.memory.language.scope import Scope
from whereseen.memory.language.thing import Thing
from whereseen.memory.language.time_reader import TimeReader
from whereseen.memory.language.words import Cursor, words_of

_UTC = timezone.utc


class QuestionReader:
    """Reads what English questions ask of a memory.

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
        asked = checked_text(text)
        local = LocalTime(now_ns, self._zone)
        words = words_of(asked)
        require_past([word.text for word in words], asked)
        cursor = Cursor(TimeReader(local).replace(words))
        scope = Scope()
        self._leading_time(cursor, scope)
        opening = take_opening(cursor)
        self._clauses.begin(cursor, scope, opening)
        notes = tuple(dict.fromkeys(local.notes))
        return Assembly(asked, previous, notes).assemble(opening, scope)

    def _leading_time(self, words: Cursor, scope: Scope) -> None:
        time = words.peek().time
        if time is not None:
            scope.time = time
            words.at += 1
            words.take(",")
