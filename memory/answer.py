"""What the memory replies: ranked places, or a refusal with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whereseen.memory.frames import Float32

Metres3 = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A cluster of voxels that answers a question.

    Attributes:
        position_m: Its middle in the map frame, always on one of its own voxels.
        size_m: Extent of its axis-aligned box.
        score: Similarity to the question, in the encoder's own scale.
        probability: Calibrated probability that this place answers the question.
        first_seen_ns: When something was first seen there, to a tenth of a second.
        last_seen_ns: When it was last seen, to a tenth of a second.
        image_id: Key frame that shows it, or None if none was kept.
        points_map: (N, 3) float32 voxel centres.
    """

    position_m: Metres3
    size_m: Metres3
    score: float
    probability: float
    first_seen_ns: int
    last_seen_ns: int
    image_id: int | None
    points_map: Float32 = field(repr=False)

    @property
    def box_m(self) -> tuple[Metres3, Metres3]:
        """Lower and upper corner of the axis-aligned box in the map frame."""
        middle = (self.points_map.min(axis=0) + self.points_map.max(axis=0)) / 2.0
        half = np.asarray(self.size_m) / 2.0
        low, high = middle - half, middle + half
        return (
            (float(low[0]), float(low[1]), float(low[2])),
            (float(high[0]), float(high[1]), float(high[2])),
        )

    def to_json(self) -> dict[str, Any]:
        """The stable form that `whereseen ask --json` prints."""
        return {
            "position_m": [round(value, 4) for value in self.position_m],
            "size_m": [round(value, 4) for value in self.size_m],
            "score": round(self.score, 4),
            "probability": round(self.probability, 4),
            "first_seen_ns": self.first_seen_ns,
            "last_seen_ns": self.last_seen_ns,
            "image": self.image_id,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question.

    Attributes:
        query: The question as asked.
        found: Whether the best place is good enough.
        reason: Why it is or is not, in a sentence for people.
        places: Ranked, best first; candidates are listed even when `found` is false.
    """

    query: str
    found: bool
    reason: str
    places: tuple[Place, ...]

    def to_json(self) -> dict[str, Any]:
        """The stable form that `whereseen ask --json` prints."""
        return {
            "query": self.query,
            "status": "found" if self.found else "not_found",
            "reason": self.reason,
            "places": [place.to_json() for place in self.places],
        }
