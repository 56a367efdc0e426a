"""Numbers in words."""

from __future__ import annotations

from whereseen.memory.language.words import word_list

_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = word_list(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_MOST_DIGITS = 9
NUMBERS = {word: n for n, word in enumerate(_ONES)} | _TENS
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, start=1)} | {"thirtieth": 30}


def number_at(words: list[str]) -> tuple[int, int] | None:
    """The whole number that words begin with, and how many words it takes; None for no number."""
    if not words:
        return None
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first.isascii() and first.isdigit() and len(first) <= _MOST_DIGITS:
        return int(first), 1
    if first in _TENS and 0 < NUMBERS.get(second, 0) < 10:
        return _TENS[first] + NUMBERS[second], 2
    return (NUMBERS[first], 1) if first in NUMBERS else None


def ordinal_at(words: list[str]) -> tuple[int, int] | None:
    """As `number_at`, for "third", "4th" and "twenty first"; none is less than 1."""
    if not words:
        return None
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first.isascii() and first.isdigit() and len(first) <= _MOST_DIGITS and second in _SUFFIXES:
        return (int(first), 2) if int(first) > 0 else None
    if first in _TENS and 0 < ORDINALS.get(second, 0) < 10:
        return _TENS[first] + ORDINALS[second], 2
    return (ORDINALS[first], 1) if first in ORDINALS else None
