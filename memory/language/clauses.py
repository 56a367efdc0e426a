"""Reads a clause word by word: things, places, times, events, in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from whereseen.memory.language.actors import ADVERBS, AUXILIARY, BE, take_actor
from whereseen.memory.language.anchors import AnchorReader
from whereseen.memory.language.asked import Answer, Persistence, Rank, RankBy
from whereseen.memory.language.describing import DescriptionReader
from whereseen.memory.language.happenings import EventReader
from whereseen.memory.language.names import Names
from whereseen.memory.language.noun_phrases import Phrase, take_phrase
from whereseen.memory.language.openings import Opening
from whereseen.memory.language.placing import NounReader
from whereseen.memory.language.ranks import take_adverb_rank, take_leading_order, take_order
from whereseen.memory.language.scope import Scope, is_end
from whereseen.memory.language.thing import Place, Relation, Thing
from whereseen.memory.language.verbs import is_verb_next, take_verb
from whereseen.memory.language.words import Cursor, word_set

_NO_LONGER = ("no longer", "not any longer", "any more", "any longer")
# Words that say nothing on their own.
_SILENT = word_set(
    "there to of the a also please that which who whom up down away back here left then and , ? ! ;"
    " : busy together again all both else ever with for time so it yet already just by do"
)
_BEING = ("standing", "lying", "sitting", "resting", "located")
_ENDS_ANCHOR = frozenset({",", "?", "is", "are"})


class ClauseReader:
    """Reads a clause into a scope.

    Args:
        names: What nouns name.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._anchors = AnchorReader(names, self.read)
        events, descriptions = EventReader(names), DescriptionReader(names)
        self._nouns = NounReader(names)
        # In turn, the first that can pass a word does.
        self._steps: tuple[Callable[[Cursor, Scope], bool], ...] = (
            self._time,
            events.purpose,
            self._order,
            self._persistence,
            events.duration_rank,
            self._anchor,
            self._rank,
            self._nouns.relative,
            self._auxiliary,
            events.event,
            events.leaving,
            events.switch,
            descriptions.predicate,
            descriptions.feature,
            self._nouns.place,
            self._nouns.noun,
        )

    def begin(self, words: Cursor, scope: Scope, opening: Opening) -> None:
        """Read what follows the first words of a question, to its end."""
        scope.opening = opening
        if opening.answer is Answer.HOW_LONG and words.next_is("did it take", "does it take"):
            words.at += 2
        if opening.answer is Answer.WHETHER and self._is_cleft(words):
            words.at += 2
        if opening.answer is None:
            scope.order = take_leading_order(words)
            if words.take("what", "whatever"):
                scope.phrases.append(Phrase(Thing(), is_plural=True))
        if opening.has_noun or opening.answer is None:
            self._nouns.noun(words, scope)
        self.read(words, scope)

    def _is_cleft(self, words: Cursor) -> bool:
        """Whether it asks "was it you who"."""
        behind = Cursor(words.words, words.at + 2)
        return words.next_is("was it", "is it") and take_actor(behind, self._names) is not None

    def read(self, words: Cursor, scope: Scope) -> None:
        """Read on to the end of the clause; what is not understood is noted."""
        while not words.is_done:
            if scope.is_anchor and self._is_over(words, scope):
                return
            start = words.at
            if not any(step(words, scope) for step in self._steps):
                words.at = start
                self._skip(words, scope)

    def _is_over(self, words: Cursor, scope: Scope) -> bool:
        if scope.anchor_end is not None and words.at >= scope.anchor_end:
            return True
        if words.peek().time is not None or words.word() in _ENDS_ANCHOR:
            return True
        return scope.event is not None and scope.is_in_event and self._anchors.is_next(words)

    def _skip(self, words: Cursor, scope: Scope) -> None:
        word = words.word()
        if word not in _SILENT and word not in ADVERBS:
            scope.unknown.append(word)
        words.at += 1

    def _time(self, words: Cursor, scope: Scope) -> bool:
        time = words.peek().time
        if time is None:
            return False
        words.at += 1
        event = scope.event
        if event is not None and scope.is_in_event and event.time is None:
            event.time = time
        elif scope.time is None:
            scope.time = time
        elif event is not None and event.time is None:
            event.time = time
        else:
            scope.unknown.append("a second time")
        return True

    def _order(self, words: Cursor, scope: Scope) -> bool:
        order = take_order(words)
        if order is None:
            return False
        scope.order = order
        if scope.event is not None and words.take("you"):
            # "... in the order you moved them" says the event again.
            words.take_while(AUXILIARY)
            if take_verb(words) is not None:
                words.take("them", "it")
        return True

    def _persistence(self, words: Cursor, scope: Scope) -> bool:
        if words.take("still"):
            scope.persistence = Persistence.STILL
        elif words.take(*_NO_LONGER):
            scope.persistence, scope.is_not = Persistence.NO_LONGER, False
            scope.places = [replace(place, is_negated=False) for place in scope.places]
            if scope.event:
                scope.event.is_negated = False
        else:
            return False
        return True

    def _anchor(self, words: Cursor, scope: Scope) -> bool:
        anchor = self._anchors.take(words, scope)
        if anchor is None:
            return False
        if isinstance(anchor, Rank):
            scope.rank = anchor
        elif scope.event is not None and scope.is_in_event:
            scope.event.anchor = anchor
        else:
            scope.anchor = anchor
        return True

    def _rank(self, words: Cursor, scope: Scope) -> bool:
        if scope.rank is not None and words.word() == "last" and scope.rank.by is RankBy.TIME:
            return False
        start = words.at
        rank = take_adverb_rank(words)
        if rank is None:
            return False
        phrase = None if is_end(words) else take_phrase(words, self._names)
        is_distance = rank.by is RankBy.DISTANCE and rank.place is None
        if phrase is not None and is_distance and phrase.has_article and scope.phrases:
            rank, phrase = replace(rank, place=Place(Relation.FROM, phrase.thing)), None
        if phrase is not None:
            # It was the adjective of a noun.
            words.at = start
            return False
        words.take("to") if rank.by is RankBy.DISTANCE and words.word(1) == "" else None
        scope.rank = rank
        return True

    def _auxiliary(self, words: Cursor, scope: Scope) -> bool:
        word = words.word()
        if words.take("not", "never"):
            scope.is_not = True
            return True
        if scope.is_passive and words.take(*_BEING):
            return True
        if words.take("end up", "ended up"):
            scope.is_passive = True
            return True
        if word not in AUXILIARY:
            return False
        if word == "do" and words.word(-1) in ("you", "i", "not"):
            return False
        words.at += 1
        scope.is_passive = word in BE
        if word in ("is", "was", "has") and scope.focus and scope.focus.is_partitive:
            scope.phrases[-1] = replace(scope.focus, is_plural=False)
        if scope.is_passive and scope.event is not None and not is_verb_next(words):
            scope.is_in_event = False
        return True
