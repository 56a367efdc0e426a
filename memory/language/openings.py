"""Recognises how a question begins, which says what kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.language.asked import Answer
from whereseen.memory.language.prepositions import take_relation
from whereseen.memory.language.thing import Relation, Sort
from whereseen.memory.language.words import Cursor

_LEADS = (
    *("good morning", "good afternoon", "good evening", "good night", "thank you", "thanks"),
    *(
        "please",
        "hey",
        "hi",
        "hello",
        "ok",
        "okay",
        "excuse me",
        "robot ,",
        ",",
        "so",
        "and",
        "well",
    ),
    *("can you please", "could you please", "can you", "could you", "would you", "will you"),
    *("do you know", "do you remember", "do you recall", "i want to know", "i would like to know"),
    *("i wonder", "remind me", "let me know", "kindly", "now"),
)
_TELL = (
    "tell me",
    "say",
    "summarise",
    "summarize",
    "describe",
    "explain",
    "give me",
    "show me",
    "list",
    "name",
)
_ALL_ABOUT = (
    *("everything about", "everything you know about", "all about", "all you know about"),
    *("something about", "more about", "what you know about", "about"),
)
_IMPERATIVES = (
    *(
        "navigate back to",
        "navigate to",
        "head to",
        "go back to",
        "go to",
        "drive to",
        "walk to",
        "return to",
    ),
    *("revisit", "visit", "take me to", "lead me to", "guide me to", "bring me to", "point to"),
    *("bring me", "bring", "get me", "get", "fetch me", "fetch", "show me", "show", "find me"),
    *("find", "look for", "search for", "locate", "identify", "list", "name", "give me"),
    *("i am looking for", "we are looking for", "i can not find", "i could not find", "i need"),
    *("i want", "we need", "i have lost", "i lost", "have a look for", "help me find", "tell me"),
)
_STATES = {
    "colour": "colour",
    "color": "colour",
    "size": "size",
    "shape": "shape",
    "material": "material",
    "brand": "brand",
    "temperature": "temperature",
}
_BE = ("is", "are", "was", "were")
_HAVE = ("has", "have", "had")
_AUXILIARY = (*_BE, *_HAVE, "did", "do", "does", "am", "can", "could")


@dataclass(slots=True)
class Opening:
    """What a question's first words say.

    Attributes:
        answer: Kind of answer, or None where only a noun phrase follows.
        of: Sort of answer, where it is said.
        relation: To the place that is asked for: "in which drawer".
        has_noun: Whether what is asked for is named next: "which mug".
        is_what: Whether it asks "what", which may be a thing or what it is in.
        is_order: Whether the order is asked for.
        state: What of it is asked: "colour".
        is_told: Whether it is told to say something, after which a mere noun asks nothing.
        is_command: Whether it is told to go, show or bring.
        is_there: Whether it asks if there is something.
        is_perfect: Whether it asks where something has been.
    """

    answer: Answer | None = None
    of: Sort | None = None
    relation: Relation | None = None
    has_noun: bool = False
    is_what: bool = False
    is_order: bool = False
    state: str | None = None
    is_told: bool = False
    is_command: bool = False
    is_perfect: bool = False
    is_there: bool = False


def take_opening(words: Cursor) -> Opening:
    """Pass the first words of a question."""
    while not words.next_is("can you see", "could you see") and words.take(*_LEADS):
        pass
    if words.word() == "robot" and not words.word(1):
        words.at += 1
    if words.next_is("did you see where", "have you seen where", "did you notice where"):
        words.at += 3
    start = words.at
    if words.take(*_TELL):
        found = _question(words)
        if found:
            return found
        if words.take(*_ALL_ABOUT) and words.word() not in ("", "?"):
            words.take("the history of", "the past of")
            return Opening(Answer.HISTORY)
        if _take_history(words):
            return Opening(Answer.HISTORY)
        words.at = start
    found = _question(words)
    if found:
        return found
    if _take_history(words):
        return Opening(Answer.HISTORY)
    command = words.take(*_IMPERATIVES)
    if words.take("the changes", "all changes", "all the changes", "any changes", "changes"):
        return Opening(Answer.CHANGES)
    return Opening(is_told=command == "tell me", is_command=command is not None)


def _take_history(words: Cursor) -> str | None:
    return words.take("the history of", "history of", "the whole history of", "the story of")


def _question(words: Cursor) -> Opening | None:
    return _where(words) or _when(words) or _how(words) or _which(words) or _whether(words)


def _where(words: Cursor) -> Opening | None:
    if not words.take("where abouts", "whereabouts", "where"):
        return None
    mark = words.at
    words.take("can", "could", "should", "would", "do", "might", "will")
    words.take("i", "we", "you", "one")
    if not words.take("find", "get"):
        words.at = mark
    return Opening(Answer.WHERE, is_perfect=words.next_is(*_HAVE))


def _when(words: Cursor) -> Opening | None:
    is_when = words.take(
        *(
            "at what time",
            "at which time",
            "what time",
            "since when",
            "on what day",
            "on which day",
        ),
        *("what day", "which day", "when"),
    )
    return Opening(Answer.WHEN) if is_when else None


def _how(words: Cursor) -> Opening | None:
    if words.next_is("how much") and words.word(2) != "time":
        return None
    is_between = words.next_is("how long") and words.peek(2).time is not None
    if is_between or words.next_is("how long after", "how long before", "how long until"):
        return None
    if words.take("how many times", "how often"):
        return Opening(Answer.HOW_MANY, of=Sort.TIMES)
    if words.take("how many of", "how many"):
        return Opening(Answer.HOW_MANY, has_noun=True)
    if words.take("how long ago", "how much time ago"):
        return Opening(Answer.HOW_LONG_AGO)
    if words.take("how long", "for how long", "how much time", "for how much time"):
        return Opening(Answer.HOW_LONG)
    return Opening(Answer.HOW_FAR) if words.take("how far away", "how far") else None


def _which(words: Cursor) -> Opening | None:
    if words.take("in what order", "in which order"):
        return Opening(Answer.WHICH, is_order=True)
    if words.next_is("who", "whom"):
        words.at += 1
        return Opening(Answer.WHICH, of=Sort.PERSON)
    start = words.at
    relation = take_relation(words)
    word = words.take("which", "what")
    if word is None:
        words.at = start
        return None
    if word == "what" and relation is None:
        return _what(words)
    has_noun = not words.next_is(*_AUXILIARY)
    return Opening(Answer.WHICH, relation=relation, has_noun=has_noun)


def _what(words: Cursor) -> Opening:
    start = words.at
    words.take(*_BE, *_HAVE)
    if words.take("the state of", "the condition of"):
        return Opening(Answer.STATE)
    if _take_history(words):
        return Opening(Answer.HISTORY)
    if words.take("do you know about", "can you say about", "can you tell me about"):
        return Opening(Answer.HISTORY)
    if words.take("happened to", "become of", "became of", "happened with"):
        return Opening(Answer.HISTORY)
    if words.take("happened", "happen", "changed", "different", "going on", "been going on"):
        return Opening(Answer.CHANGES)
    if words.take("the"):
        state = words.take(*_STATES)
        if state and words.take("of"):
            return Opening(Answer.STATE, state=_STATES[state])
    words.at = start
    state = words.take(*_STATES)
    if state:
        return Opening(Answer.STATE, state=_STATES[state])
    if words.take("state", "condition"):
        return Opening(Answer.STATE)
    if words.take("did i miss", "have i missed"):
        return Opening(Answer.CHANGES)
    has_noun = not words.next_is(*_AUXILIARY)
    return Opening(Answer.WHICH, has_noun=has_noun, is_what=True)


def _whether(words: Cursor) -> Opening | None:
    if words.take(
        "is it true that", "whether", "if", "check whether", "check if", "can you see if"
    ):
        return Opening(Answer.WHETHER)
    if words.take("do we have", "do i have", "have we got", "have i got"):
        return Opening(Answer.WHETHER, is_there=True)
    if words.next_is("is there", "are there", "was there", "were there"):
        words.at += 1  # the form of "be" is read with the rest
        return Opening(Answer.WHETHER, is_there=True)
    if words.take("any changes", "anything new", "any news"):
        return Opening(Answer.CHANGES)
    if not words.next_is(*_AUXILIARY):
        return None
    return Opening(Answer.WHETHER)
