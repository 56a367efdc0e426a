"""Hello Robot's Stretch, where its files are installed."""

from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.importing.stretch import stretch
from whereseen.sim.modelling.shapes import mesh_of
from whereseen.sim.simulator import Simulator
from whereseen.sim.stages.opening import open_stage
from whereseen.sim.world.robot import Robot
from whereseen.sim.world.robots import robot_named

pytest.importorskip("stretch_urdf", reason="the extra assets is not installed")


@pytest.fixture(scope="module", params=["stretch", "stretch_se3"])
def robot(request: pytest.FixtureRequest) -> Robot:
    return robot_named(request.param)


def test_its_camera_looks_forward_and_where_the_head_turns(robot: Robot) -> None:
    ahead = robot.camera_pose(np.eye(4), {})
    assert ahead[:3, 2] == pytest.approx((1.0, 0.0, 0.0), abs=1e-6)
    assert ahead[:3, 1] == pytest.approx((0.0, 0.0, -1.0), abs=1e-6)
    assert 1.25 < ahead[2, 3] < 1.4
    left = robot.camera_pose(np.eye(4), {"head_pan": np.pi / 2})
    assert left[:3, 2] == pytest.approx((0.0, 1.0, 0.0), abs=1e-4)
    down = robot.camera_pose(np.eye(4), {"head_tilt": 0.5})
    assert down[:3, 2] == pytest.approx((np.cos(0.5), 0.0, -np.sin(0.5)), abs=1e-4)


def test_its_arm_reaches_to_the_right_and_its_lift_upwards(robot: Robot) -> None:
    before = robot.gripper_pose(np.eye(4), {})[:3, 3]
    told = robot.shared({"arm": 0.4, "lift": 0.6})
    after = robot.gripper_pose(np.eye(4), told)[:3, 3]
    assert after - before == pytest.approx((0.0, -0.4, 0.6), abs=1e-4)
    assert sum(robot.model.joints[name].upper for name in robot.chains["arm"]) == pytest.approx(
        0.52
    )


def test_its_fingers_meet_when_they_close() -> None:
    robot = robot_named("stretch")

    def apart(joints: object) -> float:
        poses = robot.model.link_poses(joints)  # type: ignore[arg-type]
        tips = []
        for name in robot.closed:
            parts = robot.model.solids[name]
            points = np.concatenate([mesh_of(part).vertices_m for part in parts])
            placed = points @ poses[name][:3, :3].T + poses[name][:3, 3]
            grip = robot.gripper_pose(np.eye(4), {})[:3, 3]
            tips.append(placed[np.linalg.norm(placed - grip, axis=1) < 0.08].mean(axis=0))
        return float(np.linalg.norm(tips[0] - tips[1]))

    assert apart(robot.closed) < 0.04 < 0.1 < apart(robot.opened)


def test_it_stands_on_the_floor_within_its_disc(robot: Robot) -> None:
    low, high = robot.model.box_m(robot.rest)
    assert abs(low[2]) < 0.01
    assert high[2] <= robot.height_m
    assert 0.25 < robot.radius_m < 0.32
    assert set(robot.speeds) == set(robot.model.joints)
    assert set(robot.rest) <= set(robot.model.joints)


def test_it_is_thinned_to_what_is_seen(robot: Robot) -> None:
    faces = sum(len(mesh_of(part).faces) for parts in robot.model.solids.values() for part in parts)
    assert 5_000 < faces < 25_000


def test_another_version_is_another_robot() -> None:
    assert stretch("SE3") is stretch("SE3")
    assert set(stretch("SE3").model.joints) > {"wrist_pitch", "wrist_roll"}


@pytest.mark.sim
def test_it_grasps_in_a_home(small_scene, small_catalogue) -> None:
    pytest.importorskip("pybullet")
    robot = robot_named("stretch")
    with Simulator(open_stage("pybullet"), small_catalogue, robot=robot) as sim:
        sim.reset(small_scene)
        truth = sim.ground_truth().objects["red mug"]
        x, y, z = (float(value) for value in truth.position_m)
        # The arm reaches to the right: with its right side to the table.
        sim.world.drive.put(x - 0.72, y, np.pi / 2)
        sim.move_joints(sim.reach(np.array([x, y, z + 0.05])))
        sim.step(60.0)
        assert sim.grip().action.name == "red mug"  # type: ignore[union-attr]
        sim.step(5.0)
        assert sim.world.drive.joints["gripper_finger_left"] == robot.closed["gripper_finger_left"]
        segments = [sim.world.drive.joints[name] for name in robot.chains["arm"]]
        assert segments == pytest.approx([segments[0]] * 4)
        sim.move_joints({"lift": 1.05})
        sim.step(20.0)
        assert sim.ground_truth().objects["red mug"].position_m[2] > z + 0.05
        assert sim.observe().rgb.shape == (240, 320, 3)
