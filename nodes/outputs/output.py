"""What is published, when it is due and somebody listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from whereseen.nodes.core import Core
from whereseen.nodes.outputs.longest_steps import LongestSteps

_LARGEST_SHARE = 0.04  # of the time may be spent on one output
_LONGEST_PAUSE_S = 0.2  # how soon a new subscriber is noticed
_SHORTEST_PAUSE_S = 0.001


class Output(Protocol):
    """One thing that the node publishes."""

    @property
    def topic(self) -> str:
        """Where it is published."""
        ...

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

    What takes long to make is made less often than its period says, so that it never takes more
    than a tenth of the time from frames and questions.

    Args:
        core: What is published.
        outputs: In order of importance.
        steps: Times what is published; its clock tells what is due.
    """

    def __init__(self, core: Core, outputs: Sequence[Output], steps: LongestSteps) -> None:
        self._core = core
        self._slots = [_Slot(output) for output in outputs]
        self._steps = steps

    def step(self) -> float:
        """Publish at most one thing; returns seconds until another may be due."""
        now_s = self._steps.clock_s()
        for slot in self._slots:
            if slot.due_s <= now_s and slot.has_news(self._core.revision):
                self._publish(slot.output)
                end_s = self._steps.clock_s()
                rest_s = (end_s - now_s) / _LARGEST_SHARE
                slot.due_s = max(end_s + slot.output.period_s, now_s + rest_s)
                return 0.0
        waits = (slot.due_s - now_s for slot in self._slots if slot.due_s > now_s)
        return max(min(waits, default=_LONGEST_PAUSE_S), _SHORTEST_PAUSE_S)

    def _publish(self, output: Output) -> None:
        with self._steps.timing(output.topic):
            output.publish(self._core)


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
