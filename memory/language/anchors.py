"""Recognises events that serve as times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from whereseen.memory.language.actors import ANYBODY, AUXILIARY
from whereseen.memory.language.asked import Rank, RankBy
from whereseen.memory.language.durations import SECOND_NS, take_duration_s
from whereseen.memory.language.event import Anchor, Event, Sequence, Verb
from whereseen.memory.language.names import Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.scope import Scope
from whereseen.memory.language.thing import Place, Relation, Thing
from whereseen.memory.language.verbs import is_verb_next
from whereseen.memory.language.words import Cursor

_RIGHT = ("right", "just", "immediately", "directly", "straight", "shortly", "next")
_SEQUENCES = {
    "before": Sequence.BEFORE,
    "prior to": Sequence.BEFORE,
    "after": Sequence.AFTER,
    "following": Sequence.AFTER,
    "once": Sequence.AFTER,
    "as soon as": Sequence.RIGHT_AFTER,
    "while": Sequence.WHILE,
    "whilst": Sequence.WHILE,
    "during the time": Sequence.WHILE,
    "when": Sequence.WHEN,
    "since": Sequence.SINCE,
    "until": Sequence.UNTIL,
    "till": Sequence.UNTIL,
}
_MOST_WORDS = 16
_RIGHT_OF = {Sequence.BEFORE: Sequence.RIGHT_BEFORE, Sequence.AFTER: Sequence.RIGHT_AFTER}


class AnchorReader:
    """Reads "before I left the kitchen", "right after the blue one", "while cleaning".

    Args:
        names: What nouns name.
        read: Reads the clause behind into a scope.
    """

    def __init__(self, names: Names, read: Callable[[Cursor, Scope], None]) -> None:
        self._names, self._read = names, read

    def is_next(self, words: Cursor) -> bool:
        """Whether such a clause begins."""
        probe = Cursor(words.words, words.at)
        probe.take(*_RIGHT)
        return probe.next_is(*_SEQUENCES)

    def take(self, words: Cursor, scope: Scope) -> Anchor | Rank | None:
        """Pass one; "before the last one" is but a rank. They do not nest."""
        if scope.is_anchor:
            return None
        start = words.at
        offset_s = take_duration_s(words)
        is_right = words.take(*_RIGHT) is not None and offset_s is None
        found = words.take(*_SEQUENCES)
        if found is None or words.word() == "ago":
            words.at = start
            return None
        sequence = _SEQUENCES[found]
        if is_right:
            sequence = _RIGHT_OF.get(sequence, sequence)
        result = self._clause(words, scope, sequence)
        if result is None:
            words.at = start
            return None
        if isinstance(result, Rank):
            return result
        return Anchor(sequence, result, int((offset_s or 0.0) * 2) * SECOND_NS // 2)

    def _clause(self, words: Cursor, scope: Scope, sequence: Sequence) -> Event | Rank | None:
        start = words.at
        phrase = take_phrase(words, self._names)
        if phrase is not None and not phrase.is_pronoun and not self._goes_on(words):
            return self._ellipsis(scope, phrase, sequence)
        words.at = start
        actor = scope.event.actor if scope.event else ANYBODY
        inner = Scope(anchor_end=words.at + _MOST_WORDS, default_actor=actor)
        self._read(words, inner)
        scope.unknown.extend(inner.unknown)
        if inner.event is None:
            return self._being(inner)
        subject = inner.event.phrase or inner.focus
        return inner.event.event(self._thing(scope, subject))

    def _being(self, inner: Scope) -> Event | None:
        """As in "While the mug was on the table": nothing happened, but something was so."""
        if inner.focus is None or not (inner.places or inner.state):
            return None
        thing = inner.focus.thing
        if inner.state:
            thing = replace(thing, states=(*thing.states, inner.state))
        return Event(Verb.WAS, thing=thing, places=tuple(inner.places))

    def _goes_on(self, words: Cursor) -> bool:
        """Whether a noun phrase was but the subject of a clause."""
        return words.word() in AUXILIARY or is_verb_next(words)

    def _ellipsis(self, scope: Scope, phrase: Phrase, sequence: Sequence) -> Event | Rank | None:
        """As in "After the blue one": the same was done with it."""
        nth = _neighbour(phrase, sequence)
        if nth is not None:
            return Rank(RankBy.TIME, nth)
        if scope.event is None:
            return None
        if not self._names.is_familiar(phrase.thing):
            scope.unknown.append(phrase.thing.noun)
        verb, actor = scope.event.verb, scope.event.actor
        if verb is Verb.VISITED:
            return Event(verb, actor, places=(Place(Relation.AT, phrase.thing),))
        return Event(verb, actor, thing=phrase.thing)

    def _thing(self, scope: Scope, phrase: Phrase | None) -> Thing | None:
        """A thing, which "it" takes from the question."""
        if phrase is None or not phrase.is_pronoun:
            return phrase.thing if phrase else None
        event = scope.event
        said = event.phrase if event is not None and event.phrase else None
        place = event.places[0].thing if event is not None and event.places else None
        if said is None and scope.phrases:
            said = scope.phrases[0]
        if said is not None and not said.thing.is_any:
            return said.thing
        return place if place is not None else (said.thing if said else None)


def _neighbour(phrase: Phrase, sequence: Sequence) -> int | None:
    """Which one comes before "the last one"."""
    rank = phrase.rank
    if rank is None or not phrase.thing.is_any or rank.by is not RankBy.TIME:
        return None
    step = 1 if sequence in (Sequence.AFTER, Sequence.RIGHT_AFTER) else -1
    nth = rank.nth + step
    return nth if nth * rank.nth > 0 else None
