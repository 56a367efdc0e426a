"""Work that comes round again and again, done while there is time."""

from __future__ import annotations

from abc import ABC, abstractmethod

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import Edited, PieceByPiece, Pieces

_NOTHING_DUE_S = 0.1
_LARGEST_SHARE = 0.05  # of the time; in a large map each turn comes later


class Rounds(ABC):
    """Does one thing after the other, and leaves most of the time to frames and requests.

    Args:
        core: What the work is about.
        steps: Times the pieces.
        kind: What they are timed as.
        period_s: Least time between the beginnings of two turns.

    Attributes:
        period_s: The same; may be changed.
    """

    def __init__(
        self,
        core: Edited,
        steps: LongestSteps,
        kind: str,
        period_s: float = 0.0,
    ) -> None:
        self.period_s = period_s
        self._kind = kind
        self._clock_s = steps.clock_s
        self._work = PieceByPiece(core, steps)
        self._begun_s = self._due_s = -float("inf")

    @abstractmethod
    def next_turn(self) -> Pieces | None:
        """What is due, in pieces; None if nothing is."""

    def step(self) -> float:
        """Do a piece of what is due, if anything is; returns seconds until there may be more."""
        now_s = self._clock_s()
        if not self._work.is_busy:
            if now_s < self._due_s:
                return self._due_s - now_s
            pieces = self.next_turn()
            if pieces is None:
                return _NOTHING_DUE_S
            self._begun_s = now_s
            self._work.begin(self._kind, pieces)
        try:
            self._work.go_on()
        finally:
            rest_s = self._work.took_s / _LARGEST_SHARE
            self._due_s = self._begun_s + max(rest_s, self.period_s)
        return 0.0

    def hurry(self) -> None:
        """Let the next turn be due as soon as what was begun is over."""
        self._due_s = -float("inf")
