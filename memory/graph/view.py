"""The scene graph as nodes and edges, and what became different in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from whereseen.memory.answer import Metres3
from whereseen.memory.graph.bodies import Body
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import NodeId, Predicate, room_node
from whereseen.memory.graph.rooms import RoomMap

BUILDING: NodeId = "building"
_ALMOST = 0.999  # what was guessed is never certain


class Layer(IntEnum):
    """Layers of the graph, from above."""

    BUILDING = 0
    FLOOR = 1
    ROOM = 2
    RECEPTACLE = 3
    OBJECT = 4


@dataclass(frozen=True, slots=True)
class Node:
    """Something in the graph.

    Attributes:
        id: As `room 3` or `thing 17`; stable.
        layer: Its layer.
        name: What to call it.
        parent: Node that it belongs to; None for the building.
        relation: How it belongs there: `on`, `in` or `under`.
        position_m: Its middle, of a room a point of its floor; None for the building.
        size_m: Extent of its box; None for what has none.
        area_m2: Of a room, else 0.
        probability: That it is so.
        is_hidden: It was last seen before what it is in was closed.
        colour: Measured, as `red`; empty if it is not sure.
        state: As `open, dirty`; empty if nothing is known, or not lately enough to rely on.
    """

    id: NodeId
    layer: Layer
    name: str
    parent: NodeId | None = None
    relation: str = "in"
    position_m: Metres3 | None = None
    size_m: Metres3 | None = None
    area_m2: float = 0.0
    probability: float = 1.0
    is_hidden: bool = False
    colour: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Something between two nodes beyond that one belongs to the other.

    Attributes:
        source: A node.
        kind: As `door to`, `next to`, `held by`.
        target: Another node, or the name of who holds it.
    """

    source: NodeId
    kind: str
    target: NodeId


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What became different.

    Attributes:
        added, removed, changed: Nodes by identity, sorted.
        edges_added, edges_removed: Edges.
    """

    added: tuple[NodeId, ...] = ()
    removed: tuple[NodeId, ...] = ()
    changed: tuple[NodeId, ...] = ()
    edges_added: tuple[Edge, ...] = ()
    edges_removed: tuple[Edge, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything did."""
        parts = (self.added, self.removed, self.changed, self.edges_added, self.edges_removed)
        return any(parts)


class GraphView:
    """Nodes and edges, of which only those that differ are replaced.

    Attributes:
        version: Counts the changes.
    """

    def __init__(self) -> None:
        self.version = 0
        self._nodes: dict[NodeId, Node] = {}
        self._edges: frozenset[Edge] = frozenset()
        self._children: dict[NodeId, list[NodeId]] = {}

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, from the building down, by name."""
        return tuple(sorted(self._nodes.values(), key=_order))

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, sorted."""
        return tuple(sorted(self._edges, key=lambda edge: (edge.source, edge.kind, edge.target)))

    def node(self, node_id: NodeId) -> Node | None:
        """A node by its identity."""
        return self._nodes.get(node_id)

    def children(self, node_id: NodeId) -> tuple[Node, ...]:
        """What belongs to a node, by layer and name."""
        found = (self._nodes[each] for each in self._children.get(node_id, ()))
        return tuple(sorted(found, key=_order))

    def path(self, node_id: NodeId) -> tuple[Node, ...]:
        """A node and all that it belongs to, up to the building; empty if there is none such."""
        found = []
        at = self._nodes.get(node_id)
        while at is not None:
            found.append(at)
            at = None if at.parent is None else self._nodes.get(at.parent)
        return tuple(found)

    def revise(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> GraphChange:
        """Let the graph be so; returns what became different."""
        wanted, edge_set = {node.id: node for node in nodes}, frozenset(edges)
        known = self._nodes
        added = sorted(wanted.keys() - known.keys())
        removed = sorted(known.keys() - wanted.keys())
        changed = sorted(each for each in wanted.keys() & known.keys()
                         if wanted[each] != known[each])  # fmt: skip
        for each in (*removed, *changed):
            self._detach(known.pop(each))
        for each in (*added, *changed):
            known[each] = wanted[each]
            self._children.setdefault(wanted[each].parent or "", []).append(each)
        change = GraphChange(
            tuple(added),
            tuple(removed),
            tuple(changed),
            tuple(sorted(edge_set - self._edges, key=str)),
            tuple(sorted(self._edges - edge_set, key=str)),
        )
        self._edges = edge_set
        self.version += bool(change)
        return change

    def _detach(self, node: Node) -> None:
        siblings = self._children[node.parent or ""]
        siblings.remove(node.id)
        if not siblings:
            del self._children[node.parent or ""]


def nodes_of(
    room_map: RoomMap,
    bodies: Mapping[NodeId, Body],
    relations: Iterable[Relation],
    *,
    name: str = "home",
) -> Iterator[Node]:
    """All nodes that rooms, things and what holds of them make.

    Args:
        room_map: Storeys and rooms.
        bodies: Things by node; those that are shut away as they were last seen.
        relations: What holds.
        name: Of the building.
    """
    held = tuple(relations)
    yield Node(BUILDING, Layer.BUILDING, name)
    for number, storey in enumerate(room_map.storeys):
        x, y = storey.grid.centres_m([_middle(storey.ids.shape)])[0].tolist()
        at = (x, y, storey.grid.floor_m)
        yield Node(floor_node(number), Layer.FLOOR, f"floor {number}", BUILDING, position_m=at)
    for room in room_map.rooms:
        yield Node(
            room_node(room.id),
            Layer.ROOM,
            room.name,
            floor_node(room.storey),
            position_m=room.middle_m,
            area_m2=round(room.area_m2, 2),
            probability=1.0 if room.given_name else min(round(room.probability, 3), _ALMOST),
        )
    yield from _things(room_map, bodies, held)


def _things(
    room_map: RoomMap, bodies: Mapping[NodeId, Body], held: tuple[Relation, ...]
) -> Iterator[Node]:
    places: dict[NodeId, Relation] = {}
    for each in held:  # the newest last
        fact = each.fact
        is_placed = fact.predicate.is_place and {fact.subject, fact.object} <= bodies.keys()
        if is_placed and not _leads_to(fact.object, fact.subject, places):
            places[fact.subject] = each
    rooms = {each.fact.subject: each.fact.object for each in held
             if each.fact.predicate == Predicate.IN_ROOM}  # fmt: skip
    known = {room_node(room.id) for room in room_map.rooms}
    for node, body in bodies.items():
        place, room = places.get(node), rooms.get(node, room_node(body.room_id))
        yield Node(
            node,
            Layer.RECEPTACLE if body.role.is_receptacle else Layer.OBJECT,
            body.label,
            place.fact.object if place else room if room in known else BUILDING,
            place.fact.predicate.value if place else "in",
            position_m=body.position_m,
            size_m=body.size_m,
            probability=round(body.probability, 3),
            is_hidden=place is not None and place.is_remembered,
            colour=body.colour,
            state=body.state,
        )


def _leads_to(start: NodeId, end: NodeId, places: Mapping[NodeId, Relation]) -> bool:
    """Whether a thing is, over others, on or in another one."""
    at = start
    while at != end and at in places:
        at = places[at].fact.object
    return at == end


def edges_of(
    room_map: RoomMap, bodies: Mapping[NodeId, Body], relations: Iterable[Relation]
) -> Iterator[Edge]:
    """Doors, and what holds beyond where things are."""
    for door in room_map.doors:
        one, other = (room_node(each) for each in door.rooms)
        yield Edge(one, "door to", other)
    for relation in relations:
        fact = relation.fact
        if fact.subject in bodies and fact.predicate in (
            Predicate.NEXT_TO, Predicate.AGAINST, Predicate.HELD_BY,
        ):  # fmt: skip
            yield Edge(fact.subject, fact.predicate.value, fact.object)


def floor_node(number: int) -> NodeId:
    """The node of a storey."""
    return f"floor {number}"


def _middle(shape: tuple[int, ...]) -> tuple[int, int]:
    """The middle cell of a grid."""
    return shape[0] // 2, shape[1] // 2


def _order(node: Node) -> tuple[int, str, str]:
    return (int(node.layer), node.name, node.id)
