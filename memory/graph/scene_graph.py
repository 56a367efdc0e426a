"""The scene graph of a memory: building, floors, rooms, receptacles and objects.

```python
graph = memory.graph
graph.refresh()
print(tree_text(graph.view))
graph.room_of((1.0, 2.0, 0.5))
```
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from typing import TYPE_CHECKING, cast

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import Float64
from whereseen.memory.graph.bodies import Body, bodies_of, role_of
from whereseen.memory.graph.config import RelationConfig, RoomConfig
from whereseen.memory.graph.history import RelationHistory, shut_away
from whereseen.memory.graph.keeping import restore_rooms, rooms_text
from whereseen.memory.graph.relations import (
    Fact,
    NodeId,
    Predicate,
    facts_of,
    thing_node,
)
from whereseen.memory.graph.rooms import Room, RoomMap
from whereseen.memory.graph.rows import GraphRows
from whereseen.memory.graph.topology import Topology, topology_of
from whereseen.memory.graph.view import GraphChange, GraphView, edges_of, nodes_of
from whereseen.memory.io.geometry_view import geometry_of
from whereseen.memory.objects.entity import Entity, Status

if TYPE_CHECKING:
    from whereseen.memory.spatial_memory import SpatialMemory


class SceneGraph:
    """Rooms, relations and the graph of them, brought up to date from a memory.

    It keeps what the memory does not: which rooms there are, their names, and since when relations
    hold. All else it reads from the memory whenever it is refreshed.

    Args:
        memory: Voxels and things, with z up.
        name: Of the building.
        rooms: When a part of the free space is a room.
        relations: When relations hold.

    Attributes:
        rooms: Rooms and doors.
        history: Since when relations hold.
        view: The graph.
    """

    def __init__(
        self,
        memory: SpatialMemory,
        *,
        name: str = "home",
        rooms: RoomConfig | None = None,
        relations: RelationConfig | None = None,
    ) -> None:
        self.rooms = RoomMap(rooms)
        self._config = config = relations or RelationConfig()
        self.history = RelationHistory(confirmations=config.confirmations, most=config.most_ended)
        self.view = GraphView()
        self._memory = memory
        self._name = name
        self._bodies: dict[NodeId, Body] = {}
        self._rows: GraphRows | None = GraphRows()

    def refresh(
        self,
        *,
        held: Mapping[int, NodeId] | None = None,
        confirmations: int | None = None,
    ) -> GraphChange:
        """Read the memory; returns what became different.

        Args:
            held: Who holds a thing, by its identity.
            confirmations: Looks in a row after which a relation has begun or ended; None for the
                usual number. One is for a memory that was never looked at before.
        """
        pieces = self.refreshing(held=held, confirmations=confirmations)
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                return cast(GraphChange, end.value)

    def refreshing(
        self,
        *,
        held: Mapping[int, NodeId] | None = None,
        confirmations: int | None = None,
    ) -> Generator[None, None, GraphChange]:
        """As `refresh`, in pieces, between which frames may be observed; it may be left half done.

        The longest piece is that in which rooms are parted, which is done only if the floor plan
        has changed.
        """
        memory = self._memory
        geometry = geometry_of(memory)
        yield
        self.rooms.update(geometry)
        yield
        entities = memory.objects.entities()
        shut_in = memory.objects.shut_in()
        seen = [entity for entity in entities if entity.id not in shut_in]
        open_ids = memory.objects.attributes.open_ids()
        bodies = bodies_of(seen, memory.voxel_map, self.rooms, open_ids, self._like)
        yield
        gone = [entity for entity in entities if entity.status == Status.GONE]
        shut = shut_away(gone, self.history.holding, bodies) | {thing_node(at) for at in shut_in}
        self.rooms.furnish(_contents(bodies))
        facts = facts_of(bodies, self.rooms, held=held, config=self._config)
        self.history.update(
            facts | self._facts_of_shut(shut_in),
            memory.objects.now_ns,
            looked_at={thing_node(body.id) for body in bodies}
            | {thing_node(entity.id) for entity in gone},
            shut_away=shut,
            confirmations=confirmations,
        )
        hidden = {
            node: self._bodies.get(node) or _as_last_seen(entity)
            for entity in entities
            if (node := thing_node(entity.id)) in shut
        }
        self._bodies = hidden | {thing_node(body.id): body for body in bodies}
        self._rows = None
        return self._revise()

    def call(self, room_id: int, name: str) -> Room:
        """Give a room a name, or take it back if it is empty.

        Raises:
            InvalidQuery: if there is no such room, or another one has this name.
        """
        room = self.rooms.call(room_id, name)
        self._rows = None
        self._revise()
        return room

    def room_of(self, position_m: Metres3) -> Room | None:
        """The room in which a point of the map frame lies."""
        room_id = self.rooms.room_of(position_m)
        return None if room_id is None else self.rooms.room(room_id)

    def topology(self) -> Topology:
        """Places where a robot can stand, and ways between them."""
        return topology_of(self.rooms.storeys)

    def rows(self) -> GraphRows:
        """All that is to be kept; the same value as long as nothing has changed."""
        if self._rows is None:
            self._rows = GraphRows(
                rooms=rooms_text(self.rooms),
                relations=tuple(self.history.relation_rows()),
                doubts=tuple(self.history.doubt_rows()),
                looked_ns=self.history.looked_ns,
            )
        return self._rows

    def restore(self, rows: GraphRows) -> None:
        """Take back what was kept; the view of it comes with the next refresh.

        Raises:
            MapFileError: if it is damaged.
        """
        if rows.rooms:
            restore_rooms(self.rooms, rows.rooms)
        try:
            self.history.resume(rows.relations, rows.doubts, rows.looked_ns)
        except ValueError as error:
            raise MapFileError("a relation in the map is damaged", got=str(error)) from error
        self._rows = rows

    def move(self, moved: Callable[[Float64], Float64]) -> None:
        """Let rooms follow points (N, 3) of the map; the view does so with the next refresh."""
        R = self.rooms.R_level_map
        self.rooms.move(lambda points: moved(points @ R) @ R.T)
        self._bodies.clear()
        self._rows = None

    def forget(self, entity_ids: Collection[int]) -> None:
        """Drop what is known of some things, and the plan of what is no longer in the map."""
        nodes = [thing_node(each) for each in entity_ids]
        self.history.forget(nodes)
        for node in nodes:
            self._bodies.pop(node, None)
        self.rooms.update(geometry_of(self._memory))
        self._rows = None
        self._revise()

    def end(self, nodes: Collection[NodeId]) -> int:
        """End the relations of things that are no more, as they are others now."""
        ended = self.history.end(nodes, max(self.history.looked_ns, 0))
        if ended:
            self._rows = None
        return ended

    def _like(self, entity: Entity) -> tuple[str, str]:
        """Colour and state of a thing in words."""
        objects = self._memory.objects
        colour = " and ".join(objects.attributes.sure_colours(entity))
        return colour, objects.attributes.states_text(entity.id, objects.now_ns)

    def _facts_of_shut(self, shut_in: Mapping[int, int]) -> frozenset[Fact]:
        """That things are in what was closed, of which nobody has noted it before that."""
        known = {relation.fact for relation in self.history.holding}
        facts = (
            Fact(thing_node(thing), Predicate.IN, thing_node(container))
            for thing, container in shut_in.items()
        )
        return frozenset(fact for fact in facts if fact not in known)

    def _revise(self) -> GraphChange:
        holding = self.history.holding
        return self.view.revise(
            nodes_of(self.rooms, self._bodies, holding, name=self._name),
            edges_of(self.rooms, self._bodies, holding),
        )


def _as_last_seen(entity: Entity) -> Body:
    """A thing that is not in sight, of which this run of the program saw nothing."""
    return Body(
        id=entity.id,
        label=entity.label,
        role=role_of(entity.label),
        position_m=entity.position_m,
        size_m=entity.size_m,
        probability=entity.probability,
    )


def _contents(bodies: tuple[Body, ...]) -> dict[int, list[str]]:
    """Labels of the things in each room."""
    found: dict[int, list[str]] = {}
    for body in bodies:
        found.setdefault(body.room_id, []).append(body.label)
    return found
