"""Rooms and relations as markers."""

import numpy as np
import pytest
from visualization_msgs.msg import Marker

from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.view import BUILDING, Edge, GraphView, Layer, Node
from whereseen.nodes.convert.scene_marker import relation_layer, relation_markers, room_markers
from whereseen.nodes.convert.stamp import header_of

HEADER = header_of("map", 5)


@pytest.fixture(scope="module")
def rooms():
    """Two rooms of 4 x 4 m, with a door of 0.8 m between them."""
    inside = np.zeros((50, 90), dtype=np.bool_)
    inside[5:45, 5:43] = inside[5:45, 47:85] = inside[20:28, 43:47] = True
    found = RoomMap()
    none = np.zeros_like(inside)
    found.follow([FloorGrid(inside, ~inside, inside, none, 0.1, (0, 0), 0.0)])
    return found


def named(markers, layer):
    return [marker for marker in markers if marker.ns == layer]


def test_each_room_has_an_edge_and_a_name_in_it(rooms):
    markers = room_markers(rooms, HEADER)
    edges, names = named(markers, "rooms"), named(markers, "room_names")
    assert [m.id for m in edges] == [m.id for m in names] == [room.id for room in rooms.rooms]
    for edge, name, room in zip(edges, names, rooms.rooms, strict=True):
        assert name.text.startswith(room.name) and "m²" in name.text
        assert rooms.room_of((name.pose.position.x, name.pose.position.y, 0.1)) == room.id
        starts, ends = edge.points[::2], edge.points[1::2]
        assert starts[1:] == ends[:-1] and ends[-1] == starts[0]  # closed
        assert all(point.z < 0.2 for point in edge.points)


def test_rooms_that_are_known_one_after_the_other_differ_in_colour(rooms):
    one, other = named(room_markers(rooms, HEADER), "rooms")
    apart = [abs(getattr(one.color, c) - getattr(other.color, c)) for c in "rgb"]
    assert max(apart) > 0.3


def test_a_door_is_a_way_between_two_middles(rooms):
    (ways,) = named(room_markers(rooms, HEADER), "doors")
    assert ways.points[1] == ways.points[3]  # both lead to the door
    assert ways.points[1].x == pytest.approx(4.5, abs=0.3)


def view_of(nodes, edges=()):
    view = GraphView()
    view.revise([Node(BUILDING, Layer.BUILDING, "home"), *nodes], edges)
    return view


TABLE = Node("thing 1", Layer.RECEPTACLE, "table", "room 1", position_m=(1.0, 1.0, 0.4))
ROOM = Node("room 1", Layer.ROOM, "kitchen", BUILDING, position_m=(2.0, 2.0, 0.0))


def mug(relation, parent="thing 1"):
    return Node("thing 2", Layer.OBJECT, "mug", parent, relation, position_m=(1.1, 1.0, 0.8))


@pytest.mark.parametrize("relation", ["on", "in", "under"])
def test_a_thin_line_leads_to_what_a_thing_is_on(relation):
    (line,) = relation_markers(view_of([ROOM, TABLE, mug(relation)]), HEADER)
    assert (line.ns, line.type) == (relation_layer(relation), Marker.LINE_LIST)
    assert [(p.x, p.z) for p in line.points] == [(1.1, 0.8), (1.0, 0.4)]
    assert 0.0 < line.scale.x < 0.03


def test_what_only_is_in_a_room_has_no_line():
    assert relation_markers(view_of([ROOM, TABLE, mug("in", "room 1")]), HEADER) == []


def test_things_side_by_side_have_a_layer_of_their_own():
    beside = [Edge("thing 1", "next to", "thing 2"), Edge("thing 1", "against", "wall")]
    view = view_of([ROOM, TABLE, mug("in", "room 1")], beside)
    (line,) = relation_markers(view, HEADER)
    assert line.ns == relation_layer("next to") and len(line.points) == 2
