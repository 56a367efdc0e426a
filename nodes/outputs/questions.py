"""Standing questions, asked while there is time: they keep the things up to date."""

from __future__ import annotations

from typing import Protocol

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import Edited, PieceByPiece, Pieces

_NO_QUESTION_S = 0.1
_LARGEST_SHARE = 0.05  # of the time; in a large map each label's turn comes later


class Questioned(Edited, Protocol):
    """What the questions are asked of."""

    def next_question(self) -> Pieces | None:
        """One standing question in pieces, None if none is due."""
        ...


class QuestionRounds:
    """Asks one question after the other, and leaves most of the time to frames and requests.

    Args:
        core: Is asked.
        steps: Times the questions.
    """

    def __init__(self, core: Questioned, steps: LongestSteps) -> None:
        self._core = core
        self._clock_s = steps.clock_s
        self._work = PieceByPiece(core, steps)
        self._begun_s = self._due_s = -float("inf")

    def step(self) -> float:
        """Do a piece of a question, if one is due; returns seconds until there may be more."""
        now_s = self._clock_s()
        if not self._work.is_busy:
            if now_s < self._due_s:
                return self._due_s - now_s
            pieces = self._core.next_question()
            if pieces is None:
                return _NO_QUESTION_S
            self._begun_s = now_s
            self._work.begin("standing question", pieces)
        try:
            self._work.go_on()
        finally:
            self._due_s = self._begun_s + self._work.took_s / _LARGEST_SHARE
        return 0.0
