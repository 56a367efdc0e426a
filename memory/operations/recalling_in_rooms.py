"""Observations of a room, whose outline is no box."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.graph.rooms import Room
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.log.query import Hit, Reply, Where, Within
from whereseen.memory.operations.named import room_named

if TYPE_CHECKING:
    from whereseen.memory.log.memory_log import MemoryLog

_SLACK_M = 0.5  # outlines are as coarse as cells
_AT_FIRST, _MORE = 256, 4


def recall_in_room(
    log: MemoryLog,
    graph: SceneGraph,
    name: str,
    like: str | Query | None,
    where: Where,
    *,
    limit: int,
    min_score: float | None,
) -> Reply:
    """The best of what lies in a room as its outline is now known.

    More and more of the best in a box around it are looked at, until enough of them are in the
    room or there are no more: none is missed.

    Raises:
        InvalidQuery: if there is no such room, or as `MemoryLog.recall`.
    """
    room = room_named(graph, name)
    boxed = replace(where, within=_common(where.within, _box_around(graph, room)))
    most = max(limit, _AT_FIRST)
    while True:
        reply = log.recall(like, boxed, limit=most, min_score=min_score)
        inside = tuple(hit for hit in reply.hits if _is_in(graph, room, hit))
        if len(inside) >= limit or len(reply.hits) < most:
            return replace(reply, hits=inside[:limit])
        most *= _MORE


def _is_in(graph: SceneGraph, room: Room, hit: Hit) -> bool:
    position_m = hit.observation.position_m
    return position_m is not None and graph.rooms.room_of(position_m) == room.id


def _box_around(graph: SceneGraph, room: Room) -> Within:
    """Its outline in the map frame, from far below to far above."""
    corners = np.asarray(room.outline_m, dtype=np.float64).reshape(-1, 2)
    if not len(corners):
        return Within((-np.inf,) * 3, (np.inf,) * 3)
    heights = room.middle_m[2] + np.array([-10.0, 10.0])
    level = np.array([(x, y, z) for x, y in corners.tolist() for z in heights.tolist()])
    points = level @ graph.rooms.R_level_map  # the transpose of the other way
    beyond_m = graph.rooms.config.reach_m + _SLACK_M  # what hangs on a wall belongs to the room
    low, high = points.min(axis=0) - beyond_m, points.max(axis=0) + beyond_m
    (a, b, _), (x, y, _) = low.tolist(), high.tolist()
    return Within((a, b, -np.inf), (x, y, np.inf))


def _common(one: Within | None, other: Within) -> Within:
    if one is None:
        return other
    low: Metres3 = tuple(map(max, one.low_m, other.low_m))  # type: ignore[assignment]
    high: Metres3 = tuple(map(min, one.high_m, other.high_m))  # type: ignore[assignment]
    return Within(low, high)
