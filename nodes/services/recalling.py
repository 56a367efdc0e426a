"""Rows of the log that fit any mix of conditions."""

from __future__ import annotations

from typing import Any

import numpy as np

from whereseen.memory.answer import Metres3
from whereseen.memory.encoder.protocol import Query
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.log.query import Near, Where, Within
from whereseen.nodes.convert.answer import done, not_found
from whereseen.nodes.convert.compressed import compressed_colour_of
from whereseen.nodes.convert.logged import logged_message
from whereseen.nodes.convert.pose import box_of
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core
from whereseen.nodes.services.points import in_map

_ROWS = 10
_MOST = 1000  # in one reply
_LAST_NS = 2**63 - 1
_LEVEL = 1e-6


def recall_observations(core: Core, request: Any, response: Any) -> None:
    """Rows that fit all conditions, those most alike first, else the newest first."""
    if request.room:
        core.graph()
    reply = core.memory.recall(
        _like(core, request),
        _where(core, request),
        room=request.room,
        limit=min(request.limit or _ROWS, _MOST),
        min_score=request.min_score or None,
    )
    response.observations = [logged_message(hit) for hit in reply.hits]
    response.exact = reply.exact
    response.candidates, response.scored = reply.candidates, reply.scored
    told = f"{len(reply.hits)} of {reply.candidates} rows that fit"
    response.status = done(told) if reply.hits else not_found("no row of the log fits")


def _like(core: Core, request: Any) -> str | Query | None:
    if request.text:
        return str(request.text)
    if len(request.image.data):
        crop = np.ascontiguousarray(compressed_colour_of(request.image))
        return core.memory.encoder.query_image(crop)
    return None


def _where(core: Core, request: Any) -> Where:
    since_ns, until_ns = ns_of(request.since), ns_of(request.until) or _LAST_NS
    is_during = bool(since_ns) or until_ns != _LAST_NS
    return Where(
        kinds=tuple(request.kinds),
        labels=tuple(request.labels),
        entity_ids=tuple(request.entity_ids),
        place=request.place,
        attributes=dict(map(_pair, request.attributes)),
        words=request.words,
        near=_near(core, request),
        within=_within(core, request),
        during_ns=(since_ns, until_ns) if is_during else None,
        as_of_ns=ns_of(request.as_of) or None,
    )


def _pair(attribute: str) -> tuple[str, str]:
    name, equals, value = attribute.partition("=")
    if not name or not equals:
        raise InvalidQuery("this is no attribute", got=attribute, remedy="Say it as colour=red")
    return name, value


def _near(core: Core, request: Any) -> Near | None:
    if not request.radius:
        return None
    return Near(in_map(core, request.near), float(request.radius))


def _within(core: Core, request: Any) -> Within | None:
    """The region, if it lies along the axes of the map, as the boxes of the log do."""
    box = box_of(request.region, core.pose_of_frame(request.region.header.frame_id))
    if box is None:
        return None
    T_map_box, size_m = box
    turned = np.abs(T_map_box[:3, :3])
    if np.abs(turned - np.round(turned)).max() > _LEVEL:
        raise InvalidQuery("the region is turned", remedy="Give one along the axes of the map")
    half = turned @ np.asarray(size_m) / 2.0
    return Within(_point(T_map_box[:3, 3] - half), _point(T_map_box[:3, 3] + half))


def _point(xyz: Any) -> Metres3:
    x, y, z = (float(value) for value in xyz)
    return x, y, z
