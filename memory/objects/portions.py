"""Long work in portions that are short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_MOST = 128  # about ten milliseconds of what is done to a thing

Item = TypeVar("Item")


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """A sequence in portions of at most 128, in order; none if it is empty."""
    return (items[start : start + _MOST] for start in range(0, len(items), _MOST))
