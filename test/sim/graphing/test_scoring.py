"""The score of graphs that are right, and of such that are not."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.memory.graph.bodies import Body, Role
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import Fact, Predicate, thing_node
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.view import GraphView, edges_of, nodes_of
from whereseen.memory.objects.entity import Entity, Status
from whereseen.sim.graphing.scoring import GraphTally, tally
from whereseen.sim.scene.description import FurnitureItem as Item
from whereseen.sim.scene.description import ObjectItem, Opening, Room, Scene, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.world.world import World

KITCHEN = Room("kitchen", "kitchen", (0.0, 0.0), (4.0, 4.0))
BEDROOM = Room("bedroom", "bedroom", (4.2, 0.0), (8.2, 4.0))
DOOR = Opening("door", "doorway", ("kitchen", "bedroom"), (4.1, 2.0), "y", 0.9)


@pytest.fixture
def home(small_catalogue):
    scene = Scene(
        "two rooms",
        (KITCHEN, BEDROOM),
        (DOOR,),
        (Item("table", "table", "kitchen", (1.0, 2.0, 0.0)),),
        (
            ObjectItem("red mug", "mug", Spot("table", "top"), colour="red"),
            ObjectItem("ball", "ball", Spot("bedroom", "floor", (1.0, 1.0))),
        ),
        wall_m=0.2,
    )
    return Home(scene, small_catalogue)


def plan(*doors):
    """What a perfect robot would see of the home, in cells of 10 cm."""
    open_ = np.zeros((50, 92), dtype=np.bool_)
    for x0, y0, x1, y1 in ((0.0, 0.0, 4.0, 4.0), (4.2, 0.0, 8.2, 4.0), *doors):
        a, b, c, d = (round(10 * each) + 5 for each in (y0, y1, x0, x1))
        open_[a:b, c:d] = True
    return FloorGrid(open_, ~open_, open_.copy(), np.zeros_like(open_), 0.1, (-5, -5), 0.0)


class Graph:
    """A scene graph of rooms, and of things where they are said to be."""

    def __init__(self, grid, places, objects):
        self.rooms, self.view = RoomMap(), GraphView()
        self.rooms.follow([grid])
        table = Body(7, "table", Role.OPEN, (1.0, 2.0, 0.37), (1.2, 0.8, 0.75))
        bodies = {thing_node(7): table}
        self.entities = []
        for number, (name, (_, room)) in enumerate(places.items()):
            thing = objects[name]
            at = tuple(thing.position_m.tolist())
            size = tuple((thing.box_m[1] - thing.box_m[0]).tolist())
            self.entities.append(
                Entity(number, thing.label, Status.PRESENT, 0.9, at, size, 0, 0, None)
            )
            room_id = self.rooms.room_of(room) or 0
            bodies[thing_node(number)] = Body(
                number, thing.label, Role.OBJECT, at, size, room_id=room_id
            )
        held = [
            Relation(Fact(thing_node(number), said, thing_node(7)), 0)
            for number, (said, _) in enumerate(places.values())
            if said
        ]
        bodies[thing_node(7)] = Body(
            7, "table", Role.OPEN, (1.0, 2.0, 0.37), (1.2, 0.8, 0.75),
            room_id=self.rooms.room_of((1.0, 2.0, 0.3)) or 0,
        )  # fmt: skip
        self.rooms.furnish({bodies[thing_node(7)].room_id: ["fridge", "stove"]})
        self.view.revise(nodes_of(self.rooms, bodies, held), edges_of(self.rooms, bodies, held))


RIGHT = {"red mug": (Predicate.ON, (1.0, 2.0, 0.5)), "ball": (None, (7.0, 3.0, 0.1))}
OPENING = (4.0, 1.6, 4.2, 2.4)


def judged(home, grid, places, path=((1.0, 1.0), (5.0, 1.0)), seen=("red mug", "ball")):
    objects = World(home).truth().objects
    graph = Graph(grid, places, objects)
    return tally(graph, graph.entities, home, objects, seen=seen, path=np.array(path))


def test_a_graph_that_is_right(home):
    found = judged(home, plan(OPENING), RIGHT)
    assert (found.rooms, found.found, found.invented) == (2, 2, 0)
    assert found.iou == pytest.approx(2.0, abs=0.05)
    assert (found.doors, found.doors_found) == (1, 1)
    assert (found.seen, found.known, found.in_room, found.on, found.said) == (2, 2, 2, 2, 2)
    assert found.named == 1  # nothing says that the other one is a bedroom
    assert found.shares()["room names"] == 0.5


def test_rooms_that_run_together_are_not_both_found(home):
    found = judged(home, plan((4.0, 0.2, 4.2, 3.8)), RIGHT)
    assert (found.found, found.doors_found) == (0, 0)
    assert found.iou <= 0.6


def test_things_in_wrong_places(home):
    wrong = {"red mug": (None, (7.0, 3.0, 0.1)), "ball": (Predicate.ON, (1.0, 2.0, 0.5))}
    found = judged(home, plan(OPENING), wrong)
    assert (found.known, found.in_room, found.on) == (2, 0, 0)
    said = judged(home, plan(OPENING), RIGHT | {"red mug": (Predicate.IN, (1.0, 2.0, 0.5))})
    assert (said.on, said.said) == (2, 1)


def test_only_rooms_and_things_that_were_seen_count(home):
    found = judged(home, plan(OPENING), RIGHT, path=((1.0, 1.0),), seen=("ball",))
    assert (found.rooms, found.doors, found.seen, found.known) == (1, 0, 1, 1)
    assert found.invented == 0


def test_tallies_add_up():
    one, other = GraphTally(rooms=2, found=1, known=4, on=3), GraphTally(rooms=2, found=2)
    assert (one + other).shares()["rooms found"] == 0.75
    assert (one + other).shares()["thing on or in"] == 0.75
    assert GraphTally().shares()["mean IoU"] == 0.0
