"""States by the words for them: what says the same, and what says the opposite."""

from __future__ import annotations

from collections.abc import Iterable

_GROUPS = (
    ({"clean", "washed", "rinsed", "cleaned"}, {"dirty", "used", "unwashed", "filthy"}),
    ({"open", "opened", "ajar"}, {"closed", "shut"}),
    ({"on", "lit", "running", "switched on", "glowing"}, {"off", "switched off", "unlit"}),
    ({"full", "filled"}, {"empty"}),
    ({"wet"}, {"dry"}),
    ({"locked"}, {"unlocked"}),
    ({"hot", "warm", "heated", "warmed", "cooked"}, {"cold", "cool", "chilled"}),
    ({"sliced", "cut", "chopped"}, {"whole", "uncut", "unsliced"}),
    ({"folded"}, {"unfolded"}),
    ({"broken"}, {"intact"}),
)
_SAME: dict[str, frozenset[str]] = {}
_OPPOSITE: dict[str, frozenset[str]] = {}
for _yes, _no in _GROUPS:
    for _one, _other in ((_yes, _no), (_no, _yes)):
        _SAME |= dict.fromkeys(_one, frozenset(_one))
        _OPPOSITE |= dict.fromkeys(_one, frozenset(_other))


def is_state(word: str) -> bool:
    """Whether a word says how something is now."""
    return word in _SAME


def same_states(word: str) -> frozenset[str]:
    """All words for a state, the word itself among them."""
    return _SAME.get(word, frozenset({word}))


def excluded_by(word: str) -> frozenset[str]:
    """All words for states in which nothing is that is in this one."""
    return _OPPOSITE.get(word, frozenset())


def holds(word: str, states: Iterable[str]) -> bool | None:
    """Whether a state is among those of a thing; None if these say nothing of it."""
    known = {each.casefold() for each in states}
    if known & same_states(word):
        return True
    return False if known & excluded_by(word) else None
