import pytest

from whereseen.memory.errors import InvalidConfig, MissingDependency
from whereseen.sim.importing import stretch as stretch_module
from whereseen.sim.modelling.model import Joint, Link, Model
from whereseen.sim.modelling.shapes import Box, Part
from whereseen.sim.world.driving import Drive
from whereseen.sim.world.robot import Robot, rover
from whereseen.sim.world.robots import ROBOTS, robot_named


def telescope() -> Robot:
    """A robot with an arm of two segments."""
    slide = Joint("slide", (1.0, 0.0, 0.0), 0.0, 0.2)
    links = (Link("one", (), joint=slide), Link("two", (), joint=slide, parent="one"))
    return Robot(
        Model((Part(Box((0.1, 0.1, 0.1)), "white"),), links),
        radius_m=0.1,
        height_m=0.2,
        speeds={"one": 0.1, "two": 0.1},
        rest={"two": 0.05},
        chains={"arm": ("one", "two")},
    )


def test_the_rover_is_there_by_its_name():
    assert robot_named("rover") == rover()
    assert ROBOTS[0] == "rover"


def test_there_is_no_other_robot():
    with pytest.raises(InvalidConfig, match=r"no such robot .*r2d2.*stretch"):
        robot_named("r2d2")


def test_what_a_robot_needs_is_named(monkeypatch):
    monkeypatch.setattr(stretch_module, "find_spec", lambda name: None)
    stretch_module.stretch.cache_clear()
    with pytest.raises(MissingDependency, match=r"pip install 'whereseen\[assets\]'"):
        robot_named("stretch")


def test_a_joint_of_several_is_shared_among_them():
    drive = Drive(telescope(), lambda x, y: True)
    assert drive.joints == {"one": 0.0, "two": 0.05}
    drive.set_targets({"arm": 0.3})
    drive.advance(10.0)
    assert drive.joints == pytest.approx({"one": 0.15, "two": 0.15})
    drive.set_targets({"one": 0.1})
    drive.advance(10.0)
    assert drive.joints == pytest.approx({"one": 0.1, "two": 0.15})


def test_segments_are_made_even():
    evened = telescope().evened({"one": 0.2, "two": 0.1, "other": 7.0})
    assert evened == pytest.approx({"one": 0.15, "two": 0.15, "other": 7.0})
    assert telescope().evened({"one": 0.2}) == {"one": 0.2}


def test_it_rests_before_it_is_told_anything():
    drive = Drive(telescope(), lambda x, y: True)
    drive.advance(1.0)
    assert drive.has_arrived
    assert drive.joints["two"] == 0.05
