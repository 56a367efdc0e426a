"""What a policy does with a stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whereseen.memory.tiers.policy import Policy
from whereseen.sim.tiers.streams import Stream


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares of what was needed after the warm-up, and one of the beginning.

    Attributes:
        hit_rate: That was at hand, be it where it was or not.
        stale_hits: That was at hand, but had been moved.
        refind_s: Seconds of looking for each, where it was not at hand or had been moved.
        early_hit_rate: Of the first 200 queries of all, that was at hand.
    """

    hit_rate: float
    stale_hits: float
    refind_s: float
    early_hit_rate: float


EARLY = 200


def hits_of(policy: Policy[int], things: Sequence[int]) -> list[bool]:
    """Whether each thing is at hand when it is needed; whatever is used is then written."""
    hits = []
    for thing in things:
        hits.append(policy.touch(thing))
        policy.admit(thing)
    return hits


def outcome(stream: Stream, hits: Sequence[bool], warm_up: int) -> Outcome:
    """Add up a replay.

    Args:
        stream: What was needed.
        hits: Whether each was at hand.
        warm_up: Queries that are not counted, fewer than there are.
    """
    counted = range(warm_up, len(stream))
    stale = sum(hits[at] and stream.moved[at] for at in counted)
    cost_s = sum(
        stream.cost_s[stream.things[at]] for at in counted if stream.moved[at] or not hits[at]
    )
    return Outcome(
        hit_rate=sum(hits[at] for at in counted) / len(counted),
        stale_hits=stale / len(counted),
        refind_s=cost_s / len(counted),
        early_hit_rate=sum(hits[:EARLY]) / EARLY,
    )
