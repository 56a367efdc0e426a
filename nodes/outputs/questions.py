"""Standing questions, asked while there is time: they keep the things up to date."""

from __future__ import annotations

from typing import Protocol

from whereseen.nodes.outputs.longest_steps import LongestSteps

_LARGEST_SHARE = 0.05  # of the time; in a large map each label's turn comes later


class Questioned(Protocol):
    """What the questions are asked of."""

    def refresh_objects(self) -> float:
        """Ask one standing question, if one is due; returns seconds until the next may be."""
        ...


class QuestionRounds:
    """Asks one question after the other, and leaves most of the time to frames and requests.

    Args:
        core: Is asked.
        steps: Times the questions.
    """

    def __init__(self, core: Questioned, steps: LongestSteps) -> None:
        self._core = core
        self._steps = steps
        self._due_s = -float("inf")

    def step(self) -> float:
        """Ask one question, if one is due; returns seconds until another may be."""
        start_s = self._steps.clock_s()
        if start_s < self._due_s:
            return self._due_s - start_s
        with self._steps.timing("standing question"):
            pause_s = self._core.refresh_objects()
        took_s = self._steps.clock_s() - start_s
        self._due_s = start_s + took_s / _LARGEST_SHARE
        return pause_s
