"""Things that happen in a flat of two rooms."""

import math
from dataclasses import replace

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.scene.description import ObjectItem, Room, Scene, Spot
from whereseen.sim.scene.home import Home
from whereseen.sim.stages.protocol import Placement
from whereseen.sim.world.actions import (
    Add,
    Event,
    Grasp,
    Move,
    Release,
    Remove,
    SetJoint,
    SetState,
    Swap,
)
from whereseen.sim.world.errors import ActionFailed, Locked
from whereseen.sim.world.truth import HELD
from whereseen.sim.world.world import ROBOT, World


@pytest.fixture
def world(small_home):
    return World(small_home, start_ns=1_000)


def at(world, name):
    return np.round(world.truth_of(name).T_map_object[:3, 3], 6).tolist()


def reach_for(world, name):
    """Stand before the table, looking at -y, with the gripper at a thing."""
    x, y, z = world.truth_of(name).position_m
    world.drive.put(x, y + 0.34 + 0.5, -math.pi / 2)
    world.drive.set_targets({"arm": 0.5, "lift": z - 0.04})
    for _ in range(100):
        world.advance(0.1)
    assert world.drive.has_arrived


def test_things_stand_on_what_they_stand_on(world):
    assert at(world, "red mug") == [4.7, 0.9, 0.75]
    assert at(world, "ball") == [5.45, 3.5, 0.0]
    truth = world.truth_of("red mug")
    assert (truth.on, truth.surface, truth.room, truth.label) == (
        "table", "top", "parlour", "red mug",
    )  # fmt: skip
    low, high = truth.box_m
    assert low[2] == pytest.approx(0.75)
    assert high - low == pytest.approx([0.1, 0.08, 0.1])


def test_what_is_behind_a_door_is_out_of_reach(world):
    assert at(world, "bowl") == [1.0, 3.7, 0.1]
    assert not world.truth_of("bowl").is_reachable
    assert world.truth_of("bowl").states == {"clean": "no"}
    world.apply(SetJoint("cabinet", "door", 0.4))
    assert not world.truth_of("bowl").is_reachable
    world.apply(SetJoint("cabinet", "door", 1.0))
    assert world.truth_of("bowl").is_reachable
    assert world.truth().joints == {("cabinet", "drawer"): 1.0, ("cabinet", "door"): 1.0}


def test_what_lies_in_a_drawer_moves_with_it(world):
    assert at(world, "book 2") == [1.0, 3.35, 0.66]
    world.apply(SetJoint("cabinet", "drawer", 0.0))
    assert at(world, "book 2") == [1.0, 3.7, 0.66]
    assert not world.truth_of("book 2").is_reachable


def test_everything_that_happens_is_written_down(world):
    world.advance(1.5)
    done = [
        world.apply(Move("red mug", Spot("kitchen", "floor", (0.5, -0.5)), 45.0)),
        world.apply(SetState("red mug", "clean", "no"), "robot"),
        world.apply(Remove("ball")),
    ]
    assert done[0] == Event(1_500_001_000, "person", done[0].action)
    assert world.truth().events == tuple(done)
    assert done[1].actor == "robot"
    assert at(world, "red mug") == [2.0, 1.5, 0.0]
    assert world.truth_of("red mug").states == {"clean": "no"}
    assert "ball" not in world.truth().objects


def test_look_alikes_change_places(world):
    world.apply(Swap("red mug", "blue mug"))
    assert at(world, "blue mug") == [4.7, 0.9, 0.75]
    assert at(world, "red mug") == [1.0, 3.7, 0.91]


def test_what_comes_back_is_the_same_and_what_is_new_is_not(world):
    ball = world.truth_of("ball")
    world.apply(Remove("ball"))
    assert world.placements()["ball"] == Placement(None, {})
    world.apply(Add(ObjectItem("ball", "ball", Spot("table", "top"))))
    assert world.truth_of("ball").instance == ball.instance
    world.apply(Add(ObjectItem("ball 2", "ball", Spot("kitchen", "floor"))))
    new = world.truth_of("ball 2").instance
    assert new == len(world.labels()) - 1 == max(body.instance for body in world.bodies())
    assert world.labels()[new] == world.labels()[ball.instance] == "ball"


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (Move("cup", Spot("table", "top")), "no such thing"),
        (Remove("cup"), "no such thing"),
        (Add(ObjectItem("ball", "ball", Spot("table", "top"))), "there already"),
        (SetJoint("table", "drawer", 1.0), "nothing there opens"),
        (SetJoint("cabinet", "drawer", 1.2), "from 0 to 1"),
        (SetState("red mug", "clean", "perhaps"), "cannot be so"),
        (SetState("ball", "clean", "no"), "cannot be so"),
        (Release(), "hand is empty"),
        (Grasp("red mug"), "out of reach"),
        (Grasp("bowl"), "inside something closed"),
    ],
)
def test_what_is_not_possible_changes_nothing(world, action, message):
    before = world.truth()
    with pytest.raises(ActionFailed, match=message):
        world.apply(action)
    assert world.truth().events == before.events == ()
    assert world.placements().keys() == {body.name for body in world.bodies()}


def test_what_is_locked_stays_as_it_is_whoever_pulls(small_scene, small_catalogue):
    cabinet, table = small_scene.furniture
    locked = replace(small_scene, furniture=(replace(cabinet, locked=True), table))
    world = World(Home(locked, small_catalogue))
    for share in (0.0, 1.0):
        with pytest.raises(Locked, match="the cabinet is locked"):
            world.apply(SetJoint("cabinet", "drawer", share))
    assert world.contents.shares["cabinet"]["drawer"] == 1.0
    assert world.scene().furniture[0].locked


def test_places_that_there_are_not_are_refused(world):
    for spot in (Spot("table", "drawer"), Spot("attic", "floor"), Spot("kitchen", "top")):
        with pytest.raises(InvalidConfig):
            world.apply(Move("red mug", spot))
    assert at(world, "red mug") == [4.7, 0.9, 0.75]


def test_the_robot_takes_a_mug_and_carries_it(world):
    reach_for(world, "red mug")
    world.apply(Grasp("red mug"), "robot")
    truth = world.truth_of("red mug")
    assert (truth.on, world.truth().held) == (HELD, "red mug")
    before = truth.position_m
    world.drive.set_targets({"lift": 1.2})
    world.advance(5.0)
    assert world.truth_of("red mug").position_m[2] > before[2] + 0.3
    with pytest.raises(ActionFailed, match="hand is not empty"):
        world.apply(Grasp("red mug"), "robot")


def test_what_is_let_go_stands_on_what_is_below(world):
    reach_for(world, "red mug")
    world.apply(Grasp("red mug"), "robot")
    world.drive.set_targets({"lift": 1.2})
    world.advance(5.0)
    world.apply(Release(), "robot")
    truth = world.truth_of("red mug")
    assert (truth.on, truth.surface, world.truth().held) == ("table", "top", None)
    assert truth.T_map_object[2, 3] == pytest.approx(0.75)
    assert at(world, "red mug")[:2] == pytest.approx([4.7, 0.9])


def test_what_is_let_go_over_the_floor_stands_there(world):
    reach_for(world, "red mug")
    world.apply(Grasp("red mug"), "robot")
    world.drive.put(1.0, 2.0, 0.0)
    world.apply(Release(), "robot")
    truth = world.truth_of("red mug")
    assert (truth.on, truth.surface) == ("kitchen", "floor")
    assert truth.T_map_object[2, 3] == 0.0


def test_bodies_and_placements_belong_together(world):
    bodies = world.bodies()
    assert [body.instance for body in bodies] == list(range(1, len(bodies) + 1))
    assert world.placements().keys() == {body.name for body in bodies}
    labels = world.labels()
    assert len(labels) == len(bodies) + 1
    assert labels[1] == ROBOT
    by_name = {body.name: labels[body.instance] for body in bodies}
    assert by_name["kitchen floor"] == "floor"
    assert by_name["parlour west wall"] == "wall"
    assert by_name["door"] == "door frame"
    assert by_name["cabinet"] == "cabinet"
    assert world.placements()["cabinet"].joints == {"drawer": 0.35, "door": 0.0}


def test_a_home_is_described_as_it_is_now(world, small_scene, small_catalogue):
    assert Home(world.scene(), small_catalogue).scene.rooms == small_scene.rooms
    world.apply(Move("red mug", Spot("kitchen", "floor", (0.5, -0.5)), 45.0))
    world.apply(SetState("blue mug", "clean", "no"))
    world.apply(SetJoint("cabinet", "drawer", 0.0))
    world.apply(SetJoint("cabinet", "door", 0.3))
    world.apply(Remove("ball"))
    again = World(Home(world.scene(), small_catalogue))
    assert again.scene() == world.scene()
    assert at(again, "red mug") == at(world, "red mug")
    assert again.truth().joints == world.truth().joints
    assert again.truth_of("blue mug").states == {"clean": "no"}
    assert "ball" not in again.truth().objects


def test_a_home_without_room_for_the_robot_is_refused(small_catalogue):
    closet = Room("closet", "storage room", (0.0, 0.0), (0.45, 3.0))
    with pytest.raises(InvalidConfig, match="nowhere to stand"):
        World(Home(Scene("closet", (closet,)), small_catalogue))
