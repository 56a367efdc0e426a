"""Steady time, and waiting in it without being deaf."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Protocol

_NS_PER_S = 1e9


class Pace(Protocol):
    """A clock that is never set, and a way to wait for it."""

    def now_ns(self) -> int:
        """Nanoseconds since some time that does not change."""
        ...

    def wait_until(self, deadline_ns: int, stop: threading.Event) -> None:
        """Return at a time, or as soon as `stop` is set."""
        ...


class SteadyPace:
    """The monotonic clock of this machine."""

    def now_ns(self) -> int:
        """Nanoseconds since some time that does not change."""
        return time.monotonic_ns()

    def wait_until(self, deadline_ns: int, stop: threading.Event) -> None:
        """Return at a time, or as soon as `stop` is set."""
        stop.wait(max(0, deadline_ns - self.now_ns()) / _NS_PER_S)


@dataclass(frozen=True, slots=True)
class Timeline:
    """When what was recorded is due.

    Attributes:
        recorded_ns: A recorded time.
        steady_ns: When it is due.
        rate: Recorded seconds that pass in a second.
    """

    recorded_ns: int
    steady_ns: int
    rate: float

    def due_ns(self, recorded_ns: int) -> int:
        """When a recorded time is due, in steady time."""
        return self.steady_ns + round((recorded_ns - self.recorded_ns) / self.rate)

    def recorded_at(self, steady_ns: int) -> int:
        """The recorded time that is due at a steady time."""
        return self.recorded_ns + round((steady_ns - self.steady_ns) * self.rate)
