"""Unique names: `red mug`, `red mug 2`."""

from __future__ import annotations

from collections.abc import Iterable


class Names:
    """Names given so far.

    Args:
        taken: Names that nothing else may get.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def take(self, label: str) -> str:
        """A name that nothing has yet: the label, or the label and a number from 2 up."""
        name, number = label, 1
        while name in self._taken:
            number += 1
            name = f"{label} {number}"
        self._taken.add(name)
        return name
