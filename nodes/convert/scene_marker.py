"""Rooms, doors and what things are on as markers, for rviz and what else shows them.

Every layer is a namespace, so that it can be switched off by itself.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterator

from std_msgs.msg import Header
from visualization_msgs.msg import Marker

from whereseen.memory.answer import Metres3
from whereseen.memory.graph.rooms import Room, RoomMap
from whereseen.memory.graph.view import GraphView, Layer
from whereseen.nodes.convert.marking import Rgb, Rgba, lines_marker, text_marker

ROOMS, ROOM_NAMES, DOORS = "rooms", "room_names", "doors"
RELATIONS = ("on", "in", "under", "next to")

_LIFT_M = 0.03  # above the floor, or the grid that is drawn there hides it
_NAME_M = 0.3
_OUTLINE_M, _DOOR_M, _RELATION_M = 0.05, 0.02, 0.012
_GOLDEN = 0.618  # of a turn of hues, so that rooms known one after the other differ most
_GREY: Rgb = (0.45, 0.5, 0.55)
_COLOURS: dict[str, Rgba] = {
    "on": (0.95, 0.95, 0.95, 0.8),
    "in": (1.0, 0.65, 0.2, 0.9),
    "under": (0.7, 0.5, 1.0, 0.8),
    "next to": (0.5, 0.6, 0.7, 0.35),
}


def room_markers(rooms: RoomMap, header: Header) -> list[Marker]:
    """The outline of each room on its floor, its name in the middle, and ways through doors."""
    markers = []
    for room in rooms.rooms:
        rgb = _room_colour(room)
        edge = lines_marker(header, (ROOMS, room.id), _edges(room), (*rgb, 0.9), _OUTLINE_M)
        text = f"{room.name}  {room.area_m2:.0f} m²"
        at = _lifted(room.middle_m)
        markers += [
            edge,
            text_marker(header, (ROOM_NAMES, room.id), text, rgb, at, letter_m=_NAME_M),
        ]
    ways = list(_ways(rooms))
    if ways:
        markers.append(lines_marker(header, (DOORS, 0), ways, (*_GREY, 0.8), _DOOR_M))
    return markers


def relation_markers(view: GraphView, header: Header) -> list[Marker]:
    """A thin line from each thing to what it is on, in, under or next to; a marker for each kind.

    What is shut away is drawn to where it was last seen.
    """
    found: dict[str, list[Metres3]] = {kind: [] for kind in RELATIONS}
    for node in view.nodes:
        parent = None if node.parent is None else view.node(node.parent)
        if parent is not None and parent.layer >= Layer.RECEPTACLE and node.relation in found:
            found[node.relation] += _between(node.position_m, parent.position_m)
    for edge in view.edges:
        one, other = view.node(edge.source), view.node(edge.target)
        if edge.kind in found and one is not None and other is not None:
            found[edge.kind] += _between(one.position_m, other.position_m)
    return [
        lines_marker(header, (relation_layer(kind), 0), points, _COLOURS[kind], _RELATION_M)
        for kind, points in found.items()
        if points
    ]


def relation_layer(kind: str) -> str:
    """Namespace of a kind of relations; a bare `on` would be a truth value in YAML."""
    return f"relation {kind}"


def _edges(room: Room) -> Iterator[Metres3]:
    corners = [_lifted((x, y, room.middle_m[2])) for x, y in room.outline_m]
    for at, corner in enumerate(corners):
        yield corner
        yield corners[(at + 1) % len(corners)]


def _ways(rooms: RoomMap) -> Iterator[Metres3]:
    for door in rooms.doors:
        for room in (rooms.room(each) for each in door.rooms):
            if room is not None:
                yield _lifted(room.middle_m)
                yield _lifted(door.position_m)


def _between(one: Metres3 | None, other: Metres3 | None) -> list[Metres3]:
    return [] if one is None or other is None else [one, other]


def _lifted(at: Metres3) -> Metres3:
    x, y, z = at
    return x, y, z + _LIFT_M


def _room_colour(room: Room) -> Rgb:
    """Of its number, so that a better guess of what it is does not change it."""
    return colorsys.hsv_to_rgb(room.id * _GOLDEN % 1.0, 0.8, 0.9)
