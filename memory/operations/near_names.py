"""Names that someone may have meant, for the remedies of errors."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_LEAST = 0.65
_MOST = 3


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The few known names most like one, as a whole or by a word, best first; none if none is."""
    likeness = {each: _likeness(each.casefold(), name.casefold()) for each in known}
    near = sorted((-ratio, each) for each, ratio in likeness.items() if ratio >= _LEAST)
    return tuple(each for _, each in near[:_MOST])


@lru_cache(maxsize=4096)
def _likeness(known: str, wanted: str) -> float:
    """Exact where it may be enough, else 0."""
    matchers = (SequenceMatcher(None, part, wanted) for part in {known, *known.split()})
    near = (it.ratio() for it in matchers if it.real_quick_ratio() >= _LEAST <= it.quick_ratio())
    return max(near, default=0.0)


def known_names(name: str, known: Iterable[str], most: int = 12) -> str:
    """What to say of the names that there are: those like one, else the first so many."""
    names = sorted(set(known))
    near = near_names(name, names)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if not names:
        return "None is known"
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"Known are: {', '.join(names[:most])}{more}"
