"""A scene graph against what is so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import astuple, dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from whereseen.memory.frames import Float64
from whereseen.memory.graph.relations import room_node, thing_node
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.graph.view import Layer, Node
from whereseen.memory.objects.entity import Entity, Status
from whereseen.sim.scene.description import Room
from whereseen.sim.scene.home import Home
from whereseen.sim.world.truth import ObjectTruth

_SAME_IOU = 0.5  # from which on a room found is one of the home
_SAME_M = 0.3  # within which a thing known is one of the home
_SAME_FURNITURE_M = 0.9


@dataclass(frozen=True, slots=True)
class GraphTally:
    """Counts of one home or of several.

    Attributes:
        rooms: Rooms that the robot was in.
        found: Of those, the ones that a room of the graph covers, one to one.
        invented: Rooms of the graph that cover no room of the home.
        iou: Sum over `rooms` of the common share of a room and what covers it.
        named: Of those found, the ones whose kind is right.
        doors: Doorways between rooms that the robot was in.
        doors_found: Of those, the ones with a door of the graph within half a metre.
        seen: Things that were seen.
        known: Of those, the ones of which there is an entity with their label.
        in_room: Of those known, the ones that the graph has in the right room.
        on: Of those known, the ones that it has on or in the right furniture, or on the floor.
        said: Of those, the ones for which it also says on or in as people would.
    """

    rooms: int = 0
    found: int = 0
    invented: int = 0
    iou: float = 0.0
    named: int = 0
    doors: int = 0
    doors_found: int = 0
    seen: int = 0
    known: int = 0
    in_room: int = 0
    on: int = 0
    said: int = 0

    def __add__(self, other: GraphTally) -> GraphTally:
        """Counts of both."""
        return GraphTally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def shares(self) -> dict[str, float]:
        """What share is right, by what."""
        of = {
            "rooms found": (self.found, self.rooms),
            "mean IoU": (self.iou, self.rooms),
            "room names": (self.named, self.found),
            "doors": (self.doors_found, self.doors),
            "things known": (self.known, self.seen),
            "thing in room": (self.in_room, self.known),
            "thing on or in": (self.on, self.known),
            "on and in told apart": (self.said, self.known),
        }
        return {name: right / max(total, 1) for name, (right, total) in of.items()}


def tally(
    graph: SceneGraph,
    entities: Collection[Entity],
    home: Home,
    objects: Mapping[str, ObjectTruth],
    *,
    seen: Collection[str],
    path: Float64,
) -> GraphTally:
    """Compare a graph with a home.

    Args:
        graph: Brought up to date.
        entities: Of the same memory.
        home: What there is.
        objects: Things as they are.
        seen: Names of those that were seen.
        path: (M, 2) where the robot was.
    """
    entered = [room for room in home.scene.rooms if any(room.holds((x, y)) for x, y in path)]
    ious, ids = _ious(graph, entered)
    pairs = [(a, b) for a, b in zip(*linear_sum_assignment(-ious), strict=True)]
    found = {ids[b]: entered[a] for a, b in pairs if ious[a, b] >= _SAME_IOU}
    known = list(_known(entities, objects, seen))
    placed = [_placed(graph, home, entity, thing) for entity, thing in known]
    return GraphTally(
        rooms=len(entered),
        found=len(found),
        invented=len(_invented(graph, home)),
        iou=float(sum(ious[a, b] for a, b in pairs)),
        named=sum(_kind_of(graph, each) == room.kind for each, room in found.items()),
        **_doors(graph, home, {room.name for room in entered}),
        seen=len(seen),
        known=len(known),
        in_room=sum(
            _room_of(graph, entity) in found and found[_room_of(graph, entity)].name == thing.room
            for entity, thing in known
        ),
        on=sum(is_on for is_on, _ in placed),
        said=sum(is_said for _, is_said in placed),
    )


def _ious(graph: SceneGraph, rooms: list[Room]) -> tuple[Float64, list[int]]:
    """Common shares (R, F) of rooms of the home and of the graph, and identities of the latter."""
    found = [room.id for room in graph.rooms.rooms]
    ious = np.zeros((len(rooms), len(found)))
    for storey in graph.rooms.storeys:
        cells = np.argwhere(storey.ids > 0)
        ids, points = storey.ids[tuple(cells.T)], storey.grid.centres_m(cells)
        for row, room in enumerate(rooms):
            inside = ((points >= room.low_m) & (points <= room.high_m)).all(axis=1)
            whole = float(np.prod(room.size_m)) / storey.grid.cell_m**2
            for column, each in enumerate(found):
                own = ids == each
                common = float((own & inside).sum())
                ious[row, column] += common / (whole + float(own.sum()) - common)
    return ious, found


def _invented(graph: SceneGraph, home: Home) -> set[int]:
    """Rooms of the graph that are not the largest part of any room, nor mostly in one alone."""
    rooms = list(home.scene.rooms)
    ious, ids = _ious(graph, rooms)
    best = {ids[column] for column in ious.argmax(axis=1)} if ids else set()
    return set(ids) - best


def _kind_of(graph: SceneGraph, room_id: int) -> str:
    room = graph.rooms.room(room_id)
    return room.kind if room else ""


def _doors(graph: SceneGraph, home: Home, entered: Collection[str]) -> dict[str, int]:
    doorways = [
        opening.at_m
        for opening in home.scene.openings
        if opening.kind == "doorway" and set(opening.rooms) <= set(entered)
    ]
    found = [door.position_m[:2] for door in graph.rooms.doors]
    near = sum(any(np.hypot(*np.subtract(a, b)) <= 0.5 for b in found) for a in doorways)
    return {"doors": len(doorways), "doors_found": near}


def _known(
    entities: Collection[Entity], objects: Mapping[str, ObjectTruth], seen: Collection[str]
) -> Iterator[tuple[Entity, ObjectTruth]]:
    """Entities and the things that they are, one to one, the nearest first."""
    present = [each for each in entities if each.status != Status.GONE]
    pairs = sorted(
        (float(np.linalg.norm(np.subtract(each.position_m, thing.position_m))), each.id, name)
        for name, thing in objects.items()
        for each in present
        if name in seen and each.label == thing.label
    )
    by_id = {each.id: each for each in present}
    used: set[int | str] = set()
    for apart_m, entity_id, name in pairs:
        if apart_m <= _SAME_M and not used & {entity_id, name}:
            used |= {entity_id, name}
            yield by_id[entity_id], objects[name]


def _room_of(graph: SceneGraph, entity: Entity) -> int:
    above = graph.view.path(thing_node(entity.id))
    names = {room_node(room.id): room.id for room in graph.rooms.rooms}
    return next((names[node.id] for node in above if node.id in names), 0)


def _placed(graph: SceneGraph, home: Home, entity: Entity, thing: ObjectTruth) -> tuple[bool, bool]:
    """Whether the graph has a thing at the right furniture, and whether it says so rightly."""
    path = graph.view.path(thing_node(entity.id))
    at = next((n for n, node in enumerate(path) if n and node.layer == Layer.RECEPTACLE), 0)
    if thing.on in home.rooms:
        return at == 0, at == 0
    piece = home.pieces.get(thing.on)
    if at == 0 or piece is None:
        return False, False
    is_on = path[at].name == piece.kind.name and _is_near(path[at], piece.T_map_piece[:2, 3])
    said = path[at - 1].relation == piece.surface(thing.surface).preposition
    return is_on, is_on and said


def _is_near(node: Node, at_m: Float64) -> bool:
    return node.position_m is not None and bool(
        np.abs(np.subtract(node.position_m[:2], at_m)).max() <= _SAME_FURNITURE_M
    )
