"""Cuts an instruction into clauses, each of which tells one thing to do, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from whereseen.acting.instructions.commands import FIRST_WORDS, base_of, take_command
from whereseen.memory.language.names import Names
from whereseen.memory.language.words import Cursor, Word, word_set, words_of

_STOPS = re.compile(r"[.!?](?=\s|$)|\n")
LEADS = (
    *("please", "kindly", "also", "just", "hey", "hi", "hello", "ok", "okay", "so", "well", "now"),
    *("robot", "first of all", "first", "firstly", "second", "secondly", "third", "thirdly"),
    *("can you please", "could you please", "can you", "could you", "would you please"),
    *(
        "would you mind",
        "do you mind",
        "would you kindly",
        "would you",
        "will you please",
        "will you",
        "i want you to",
    ),
    *("i would like you to", "i had like you to", "i need you to", "you must", "you need to"),
    *("make sure that you", "make sure you", "make sure to", "be sure to", "remember to"),
    *("do not forget to", "you can", "you should", "go and", "go ahead and", "come and", "try to"),
    *("your task is to", "your job is to", "next", "finally", "lastly", "quickly", "carefully"),
    *("gently", "again", "afterwards", "meanwhile", "thanks", "thank you", ",", ":", "to", "and"),
    *("then", "immediately", "right away", "start by", "begin by", "when you have time", "let us"),
)
_THENS = (
    *("then", "after that", "afterwards", "next", "finally", "lastly", "once that is done"),
    *("once you have done that", "when that is done", "when you are done", "once you are done"),
    *("followed by", "after doing that", "after doing so", "after this", "subsequently"),
    *("when done", "once done", "after which", "later", "when you have finished"),
)
_THEN = (*(f"{mark} {each}" for mark in ("and", ", and", ",") for each in _THENS), *_THENS)
_BEFORE_THAT = tuple(
    f"{mark}{each}"
    for mark in (", but ", "but ", ", and ", "and ", ", ", "")
    for each in ("before that", "before doing that", "before doing so", "but first")
    if each != "but first" or mark in (", ", "")
)
_AND = (", and also", "and also", ", and", "and", ",", "as well as", "plus")
_BEFORE = ("before you", "before", "prior to")
_AFTER = (
    *(
        "after you have",
        "after you had",
        "after you are done",
        "after you",
        "after having",
        "after",
    ),
    *("once you have", "once you had", "once you are done", "as soon as you have", "once you"),
    *("when you have", "when you are done", "when you finish", "after you finish", "having"),
    *("when you are finished", "as soon as you are done"),
)
_ENDS = (
    *("please", "thanks", "thank you", "for me", "now", "right away", "right now", "immediately"),
    *("as well", "too", "again", "if you can", "will you", "would you", "carefully", "quickly"),
    *("afterwards", "next", "finally", "okay", "ok", "at once", "gently", "when you can", "for us"),
    *(
        "together",
        "robot",
        "then",
        "and",
        ",",
        "at the end",
        "straight away",
        "after that",
        "first",
    ),
)
_END_WORDS = tuple(each.split() for each in _ENDS)
_NOTHING = (["go"], ["come"], ["come", "back"], ["go", "ahead"])  # "go and find my keys"
_RELATIVE = word_set("you i we that which who what whatever")


class Mark(Enum):
    """How a clause is linked."""

    AND = "and"
    THEN = "then"
    BEFORE = "before"
    AFTER = "after"


@dataclass(slots=True)
class Clause:
    """A part that tells one thing to do.

    Attributes:
        words: Without what introduces it and what ends it: it should begin with a verb.
        after: Numbers of the clauses that are to be done before, as far as that is said.
    """

    words: list[Word]
    after: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """As it was said, nearly."""
        return text_of(self.words)


def text_of(words: Sequence[Word]) -> str:
    """Words as a text; names as they were written."""
    said = (it.said if it.said.casefold() == it.text else it.text for it in words)
    return " ".join(said).replace(" ,", ",")


def clauses_of(text: str, names: Names) -> list[Clause]:
    """The clauses of an instruction, as they were said.

    Args:
        text: The instruction.
        names: What nouns name: of "the bowl and light bulb", no light is to be switched on.
    """
    order = _Order()
    for sentence in _sentences(words_of(_STOPS.sub(" ; ", text))):
        order.add(Pieces(sentence, names).read())
    return order.found


def _sentences(words: Iterable[Word]) -> list[list[Word]]:
    found: list[list[Word]] = [[]]
    for word in words:
        if word.text in (";", "!", "?"):
            found.append([])
        else:
            found[-1].append(word)
    return [each for each in found if each]


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause with what links it to the one before.

    Attributes:
        mark: The link.
        words: The clause.
        is_leading: Whether a "before" or "after" belongs to what follows.
    """

    mark: Mark
    words: list[Word]
    is_leading: bool = False


class Pieces:
    """Cuts a sentence where another thing to do is told.

    Args:
        words: The sentence.
        names: What nouns name.
    """

    def __init__(self, words: list[Word], names: Names) -> None:
        self._cursor, self._names = Cursor(words), names

    def read(self) -> list[Piece]:
        """All pieces, as they were said."""
        cursor, found = self._cursor, list[Piece]()
        mark, is_leading = self._first()
        start = cursor.at
        while not cursor.is_done:
            end = cursor.at
            link = self._link(cursor.words[start:end])
            if link is None:
                cursor.at = end + 1
                continue
            found.append(Piece(mark, _bare(cursor.words[start:end]), is_leading))
            (mark, is_leading), start = link, cursor.at
        found.append(Piece(mark, _bare(cursor.words[start:]), is_leading))
        said = [each for each in found if each.words]
        told = [each for each in said if [it.text for it in each.words] not in _NOTHING]
        return told or said

    def _first(self) -> tuple[Mark, bool]:
        cursor, mark = self._cursor, Mark.AND
        if cursor.take(*_BEFORE_THAT):
            return Mark.AFTER, False
        while True:
            if cursor.take(*_THENS):
                mark = Mark.THEN
            order = self._order([])
            if order is not None:
                return order, True
            if not cursor.take("but", "and", ","):
                return mark, False

    def _link(self, before: list[Word]) -> tuple[Mark, bool] | None:
        """Pass what links the next clause to this one, if one begins."""
        if not before:
            return None
        cursor = self._cursor
        start = cursor.at
        if cursor.take(*_BEFORE_THAT):
            cursor.take(",")
            if self._is_command():
                return Mark.AFTER, False
            cursor.at = start
        for phrases, kind in ((_THEN, Mark.THEN), (_AND, Mark.AND)):
            if cursor.next_is("next to", "later than") or not cursor.take(*phrases):
                continue
            order = self._order([])
            if order is not None:
                return order, True
            cursor.take(",")
            if self._is_command() or (kind is Mark.THEN and not cursor.is_done):
                return kind, False
            cursor.at = start
        order = self._order(before)
        return None if order is None else (order, False)

    def _order(self, before: list[Word]) -> Mark | None:
        """Pass "before you" and "after" where a clause that tells what to do follows."""
        cursor = self._cursor
        start = cursor.at
        is_in_relative = bool(_RELATIVE & {word.text for word in before})
        for phrases, kind in ((_BEFORE, Mark.BEFORE), (_AFTER, Mark.AFTER)):
            said = cursor.take(*phrases)
            if not said:
                continue
            word = cursor.word()
            is_base = said.endswith("you") and word in FIRST_WORDS
            is_gerund = word.endswith("ing") and base_of(word) is not None
            is_done = kind is Mark.AFTER and base_of(word) is not None and " " in said
            if is_base or is_gerund or (is_done and not is_in_relative):
                return kind
            cursor.at = start
        return None

    def _is_command(self) -> bool:
        probe = Cursor(self._cursor.words, self._cursor.at)
        while probe.take(*LEADS):
            pass
        verb = take_command(Cursor(probe.words, probe.at))
        if verb is None or " " in verb:
            return verb is not None
        if self._names.is_noun([probe.word(), probe.word(1)]):
            return False
        is_noun = self._names.is_noun([probe.word()])
        return not (is_noun and probe.word(1) in _BEHIND_NOUN)


_BEHIND_NOUN = frozenset({"", ",", "and", "in", "on", "from", "to", "into", "onto", "then"})


class _Order:
    """Puts pieces together as clauses that follow each other.

    Attributes:
        found: All clauses.
    """

    def __init__(self) -> None:
        self.found: list[Clause] = []
        self._before: list[int] = []  # what comes before the clauses that are gathered
        self._group: list[int] = []

    def add(self, pieces: list[Piece]) -> None:
        """Add a sentence; only "then" links it to the one before."""
        if not pieces or pieces[0].mark is not Mark.THEN:
            self._before, self._group = [], []
        held: int | None = None
        is_then = False
        for piece in pieces:
            number = len(self.found)
            self.found.append(Clause(piece.words))
            if piece.mark is Mark.BEFORE and piece.is_leading:
                held = number
            elif number and piece.mark is Mark.AFTER and not piece.is_leading:
                self.found[number - 1].after.add(number)
            else:
                self._follow(number, is_then or piece.mark in (Mark.THEN, Mark.BEFORE))
                is_then = piece.mark is Mark.AFTER
        if held is not None:
            self._follow(held, True)

    def _follow(self, number: int, is_then: bool) -> None:
        if is_then:
            self._before, self._group = self._group or self._before, []
        self.found[number].after |= set(self._before)
        self._group.append(number)


def _bare(words: list[Word]) -> list[Word]:
    """Without what introduces a clause and what ends it; "washing" as "wash"."""
    cursor = Cursor(words)
    while cursor.take(*LEADS):
        pass
    kept = words[cursor.at :]
    while True:
        texts = [word.text for word in kept]
        end = next((it for it in _END_WORDS if it == texts[-len(it) :]), None)
        if not kept or end is None or (end == ["first"] and _RELATIVE & set(texts)):
            break
        kept = kept[: -len(end)]
    base = base_of(kept[0].text) if kept else None
    return [Word(base, said=base), *kept[1:]] if base and base != kept[0].text else kept
