"""How well things fit what a noun phrase says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from whereseen.acting.knowledge.states import holds, is_state
from whereseen.acting.knowledge.world_model import Thing
from whereseen.memory.attributes.category import material_of
from whereseen.memory.attributes.colour import colour_terms_in
from whereseen.memory.encoder.lexicon import household_lexicon
from whereseen.memory.encoder.naming import Namer
from whereseen.memory.language.thing import Sort
from whereseen.memory.language.thing import Thing as Said

SIZES = frozenset({"big", "large", "small", "little", "tall", "short", "huge", "tiny"})
_BROADER = 0.5  # a cup where a mug is asked for
_OTHER_NAME = 0.45  # a desk where a table is asked for, and something is called a table
_UNKNOWN = 0.4  # nothing is known of what is said of it
_BY_KIND = 0.3  # "white bread" and "red apple" are kinds of their own, and yet colours
_ALL_UNKNOWN = 0.1  # and no name is said either
_OTHERWISE = 0.03  # something else is known of it


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a thing fits.

    Attributes:
        match: 0 to 1.
        notes: What speaks for it, and what is not known of it, in words.
    """

    match: float
    notes: tuple[str, ...] = ()

    def times(self, match: float, *notes: str) -> Fit:
        """As well as it fits something else too."""
        return Fit(self.match * match, (*self.notes, *notes))


def named_so(noun: str, labels: Sequence[str]) -> dict[str, float]:
    """Labels that a noun means, and how well; a kind that is broader fits less."""
    return dict(_named_so(noun, tuple(sorted(set(labels)))))


@lru_cache(maxsize=512)
def _named_so(noun: str, labels: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    if not labels:
        return ()
    lexicon = household_lexicon()
    asked = lexicon.read(noun)
    naming = Namer(lexicon).compare(noun, labels)
    meant = [label for label, is_meant in zip(labels, naming.is_meant, strict=True) if is_meant]
    if not meant:
        meant = [label for label in labels if _ends_so(noun.casefold(), label.casefold())]
        return tuple((label, 1.0) for label in meant)
    own = {
        label
        for label in meant
        if naming.is_exact
        or any(lexicon.is_a(a, b) for a in lexicon.read(label).kinds for b in asked.kinds)
    }
    named = {label for label in own if _ends_so(_singular(noun), label.casefold())}
    of_kind = _OTHER_NAME if named else 1.0
    return tuple(
        (label, 1.0 if label in named else of_kind if label in own else _BROADER) for label in meant
    )


def _singular(noun: str) -> str:
    return noun.casefold().removesuffix("s")


def _ends_so(noun: str, label: str) -> bool:
    ends = (f" {noun}", f" {noun}s", f" {noun.removesuffix('s')}")
    return f" {label}".endswith(ends)


def of_words(thing: Thing, said: Said, *, is_named: bool = False) -> Fit:
    """How well a thing fits the attributes and states that are said; its name is not looked at.

    Args:
        thing: It.
        said: What is said.
        is_named: Whether a use tells what it is, as a name would.
    """
    fit, unknown = Fit(1.0), _UNKNOWN if said.noun or is_named else _ALL_UNKNOWN
    for word in (*said.attributes, *said.states):
        known = has(thing, word)
        if word in SIZES:
            continue
        if known is None:
            fit = fit.times(unknown, f"whether it is {word} is not known")
        else:
            fit = fit.times(1.0 if known else _OTHERWISE, f"it is {'' if known else 'not '}{word}")
    for word in said.noun.split()[:-1]:
        if colour_terms_in([word]) and word != "orange" and has(thing, word) is False:
            fit = fit.times(_BY_KIND, f"it is not {word}")
    for word in said.excluded:
        if has(thing, word):
            fit = fit.times(_OTHERWISE, f"it is {word}")
    return fit


def is_of_sort(thing: Thing, sort: Sort) -> bool:
    """Whether a thing is of the sort that a word like "thing" or "surface" means."""
    if sort is Sort.RECEPTACLE:
        return thing.is_receptacle
    return sort is Sort.THING and not thing.is_receptacle


def has(thing: Thing, word: str) -> bool | None:
    """Whether a thing is what an adjective says; None if that is not known."""
    words = {*thing.label.casefold().split(), *(each.casefold() for each in thing.attributes)}
    if is_state(word):
        return holds(word, thing.states)
    if word in words or word in thing.states or thing.label.casefold() == word:
        return True
    asked = colour_terms_in([word])
    if asked:
        known = colour_terms_in(words)
        return bool(asked & known) if known else None
    material = material_of(f"{word} thing")
    if material:
        own = _materials(thing, words)
        return material in own if own else None
    return True if _is_called(thing, word) else None


def _materials(thing: Thing, words: Iterable[str]) -> set[str]:
    found = {material_of(f"{word} thing") for word in words} - {""}
    return found or {material_of(thing.label)} - {""}


def _is_called(thing: Thing, word: str) -> bool:
    """Whether a word that stands before another is a kind of its own: not "a red mug"."""
    return bool(named_so(word, [thing.label]))
