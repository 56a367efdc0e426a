"""How references are resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timezone, tzinfo
from enum import Enum


class Ambiguity(Enum):
    """What becomes of a reference that several things fit as well."""

    ASK = "ask"
    """It is refused with a question."""
    PICK = "pick"
    """One is taken, and it is said why."""


@dataclass(frozen=True, slots=True)
class ReferenceConfig:
    """How references are resolved.

    Attributes:
        ambiguity: What to do with what several things fit as well.
        zone: Of the clocks of who speaks.
        least_match: What fits words less well than this is not meant.
        ambiguous_share: What weighs at least this share of the best fits as well.
        most: At most so many hypotheses.
    """

    ambiguity: Ambiguity = Ambiguity.PICK
    zone: tzinfo = timezone.utc
    least_match: float = 0.25
    ambiguous_share: float = 0.5
    most: int = 8
