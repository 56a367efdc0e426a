"""Consolidation, while there is time."""

from __future__ import annotations

from typing import Protocol

from whereseen.nodes.outputs.longest_steps import LongestSteps
from whereseen.nodes.outputs.pieces import Edited, Pieces
from whereseen.nodes.outputs.rounds import Rounds

_LOOK_S = 5.0  # between two looks whether a round is due


class Kept(Edited, Protocol):
    """Whose upkeep it is."""

    def next_upkeep(self) -> Pieces | None:
        """The round that is due or was left half done, None if none is."""
        ...


class UpkeepRounds(Rounds):
    """Thins, archives and sums up a short piece at a time; what voids a piece lets it go on later.

    Args:
        core: Whose upkeep it is.
        steps: Times the pieces.
    """

    def __init__(self, core: Kept, steps: LongestSteps) -> None:
        super().__init__(core, steps, "consolidation", _LOOK_S)
        self._kept = core

    def next_turn(self) -> Pieces | None:
        """The round that is due."""
        return self._kept.next_upkeep()
