"""How well a thing fits a noun phrase, by the household lexicon and by what it looks like."""

from __future__ import annotations

from collections.abc import Collection

from whereseen.memory.attributes.colour import COLOUR_TERMS
from whereseen.memory.encoder.lexicon import household_lexicon

_NAMED, _KIND, _UNSURE = 1.0, 0.9, 0.55
_ANYTHING = frozenset({"thing", "one", "object", "item", "stuff", "something"})
_ARTICLES = frozenset({"the", "a", "an", "my", "some", "that", "this"})


def likeness(text: str, label: str, words: Collection[str]) -> float:
    """From 0 to 1.

    Args:
        text: The phrase.
        label: What the thing is called.
        words: What it is like, as "red" or "clean".
    """
    asked = [word for word in text.casefold().split() if word not in _ARTICLES]
    phrase, named = " ".join(asked), label.casefold()
    if not asked:
        return 0.0
    if phrase == named:
        return _NAMED
    lexicon = household_lexicon()
    said, own = lexicon.read(phrase), lexicon.read(named)
    if said.kinds:
        is_kind = bool(said.kinds & lexicon.with_broader(own.kinds))
        is_named = named.endswith(f" {phrase}")
        attributes = said.attributes
        if not (is_kind or is_named):
            return 0.0
    elif asked[-1] in _ANYTHING:
        attributes = frozenset(asked[:-1])
    else:
        return 0.0
    known = {*words, *own.attributes, *named.split()}
    if attributes <= known:
        return _KIND
    colours = set(COLOUR_TERMS)
    is_other = attributes & colours and known & colours and not attributes & known
    return 0.0 if is_other else _UNSURE
