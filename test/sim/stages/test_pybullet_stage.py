from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test.sim.stages.conftest import Shown, slab
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.placing import pose
from whereseen.sim.stages import bullet_files
from whereseen.sim.stages.errors import MissingSimulator, StageFailed
from whereseen.sim.stages.protocol import Body, Placement, Reaching, Wayfinding
from whereseen.sim.stages.pybullet_stage import PyBulletStage
from whereseen.sim.world.robot import GRIPPER, rover

pytestmark = pytest.mark.sim
T_MAP_ROBOT = pose((2.0, -1.0, 0.0), 60.0)


@pytest.fixture(scope="module")
def robot() -> Iterator[PyBulletStage]:
    pytest.importorskip("pybullet")
    stage = PyBulletStage()
    stage.load([Body("robot", 1, rover().model, is_movable=True), Body("box", 2, slab(1, 1, 1))])
    stage.place({"robot": Placement(T_MAP_ROBOT, {"head_pan": 0.7, "lift": 0.2})})
    yield stage
    stage.close()


def gripper(joints: dict[str, float]) -> Float64:
    at: Float64 = rover().gripper_pose(T_MAP_ROBOT, joints)[:3, 3]
    return at


def test_what_is_culled_would_not_have_shown(shown: Shown) -> None:
    pytest.importorskip("pybullet")
    stages = [PyBulletStage(culls=culls) for culls in (True, False)]
    for stage in stages:
        stage.load(shown.bodies)
        stage.place(shown.placements)
    for camera_pose in shown.cameras:
        one, other = (stage.render(shown.camera, camera_pose) for stage in stages)
        np.testing.assert_array_equal(one.instances, other.instances)
        np.testing.assert_array_equal(one.depth_m, other.depth_m)
    for stage in stages:
        stage.close()


@settings(max_examples=25, deadline=None)
@given(lift=st.floats(0.0, 1.25), arm=st.floats(0.0, 0.5))
def test_what_the_arm_can_reach_is_reached(robot: PyBulletStage, lift: float, arm: float) -> None:
    wanted = gripper({"lift": lift, "arm": arm})
    found = robot.reach("robot", GRIPPER, wanted)
    assert found is not None
    assert np.linalg.norm(gripper(found) - wanted) <= 0.01
    for name, joint in rover().model.joints.items():
        assert joint.lower <= found[name] <= joint.upper
    assert found["head_pan"] == 0.7  # does not matter for the gripper: left as it is


@pytest.mark.parametrize("offset_m", [(0.0, 0.0, 0.5), (0.5, 0.0, 0.0), (0.0, 0.3, 0.0)])
def test_what_the_arm_cannot_reach_is_not(
    robot: PyBulletStage, offset_m: tuple[float, float, float]
) -> None:
    outermost = gripper({"lift": 1.25, "arm": 0.5})
    assert robot.reach("robot", GRIPPER, outermost + T_MAP_ROBOT[:3, :3] @ offset_m) is None


@pytest.mark.parametrize(
    ("body", "link", "message"),
    [
        ("ghost", GRIPPER, "no such body"),
        ("robot", "tail", "no such link"),
        ("box", "base", "hidden"),
    ],
)
def test_who_cannot_reach_says_why(
    robot: PyBulletStage, body: str, link: str, message: str
) -> None:
    with pytest.raises(StageFailed, match=message):
        robot.reach(body, link, np.zeros(3))


def test_it_knows_how_to_reach_but_no_ways(robot: PyBulletStage) -> None:
    assert isinstance(robot, Reaching)
    assert not isinstance(robot, Wayfinding)


def test_without_pybullet_the_remedy_fits_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pybullet", None)
    monkeypatch.setattr(sys, "version_info", (3, 11, 9))
    with pytest.raises(MissingSimulator, match=r"pip install 'whereseen\[sim\]'$"):
        PyBulletStage()
    monkeypatch.setattr(sys, "version_info", (3, 12, 3))
    with pytest.raises(MissingSimulator, match=r"3\.10 and 3\.11 only.*python3\.11 -m venv"):
        PyBulletStage()


def test_it_prints_nothing(capfd: pytest.CaptureFixture[str], shown: Shown) -> None:
    pytest.importorskip("pybullet")
    capfd.readouterr()
    stage = PyBulletStage()
    stage.load(shown.bodies)
    stage.place(shown.placements)
    stage.render(shown.camera, shown.cameras[0])
    stage.close()
    stage.close()
    assert capfd.readouterr() == ("", "")


def test_files_of_many_models_are_given_up_and_made_again(
    monkeypatch: pytest.MonkeyPatch, shown: Shown
) -> None:
    pytest.importorskip("pybullet")
    stage = PyBulletStage()
    pictures, kept = [], []
    for most in (1000, 0, 0):
        monkeypatch.setattr(bullet_files, "_MOST_MODELS", most)
        stage.load(shown.bodies)
        stage.place(shown.placements)
        pictures.append(stage.render(shown.camera, shown.cameras[0]).rgb)
        kept.append(len(list(stage.folder.iterdir())))
        stage.clear()
        assert (len(list(stage.folder.iterdir())) == 0) == (most == 0)
    np.testing.assert_array_equal(pictures[0], pictures[1])
    np.testing.assert_array_equal(pictures[0], pictures[2])
    assert kept[0] == kept[1] == kept[2]
    stage.close()
    assert not stage.folder.exists()
