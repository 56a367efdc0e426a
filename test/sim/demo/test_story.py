"""The story of the demo can happen, and its questions are about the home."""

from itertools import pairwise

import pytest

from whereseen.sim.catalogue.household import household
from whereseen.sim.demo.story import PATROL, QUESTIONS, ROUNDS_NS, changes, clock, home, stamp_ns
from whereseen.sim.scene.checks import check
from whereseen.sim.scene.home import Home
from whereseen.sim.world.playing import play
from whereseen.sim.world.world import World


@pytest.fixture(scope="module")
def scene():
    return home()


@pytest.fixture
def world(scene):
    return World(Home(scene, household()), start_ns=ROUNDS_NS[0])


def test_the_home_is_believable_at_first_and_after_every_round(world):
    assert check(world.scene(), household()) == ()
    for start_ns in ROUNDS_NS[1:]:
        play(world, changes(home()), start_ns)
        assert check(world.scene(), household()) == ()


def test_people_do_all_that_they_are_meant_to(scene, world):
    schedule = changes(scene)
    assert play(world, schedule, ROUNDS_NS[-1]) == schedule.changes


def test_between_two_rounds_each_thing_changes_once_at_most(scene):
    for after_ns, until_ns in pairwise(ROUNDS_NS):
        happened = changes(scene).between(after_ns, until_ns)
        names = [getattr(it.action, "name", "") or it.action.item.name for it in happened]
        assert len(names) == len(set(names)) > 0


def test_all_that_the_story_names_is_there(scene, world):
    things = {item.name for item in scene.objects}
    assert {name for question in QUESTIONS for name in question.names} <= things
    assert set(PATROL) <= set(world.home.pieces)


def test_what_is_taken_is_gone_and_what_comes_back_is_elsewhere(scene, world):
    first = world.truth().objects
    play(world, changes(scene), ROUNDS_NS[1])
    between = world.truth().objects
    play(world, changes(scene), ROUNDS_NS[2])
    last = world.truth().objects
    assert "teddy bear" in first
    assert "teddy bear" not in between
    assert (first["teddy bear"].on, last["teddy bear"].on) == ("sofa", "bed")
    assert first["teddy bear"].label == last["teddy bear"].label
    assert between["red mug"].on == "dining table"
    assert last["red mug"].T_map_object.tolist() == first["red mug"].T_map_object.tolist()
    assert "wine bottle" not in last


def test_stamps_are_times_of_one_day():
    assert clock(stamp_ns(9, 5)) == "09:05"
    assert stamp_ns(10, 0) - stamp_ns(9, 0) == 3_600_000_000_000
    assert list(ROUNDS_NS) == sorted(set(ROUNDS_NS))
