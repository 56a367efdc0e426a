"""The longest that each kind of background work took: so long frames and requests wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class LongestSteps:
    """Times steps by kind and keeps the longest of each.

    Args:
        clock_s: A clock that only goes forward.
    """

    def __init__(self, clock_s: Callable[[], float]) -> None:
        self.clock_s = clock_s
        self._longest_s: dict[str, float] = {}

    @contextmanager
    def timing(self, kind: str) -> Iterator[None]:
        """Time a step of this kind."""
        start_s = self.clock_s()
        try:
            yield
        finally:
            took_s = self.clock_s() - start_s
            self._longest_s = self._longest_s | {kind: max(took_s, self._longest_s.get(kind, 0.0))}

    def seconds(self) -> dict[str, float]:
        """The longest step of each kind; may be asked in any thread."""
        return dict(sorted(self._longest_s.items()))
