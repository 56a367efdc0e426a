"""The scene graph, brought up to date while there is time."""

from __future__ import annotations

from typing import Protocol

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import Edited, Pieces
from whereseen.nodes.outputs.rounds import Rounds


class Graphed(Edited, Protocol):
    """Whose graph it is."""

    @property
    def is_graph_valid(self) -> bool:
        """Whether the graph was read since anything was erased or moved."""
        ...

    def next_graph(self) -> Pieces | None:
        """The next turn in pieces, None if nothing changed since the last."""
        ...


class GraphRounds(Rounds):
    """Reads the graph anew now and then, and at once after something was erased or moved.

    Args:
        core: Whose graph it is.
        steps: Times the pieces.
        period_s: Least time between two turns.
    """

    def __init__(self, core: Graphed, steps: LongestSteps, period_s: float) -> None:
        super().__init__(core, steps, "scene graph", period_s)
        self._graphed = core

    def next_turn(self) -> Pieces | None:
        """The next look, if anything changed."""
        return self._graphed.next_graph()

    def step(self) -> float:
        """Do a piece of it, if it is due; returns seconds until there may be more."""
        if not self._graphed.is_graph_valid:
            self.hurry()
        return super().step()
