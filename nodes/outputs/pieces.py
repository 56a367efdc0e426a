"""Background work in short pieces, between which frames and requests are served."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Protocol

from whereseen.nodes.outputs.longest_steps import LongestSteps

Pieces = Iterator[None]
"""Work that goes on at each `next`; it may be left half done."""


class Edited(Protocol):
    """What the work is about."""

    @property
    def edition(self) -> int:
        """Grows when something is erased or moved."""
        ...


class Progress(Enum):
    """How far a piece of work has come."""

    GOING_ON = auto()
    DONE = auto()
    DROPPED = auto()
    """It was of what is no longer there, or elsewhere; it is to be begun anew."""


class PieceByPiece:
    """Does one thing after the other, each piece by piece.

    Frames may come between two pieces. What is erased or moved voids what was read before:
    nothing may be published that was forgotten meanwhile.

    Args:
        core: What the work is about.
        steps: Times each piece, by the kind of work.

    Attributes:
        took_s: Time that the pieces of the newest work took.
    """

    def __init__(self, core: Edited, steps: LongestSteps) -> None:
        self.took_s = 0.0
        self._core = core
        self._steps = steps
        self._kind = ""
        self._pieces: Pieces | None = None
        self._edition = 0

    @property
    def is_busy(self) -> bool:
        """Whether something was begun and is not over."""
        return self._pieces is not None

    def begin(self, kind: str, pieces: Pieces) -> None:
        """Begin something, when nothing else is going on; its first piece is yet to be done."""
        self._kind, self._pieces, self.took_s = kind, pieces, 0.0
        self._edition = self._core.edition

    def go_on(self) -> Progress:
        """Do a piece of what was begun; what it raises ends it."""
        pieces, self._pieces = self._pieces, None
        if pieces is None or self._edition != self._core.edition:
            return Progress.DROPPED
        start_s = self._steps.clock_s()
        try:
            with self._steps.timing(self._kind):
                next(pieces)
        except StopIteration:
            return Progress.DONE
        finally:
            self.took_s += self._steps.clock_s() - start_s
        self._pieces = pieces
        return Progress.GOING_ON
