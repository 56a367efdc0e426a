from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.graph.config import RoomConfig
from whereseen.memory.graph.doors import doors_of
from whereseen.memory.graph.partition import partition, plateau

CONFIG = RoomConfig()


def room_at(grid, labels, x, y):
    row, column = grid.cells_of([(x, y)])[0]
    return int(labels[row, column])


def test_a_door_parts_two_rooms(two_rooms):
    labels = partition(two_rooms, CONFIG)
    assert labels.max() == 2
    assert room_at(two_rooms, labels, 1, 1) != room_at(two_rooms, labels, 8, 4)
    sizes = np.bincount(labels.ravel())[1:] * two_rooms.cell_m**2
    assert sorted(sizes) == pytest.approx([15.28, 16.08], abs=0.3)


def test_rooms_meet_in_the_door(two_rooms):
    labels = partition(two_rooms, CONFIG)
    left, right = room_at(two_rooms, labels, 4.3, 2.4), room_at(two_rooms, labels, 4.9, 2.4)
    assert left == room_at(two_rooms, labels, 1, 1)
    assert right == room_at(two_rooms, labels, 8, 1)


def test_a_corridor_is_a_room_though_it_is_narrow(corridor):
    labels = partition(corridor, CONFIG)
    assert labels.max() == 5
    assert room_at(corridor, labels, 0.8, 4.2) == room_at(corridor, labels, 8.2, 4.2)


def test_an_l_is_one_room(l_shape):
    assert partition(l_shape, CONFIG).max() == 1


def test_open_plan_is_one_room(open_plan):
    assert partition(open_plan, CONFIG).max() == 1


def test_a_wide_opening_parts_nothing_and_a_narrow_one_does(grid_of):
    rooms = [(0.5, 0.5, 4.5, 4.5), (4.7, 0.5, 8.5, 4.5)]
    wide = grid_of(rooms, [(4.5, 1.0, 4.7, 4.0)])
    narrow = grid_of(rooms, [(4.5, 1.0, 4.7, 1.9)])
    assert partition(wide, CONFIG).max() == 1
    assert partition(narrow, CONFIG).max() == 2


def test_a_niche_belongs_to_its_room(grid_of):
    grid = grid_of([(0.5, 0.5, 4.5, 4.5), (4.7, 1.0, 5.5, 1.8)], [(4.5, 1.1, 4.7, 1.7)])
    labels = partition(grid, CONFIG)
    assert labels.max() == 1
    assert room_at(grid, labels, 5.0, 1.4) == 1


def test_nothing_comes_through_a_crack(grid_of):
    """Rooms on both sides of a crack stay apart, and there is no door between them."""
    grid = grid_of([(0.5, 0.5, 4.5, 4.5), (4.6, 0.5, 8.4, 1.3)], [(4.5, 1.0, 4.6, 1.1)])
    labels = partition(grid, CONFIG)
    assert 0 != room_at(grid, labels, 8.0, 0.9) != room_at(grid, labels, 1.0, 1.0)
    assert doors_of(grid, labels, 0) == ()


def test_without_free_space_there_are_no_rooms(grid_of):
    assert not partition(grid_of([]), CONFIG).any()


@pytest.mark.parametrize(
    ("saddles", "parted"),
    [([0.4, 0.45], 2), ([0.4, 0.55], 2), ([0.4, 0.8, 1.1], 1), ([1.19], 0)],
)
def test_the_widest_plateau_counts(saddles, parted):
    apart_m = plateau(np.array(saddles), CONFIG)
    assert (np.array(saddles) < apart_m).sum() == parted


def test_the_range_of_clearances_has_an_order():
    with pytest.raises(InvalidConfig, match="narrow_m must be less than wide_m"):
        RoomConfig(narrow_m=1.0, wide_m=0.9)


edges = st.integers(5, 70).map(lambda tenths: tenths / 10)
rectangles = st.tuples(edges, edges, st.integers(3, 30), st.integers(3, 30)).map(
    lambda r: (r[0], r[1], min(r[0] + r[2] / 10, 9.5), min(r[1] + r[3] / 10, 7.5))
)


@given(st.lists(rectangles, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_rooms_are_open_numbered_and_large_enough(grid_of, rooms):
    grid = grid_of(rooms)
    labels = partition(grid, CONFIG)
    assert labels.shape == grid.open.shape
    assert not labels[~grid.open].any()
    found = np.unique(labels[labels > 0])
    assert found.tolist() == list(range(1, len(found) + 1))
    wide = grid.clearance_m() >= 0.15
    for room in found:
        assert ((labels == room) & wide).sum() * grid.cell_m**2 >= CONFIG.least_area_m2 - 1e-9
    assert np.array_equal(labels, partition(grid, CONFIG))


def test_what_is_behind_the_front_of_a_cupboard_is_in_its_room(grid_of):
    """The pocket lies 0.1 m behind a front, and 0.2 m from the other room."""
    grid = grid_of([(0.5, 0.5, 4.5, 4.5), (4.6, 1.0, 5.2, 2.2), (5.4, 0.5, 9.0, 4.5)])
    labels = partition(grid, CONFIG)
    assert room_at(grid, labels, 4.9, 1.5) == room_at(grid, labels, 2.0, 2.0)
    assert room_at(grid, labels, 4.9, 1.5) != room_at(grid, labels, 7.0, 2.0)
