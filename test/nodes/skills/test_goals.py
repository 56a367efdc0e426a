"""Calls become goals with geometry, and goals become the same calls again."""

import numpy as np
import pytest
from scripted_body import MUG, SINK, TABLE, FlatGround, KnownHome

from whereseen.acting.skills import call as calls
from whereseen.acting.skills.call import Relation
from whereseen.memory.errors import InvalidQuery
from whereseen.nodes.skills.goals import Goals, timeout_s_of
from whereseen.nodes.skills.hearing import Hearing
from whereseen.nodes.skills.names import ACTION_OF
from whereseen.nodes.skills.told_world import ToldShape, ToldWorld

CALLS = [
    calls.GoTo(MUG.id),
    calls.GoTo("kitchen"),
    calls.GoTo((1.0, -2.0, 0.5)),
    calls.Explore("a mug", (SINK.id, "kitchen")),
    calls.LookAt(MUG.id),
    calls.Pick(MUG.id),
    calls.Place(SINK.id, Relation.IN),
    calls.Place(TABLE.id, Relation.ON),
    calls.Open(SINK.id),
    calls.Close(SINK.id),
    calls.Toggle(MUG.id, False),
    calls.Slice(MUG.id),
    calls.Wash(SINK.id),
    calls.Heat(SINK.id),
]


@pytest.fixture
def goals():
    home = KnownHome()
    return Goals(home, FlatGround(home), "map")


def hearing(shift_m=0.0):
    def pose_of_frame(frame):
        T = np.eye(4)
        T[0, 3] = shift_m
        return T

    return Hearing(ToldWorld(lambda: 0), pose_of_frame)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_call_survives_the_way(goals, call):
    goal = goals.of(call, held=MUG.id, timeout_s=2.5)
    assert isinstance(goal, ACTION_OF[type(call)].kind.Goal)
    assert timeout_s_of(goal.timeout) == 2.5
    heard = hearing().call_of(goal)
    if isinstance(call, calls.GoTo) and isinstance(call.target, tuple):
        assert heard.target == pytest.approx(call.target)
    else:
        assert heard == call


def test_every_skill_has_its_action():
    assert set(ACTION_OF) == set(calls.CALLS) == {type(call) for call in CALLS}


def test_no_bound_is_none(goals):
    assert timeout_s_of(goals.of(calls.Pick(MUG.id), held=None, timeout_s=None).timeout) is None


def test_things_come_with_points_in_the_frame_of_the_driver(goals):
    points = np.array([[1.0, 2.0, 0.75], [1.0, 2.0, 0.85]], np.float32)
    goals.world.shapes[MUG.id] = ToldShape(points, points - 0.1, 0.02)
    driver = hearing(shift_m=10.0)
    driver.call_of(goals.of(calls.Pick(MUG.id), held=None, timeout_s=None))
    thing, shape = driver.world.thing(MUG.id), driver.world.shapes[MUG.id]
    assert thing.position_m == pytest.approx((11.0, 2.0, 0.8))
    assert thing.label == "red mug"
    assert shape.points_map == pytest.approx(points + np.float32([10.0, 0.0, 0.0]))
    assert shape.voxels_map == pytest.approx(points + np.float32([9.9, -0.1, -0.1]), abs=1e-5)
    assert shape.voxel_size_m == pytest.approx(0.02)


def test_surroundings_are_those_of_the_newest_goal(goals):
    goals.world.shapes[MUG.id] = ToldShape(voxels_map=np.ones((3, 3), np.float32))
    driver = hearing()
    driver.call_of(goals.of(calls.Pick(MUG.id), held=None, timeout_s=None))
    driver.call_of(goals.of(calls.GoTo(SINK.id), held=None, timeout_s=None))
    assert len(driver.world.shapes[MUG.id].voxels_map) == 0
    assert driver.world.thing(MUG.id) is not None


def test_a_thing_turned_aside_has_its_box_along_the_map(goals):
    goal = goals.of(calls.Pick(MUG.id), held=None, timeout_s=None)
    goal.thing.size.x, goal.thing.size.y = 0.4, 0.1
    goal.thing.pose.orientation.z = goal.thing.pose.orientation.w = 0.5**0.5
    driver = hearing()
    driver.call_of(goal)
    assert driver.world.thing(MUG.id).size_m == pytest.approx((0.1, 0.4, 0.1))


def test_a_thing_without_identity_gets_one(goals):
    goal = goals.of(calls.Pick(MUG.id), held=None, timeout_s=None)
    goal.thing.id = 0
    driver = hearing()
    heard = driver.call_of(goal)
    assert heard.thing_id > 1 << 39
    assert driver.world.thing(heard.thing_id).label == "red mug"


@pytest.mark.parametrize(
    ("call", "spoil"),
    [
        (calls.Pick(MUG.id), lambda goal: setattr(goal.thing, "label", "")),
        (calls.Pick(MUG.id), lambda goal: setattr(goal.thing.size, "x", -1.0)),
        (calls.Place(SINK.id), lambda goal: setattr(goal, "relation", 7)),
        (calls.Wash(SINK.id), lambda goal: setattr(goal, "treatment", 9)),
        (calls.Explore("x"), lambda goal: setattr(goal.region.size, "x", 1.0)),
        (calls.GoTo((0.0, 0.0, 0.0)), lambda goal: setattr(goal.pose.header, "frame_id", "")),
    ],
)
def test_goals_that_cannot_be_used_are_refused(goals, call, spoil):
    goal = goals.of(call, held=None, timeout_s=None)
    spoil(goal)
    with pytest.raises(InvalidQuery):
        hearing().call_of(goal)


def test_a_body_forgets_the_oldest_things():
    world = ToldWorld(lambda: 0, most=2)
    for thing in (MUG, TABLE, MUG, SINK):
        world.learn(thing)
    assert [each.id for each in world.things()] == [MUG.id, SINK.id]
    assert set(world.shapes) == {MUG.id, SINK.id}
