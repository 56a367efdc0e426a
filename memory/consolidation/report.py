"""What a round of consolidation did."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True)
class ConsolidationReport:
    """What was done since the call.

    Attributes:
        until_ns: Up to when the round looks, int64 nanoseconds.
        is_complete: Whether the round is done; else the next call goes on with it.
        pieces: Pieces of work.
        closed: Relations that were ended since a thing of theirs is no more.
        thinned: Rows of the log that were too much alike.
        dropped: Rows of the log that the policies do not keep.
        vectors: Vectors that were dropped while their rows stay.
        images: Kept images that were dropped.
        habits: Pairs of a label and a place that speak for where to look; 0 if they were not due.
        summaries: Summaries that were made or made again.
        spent_s: How long it took, by the clock that was given.
    """

    until_ns: int
    is_complete: bool = False
    pieces: int = 0
    closed: int = 0
    thinned: int = 0
    dropped: int = 0
    vectors: int = 0
    images: int = 0
    habits: int = 0
    summaries: int = 0
    spent_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return asdict(self)
