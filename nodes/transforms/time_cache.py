"""What is known of one edge over time, by the rules of tf2's caches."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Protocol

from whereseen.memory.knobs import knob, require_in_range
from whereseen.nodes.transforms.edge import Edge, Refusal, between
from whereseen.nodes.transforms.errors import (
    ExtrapolationFailed,
    FutureExtrapolationFailed,
    PastExtrapolationFailed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheLimits:
    """Bounds of a buffer.

    Attributes:
        duration_ns: How far back each edge is known, before its latest stamp.
        most_samples: Samples of one edge; beyond, the oldest go.
        most_frames: Frames; beyond, new ones are refused.
    """

    duration_ns: int = knob(
        10_000_000_000, "How far back transforms are kept, in nanoseconds.", low=1, high=1 << 50
    )
    most_samples: int = knob(
        20_000, "Most samples of one edge that are kept.", low=2, high=10_000_000
    )
    most_frames: int = knob(10_000, "Most frames that are kept.", low=2, high=1_000_000)

    def __post_init__(self) -> None:
        require_in_range(self)


class EdgeCache(Protocol):
    """What is known of one edge."""

    def insert(self, edge: Edge) -> Refusal | None:
        """Take in a sample; returns why it was not taken, if so."""
        ...

    def at(self, stamp_ns: int) -> Edge:
        """The edge at a time; at 0, the latest. Raises ExtrapolationFailed."""
        ...

    def latest(self) -> Edge | None:
        """The latest sample."""
        ...

    def clear(self) -> None:
        """Forget what was only true for a time."""
        ...


class StaticCache:
    """An edge that holds at all times, with a stamp of 0; the last one published counts."""

    def __init__(self) -> None:
        self._edge: Edge | None = None

    def insert(self, edge: Edge) -> Refusal | None:
        """Replace the edge."""
        self._edge = replace(edge, stamp_ns=0)
        return None

    def at(self, stamp_ns: int) -> Edge:
        """The edge, whatever the time."""
        if self._edge is None:
            raise FutureExtrapolationFailed("a static edge without data")
        return self._edge

    def latest(self) -> Edge | None:
        """The edge."""
        return self._edge

    def clear(self) -> None:
        """Nothing: a static edge outlives jumps of time."""


class TimeCache:
    """Samples of an edge in order of time, as far back as the limits allow."""

    def __init__(self, limits: CacheLimits) -> None:
        self._limits = limits
        self._stamps_ns: list[int] = []
        self._edges: list[Edge] = []

    def insert(self, edge: Edge) -> Refusal | None:
        """Take in a sample, in any order; an exact copy changes nothing.

        Samples of equal stamps that differ are all kept, the last to come counts.
        """
        if self._stamps_ns:
            oldest_ns = self._stamps_ns[-1] - self._limits.duration_ns
            # Before the sample is added, as in tf2: what is there now answers once more.
            self._drop(next(i for i, ns in enumerate(self._stamps_ns) if ns >= oldest_ns))
            if edge.stamp_ns < oldest_ns:
                return Refusal.OLD
        at = bisect_right(self._stamps_ns, edge.stamp_ns)
        if not self._has(edge, at):
            self._stamps_ns.insert(at, edge.stamp_ns)
            self._edges.insert(at, edge)
            self._drop(len(self._edges) - self._limits.most_samples)
        return None

    def at(self, stamp_ns: int) -> Edge:
        """The edge at a time, interpolated; at 0, the latest.

        Raises:
            ExtrapolationFailed: if the time is outside of the samples.
        """
        stamps_ns = self._stamps_ns
        if stamps_ns and stamp_ns in (0, stamps_ns[-1]):
            return self._edges[-1]
        if not stamps_ns or not stamps_ns[0] <= stamp_ns <= stamps_ns[-1]:
            raise self._outside(stamp_ns)
        if stamp_ns == stamps_ns[0]:
            return self._edges[0]
        after = bisect_right(stamps_ns, stamp_ns)
        return between(self._edges[after - 1], self._edges[after], stamp_ns)

    def latest(self) -> Edge | None:
        """The sample with the latest stamp."""
        return self._edges[-1] if self._edges else None

    def clear(self) -> None:
        """Forget all samples."""
        self._stamps_ns.clear()
        self._edges.clear()

    def _has(self, edge: Edge, end: int) -> bool:
        """Whether the very sample is among those of its stamp, which end before `end`."""
        while end and self._stamps_ns[end - 1] == edge.stamp_ns:
            end -= 1
            if self._edges[end] == edge:
                return True
        return False

    def _drop(self, count: int) -> None:
        if count > 0:
            del self._stamps_ns[:count], self._edges[:count]

    def _outside(self, stamp_ns: int) -> ExtrapolationFailed:
        if not self._stamps_ns:
            return FutureExtrapolationFailed("no data since the transforms were cleared")
        first_s, last_s = self._stamps_ns[0] / 1e9, self._stamps_ns[-1] / 1e9
        edge = f"{self._edges[-1].parent} <- {self._edges[-1].child}"
        got = f"{stamp_ns / 1e9:.6f} s, and data from {first_s:.6f} to {last_s:.6f} s"
        if stamp_ns > self._stamps_ns[-1]:
            return FutureExtrapolationFailed(f"{edge} is not known yet at this time", got=got)
        return PastExtrapolationFailed(
            f"{edge} is no longer known at this time", got=got, remedy="Keep transforms for longer"
        )
