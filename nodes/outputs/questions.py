"""Standing questions, asked while there is time: they keep the things up to date."""

from __future__ import annotations

from typing import Protocol

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import Edited, Pieces
from whereseen.nodes.outputs.rounds import Rounds


class Questioned(Edited, Protocol):
    """What the questions are asked of."""

    def next_question(self) -> Pieces | None:
        """One standing question in pieces, None if none is due."""
        ...


class QuestionRounds(Rounds):
    """Asks one question after the other.

    Args:
        core: Is asked.
        steps: Times the questions.
    """

    def __init__(self, core: Questioned, steps: LongestSteps) -> None:
        super().__init__(core, steps, "standing question")
        self._questioned = core

    def next_turn(self) -> Pieces | None:
        """The question that is due."""
        return self._questioned.next_question()
