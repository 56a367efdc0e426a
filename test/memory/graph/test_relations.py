from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.graph.bodies import Body, Role, level_surfaces, role_of
from whereseen.memory.graph.directions import Side, side_of, side_of_other
from whereseen.memory.graph.relations import (
    WALL,
    Fact,
    Predicate,
    facts_of,
    support_of,
    supports_of,
)
from whereseen.memory.graph.rooms import RoomMap

ON, IN, UNDER = Predicate.ON, Predicate.IN, Predicate.UNDER


@pytest.fixture
def table(body):
    return body(1, (1, 1, 0), (2, 2, 0.75), role=Role.OPEN, label="table")


@pytest.fixture
def fridge(body):
    return body(2, (3, 1, 0), (3.6, 1.6, 1.8), role=Role.CLOSED, label="fridge")


def mug_at(body, x, y, z, number=9):
    return body(number, (x, y, z), (x + 0.1, y + 0.1, z + 0.1))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((1.5, 1.5, 0.75), (ON, 1)),
        ((1.5, 1.5, 0.70), (ON, 1)),  # its lowest voxels are those of the table
        ((1.93, 1.5, 0.75), (ON, 1)),  # over the edge by a third
        ((1.99, 1.5, 0.75), None),
        ((1.5, 1.5, 0.95), None),
        ((1.5, 1.5, 0.0), (UNDER, 1)),
        ((3.2, 1.2, 0.9), (IN, 2)),
        ((3.2, 1.2, 1.8), (ON, 2)),
        ((2.5, 2.5, 0.0), None),
    ],
)
def test_what_a_thing_is_on_or_in(body, table, fridge, at, expected):
    assert supports_of([table, fridge, mug_at(body, *at)]).get(9) == expected


def test_a_thing_stands_on_a_shelf_inside_of_a_bookcase(body):
    bookcase = body(
        1, (0, 0, 0), (0.8, 0.3, 2.0), role=Role.SHELF, label="bookcase", surfaces=(0.4, 0.8, 2.0)
    )
    assert supports_of([bookcase, mug_at(body, 0.3, 0.1, 0.8)])[9] == (ON, 1)
    assert supports_of([bookcase, mug_at(body, 0.3, 0.1, 0.0)])[9] == (ON, 1)


def test_a_thing_on_the_seat_is_on_the_sofa_though_its_box_is_higher(body):
    sofa = body(1, (0, 0, 0), (2, 0.9, 0.9), role=Role.OPEN, label="sofa", surfaces=(0.45, 0.9))
    assert supports_of([sofa, mug_at(body, 0.5, 0.3, 0.45)])[9] == (ON, 1)


def test_a_drawer_and_a_top_of_one_desk(body):
    desk = body(1, (0, 0, 0), (1.2, 0.6, 0.75), role=Role.BOTH, label="desk")
    assert supports_of([desk, mug_at(body, 0.5, 0.3, 0.75)])[9] == (ON, 1)
    assert supports_of([desk, mug_at(body, 0.5, 0.3, 0.4)])[9] == (IN, 1)


def test_a_book_on_a_book_is_on_the_book(body, table):
    lower = body(5, (1.4, 1.4, 0.75), (1.7, 1.6, 0.95), label="book")
    upper = body(6, (1.4, 1.4, 0.95), (1.7, 1.6, 1.05), label="book")
    assert supports_of([table, lower, upper]) == {5: (ON, 1), 6: (ON, 5)}


def test_furniture_is_not_on_things(body, table):
    mat = body(5, (0.5, 0.5, 0.0), (3.0, 3.0, 0.02), label="newspaper")
    assert 1 not in supports_of([mat, table])


def facts(bodies, room_map=None, **options):
    return facts_of(bodies, room_map or RoomMap(), **options)


def beside(bodies):
    return {(f.subject, f.object) for f in facts(bodies) if f.predicate == Predicate.NEXT_TO}


def test_next_to_needs_nearness_and_a_common_place(body, table):
    one, near = mug_at(body, 1.2, 1.5, 0.75, 5), mug_at(body, 1.5, 1.5, 0.75, 6)
    far, below = mug_at(body, 1.88, 1.5, 0.75, 7), mug_at(body, 1.2, 1.5, 0.0, 8)
    found = beside([table, one, near, far, below])
    assert found == {
        ("thing 5", "thing 6"), ("thing 6", "thing 5"),
        ("thing 6", "thing 7"), ("thing 7", "thing 6"),
    }  # fmt: skip


def test_what_has_something_between_is_not_next_to_it(body, table):
    one, other = mug_at(body, 1.2, 1.5, 0.75, 5), mug_at(body, 1.6, 1.5, 0.75, 6)
    jug = body(7, (1.4, 1.4, 0.75), (1.5, 1.7, 1.0), label="jug")
    assert ("thing 5", "thing 6") in beside([table, one, other])
    assert ("thing 5", "thing 6") not in beside([table, one, jug, other])


def test_things_of_two_rooms_are_not_next_to_each_other(body):
    one = body(1, (1, 1, 0), (1.1, 1.1, 0.1), room=1)
    other = body(2, (1.3, 1, 0), (1.4, 1.1, 0.1), room=2)
    assert not beside([one, other])


def test_a_held_thing_is_nowhere_else(body, table):
    mug = mug_at(body, 1.5, 1.5, 0.75)
    found = facts([table, mug], held={9: "robot"})
    assert Fact("thing 9", Predicate.HELD_BY, "robot") in found
    assert not [f for f in found if f.subject == "thing 9" and f.predicate == ON]


def test_furniture_stands_against_a_wall(body, flat):
    shelf = body(1, (1, 4.2, 0), (2, 4.5, 1.8), role=Role.SHELF, label="bookcase")
    table = body(2, (1, 2, 0), (2, 3, 0.75), role=Role.OPEN, label="table")
    found = {f.subject for f in facts([shelf, table], flat) if f.object == WALL}
    assert found == {"thing 1"}


def test_things_are_in_their_rooms(body, flat):
    mug = mug_at(body, 1.0, 1.0, 0.5)
    assert Fact("thing 9", Predicate.IN_ROOM, "room 1") in facts([mug], flat)


boxes = st.tuples(
    st.integers(0, 20), st.integers(0, 20), st.integers(0, 12),
    st.integers(1, 12), st.integers(1, 12), st.integers(1, 12), st.sampled_from(list(Role)),
)  # fmt: skip


@given(st.lists(boxes, min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_carries_is_not_carried_by_what_it_carries(boxes):
    bodies = [
        Body(n, "thing", role, (x / 10, y / 10, z / 10), (a / 10, b / 10, c / 10), room_id=1)
        for n, (x, y, z, a, b, c, role) in enumerate(boxes)
    ]
    places = supports_of(bodies)
    for thing in places:
        met, at = set(), thing
        while at in places:
            assert at not in met
            met.add(at)
            at = places[at][1]
    pairs = beside(bodies)
    assert pairs == {(b, a) for a, b in pairs}
    assert all(a != b for a, b in pairs)
    carried = {(f"thing {a}", f"thing {b}") for a, (_, b) in places.items()}
    assert not carried & pairs


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("red mug", Role.OBJECT), ("kitchen table", Role.OPEN), ("armchair", Role.OPEN),
        ("bookcase", Role.SHELF), ("fridge", Role.CLOSED), ("wall cabinet", Role.CLOSED),
        ("nightstand", Role.BOTH), ("mirror", Role.FIXTURE), ("gizmo", Role.OBJECT),
    ],
)  # fmt: skip
def test_roles(label, role):
    assert role_of(label) == role
    assert role.is_receptacle == (role not in (Role.OBJECT, Role.FIXTURE))


def test_level_surfaces_of_a_bookcase(voxels):
    sides = [voxels((x, 0, 0), (x + 0.05, 0.3, 1.5)) for x in (0.0, 0.75)]
    boards = [voxels((0, 0, z), (0.8, 0.3, z + 0.05)) for z in (0.4, 0.9, 1.45)]
    points = (np.unique(np.concatenate([*sides, *boards]), axis=0) + 0.5) * 0.05
    assert level_surfaces(points.astype(np.float32), 0.05) == pytest.approx((0.45, 0.95, 1.5))
    assert level_surfaces(np.zeros((0, 3), np.float32), 0.05) == ()


def test_sides_of_the_asker():
    sides = [
        side_of((x, y, 0), (0, 0, 0), math.pi / 2) for x, y in ((0, 1), (-1, 0), (1, 0), (0, -1))
    ]
    assert sides == [Side.FRONT, Side.LEFT, Side.RIGHT, Side.BEHIND]


def test_sides_of_another_thing_depend_on_who_asks():
    table, mug = (2.0, 0.0, 0.0), (2.0, 0.5, 0.0)
    assert side_of_other(mug, table, (0.0, 0.0, 0.0)) == Side.LEFT
    assert side_of_other(mug, table, (4.0, 0.0, 0.0)) == Side.RIGHT
    assert side_of_other((1.5, 0.0, 0.0), table, (0.0, 0.0, 0.0)) == Side.FRONT
    assert side_of_other((2.5, 0.0, 0.0), table, (0.0, 0.0, 0.0)) == Side.BEHIND


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_sides_are_opposite(x, y, u, v):
    one, other, asker = (x, y, 0.0), (u, v, 0.0), (20.0, 0.0, 0.0)
    if math.dist(one, other) < 0.1:
        return
    # Seen from far away, the view does not turn from one to the other.
    far = (2000.0, 0.0, 0.0)
    opposite = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT,
                Side.FRONT: Side.BEHIND, Side.BEHIND: Side.FRONT}  # fmt: skip
    if abs(abs(x - u) - abs(y - v)) > 0.1:
        assert side_of_other(one, other, far) == opposite[side_of_other(other, one, far)]
    assert side_of_other(one, other, asker) in opposite


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2), st.floats(0, 1)), max_size=5))
def test_what_carries_one_thing_is_what_carries_it_among_all(places):
    tables = [
        Body(n, "table", Role.OPEN, at_m, (1.0, 0.8, 0.6)) for n, at_m in enumerate(places, start=1)
    ]
    mug = Body(99, "mug", Role.OBJECT, (1.0, 1.0, 0.7), (0.1, 0.1, 0.1))
    assert support_of(mug, tables) == supports_of([*tables, mug]).get(99)
