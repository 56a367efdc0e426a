"""When a thing that was seen becomes one that is known, and when it is history.

Numbers of looks as in DualMap (Jiang et al., RA-L 2025); Khronos (Schmid et al., RSS 2024) asks 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from whereseen.memory.answer import Metres3
from whereseen.memory.tiers.config import TierConfig


class Tier(IntEnum):
    """Where a thing is kept."""

    CANDIDATE = 0
    """Seen, but not often or well enough."""
    LONG_TERM = 1
    HISTORY = 2
    """No longer believed; what was known and happened stays."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a thing.

    Attributes:
        looks: Frames that showed it.
        apart_deg: Widest angle between two places from which it was seen, see `widest_deg`.
        probability: That it is where it is thought to be.
    """

    looks: int
    apart_deg: float
    probability: float


def next_tier(tier: Tier, evidence: Evidence, config: TierConfig) -> Tier:
    """The tier of a thing from now on. Between the two probabilities nothing changes.

    No tier means that anything is deleted: history is kept, and what is believed again comes back.
    """
    if evidence.probability < config.demote_at:
        return Tier.HISTORY
    enough = (
        evidence.looks >= config.promote_looks
        and evidence.apart_deg > config.promote_apart_deg
        and evidence.probability >= config.promote_at
    )
    return Tier.LONG_TERM if enough else tier


def widest_deg(viewpoints_m: npt.ArrayLike, position_m: Metres3) -> float:
    """Widest angle, seen from a thing, between two places from which it was seen.

    Args:
        viewpoints_m: (N, 3) places in the map frame; those at the thing itself do not count.
        position_m: The thing, in the map frame.

    Returns:
        Degrees, 0 to 180; 0 with fewer than two places.
    """
    rays = np.asarray(viewpoints_m, dtype=np.float64).reshape(-1, 3) - np.asarray(position_m)
    lengths = np.linalg.norm(rays, axis=1)
    rays = rays[lengths > 0.0] / lengths[lengths > 0.0, None]
    if len(rays) < 2:
        return 0.0
    return float(np.rad2deg(np.arccos(np.clip((rays @ rays.T).min(), -1.0, 1.0))))
