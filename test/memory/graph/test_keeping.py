from __future__ import annotations

import json

import pytest

from whereseen.memory.errors import MapFileError, NewerFormat
from whereseen.memory.graph.keeping import restore_rooms, rooms_text
from whereseen.memory.graph.rooms import RoomMap


@pytest.fixture
def kept(flat):
    flat.call(2, "Ann's room")
    return rooms_text(flat)


def test_rooms_are_known_again(flat, kept, two_rooms):
    again = RoomMap()
    restore_rooms(again, kept)
    assert again.room_of((1.0, 1.0, 0.0)) == flat.room_of((1.0, 1.0, 0.0))
    assert again.room(2).name == "Ann's room"
    assert again.next_id == flat.next_id
    assert again.follow([two_rooms])
    assert again.rooms == flat.rooms
    assert again.doors == flat.doors


def test_rooms_of_nothing():
    again = RoomMap()
    restore_rooms(again, rooms_text(RoomMap()))
    assert again.rooms == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept.pop("names"),
        lambda kept: kept["storeys"][0].update(shape=[1, 1]),
        lambda kept: kept["storeys"][0].update(shape=[10**9, 10**9]),
        lambda kept: kept["storeys"][0].update(ids="0000"),
        lambda kept: kept["storeys"][0].update(cell_m=0.0),
        lambda kept: kept.update(storeys=3),
    ],
)
def test_damage_is_told_and_changes_nothing(flat, kept, change):
    content = json.loads(kept)
    change(content)
    before = flat.rooms
    with pytest.raises(MapFileError):
        restore_rooms(flat, json.dumps(content))
    assert flat.rooms == before


def test_what_is_newer_is_refused(flat, kept):
    content = json.loads(kept) | {"format": 2}
    with pytest.raises(NewerFormat):
        restore_rooms(flat, json.dumps(content))
    with pytest.raises(MapFileError):
        restore_rooms(flat, "no json")
