"""What is published, when it is due and somebody listens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from whereseen.nodes.core import Core
from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import PieceByPiece, Pieces, Progress

_LARGEST_SHARE = 0.04  # of the time may be spent on one output
_LONGEST_PAUSE_S = 0.2  # how soon a new subscriber is noticed
_SHORTEST_PAUSE_S = 0.001
_NONE = -1


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

    def revision_of(self, core: Core) -> int:
        """Differs from that of the last message where there is something new to publish."""
        ...

    def publish(self, core: Core) -> Pieces:
        """Make the message and publish it, in short pieces."""
        ...

    def close(self) -> None:
        """Publish no more."""
        ...


class Schedule:
    """Publishes what is due, has listeners and is new to one of them; one thing at a time.

    What takes long to make is made in pieces, and less often than its period says, so that it
    never takes more than a twenty-fifth of the time from frames and questions.

    Args:
        core: What is published.
        outputs: In order of importance.
        steps: Times what is published; its clock tells what is due.
    """

    def __init__(self, core: Core, outputs: Sequence[Output], steps: LongestSteps) -> None:
        self._core = core
        self._slots = [_Slot(output) for output in outputs]
        self._clock_s = steps.clock_s
        self._work = PieceByPiece(core, steps)
        self._begun: tuple[_Slot, float] | None = None

    def step(self) -> float:
        """Do a piece of what is published; returns seconds until there may be more to do."""
        now_s = self._clock_s()
        if self._begun is None and not self._begin(now_s):
            waits = (slot.due_s - now_s for slot in self._slots if slot.due_s > now_s)
            return max(min(waits, default=_LONGEST_PAUSE_S), _SHORTEST_PAUSE_S)
        progress = Progress.DONE  # also if it raises
        try:
            progress = self._work.go_on()
        finally:
            if progress != Progress.GOING_ON:
                self._end(progress)
        return 0.0

    def _begin(self, now_s: float) -> bool:
        """Begin with the first that is due and has news; returns whether there is one."""
        for slot in self._slots:
            if slot.due_s <= now_s and slot.has_news(self._core):
                self._work.begin(slot.output.topic, slot.output.publish(self._core))
                self._begun = slot, now_s
                return True
        return False

    def _end(self, progress: Progress) -> None:
        if self._begun is None:
            return
        (slot, begun_s), self._begun = self._begun, None
        if progress == Progress.DROPPED:
            slot.revision = _NONE
            return
        rest_s = self._work.took_s / _LARGEST_SHARE
        slot.due_s = max(self._clock_s() + slot.output.period_s, begun_s + rest_s)


@dataclass(slots=True)
class _Slot:
    output: Output
    due_s: float = 0.0
    revision: int = _NONE
    listeners: int = 0

    def has_news(self, core: Core) -> bool:
        """Whether the memory has changed since the last message, or somebody new listens."""
        revision = self.output.revision_of(core)
        listeners, known = self.output.listeners, self.listeners
        self.listeners = listeners
        if not listeners or (revision == self.revision and listeners <= known):
            return False
        self.revision = revision
        return True
