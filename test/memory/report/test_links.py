from __future__ import annotations

from whereseen.memory.chronicle.stays import Stay
from whereseen.memory.graph.history import Relation
from whereseen.memory.graph.relations import Fact, Predicate
from whereseen.memory.graph.rooms import Room
from whereseen.memory.objects.entity import Entity, Status
from whereseen.memory.report.contents import Link
from whereseen.memory.report.links import links_of

KITCHEN = Room(7, 0, 9.0, (0.0, 0.0, 0.0), (), "kitchen")
ON = Fact("thing 1", Predicate.ON, "thing 2")
NEAR = Fact("thing 1", Predicate.NEXT_TO, "thing 3")
IN_ROOM = Fact("thing 1", Predicate.IN_ROOM, "room 7")
AT_WALL = Fact("thing 2", Predicate.AGAINST, "wall")


def entity(number: int, label: str) -> Entity:
    nowhere = (0.0, 0.0, 0.0)
    return Entity(number, label, Status.PRESENT, 0.9, nowhere, nowhere, 0, 0, None)


THINGS = (entity(1, "mug"), entity(2, "table"), entity(3, "plate"))


def test_relations_are_told_of_both_with_since_when() -> None:
    found = links_of([Relation(ON, 40)], [ON, AT_WALL], THINGS, [KITCHEN], {})
    assert found[1] == (Link("on", "table", 2, 40),)
    assert found[2] == (Link("against", "wall"), Link("carries", "mug", 1, 40))
    assert 3 not in found


def test_where_nobody_followed_them_a_stay_tells_since_when() -> None:
    stay = Stay(
        1, "mug", (0.0, 0.0, 0.0), 20, None, 90, room="kitchen", relation="on", support="table"
    )
    found = links_of([], [ON, NEAR, IN_ROOM], THINGS, [KITCHEN], {1: stay})
    assert found[1] == (
        Link("on", "table", 2, 20),
        Link("in room", "kitchen", 0, 20),
        Link("next to", "plate", 3),
    )


def test_what_is_shut_away_is_remembered() -> None:
    inside = Fact("thing 1", Predicate.IN, "thing 2")
    found = links_of([Relation(inside, 5, is_remembered=True)], [], THINGS, [KITCHEN], {})
    assert found[1] == (Link("in", "table", 2, 5, is_remembered=True),)
    assert found[2] == (Link("contains", "mug", 1, 5, is_remembered=True),)
