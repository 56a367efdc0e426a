"""Names that were recognised, of which only so many are kept."""

from __future__ import annotations

from collections.abc import Iterable

MOST_NAMES = 1000  # of whatever another program sends; each is asked for again and again


class NamesSeen:
    """The first so many names; what has others is found all the same when it is asked for.

    Args:
        most: How many to keep.
    """

    def __init__(self, most: int = MOST_NAMES) -> None:
        self._most = most
        self._names: set[str] = set()

    def add(self, names: Iterable[str]) -> None:
        """Note names while there is room."""
        for name in names:
            if len(self._names) < self._most:
                self._names.add(name)

    def drop(self, names: Iterable[str]) -> None:
        """Keep these no longer."""
        self._names.difference_update(names)

    def sorted(self) -> tuple[str, ...]:
        """All that are kept."""
        return tuple(sorted(self._names))
