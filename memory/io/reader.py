"""Recordings on disk, behind one protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from whereseen.memory.observation import Observation


@dataclass(slots=True)
class SkippedFrames:
    """Frames that a reader left out, counted by reason; reported at the end, never silent."""

    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, reason: str) -> None:
        """Count one frame."""
        self.reasons[reason] += 1

    @property
    def total(self) -> int:
        """How many frames were left out."""
        return sum(self.reasons.values())

    def __str__(self) -> str:
        return ", ".join(f"{count} {reason}" for reason, count in sorted(self.reasons.items()))


@dataclass(frozen=True, slots=True)
class TrueQuery:
    """A question whose answer is known.

    Attributes:
        text: The question.
        positions_m: Positions of all right answers in the map frame; empty if it is absent.
    """

    text: str
    positions_m: tuple[tuple[float, float, float], ...]


class Reader(Protocol):
    """A recording: an iterable of observations in time order."""

    @property
    def layout(self) -> str:
        """Which layout was recognised, for people."""
        ...

    @property
    def skipped(self) -> SkippedFrames:
        """What the last iteration left out."""
        ...

    def __len__(self) -> int:
        """Frames on disk, the unusable included."""
        ...

    def __iter__(self) -> Iterator[Observation]:
        """Usable frames in time order; starts the count of `skipped` afresh."""
        ...

    def true_queries(self) -> tuple[TrueQuery, ...]:
        """Questions with known answers, if the recording carries some."""
        ...
