"""Reads what things are like."""

from __future__ import annotations

from dataclasses import replace

from whereseen.memory.language.actors import ANYBODY
from whereseen.memory.language.event import Verb
from whereseen.memory.language.names import ADJECTIVES, STATES, Names
from whereseen.memory.language.noun_phrases import take_phrase
from whereseen.memory.language.scope import Scope, is_end
from whereseen.memory.language.words import Cursor


class DescriptionReader:
    """Reads states and features of what was named.

    Args:
        names: What nouns name.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def predicate(self, words: Cursor, scope: Scope) -> bool:
        """What something is like: "is dirty", "that is not red", "made of wood"."""
        if words.take("made of", "made from"):
            phrase = take_phrase(words, self._names)
            if phrase is not None and scope.focus is not None:
                scope.describe(phrase.thing.noun)
                return True
            return False
        if words.take("missing", "gone"):
            scope.begin(Verb.REMOVED, ANYBODY)
            return True
        if words.take("new") and scope.is_passive:
            scope.begin(Verb.APPEARED, ANYBODY)
            return True
        word = words.word()
        if not scope.is_passive or scope.is_in_event:
            return False
        if word in STATES:
            words.at += 1
            scope.describe(word)
            return True
        is_what = scope.opening.is_what and not scope.opening.has_noun
        is_asked = is_what or len(scope.phrases) > 1
        if word in ("on", "off") and is_end(words, 1) and not is_asked:
            words.at += 1
            scope.state = word
            return True
        return self._adjective(words, scope)

    def _adjective(self, words: Cursor, scope: Scope) -> bool:
        word, focus = words.word(), scope.focus
        if focus is None or word not in ADJECTIVES or not is_end(words, 1):
            return False
        words.at += 1
        scope.describe(word)
        return True

    def feature(self, words: Cursor, scope: Scope) -> bool:
        """As in "The bottle with the red cap"."""
        start = words.at
        word = words.take("with", "without")
        phrase = take_phrase(words, self._names) if word and scope.focus else None
        if phrase is None or scope.focus is None or scope.is_in_event:
            words.at = start
            return False
        thing, said = scope.focus.thing, f"with {phrase.thing.phrase}"
        if word == "with":
            thing = replace(thing, attributes=(*thing.attributes, said))
        else:
            thing = replace(thing, excluded=(*thing.excluded, said))
        scope.phrases[-1] = replace(scope.focus, thing=thing)
        return True
