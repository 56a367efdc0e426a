"""Who is compared."""

from __future__ import annotations

from whereseen.memory.tiers.config import TierConfig
from whereseen.memory.tiers.policies import POLICIES, make_policy
from whereseen.memory.tiers.policy import Policy
from whereseen.memory.tiers.worth import ValueWeighted
from whereseen.sim.tiers.streams import Stream

OURS = "whereseen"
OPTIMUM = "optimum"
YARDSTICK = "w-tinylfu"
KARMA = "fifo-merge"

METHODS = (OURS, *(name for name in POLICIES if name != TierConfig().policy))
"""Ours with its default, and all other policies."""


def contestant(method: str, capacity: int, stream: Stream) -> Policy[int]:
    """A policy with nothing in it; the one that weighs costs is told those of the stream."""
    if method == "value-weighted":
        return ValueWeighted(capacity, stream.cost_s.__getitem__)
    return make_policy(TierConfig().policy if method == OURS else method, capacity)
