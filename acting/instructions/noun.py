"""What a clause speaks of, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whereseen.memory.language.noun_phrases import Phrase
from whereseen.memory.language.thing import Relation, Sort


@dataclass(frozen=True, slots=True)
class Noun:
    """What a clause speaks of.

    Attributes:
        text: As a reference has it.
        phrase: What it describes, None where only a whole clause tells that.
        pronoun: "it", "them" or "there" where it is no more than that.
        count: How many are meant, None for all.
        is_other: Whether it means another one than what was named before.
        is_clause: Whether a clause tells which one, which may have taken more than its own words.
    """

    text: str
    phrase: Phrase | None = None
    pronoun: str = ""
    count: int | None = 1
    is_other: bool = False
    is_clause: bool = False

    @property
    def noun(self) -> str:
        """Its head noun, empty where there is none."""
        return self.phrase.thing.noun if self.phrase is not None else ""

    @property
    def sort(self) -> Sort:
        """Whether it is a thing, furniture or a room."""
        return self.phrase.thing.sort if self.phrase is not None else Sort.THING

    def with_place(self, place: Placed) -> Noun:
        """With a place that tells which one is meant."""
        return replace(self, text=f"{self.text} {place.text}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A preposition and what follows it.

    Attributes:
        preposition: As it was said.
        relation: To the noun.
        noun: What follows.
    """

    preposition: str
    relation: Relation
    noun: Noun

    @property
    def text(self) -> str:
        """As it was said."""
        return f"{self.preposition} {self.noun.text}"
