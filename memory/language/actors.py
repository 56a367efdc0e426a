"""Recognises who does something."""

from __future__ import annotations

from whereseen.memory.language.event import Actor, Role
from whereseen.memory.language.names import Names
from whereseen.memory.language.verbs import is_verb_next
from whereseen.memory.language.words import Cursor, word_set

ROBOT, ASKER, ANYBODY = Actor(Role.ROBOT), Actor(Role.ASKER), Actor(Role.ANYBODY)
BE = word_set("is are was were am be been being")
AUXILIARY = BE | word_set("has have had did do does can could would should might will")
ADVERBS = word_set("ever also just then already yet actually recently all both really")
_ANYBODY = ("anybody", "anyone", "someone", "somebody", "people", "everybody", "one", "we")


def take_actor(words: Cursor, names: Names) -> Actor | None:
    """Pass who acts: "you", "I", "somebody", or a person before a verb."""
    if words.take("you", "the robot"):
        return ROBOT
    if words.take("i"):
        return ASKER
    start = words.at
    if words.take(*_ANYBODY):
        if _acts(words):
            return ANYBODY
        words.at = start
        return None
    return _person(words, names)


def take_person(words: Cursor, names: Names) -> Actor | None:
    """Pass the name of a known person, whatever follows."""
    name = names.person(words.word())
    if name is None:
        return None
    words.at += 1
    return Actor(Role.PERSON, name)


def _person(words: Cursor, names: Names) -> Actor | None:
    start = words.at
    name = names.person(words.word())
    is_said = words.peek().said[:1].isupper() and start > 0
    if name is None and not (
        is_said and words.word().isalpha() and not names.is_noun([words.word()])
    ):
        return None
    word = words.word()
    words.at += 1
    if not _acts(words):
        words.at = start
        return None
    return Actor(Role.PERSON, name or word)


def _acts(words: Cursor) -> bool:
    """Whether a verb comes next, after what may come before it."""
    ahead = 0
    while ahead < _MOST_BETWEEN and _is_between(words.word(ahead)):
        if words.word(ahead) in BE:
            return True
        ahead += 1
    return is_verb_next(words, ahead) or words.word(ahead) in _PLACED


def _is_between(word: str) -> bool:
    return word in AUXILIARY or word in _BEFORE_VERB


_MOST_BETWEEN = 5
_BEFORE_VERB = ADVERBS | {"not", "never", "last", "first", "most"}
_PLACED = frozenset({"in", "out", "away", "at"})  # "was Ada in the kitchen"
