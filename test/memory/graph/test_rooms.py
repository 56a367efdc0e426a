from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.graph.rooms import RoomMap


def test_rooms_of_a_map(home, geometry):
    room_map = RoomMap()
    assert room_map.update(geometry(home()))
    assert len(room_map.rooms) == 2
    left, right = room_map.room_of((1, 1, 0.5)), room_map.room_of((7, 3, 0.5))
    assert left != right
    assert room_map.neighbours(left) == (right,)
    (door,) = room_map.doors
    assert door.position_m[:2] == pytest.approx((4.1, 1.4), abs=0.1)
    assert door.width_m == pytest.approx(0.8, abs=0.1)
    assert not door.is_open_plan
    assert sum(room.area_m2 for room in room_map.rooms) == pytest.approx(32.0, abs=0.5)


def test_rooms_are_parted_anew_only_if_the_plan_changed(home, geometry, voxels):
    room_map = RoomMap()
    room_map.update(geometry(home()))
    assert not room_map.update(geometry(home()))
    assert not room_map.update(geometry(home(voxels((1.0, 1.0, 0.7), (2.0, 2.0, 0.75)))))
    assert room_map.update(geometry(home(voxels((0.0, 3.0, 0.0), (1.2, 4.0, 2.0)))))


def test_what_hangs_on_a_wall_is_in_the_room(home, geometry):
    room_map = RoomMap()
    room_map.update(geometry(home()))
    assert room_map.room_of((4.0, 3.0, 1.5)) == room_map.room_of((2.0, 3.0, 1.0))
    assert room_map.room_of((-5.0, 3.0, 1.0)) is None
    assert room_map.room_of((2.0, 2.0, -3.0)) is None


def test_a_map_that_lies_on_its_side(home, geometry):
    """With y down, as of cameras."""
    turned = home()[:, [0, 2, 1]] * (1, -1, 1) - (0, 1, 0)
    path = [(1.0, -1.3, 1.0), (7.0, -1.3, 1.4)]
    room_map = RoomMap()
    room_map.update(geometry(turned.astype(np.int32), up=(0.0, -1.0, 0.0), path=path))
    assert len(room_map.rooms) == 2
    assert room_map.room_of((1.0, -0.5, 1.0)) not in (None, room_map.room_of((7.0, -0.5, 3.0)))


def test_two_storeys(home, geometry):
    below, above = home(), home(floor_m=2.8)
    path = [(x, 1.4, z) for z in (1.3, 4.1) for x in np.linspace(1, 7, 20)]
    room_map = RoomMap()
    room_map.update(geometry(np.concatenate([below, above]), path=path))
    assert [round(storey.grid.floor_m, 1) for storey in room_map.storeys] == [0.0, 2.8]
    assert [room.storey for room in room_map.rooms] == [0, 0, 1, 1]
    found = {room_map.room_of((x, 1, z)) for x in (1, 7) for z in (0.5, 3.3)}
    assert len(found) == 4


def test_a_ceiling_is_no_storey(home, geometry, voxels):
    room_map = RoomMap()
    room_map.update(geometry(home(voxels((0.0, 0.0, 2.4), (8.2, 4.0, 2.45)))))
    assert len(room_map.storeys) == 1


def test_an_empty_map_has_no_rooms(geometry):
    room_map = RoomMap()
    room_map.update(geometry(np.zeros((0, 3), np.int32)))
    assert room_map.rooms == ()
    assert room_map.room_of((0, 0, 0)) is None


def test_given_names_stay_when_rooms_grow(grid_of, two_rooms):
    room_map = RoomMap()
    room_map.follow([grid_of([(0.5, 0.5, 4.5, 3.0)])])
    (room,) = room_map.rooms
    assert room_map.call(room.id, " Ann's  room ").name == "Ann's room"
    room_map.follow([two_rooms])
    assert room_map.room(room.id).name == "Ann's room"
    assert room_map.find("ann's room") == room_map.room(room.id)
    assert room_map.room_of((8.0, 1.0, 0.0)) > room.id
    assert room_map.call(room.id, "").name != "Ann's room"


def test_two_rooms_have_two_names(flat):
    one, other = flat.rooms
    assert {one.name, other.name} == {"room", "room 2"}
    flat.call(one.id, "study")
    with pytest.raises(InvalidQuery, match="another room has this name"):
        flat.call(other.id, "study")
    with pytest.raises(InvalidQuery, match="no such room"):
        flat.call(99, "study")


def test_rooms_are_named_after_what_is_in_them(flat):
    one, other = flat.rooms
    assert flat.furnish({one.id: ["bed", "nightstand"], other.id: ["fridge", "stove"]})
    assert (flat.room(one.id).name, flat.room(other.id).kind) == ("bedroom", "kitchen")
    assert not flat.furnish({one.id: ["bed", "nightstand"], other.id: ["fridge", "stove"]})
    flat.furnish({one.id: ["bed"], other.id: ["bed"]})
    assert {room.name for room in flat.rooms} == {"bedroom", "bedroom 2"}
    assert flat.find("bedroom") == flat.room(one.id)


def test_identities_are_not_used_again(grid_of, two_rooms):
    room_map = RoomMap()
    room_map.follow([two_rooms])
    before = {room.id for room in room_map.rooms}
    room_map.follow([grid_of([(0.5, 6.0, 3.5, 7.8)])])
    room_map.follow([two_rooms])
    assert before.isdisjoint({room.id for room in room_map.rooms})


def test_a_room_that_is_parted_keeps_its_identity_in_the_larger_part(grid_of):
    room_map = RoomMap()
    room_map.follow([grid_of([(0.5, 0.5, 8.5, 4.5)])])
    (whole,) = room_map.rooms
    room_map.follow([grid_of([(0.5, 0.5, 5.4, 4.5), (5.6, 0.5, 8.5, 4.5)], [(5.4, 2.0, 5.6, 2.8)])])
    assert room_map.room_of((2.0, 2.0, 0.0)) == whole.id
    assert room_map.room_of((7.0, 2.0, 0.0)) not in (whole.id, None)


def test_outlines_go_round_the_rooms(flat):
    for room in flat.rooms:
        x, y = np.array(room.outline_m).T
        area = (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2.0
        assert area == pytest.approx(room.area_m2, rel=0.05)  # positive: anticlockwise
        assert x.min() < room.middle_m[0] < x.max()


@given(
    st.tuples(st.integers(-40, 40), st.integers(-40, 40)),
    st.integers(0, 4),
    st.sampled_from(["two rooms", "corridor"]),
)
@settings(max_examples=25, deadline=None)
def test_identities_survive_more_free_space(grid_of, plans, shift, more, name):
    """Rooms that were seen further keep their identities, wherever the grid begins now."""
    rooms, doors = plans[name]
    small = [(x0, y0, x1 - 0.3 * (x1 - x0 > 3.0), y1) for x0, y0, x1, y1 in rooms]
    room_map = RoomMap()
    room_map.follow([grid_of(small, doors)])
    before = {room.id: room.middle_m for room in room_map.rooms}
    grid = grid_of([*rooms, (9.0, 7.0, 9.0 + 0.2 * more, 7.6)], doors)
    margin = tuple(abs(each) for each in shift)
    moved = type(grid)(
        **{
            name: np.pad(getattr(grid, name), ((margin[1], 0), (margin[0], 0)))
            for name in ("open", "walls", "walkable", "blocked")
        },
        cell_m=grid.cell_m,
        low=(-margin[0], -margin[1]),
        floor_m=0.0,
    )
    room_map.follow([moved])
    assert {each: room_map.room_of(at) for each, at in before.items()} == {
        each: each for each in before
    }
    ids = room_map.storeys[0].ids
    assert set(np.unique(ids[ids > 0]).tolist()) == {room.id for room in room_map.rooms}
