"""What became different since a time, or as found by the last visit, in a part of the home."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.graph.visits import changes_since_visit
from whereseen.memory.objects.entity import Change
from whereseen.memory.operations.named import room_named
from whereseen.memory.operations.times import since_ns
from whereseen.memory.spatial.selection import Selection

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory

_VISIT = re.compile(
    r"(?:since\s+)?(?:(?:the|my|our|your)\s+)?(?:last|latest|previous)\s+visit"
    r"(?:\s+(?:to|of|in)\s+(.+))?"
)
_ALL = 1 << 30


def visit_meant(said: str) -> tuple[bool, str]:
    """Whether a time is "the last visit", and the room that it says, empty for each its own."""
    visit = _VISIT.fullmatch(" ".join(said.casefold().split()))
    return visit is not None, (visit[1] or "") if visit is not None else ""


def changed_since(
    memory: SpatialMemory,
    since: int | str,
    *,
    room: str,
    within: Selection | None,
    limit: int,
    zone: tzinfo,
) -> tuple[Change, ...]:
    """See `SpatialMemory.changed_since`."""
    graph, is_visit, visited = memory.graph, False, ""
    if isinstance(since, str):
        is_visit, visited = visit_meant(since)
    if is_visit:
        found = changes_since_visit(memory, graph, within=within, limit=_ALL)
    else:
        now_ns = memory.objects.now_ns
        start_ns = since_ns(since, now_ns, zone) if isinstance(since, str) else since
        found = memory.objects.changed_since(start_ns, within, limit=_ALL)
    for name in filter(None, (room, visited)):
        found = tuple(in_room(found, graph, name))
    return found[-limit:]


def in_room(changes: Iterable[Change], graph: SceneGraph, name: str) -> Iterable[Change]:
    """Changes of things that were or are in a room.

    Raises:
        InvalidQuery: if there is no such room.
    """
    wanted = room_named(graph, name).id
    for change in changes:
        ends = (each for each in (change.before, change.after) if each is not None)
        if any(graph.rooms.room_of(each.position_m) == wanted for each in ends):
            yield change
