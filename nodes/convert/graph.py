"""The scene graph to messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import nan

from whereseen_msgs.msg import GraphNode, GraphRelation, SceneGraph

from whereseen.memory.graph import scene_graph
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import Fact, Predicate
from whereseen.memory.graph.rooms import Room
from whereseen.memory.graph.view import Edge, Layer, Node
from whereseen.nodes.convert.pose import point_of, vector_of
from whereseen.nodes.convert.stamp import header_of, time_of

_NOWHERE = (nan, nan, nan)
_NO_SIZE = (0.0, 0.0, 0.0)
_DOOR = "door to"


def graph_message(
    graph: scene_graph.SceneGraph,
    relations: Iterable[Relation] | None = None,
    *,
    frame_id: str,
    stamp_ns: int,
) -> SceneGraph:
    """All nodes, and relations between those that are known.

    Args:
        graph: In the map frame, with z up.
        relations: Which; those that hold if None.
        frame_id: The map frame.
        stamp_ns: Of the newest frame in the memory.

    Raises:
        UnusableMessage: if a stamp does not fit.
    """
    nodes = graph.view.nodes
    known = {node.id for node in nodes}
    listed = graph.history.holding if relations is None else relations
    message = SceneGraph(header=header_of(frame_id, stamp_ns), version=graph.view.version)
    message.nodes = node_messages(graph, nodes)
    message.relations = [
        relation_message(each) for each in listed if _is_between(each.fact, known)
    ] + [door_message(edge) for edge in graph.view.edges if edge.kind == _DOOR]
    return message


def node_messages(graph: scene_graph.SceneGraph, nodes: Sequence[Node]) -> list[GraphNode]:
    """Nodes of a graph, with since when they are where they are; raises like `graph_message`."""
    since = {each.fact: each.valid_from_ns for each in graph.history.holding}
    rooms = {room.id: room for room in graph.rooms.rooms}
    return [_node(node, since, rooms) for node in nodes]


def relation_message(relation: Relation) -> GraphRelation:
    """What holds or held; raises like `graph_message`."""
    return GraphRelation(
        subject=relation.fact.subject,
        predicate=relation.fact.predicate.value,
        object=relation.fact.object,
        valid_from=time_of(relation.valid_from_ns),
        valid_to=time_of(relation.valid_to_ns or 0),
        remembered=relation.is_remembered,
    )


def door_message(edge: Edge) -> GraphRelation:
    """A door between two rooms, which has no times."""
    return GraphRelation(subject=edge.source, predicate=edge.kind, object=edge.target)


def _node(node: Node, since: Mapping[Fact, int], rooms: Mapping[int, Room]) -> GraphNode:
    number = _number(node)
    room = rooms.get(number) if node.layer == Layer.ROOM else None
    return GraphNode(
        layer=int(node.layer),
        id=node.id,
        number=number,
        name=node.name,
        parent=node.parent or "",
        relation=node.relation if node.parent else "",
        since=time_of(_since_ns(node, since)),
        position=point_of(node.position_m or _NOWHERE),
        size=vector_of(node.size_m or _NO_SIZE),
        outline=[] if room is None else [point_of((x, y, room.middle_m[2]))
                                         for x, y in room.outline_m],
        area=float(node.area_m2),
        probability=float(node.probability),
        hidden=node.is_hidden,
    )  # fmt: skip


def _since_ns(node: Node, since: Mapping[Fact, int]) -> int:
    if node.parent is None or node.layer < Layer.RECEPTACLE:
        return 0
    is_in_room = node.parent.startswith("room ")
    predicate = Predicate.IN_ROOM if is_in_room else Predicate(node.relation)
    return since.get(Fact(node.id, predicate, node.parent), 0)


def _number(node: Node) -> int:
    """Of `room 3` or `thing 17`, the number."""
    _, _, number = node.id.rpartition(" ")
    return int(number) if number.isdigit() else 0


def _is_between(fact: Fact, known: set[str]) -> bool:
    """Whether a fact is about what is known; what holds a thing may be anybody."""
    named = fact.object in known or fact.predicate in (Predicate.HELD_BY, Predicate.AGAINST)
    return fact.subject in known and named
