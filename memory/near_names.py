"""Names that someone may have meant, for the remedies of errors."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LEAST = 0.6
_MOST = 3


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The few known names most like one, best first; none if none is like it."""
    by_case = {each.casefold(): each for each in sorted(known, reverse=True)}
    found = get_close_matches(name.casefold(), sorted(by_case), n=_MOST, cutoff=_LEAST)
    return tuple(by_case[each] for each in found)


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
