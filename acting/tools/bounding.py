"""Results that are not too long for who asked: ends are left out, and it says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_BYTES = 40_000  # of a result as JSON: some ten thousand tokens
_SHORTEST = 200  # texts of so many letters are never cut
_FEWEST = 50  # objects with so few names neither
_CUT = " ... (cut)"


class _Part(NamedTuple):
    """Something inside a result of which the end may be left out."""

    of: Any
    key: Any
    size: int


def bounded(result: dict[str, Any], most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """A result as JSON of at most so many bytes, as nearly as can be.

    What is longest loses its end: lists of anything but numbers down to one item, texts, large
    objects. `left_out` counts what is missing: items, and texts that were cut.

    Args:
        result: Values of JSON; is changed.
        most_bytes: In UTF-8.
    """
    left_out = 0
    while (excess := size_bytes(result) - most_bytes) > 0:
        longest = max(_parts(result), key=lambda part: part.size, default=None)
        if longest is None:
            break
        left_out += _shorten(longest, excess)
        result["left_out"] = left_out
    return result


def size_bytes(value: Any) -> int:
    """Of a value as JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _parts(value: Any) -> Iterator[_Part]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        if _may_lose(each):
            yield _Part(value, key, size_bytes(each))
        if isinstance(each, dict | list):
            yield from _parts(each)


def _may_lose(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) > _SHORTEST
    if isinstance(value, list):  # a position is whole or of no use
        return len(value) > 1 and not all(isinstance(each, int | float) for each in value)
    return isinstance(value, dict) and len(value) > _FEWEST


def _shorten(part: _Part, excess: int) -> int:
    """Leave out an end; returns how much."""
    value = part.of[part.key]
    if isinstance(value, str):
        fitting = int(len(value) * (1.0 - min(excess / part.size, 1.0)))
        keep = max(min(fitting, len(value) - 1), _SHORTEST) - len(_CUT)
        part.of[part.key] = value.removesuffix(_CUT)[:keep] + _CUT
        return not value.endswith(_CUT)
    keep = (len(value) + 1) // 2
    rest = list(value)[keep:]
    if isinstance(value, dict):
        for name in rest:
            del value[name]
    else:
        del value[keep:]
    return len(rest)
