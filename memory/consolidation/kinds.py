"""Things that are like others: of broader and broader kinds, or carried about as much."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from whereseen.memory.attributes.mobility import half_life_s
from whereseen.memory.encoder.lexicon import household_lexicon

_DAY_S = 86_400.0
_STAYS_S = (2 * _DAY_S, 45 * _DAY_S)  # half-lives between what is in use, put away, and furniture


def classes_of(label: str, known: Collection[str]) -> Iterator[frozenset[str]]:
    """Those of the known labels that are like a label: first all, last those that mean the same.

    Args:
        label: As "mug".
        known: Labels.
    """
    yield frozenset(known)
    level = _durability(label)
    yield frozenset(each for each in known if _durability(each) == level)
    for kinds in reversed(_upwards(label)):
        yield frozenset(each for each in known if kinds & _meanings(each))
    yield frozenset(each for each in known if each.casefold() == label.casefold())


def _upwards(label: str) -> list[set[str]]:
    """What a label means, then what that is a kind of, and so on."""
    lexicon, level = household_lexicon(), set(household_lexicon().read(label).kinds)
    found = []
    while level:
        found.append(level)
        level = {above for each in level if (above := lexicon[each].broader) is not None}
    return found


def _meanings(label: str) -> set[str]:
    lexicon = household_lexicon()
    return lexicon.with_broader(lexicon.read(label).kinds)


def _durability(label: str) -> int:
    return sum(half_life_s(label) > limit_s for limit_s in _STAYS_S)
