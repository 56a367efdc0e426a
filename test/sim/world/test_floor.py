import numpy as np
import pytest

from whereseen.sim.modelling.placing import pose
from whereseen.sim.world.floor import FreeFloor, floor_of, footprint

BOX = (np.array([-0.5, -0.2, 0.0]), np.array([0.5, 0.2, 0.7]))


def test_rooms_are_joined_by_doorways(small_scene):
    floor = FreeFloor(floor_of(small_scene), radius_m=0.25)
    assert floor.holds(3.05, 2.0)
    assert not floor.holds(3.05, 2.4)
    assert not floor.holds(3.05, 0.5)
    assert floor.free.geom_type == "Polygon"


def test_a_robot_keeps_its_distance_from_walls_and_things(small_scene):
    floor = FreeFloor(floor_of(small_scene), radius_m=0.25)
    floor.set_obstacles([footprint(BOX, pose((2.0, 1.5, 0.0), 90.0), 1.4)])
    assert not floor.holds(2.0, 1.5)
    assert not floor.holds(2.44, 1.5)
    assert floor.holds(2.46, 1.5)
    assert not floor.holds(2.0, 2.2)
    assert floor.holds(2.0, 2.26)
    assert not floor.holds(0.24, 1.5)
    assert floor.holds(0.26, 1.5)


def test_what_is_taken_away_is_in_the_way_no_more(small_scene):
    floor = FreeFloor(floor_of(small_scene), radius_m=0.25)
    floor.set_obstacles([footprint(BOX, pose((2.0, 1.5, 0.0)), 1.4)])
    floor.set_obstacles([])
    assert floor.holds(2.0, 1.5)


@pytest.mark.parametrize(
    ("z", "size_z", "is_in_the_way"),
    [(0.0, 0.7, True), (0.0, 0.02, False), (1.5, 0.6, False), (1.3, 0.6, True)],
)
def test_what_can_be_passed_over_or_under(z, size_z, is_in_the_way):
    box = (np.zeros(3), np.array([1.0, 1.0, size_z]))
    found = footprint(box, pose((0.0, 0.0, z)), 1.4)
    assert (found is not None) == is_in_the_way


def test_a_footprint_is_turned_and_moved():
    found = footprint(BOX, pose((3.0, 1.0, 0.0), 90.0), 1.4)
    assert found.bounds == pytest.approx((2.8, 0.5, 3.2, 1.5))
    assert found.area == pytest.approx(0.4)
