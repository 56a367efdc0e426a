import math

import numpy as np
import pytest

from whereseen.sim.scene.description import Spot
from whereseen.sim.world.actions import Move
from whereseen.sim.world.touring import Tour, TourConfig, Viewpoint, go_round
from whereseen.sim.world.world import World


@pytest.fixture
def world(small_home):
    world = World(small_home)
    world.drive.put(1.5, 1.0, 0.0)
    return world


def poses_of_a_round(world, tour, *, at_most_s=400.0, dt_s=0.1):
    """Where the camera was while the robot went round once."""
    poses = []
    for _ in range(int(at_most_s / dt_s)):
        tour.steer(dt_s)
        if tour.rounds or not tour.ahead:
            return poses
        world.advance(dt_s)
        poses.append(world.camera_pose)
    raise AssertionError(f"{tour.ahead} viewpoints were never reached from {world.drive.at}")


def bearing(T_map_camera, point):
    """Angle between the optical axis and a point."""
    ray = np.asarray(point) - T_map_camera[:3, 3]
    return math.acos(float(ray @ T_map_camera[:3, 2] / np.linalg.norm(ray)))


def test_everything_is_looked_at_in_one_round(world):
    poses = poses_of_a_round(world, Tour(world))
    rooms = {world.home.scene.room_at(tuple(T[:2, 3])).name for T in poses[::5]
             if world.home.scene.room_at(tuple(T[:2, 3]))}  # fmt: skip
    assert rooms == {"kitchen", "parlour"}
    for name in ("red mug", "book", "blue mug"):
        at = world.truth_of(name).position_m
        seen = [T for T in poses if bearing(T, at) < 0.4 and np.linalg.norm(T[:3, 3] - at) < 3.0]
        assert len(seen) >= 5, name


def test_the_tour_begins_again(world):
    tour = Tour(world, TourConfig(look_s=0.1), (Viewpoint((1.5, 1.5), (3.0, 2.0, 0.5)),))
    for _ in range(600):
        tour.steer(0.1)
        world.advance(0.1)
    assert tour.rounds >= 2


def test_what_is_put_in_the_way_is_gone_round_or_given_up(world):
    tour = Tour(world, viewpoints=(Viewpoint((5.5, 3.0), (4.8, 0.7, 0.7)),))
    tour.steer(0.1)
    world.advance(0.1)
    world.apply(Move("ball", Spot("kitchen", "floor", (0.4, 0.0))))
    for _ in range(900):
        if tour.rounds:
            break
        tour.steer(0.1)
        world.advance(0.1)
    assert tour.rounds == 1
    assert math.dist(world.drive.at[:2], (5.5, 3.0)) < 0.3


def test_without_anything_to_look_at_the_robot_stays(world):
    tour = Tour(world, viewpoints=())
    tour.steer(0.1)
    assert world.drive.velocity == (0.0, 0.0)
    assert tour.rounds == 0


def test_a_round_has_a_look_every_so_often_and_ends_at_rest(world):
    tour, start_ns = Tour(world, TourConfig(look_s=0.5)), world.stamp_ns
    looks = [world.stamp_ns for _ in go_round(world, tour, frame_s=2.0, longest_s=400.0)]
    assert tour.rounds == 1
    assert np.diff(looks[1:]).tolist() == [2_000_000_000] * (len(looks) - 2)
    assert 0 <= world.stamp_ns - looks[-1] < 2_000_000_000
    at, now_ns = world.drive.at, world.stamp_ns
    world.advance(5.0)
    assert world.drive.at == at
    assert now_ns - start_ns < 400_000_000_000


def test_a_round_that_takes_too_long_is_broken_off(world):
    tour, start_ns = Tour(world), world.stamp_ns
    assert len(list(go_round(world, tour, frame_s=1.0, longest_s=5.0))) == 6  # the first at once
    assert world.stamp_ns - start_ns == 5_000_000_000
    assert tour.rounds == 0
    assert tour.ahead


def test_a_tour_can_be_of_some_furniture_and_every_room(world):
    everything, some = Tour(world), Tour(world, furniture=("table",))
    rooms = Tour(world, furniture=()).ahead
    assert rooms == len(world.home.scene.rooms)
    assert some.ahead == rooms + 1 < everything.ahead
