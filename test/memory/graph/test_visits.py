"""When the robot came into rooms, and what it found there."""

from types import SimpleNamespace

import pytest

from whereseen.memory.graph.visits import changes_since_visit, latest_visits
from whereseen.memory.objects.entity import Belief, Cause, Change, Entity, Kind, Status
from whereseen.memory.trajectory import Trajectory

SECOND = 1_000_000_000
LEFT, RIGHT = (2.0, 2.0, 1.2), (6.0, 2.0, 1.2)


def walk(*steps):
    """A way by seconds and places; each is left a little so that it is noted."""
    found = Trajectory()
    for second, position_m in steps:
        found.stamps_ns.append(second * SECOND)
        found.positions_m.append(position_m)
        found.last_ns = second * SECOND
    return found


@pytest.fixture
def ids(flat):
    return flat.room_of(LEFT), flat.room_of(RIGHT)


def begun_s(trajectory, room_map):
    return {room: ns // SECOND for room, ns in latest_visits(trajectory, room_map).items()}


def test_a_visit_begins_when_the_room_is_entered(flat, ids):
    left, right = ids
    way = walk((0, LEFT), (10, LEFT), (20, RIGHT), (30, RIGHT))
    assert begun_s(way, flat) == {left: 0, right: 20}


def test_a_short_absence_does_not_end_a_visit(flat, ids):
    left, right = ids
    way = walk((0, LEFT), (10, LEFT), (20, RIGHT), (60, LEFT), (70, LEFT))
    assert begun_s(way, flat) == {left: 0, right: 20}


def test_who_comes_back_later_begins_anew(flat, ids):
    left, right = ids
    way = walk((0, LEFT), (10, LEFT), (20, RIGHT), (90, LEFT), (99, LEFT))
    assert begun_s(way, flat) == {left: 90, right: 20}


def test_after_a_long_rest_in_the_room_a_new_visit_begins_before_the_first_move(flat, ids):
    way = walk((0, LEFT), (10, LEFT), (4000, LEFT))
    assert begun_s(way, flat) == {ids[0]: 70}


def test_nothing_is_visited_before_the_first_frame(flat):
    assert latest_visits(Trajectory(), flat) == {}


def change(kind, earliest_s, latest_s, before=None, after=None, number=1):
    def belief(position_m):
        if position_m is None:
            return None
        return Belief(number, position_m, (0.1, 0.1, 0.1), 0, None, 0.9, Cause.SEEN, "")

    entity = Entity(number, "mug", Status.PRESENT, 0.9, LEFT, (0.1, 0.1, 0.1), 0, 0, None)
    stamps = earliest_s * SECOND, latest_s * SECOND
    return Change(kind, *stamps, entity, belief(before), belief(after))


def found_different(flat, trajectory, changes, **options):
    def changed_since(since_ns, within, limit):
        return tuple(each for each in changes if each.latest_ns > since_ns)[-limit:]

    memory = SimpleNamespace(
        trajectory=trajectory, objects=SimpleNamespace(changed_since=changed_since)
    )
    graph = SimpleNamespace(rooms=flat, room_of=lambda at: flat.room(flat.room_of(at) or 0))
    return changes_since_visit(memory, graph, **options)


WAY = walk((0, LEFT), (20, RIGHT), (200, LEFT), (300, RIGHT))


def test_what_earlier_visits_found_is_no_longer_new(flat):
    old = change(Kind.MOVED, 5, 100, LEFT, LEFT)
    new = change(Kind.VANISHED, 5, 210, LEFT)
    assert found_different(flat, WAY, [old, new]) == (new,)


def test_a_thing_seen_for_the_first_time_is_no_difference(flat):
    first = change(Kind.APPEARED, 0, 310, after=RIGHT)
    came = change(Kind.APPEARED, 30, 310, after=RIGHT)
    assert found_different(flat, WAY, [first, came]) == (came,)


def test_a_move_between_rooms_is_new_in_either(flat):
    carried = change(Kind.MOVED, 20, 210, before=RIGHT, after=LEFT)  # right was entered at 300
    assert found_different(flat, WAY, [carried]) == (carried,)


def test_the_newest_are_kept(flat):
    changes = [change(Kind.VANISHED, 5, 210 + number, LEFT) for number in range(5)]
    assert found_different(flat, WAY, changes, limit=2) == tuple(changes[-2:])


def test_without_a_way_nothing_is_different(flat):
    assert found_different(flat, Trajectory(), [change(Kind.VANISHED, 1, 2, LEFT)]) == ()
