"""What household things are called, and which are kinds of which.

`lexicon.txt` has a line for each, written from general knowledge of English and of nothing else:
`name < broader: synonym, synonym | definition`, where only the name must be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

_FILE = "lexicon.txt"
_PLURALS = {
    "knives": "knife",
    "loaves": "loaf",
    "scarves": "scarf",
    "shelves": "shelf",
    "shoes": "shoe",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of thing.

    Attributes:
        name: Its plainest name, singular.
        broader: Name of the entry of which it is a kind, if any.
        synonyms: Other names.
        definition: What it is for or looks like.
    """

    name: str
    broader: str | None = None
    synonyms: tuple[str, ...] = ()
    definition: str = ""

    @property
    def phrases(self) -> tuple[str, ...]:
        """What people call it, or how they describe it: first its name."""
        return tuple(filter(None, (self.name, *self.synonyms, self.definition)))

    @classmethod
    def parse(cls, line: str) -> Entry:
        """Read a line of the file."""
        head, _, rest = line.partition(":")
        name, _, broader = (part.strip() for part in head.partition("<"))
        synonyms, _, definition = rest.partition("|")
        others = tuple(part.strip() for part in synonyms.split(",") if part.strip())
        return cls(name, broader or None, others, definition.strip())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a noun phrase says.

    Attributes:
        kinds: Names of the entries that it may mean; several where English has one word for them.
        attributes: The words before that: of "the blue coffee mug" it is "blue".
    """

    kinds: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()


class Lexicon:
    """Entries that are found by any of their names.

    Args:
        entries: With unique names.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._read = lru_cache(maxsize=4096)(self._reading)

    @classmethod
    def parse(cls, text: str) -> Lexicon:
        """Read entries; lines that are empty or start with # say nothing."""
        lines = (line.strip() for line in text.splitlines())
        return cls(Entry.parse(line) for line in lines if line and not line.startswith("#"))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def read(self, phrase: str) -> Reading:
        """What a noun phrase means: a compound is what its last words are, as in English."""
        return self._read(phrase)

    def is_a(self, name: str, broader: str) -> bool:
        """Whether the entry `name` is `broader` or a kind of it."""
        return broader in self.with_broader([name])

    def with_broader(self, names: Iterable[str]) -> set[str]:
        """Entries, and all of which they are kinds."""
        return {up for name in names for up in self._upwards(name)}

    def related(self, names: Iterable[str]) -> set[str]:
        """Entries, all of which they are kinds, and other kinds of what is up to two levels up."""
        names = list(names)
        known = self.with_broader(names)
        near = {up for name in names for up in self._upwards(name)[1:3]}
        return known | {entry.name for entry in self if near & set(self._upwards(entry.name))}

    def _upwards(self, name: str) -> list[str]:
        found: list[str] = []
        at: str | None = name
        while at is not None:
            found.append(at)
            at = self._entries[at].broader
        return found

    def _reading(self, phrase: str) -> Reading:
        words = _plain(phrase).split()
        for start in range(len(words)):
            kinds = self._named(words[start:])
            if kinds:
                return Reading(kinds, frozenset(words[:start]))
        return Reading()

    def _named(self, words: list[str]) -> frozenset[str]:
        """Entries with exactly this name, be it in the plural or, where theirs is one, not."""
        exact, singular = self._index
        name, one = " ".join(words), " ".join([*words[:-1], _singular(words[-1])])
        return exact.get(name) or exact.get(one) or singular.get(one) or frozenset()

    @cached_property
    def _index(self) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
        exact: dict[str, frozenset[str]] = {}
        singular: dict[str, frozenset[str]] = {}
        for entry in self:
            for phrase in (entry.name, *entry.synonyms):
                *first, last = _plain(phrase).split()
                for index, end in ((exact, last), (singular, _singular(last))):
                    name = " ".join([*first, end])
                    index[name] = index.get(name, frozenset()) | {entry.name}
        return exact, singular


@lru_cache(maxsize=1)
def household_lexicon() -> Lexicon:
    """The lexicon that comes with the library."""
    return Lexicon.parse(lexicon_text())


@lru_cache(maxsize=1)
def lexicon_text() -> str:
    """The file that comes with the library."""
    return (files(__package__) / _FILE).read_text(encoding="utf-8")


def _plain(phrase: str) -> str:
    return phrase.casefold().replace("_", " ").replace("-", " ").replace("'", "")


def _singular(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
