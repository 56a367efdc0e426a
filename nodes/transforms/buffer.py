"""Frames over time: a tree of edges that is asked for the transform between any two.

The rules are those of tf2's `BufferCore`: positions are interpolated linearly and rotations along
the arc, nothing is ever extrapolated, the time 0 means the latest that all edges on the way have
in common, and static edges hold at all times.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from whereseen.memory.frames import Float64, invert
from whereseen.nodes.transforms.chain import Chain, chain, latest_common_ns
from whereseen.nodes.transforms.edge import Edge, Refusal, fault_of, frame_name, named, normalised
from whereseen.nodes.transforms.errors import LookupFailed
from whereseen.nodes.transforms.time_cache import CacheLimits, EdgeCache, StaticCache, TimeCache

_DEFAULT_LIMITS = CacheLimits()


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of a buffer.

    Attributes:
        T_target_source: Rigid transform (4, 4) that maps points of the source into the target.
        stamp_ns: The time it is of; 0 if it holds at all times.
    """

    T_target_source: Float64
    stamp_ns: int


class Buffer(Protocol):
    """Frames over time: ours, or that of tf2; may be used from several threads."""

    def insert(self, edge: Edge) -> Refusal | None:
        """Take in an edge as it is at its stamp; returns why it was refused, if so."""
        ...

    def insert_static(self, edge: Edge) -> Refusal | None:
        """Take in an edge that holds at all times; returns why it was refused, if so."""
        ...

    def lookup(self, target: str, source: str, stamp_ns: int | None = None) -> Found:
        """The transform from a source frame into a target frame; raises TransformError."""
        ...

    def clear(self) -> None:
        """Forget what was known over time, as time jumped back; static edges stay."""
        ...

    def refused(self) -> dict[Refusal, int]:
        """How many edges were refused, by reason."""
        ...


class TransformBuffer:
    """A bounded tree of frames over time; may be used from several threads."""

    def __init__(self, limits: CacheLimits = _DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._caches: dict[str, EdgeCache] = {}
        self._frames: set[str] = set()
        self._refused: Counter[Refusal] = Counter()
        self._lock = threading.Lock()

    def insert(self, edge: Edge) -> Refusal | None:
        """Take in an edge as it is at its stamp; returns why it was refused, if so."""
        with self._lock:
            return self._insert(edge, TimeCache)

    def insert_static(self, edge: Edge) -> Refusal | None:
        """Take in an edge that holds at all times; returns why it was refused, if so."""
        with self._lock:
            return self._insert(edge, StaticCache)

    def lookup(self, target: str, source: str, stamp_ns: int | None = None) -> Found:
        """The transform from a source frame into a target frame.

        Args:
            target: Frame into which points are mapped.
            source: Frame of which points are mapped.
            stamp_ns: Time; None or 0 for the latest that all edges on the way have in common.

        Raises:
            LookupFailed: if a frame is not known, or the frames form a loop.
            ConnectivityFailed: if the frames are in different trees.
            ExtrapolationFailed: if an edge on the way is not known at that time.
        """
        target, source = frame_name(target), frame_name(source)
        with self._lock:
            if target == source:
                return Found(np.eye(4), stamp_ns or self._latest_ns(target))
            self._require_known(target, source)
            stamp_ns = stamp_ns or latest_common_ns(self._caches, target, source)
            found = chain(self._caches, target, source, stamp_ns)
        return Found(_compose(found), stamp_ns)

    def clear(self) -> None:
        """Forget what was known over time, as time jumped back; static edges stay."""
        with self._lock:
            for cache in self._caches.values():
                cache.clear()

    def frames(self) -> list[str]:
        """Names of all frames, sorted."""
        with self._lock:
            return sorted(self._frames)

    def refused(self) -> dict[Refusal, int]:
        """How many edges were refused, by reason."""
        with self._lock:
            return dict(self._refused)

    def _insert(self, edge: Edge, kind: type[TimeCache | StaticCache]) -> Refusal | None:
        edge = named(edge)
        refusal = fault_of(edge) or self._store(edge, kind)
        if refusal is not None:
            self._refused[refusal] += 1
        return refusal

    def _store(self, edge: Edge, kind: type[TimeCache | StaticCache]) -> Refusal | None:
        names = {edge.parent, edge.child} - self._frames
        if len(self._frames) + len(names) > self._limits.most_frames:
            return Refusal.TOO_MANY_FRAMES
        self._frames |= names
        cache = self._caches.get(edge.child)
        if not isinstance(cache, kind):
            cache = StaticCache() if kind is StaticCache else TimeCache(self._limits)
            self._caches[edge.child] = cache
        return cache.insert(normalised(edge))

    def _latest_ns(self, frame: str) -> int:
        cache = self._caches.get(frame)
        latest = cache.latest() if cache is not None else None
        return latest.stamp_ns if latest is not None else 0

    def _require_known(self, *frames: str) -> None:
        for frame in frames:
            if frame not in self._frames:
                raise LookupFailed(
                    "a frame is not known",
                    got=repr(frame),
                    remedy="Check that it is published on /tf or /tf_static",
                )


def _compose(found: Chain) -> Float64:
    T_common_source, T_common_target = np.eye(4), np.eye(4)
    for edge in found.from_source:
        T_common_source = edge.matrix() @ T_common_source
    for edge in found.from_target:
        T_common_target = edge.matrix() @ T_common_target
    return invert(T_common_target) @ T_common_source
