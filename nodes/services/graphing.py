"""The scene graph on demand."""

from __future__ import annotations

from typing import Any

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.exports import to_graphml, to_json, tree_text
from whereseen.nodes.convert.answer import done, not_found
from whereseen.nodes.convert.graph import graph_message
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core

_FORMATS = {"json": to_json, "graphml": to_graphml, "txt": tree_text}
_MOST = 10_000  # relations in one reply


def scene_graph(core: Core, request: Any, response: Any) -> None:
    """The scene graph, with what holds, held then, or ever held."""
    if request.format and request.format not in _FORMATS:
        raise InvalidQuery(
            "there is no such format", got=request.format, remedy=f"Use {', '.join(_FORMATS)}"
        )
    graph, as_of_ns = core.graph(), ns_of(request.as_of)
    relations = tuple(graph.history) if request.history else graph.history.holding
    if as_of_ns:
        relations = graph.history.as_of(as_of_ns)
    response.graph = graph_message(
        graph, relations[-_MOST:], frame_id=core.map_frame, stamp_ns=core.stamp_ns
    )
    if request.format:
        response.text = _FORMATS[request.format](graph.view)
    rooms, nodes = len(graph.rooms.rooms), len(graph.view.nodes)
    told = f"{rooms} rooms, {nodes} nodes, {len(response.graph.relations)} relations"
    response.status = done(told) if rooms or nodes > 1 else not_found("nothing is known yet")
