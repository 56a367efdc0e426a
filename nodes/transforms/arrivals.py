"""Waiting until a transform can be had."""

from __future__ import annotations

import threading
from collections.abc import Callable

from whereseen.memory.frames import Float64
from whereseen.nodes.transforms.errors import PastExtrapolationFailed, TransformError


class Arrivals:
    """Tells those who wait for transforms that something came in."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._closed = False

    def announce(self) -> None:
        """Wake those who wait, after transforms were taken in."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Wake those who wait for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def first(self, lookup: Callable[[], Float64], timeout_s: float) -> Float64:
        """What a lookup gives once it succeeds, tried again after every arrival.

        Raises:
            TransformError: as the lookup, if it cannot succeed any more, after the timeout, or
                when closed.
        """
        attempt = _Attempt(lookup)
        with self._changed:
            self._changed.wait_for(lambda: attempt.settled() or self._closed, timeout_s)
        return attempt.result()


class _Attempt:
    """A lookup that may be made again until it is of no use any more."""

    def __init__(self, lookup: Callable[[], Float64]) -> None:
        self._lookup = lookup
        self._found: Float64 | None = None
        self._error: TransformError | None = None

    def settled(self) -> bool:
        """Try; whether to try again is of no use."""
        try:
            self._found = self._lookup()
        except TransformError as error:
            self._error = error
            return isinstance(error, PastExtrapolationFailed)
        return True

    def result(self) -> Float64:
        """What was found, or why nothing was."""
        if self._found is not None:
            return self._found
        assert self._error is not None, "settled() comes first"
        raise self._error
