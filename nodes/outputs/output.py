"""What is published, when it is due and somebody listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from whereseen.nodes.core import Core

_LONGEST_PAUSE_S = 0.2  # how soon a new subscriber is noticed
_SHORTEST_PAUSE_S = 0.001


class Output(Protocol):
    """One thing that the node publishes."""

    @property
    def listeners(self) -> int:
        """How many subscribe."""
        ...

    @property
    def period_s(self) -> float:
        """Least time between two messages."""
        ...

    def publish(self, core: Core) -> None:
        """Make the message and publish it."""
        ...

    def close(self) -> None:
        """Publish no more."""
        ...


class Schedule:
    """Publishes what is due, has listeners and is new to one of them; one thing at a time.

    Args:
        core: What is published.
        outputs: In order of importance.
        clock_s: A clock that only goes forward.
    """

    def __init__(self, core: Core, outputs: Sequence[Output], clock_s: Callable[[], float]) -> None:
        self._core = core
        self._slots = [_Slot(output) for output in outputs]
        self._clock_s = clock_s

    def step(self) -> float:
        """Publish at most one thing; returns seconds until another may be due."""
        now_s = self._clock_s()
        for slot in self._slots:
            if slot.due_s <= now_s and slot.has_news(self._core.revision):
                slot.output.publish(self._core)
                slot.due_s = self._clock_s() + slot.output.period_s
                return 0.0
        waits = (slot.due_s - now_s for slot in self._slots if slot.due_s > now_s)
        return max(min(waits, default=_LONGEST_PAUSE_S), _SHORTEST_PAUSE_S)


@dataclass(slots=True)
class _Slot:
    output: Output
    due_s: float = 0.0
    revision: int = -1
    listeners: int = 0

    def has_news(self, revision: int) -> bool:
        """Whether the memory has changed since the last message, or somebody new listens."""
        listeners, known = self.output.listeners, self.listeners
        self.listeners = listeners
        if not listeners or (revision == self.revision and listeners <= known):
            return False
        self.revision = revision
        return True
