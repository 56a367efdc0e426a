import numpy as np
import pytest

from whereseen.sim.modelling.placing import pose
from whereseen.sim.world.robot import rover


def test_the_camera_looks_forward_from_its_head():
    robot = rover()
    T = robot.camera_pose(np.eye(4), {})
    assert T[:3, 2] == pytest.approx([1.0, 0.0, 0.0])  # optical axis
    assert T[:3, 1] == pytest.approx([0.0, 0.0, -1.0])  # down in the image
    assert 1.2 < T[2, 3] < 1.45
    assert np.linalg.det(T[:3, :3]) == pytest.approx(1.0)


def test_the_head_looks_left_and_down():
    robot = rover()
    T = robot.camera_pose(pose((1.0, 2.0, 0.0), 90.0), {"head_pan": np.pi / 2, "head_tilt": 0.5})
    assert T[:3, 2] == pytest.approx([-np.cos(0.5), 0.0, -np.sin(0.5)], abs=1e-9)


def test_the_gripper_goes_where_lift_and_arm_bring_it():
    robot = rover()
    base = pose((1.0, 0.0, 0.0), 90.0)
    folded = robot.gripper_pose(base, {})[:3, 3]
    reached = robot.gripper_pose(base, {"lift": 0.5, "arm": 0.3})[:3, 3]
    assert reached - folded == pytest.approx([0.0, 0.3, 0.5])
    assert folded[1] == pytest.approx(0.34)


def test_it_fits_into_its_disc_and_its_height():
    robot = rover()
    low, high = robot.model.box_m()
    assert high[2] <= robot.height_m
    assert low[2] >= 0.0
    assert max(-low[0], -low[1], high[1]) <= robot.radius_m
    assert set(robot.speeds) == set(robot.model.joints)
