from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.graph.outline import outline
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.graph.topology import TopologyConfig, topology_of


@pytest.fixture
def mapped(corridor):
    room_map = RoomMap()
    room_map.follow([corridor])
    return room_map


def reached(topology, start):
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for way in topology.ways:
            other = sum(way.places) - at
            if at in way.places and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def test_every_room_has_a_place_and_all_are_joined(mapped):
    topology = topology_of(mapped.storeys)
    assert {place.room_id for place in topology.places} == {room.id for room in mapped.rooms}
    assert reached(topology, 0) == {place.number for place in topology.places}


def test_ways_between_rooms_go_through_doors(mapped):
    topology = topology_of(mapped.storeys)
    through = [way for way in topology.ways if way.is_door]
    assert len(through) >= 4
    for way in through:
        nearest = min(
            np.hypot(*np.subtract(door.position_m, way.via_m)[:2]) for door in mapped.doors
        )
        assert nearest <= 0.5
        assert way.clearance_m <= 0.45
        rooms = {topology.places[each].room_id for each in way.places}
        assert len(rooms) == 2


def test_places_have_room_around_them(mapped):
    config = TopologyConfig(spacing_m=1.0, clearance_m=0.3)
    topology = topology_of(mapped.storeys, config)
    assert all(place.clearance_m >= 0.3 for place in topology.places)
    assert all(way.clearance_m >= 0.3 for way in topology.ways)
    assert len(topology.places) > len(topology_of(mapped.storeys).places)
    by_room = {}
    for place in topology.places:
        for other in by_room.get(place.room_id, []):
            assert np.hypot(*np.subtract(place.position_m, other)[:2]) >= 1.0 - 1e-9
        by_room.setdefault(place.room_id, []).append(place.position_m)


def test_furniture_is_in_the_way(two_rooms):
    blocked = np.zeros_like(two_rooms.open)
    blocked[:, 45:47] = True  # across the door
    room_map = RoomMap()
    room_map.follow([replace(two_rooms, blocked=blocked)])
    assert len(room_map.rooms) == 2
    assert not [way for way in topology_of(room_map.storeys).ways if way.is_door]


def test_nobody_stands_where_no_floor_was_seen(two_rooms):
    walkable = two_rooms.walkable.copy()
    walkable[:, 47:] = False
    blocked = np.zeros_like(two_rooms.open)
    blocked[:, 45:47] = True
    room_map = RoomMap()
    room_map.follow([replace(two_rooms, walkable=walkable, blocked=blocked)])
    places = topology_of(room_map.storeys).places
    assert {place.room_id for place in places} == {room_map.room_of((1.0, 1.0, 0.0))}


def test_without_rooms_there_are_no_places():
    assert topology_of(()).places == ()


def test_the_outline_of_an_l():
    mask = np.zeros((10, 10), dtype=np.bool_)
    mask[1:9, 1:4] = True
    mask[1:4, 1:9] = True
    assert set(outline(mask)) == {(1, 1), (1, 9), (4, 9), (4, 4), (9, 4), (9, 1)}


def test_the_outline_of_nothing_and_of_a_ring():
    assert outline(np.zeros((4, 4), dtype=np.bool_)) == []
    ring = np.ones((9, 9), dtype=np.bool_)
    ring[4, 4] = False
    assert set(outline(ring)) == {(0, 0), (0, 9), (9, 9), (9, 0)}


def test_cells_that_touch_at_a_corner_have_an_outline():
    mask = np.zeros((6, 6), dtype=np.bool_)
    mask[0:3, 0:3] = mask[3:6, 3:6] = True
    assert len(outline(mask)) >= 4
