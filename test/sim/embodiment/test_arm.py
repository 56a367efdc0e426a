import math

import numpy as np
import pytest

from whereseen.sim.embodiment.arm import Span, _fitted
from whereseen.sim.world.robot import rover


def test_the_span_of_the_rover_is_what_its_links_say():
    span = Span.of(rover())
    assert span.azimuth_rad == pytest.approx(0.0)
    assert (span.near_m, span.far_m) == pytest.approx((0.34, 0.84))
    assert (span.low_m, span.high_m) == pytest.approx((0.04, 1.29))


def test_the_base_faces_what_the_arm_reaches_for():
    span = Span(-math.pi / 2, 0.3, 0.8, 0.1, 1.2)  # to its right
    assert span.yaw_to((0.0, 0.0), np.array([1.0, 0.0, 0.5])) == pytest.approx(math.pi / 2)


@pytest.mark.parametrize("far_m", [0.4, 0.6, 0.8])
@pytest.mark.parametrize("height_m", [0.1, 0.75, 1.2])
def test_lift_and_arm_are_fitted_where_nobody_else_does(make_robot, simulator, far_m, height_m):
    body = make_robot().parts.body
    x, y, yaw = simulator.world.drive.at
    at = np.array([x + far_m * math.cos(yaw), y + far_m * math.sin(yaw), height_m])
    joints = _fitted(body, at)
    robot, base = simulator.world.robot, simulator.world.drive.base_pose
    assert robot.gripper_pose(base, joints)[:3, 3] == pytest.approx(at, abs=0.01)
    far = at + np.array([math.cos(yaw), math.sin(yaw), 0.0])
    assert _fitted(body, far) is None
