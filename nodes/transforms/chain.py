"""The way between two frames of a tree: up to a common ancestor from both ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from whereseen.nodes.transforms.edge import Edge
from whereseen.nodes.transforms.errors import (
    ConnectivityFailed,
    ExtrapolationFailed,
    LookupFailed,
)
from whereseen.nodes.transforms.time_cache import EdgeCache

Caches = Mapping[str, EdgeCache]
Read = Callable[[EdgeCache], Edge | None]


@dataclass(frozen=True, slots=True)
class Chain:
    """Edges from each end up to the ancestor in common, nearest the end first."""

    from_source: list[Edge]
    from_target: list[Edge]


def chain(caches: Caches, target: str, source: str, stamp_ns: int) -> Chain:
    """The way from a source frame to a target frame at a time.

    Args:
        caches: What is known of the edge above each frame, by the frame.
        target: Frame where the way ends.
        source: Frame where it begins, another one.
        stamp_ns: Time, at which the frames may have other parents than at another time.

    Raises:
        LookupFailed: if the frames form a loop.
        ConnectivityFailed: if the frames are in different trees.
        ExtrapolationFailed: if an edge on the way is not known at that time.
    """
    return _meet(caches, target, source, lambda cache: cache.at(stamp_ns))


def latest_common_ns(caches: Caches, target: str, source: str) -> int:
    """The latest time that all edges between two frames have in common; 0 if all are static.

    Raises:
        LookupFailed: if the frames form a loop.
        ConnectivityFailed: if the frames are in different trees.
    """
    way = _meet(caches, target, source, lambda cache: cache.latest())
    stamps_ns = [edge.stamp_ns for edge in way.from_source + way.from_target]
    return min((ns for ns in stamps_ns if ns), default=0)  # static edges have 0


class _Ascent:
    """Climbs from a frame to its parent, the parent's parent, and so on."""

    def __init__(self, caches: Caches, start: str, read: Read) -> None:
        self._caches = caches
        self._read = read
        self.passed = [start]
        self.edges: list[Edge] = []

    @property
    def top(self) -> str:
        """The highest frame reached."""
        return self.passed[-1]

    def climb(self, goals: Collection[str]) -> None:
        """Climb until a goal or a root is reached."""
        while self.top not in goals:
            cache = self._caches.get(self.top)
            edge = self._read(cache) if cache is not None else None
            if edge is None:
                return
            if edge.parent in self.passed:
                raise LookupFailed(
                    "the frames form a loop",
                    got=" -> ".join([*self.passed, edge.parent]),
                    remedy="Let each frame have one parent, published by one node",
                )
            self.edges.append(edge)
            self.passed.append(edge.parent)


def _meet(caches: Caches, target: str, source: str, read: Read) -> Chain:
    up, down = _Ascent(caches, source, read), _Ascent(caches, target, read)
    beyond: ExtrapolationFailed | None = None
    try:
        up.climb([target])
    except ExtrapolationFailed as error:
        beyond = error  # the way may turn down again before this edge
    down.climb(up.passed)
    if down.top not in up.passed:
        raise beyond or ConnectivityFailed(
            "two frames are not connected",
            got=f"{target!r} and {source!r}",
            remedy="Check who should publish the transform between their trees",
        )
    return Chain(up.edges[: up.passed.index(down.top)], down.edges)
