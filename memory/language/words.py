"""A question as a list of words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from whereseen.memory.language.when import Time

# Dates and clocks, numbers, words; then marks that part a sentence. No part can match what the
# next one does, so that the time is linear in the length of the text.
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d+(?::\d{2})+|\d+(?:/\d+)+|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[,:;?!]"
)
_WORD_IS = frozenset(
    {"where", "what", "who", "when", "how", "which", "there", "here", "that", "it"}
)
_ELSE_AFTER = frozenset({"what", "who", "where", "anything", "something", "nothing", "anyone"})
_WHOLE = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "let's": ("let", "us"),
    "i'm": ("i", "am"),
    "anymore": ("any", "more"),
    "gonna": ("going", "to"),
}
_UNMARKED = ("isn't", "didn't", "wasn't", "haven't", "where's", "what's", "who's", "i'm")
_ENDS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "had"}
_MARKED = {word.replace("'", ""): word for word in _UNMARKED}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a mark, or what a phrase of several words was read as.

    Attributes:
        text: In small letters.
        time: If it stands for the words of a time.
        said: As it was written, for names.
    """

    text: str
    time: Time | None = None
    said: str = ""


def words_of(text: str) -> list[Word]:
    """Words of a text: contractions in full, without full stops."""
    plain = text.replace("\u2019", "'").replace("\u02bc", "'")
    words = [
        Word(part, said=said) for said in _TOKEN.findall(plain) for part in _parts(said.casefold())
    ]
    # "what else changed" asks for all that changed: what was told before is not known here
    before = ["", *(word.text for word in words)]
    return [
        word
        for last, word in zip(before, words, strict=False)
        if word.text != "else" or last not in _ELSE_AFTER
    ]


def _parts(word: str) -> tuple[str, ...]:
    word = _MARKED.get(word, word)
    if word in _WHOLE:
        return _WHOLE[word]
    for end, full in _ENDS.items():
        if word.endswith(end) and len(word) > len(end):
            return (*_parts(word[: -len(end)]), full)
    if word.endswith("'s") and word[:-2] in _WORD_IS:
        return (word[:-2], "is")
    return (word,)


@dataclass(slots=True)
class Cursor:
    """Where in the words the reading is.

    Attributes:
        words: All of them.
        at: Number of the next word.
    """

    words: list[Word]
    at: int = 0
    _end: Word = field(default=Word(""), repr=False)

    def word(self, ahead: int = 0) -> str:
        """Text of a word; empty behind the last, and where it stands for a time."""
        return self.peek(ahead).text

    def peek(self, ahead: int = 0) -> Word:
        """A word ahead; an empty one behind the last."""
        index = self.at + ahead
        return self.words[index] if 0 <= index < len(self.words) else self._end

    @property
    def is_done(self) -> bool:
        """Whether no word is left."""
        return self.at >= len(self.words)

    def next_is(self, *phrases: str) -> bool:
        """Whether one of these phrases comes next."""
        return self._next(phrases) is not None

    def take(self, *phrases: str) -> str | None:
        """Pass the first of these phrases that comes next; returns it, or None."""
        found = self._next(phrases)
        if found is None:
            return None
        self.at += len(found)
        return " ".join(found)

    def take_while(self, words: frozenset[str]) -> None:
        """Pass words of a set."""
        while self.word() in words:
            self.at += 1

    def _next(self, phrases: tuple[str, ...]) -> tuple[str, ...] | None:
        candidates = _by_first_word(phrases).get(self.word(), ())
        return next((words for words in candidates if self._matches(words)), None)

    def _matches(self, words: tuple[str, ...]) -> bool:
        return all(self.word(i) == word for i, word in enumerate(words))


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(word_list(text))


def word_list(text: str) -> tuple[str, ...]:
    """The words of a text in their order."""
    return tuple(text.split())


@lru_cache(maxsize=1024)
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found
