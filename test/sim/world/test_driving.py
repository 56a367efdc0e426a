import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.world.driving import Drive
from whereseen.sim.world.robot import rover


def everywhere(x, y):
    return True


def in_a_room(x, y):
    return abs(x) < 2.0 and abs(y) < 2.0


def test_straight_on_and_in_an_arc():
    drive = Drive(rover(), everywhere)
    drive.set_velocity(0.5, 0.0)
    drive.advance(2.0)
    assert drive.at == pytest.approx((1.0, 0.0, 0.0))
    drive.set_velocity(0.5, 0.5)
    drive.advance(math.pi)  # a quarter of a circle of radius 1
    assert drive.at == pytest.approx((2.0, 1.0, math.pi / 2), abs=1e-3)
    assert not drive.has_bumped


def test_nobody_drives_faster_than_they_can():
    drive = Drive(rover(), everywhere)
    drive.set_velocity(9.0, -9.0)
    assert drive.velocity == (0.6, -1.2)


@given(st.lists(st.tuples(st.floats(-0.6, 0.6), st.floats(-1.2, 1.2)), max_size=12))
def test_nobody_drives_through_walls(velocities):
    drive = Drive(rover(), in_a_room)
    for forward, left in velocities:
        drive.set_velocity(forward, left)
        drive.advance(3.0)
        assert in_a_room(*drive.at[:2])
        assert -math.pi <= drive.at[2] <= math.pi


def test_a_wall_is_felt_and_turning_goes_on():
    drive = Drive(rover(), in_a_room)
    drive.set_velocity(0.6, 0.0)
    drive.advance(5.0)
    assert drive.has_bumped
    assert drive.at[0] == pytest.approx(2.0, abs=0.02)
    drive.set_velocity(0.0, 1.0)
    assert not drive.has_bumped
    drive.advance(math.pi)
    drive.set_velocity(0.6, 0.0)
    drive.advance(1.0)
    assert drive.at[0] == pytest.approx(1.4, abs=0.03)


def test_one_can_be_put_only_where_there_is_room():
    drive = Drive(rover(), in_a_room)
    drive.put(1.0, 1.5, 0.3)
    assert drive.at == (1.0, 1.5, 0.3)
    with pytest.raises(InvalidConfig, match="cannot stand there"):
        drive.put(3.0, 0.0, 0.0)


def test_joints_move_at_their_speed_and_within_their_limits():
    drive = Drive(rover(), everywhere)
    drive.set_targets({"lift": 9.0, "head_pan": -1.0})
    assert not drive.has_arrived
    drive.advance(0.5)
    assert drive.joints["lift"] == pytest.approx(0.2)
    assert drive.joints["head_pan"] == pytest.approx(-0.75)
    drive.advance(10.0)
    assert drive.joints["lift"] == rover().model.joints["lift"].upper
    assert drive.has_arrived


@pytest.mark.parametrize("targets", [{"tail": 1.0}, {"lift": math.nan}])
def test_joints_that_there_are_not(targets):
    drive = Drive(rover(), everywhere)
    with pytest.raises(InvalidConfig, match="no such joint"):
        drive.set_targets({"arm": 0.1} | targets)
    assert drive.has_arrived


def test_a_velocity_is_finite():
    with pytest.raises(InvalidConfig, match="finite"):
        Drive(rover(), everywhere).set_velocity(math.inf, 0.0)


def test_it_starts_where_there_is_room():
    drive = Drive(rover(), everywhere)
    free = shapely.box(2.0, 3.0, 2.06, 3.06)  # less than the margin that it keeps elsewhere
    drive.start(free)
    assert shapely.contains_xy(free, *drive.at[:2])


def test_where_nothing_is_free_the_error_says_so():
    drive = Drive(rover(), everywhere)
    with pytest.raises(InvalidConfig, match=r"nowhere to stand.*0\.25 m.*furniture out of it"):
        drive.start(shapely.Polygon())


def test_a_robot_begins_where_there_is_most_room():
    drive = Drive(rover(), everywhere)
    corridor, hall = shapely.box(-9.0, 8.0, 9.0, 9.0), shapely.box(-2.5, -2.5, 2.5, 2.5)
    drive.start(shapely.union_all([corridor, hall]))
    assert abs(drive.at[0]) < 2.5 and abs(drive.at[1]) < 2.5
    drive.start(shapely.box(0.0, 0.0, 0.02, 0.02))  # no room at all
    assert drive.at[:2] == pytest.approx((0.01, 0.01), abs=0.01)
