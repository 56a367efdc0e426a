"""The scene graph as a message."""

from math import isnan
from types import SimpleNamespace

import numpy as np
import pytest
from whereseen_msgs import msg

from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.history import Relation, RelationHistory
from whereseen.memory.graph.relations import Fact, Predicate
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.view import BUILDING, Edge, GraphView, Layer, Node
from whereseen.nodes.convert.graph import graph_message
from whereseen.nodes.convert.stamp import ns_of

ON = Fact("thing 2", Predicate.ON, "thing 1")
IN_ROOM = Fact("thing 1", Predicate.IN_ROOM, "room 1")


@pytest.fixture
def graph():
    """A table with a mug, in a room of 4 x 3 m."""
    inside = np.zeros((40, 50), dtype=np.bool_)
    inside[5:35, 5:45] = True
    rooms = RoomMap()
    rooms.follow([FloorGrid(inside, ~inside, inside, ~inside, 0.1, (0, 0), 0.0)])
    view = GraphView()
    nodes = [
        Node(BUILDING, Layer.BUILDING, "home"),
        Node("floor 0", Layer.FLOOR, "floor 0", BUILDING, position_m=(0.0, 0.0, 0.0)),
        Node("room 1", Layer.ROOM, "kitchen", "floor 0", position_m=(1.0, 1.0, 0.0), area_m2=12.0),
        Node("thing 1", Layer.RECEPTACLE, "table", "room 1", position_m=(1.0, 1.0, 0.4)),
        Node("thing 2", Layer.OBJECT, "mug", "thing 1", "on", (1.0, 1.0, 0.8), (0.1, 0.1, 0.1)),
    ]
    view.revise(nodes, [Edge("room 1", "door to", "room 2"), Edge("thing 1", "against", "wall")])
    history = RelationHistory()
    history.restore([Relation(ON, 70), Relation(IN_ROOM, 30), Relation(
        Fact("thing 9", Predicate.ON, "thing 1"), 10)])  # fmt: skip
    return SimpleNamespace(view=view, rooms=rooms, history=history)


def told(graph, **options):
    return graph_message(graph, frame_id="map", stamp_ns=99, **options)


def test_nodes_say_where_they_belong_and_since_when(graph):
    message = told(graph)
    nodes = {node.id: node for node in message.nodes}
    mug, table, room = nodes["thing 2"], nodes["thing 1"], nodes["room 1"]
    assert (mug.layer, mug.number, mug.name) == (msg.GraphNode.OBJECT, 2, "mug")
    assert (mug.parent, mug.relation, ns_of(mug.since)) == ("thing 1", "on", 70)
    assert (table.parent, table.relation, ns_of(table.since)) == ("room 1", "in", 30)
    assert (room.area, ns_of(room.since), mug.size.z) == (12.0, 0, 0.1)
    assert isnan(nodes[BUILDING].position.x) and nodes[BUILDING].parent == ""
    assert (message.version, ns_of(message.header.stamp)) == (graph.view.version, 99)


def test_rooms_have_an_outline(graph):
    (room,) = (node for node in told(graph).nodes if node.layer == msg.GraphNode.ROOM)
    x, y = ([getattr(corner, axis) for corner in room.outline] for axis in "xy")
    turned = np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))
    assert turned / 2.0 == pytest.approx(12.0, rel=0.05)  # anticlockwise, or it were negative


def test_relations_are_told_of_what_is_known(graph):
    relations = [(each.subject, each.predicate, each.object) for each in told(graph).relations]
    assert relations == [
        ("thing 2", "on", "thing 1"),
        ("thing 1", "in room", "room 1"),
        ("room 1", "door to", "room 2"),
    ]


def test_others_may_be_chosen(graph):
    ended = Relation(ON, 5, 60, is_remembered=True)
    first, *_ = told(graph, relations=[ended]).relations
    assert (ns_of(first.valid_from), ns_of(first.valid_to), first.remembered) == (5, 60, True)


def test_layers_have_the_same_numbers():
    for layer in Layer:
        assert getattr(msg.GraphNode, layer.name) == layer
