import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.acting.manipulation.errors import NoGrasp
from whereseen.acting.manipulation.grasps import GraspKind, Hand, grasps_of
from whereseen.acting.manipulation.normals import normals_of
from whereseen.memory.frames import is_rigid


def box_points(size_m, middle_m=(0.0, 0.0, 0.0), step_m=0.008):
    """(N, 3) points on the sides of a box."""
    sides = []
    for axis in range(3):
        a, b = (i for i in range(3) if i != axis)
        u = np.arange(-size_m[a] / 2, size_m[a] / 2 + 1e-9, step_m)
        v = np.arange(-size_m[b] / 2, size_m[b] / 2 + 1e-9, step_m)
        for side in (-0.5, 0.5):
            face = np.zeros((len(u) * len(v), 3))
            face[:, a], face[:, b] = np.repeat(u, len(v)), np.tile(v, len(u))
            face[:, axis] = side * size_m[axis]
            sides.append(face)
    return np.concatenate(sides) + middle_m


def cylinder_points(radius_m, height_m, middle_m=(0.0, 0.0, 0.0)):
    """(N, 3) points on the side of a cylinder and on its top."""
    angles, heights = np.linspace(0.0, 2 * np.pi, 60), np.arange(0.0, height_m, 0.008)
    angle, height = (each.ravel() for each in np.meshgrid(angles, heights))
    side = np.stack([radius_m * np.cos(angle), radius_m * np.sin(angle), height], axis=1)
    return side - (0.0, 0.0, height_m / 2) + middle_m


lengths = st.floats(0.03, 0.3)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(lengths, lengths, st.floats(0.03, 0.25), st.floats(-3.1, 3.1))
def test_no_grasp_is_wider_than_the_hand_and_all_are_about_the_thing(x, y, z, yaw):
    turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
    points = box_points((x, y, z)) @ turn.T + (1.0, 2.0, 0.8)
    hand = Hand(opening_m=0.12)
    try:
        found = grasps_of(points, hand)
    except NoGrasp:
        assert min(x, y) > 0.12 * np.cos(np.radians(15.0)) - 0.03
        return
    low, high = points.min(axis=0) - 0.01, points.max(axis=0) + 0.01
    for grasp in found:
        assert is_rigid(grasp.T_map_gripper)
        assert grasp.width_m <= hand.opening_m
        assert 0.0 <= grasp.quality <= 1.0
        assert ((grasp.position_m >= low) & (grasp.position_m <= high)).all()
    assert [each.quality for each in found] == sorted((g.quality for g in found), reverse=True)


def test_a_long_box_is_taken_across():
    best = grasps_of(box_points((0.05, 0.3, 0.06)))[0]
    closing = best.T_map_gripper[:3, 1]
    assert abs(closing[0]) > np.cos(np.radians(20.0))
    assert best.width_m == pytest.approx(0.05, abs=0.03)


def test_a_cylinder_is_taken_from_all_sides_and_from_above():
    found = grasps_of(cylinder_points(0.04, 0.12, (0.5, 0.0, 1.0)))
    ways = {round(float(np.degrees(g.yaw_rad))) % 360 for g in found if g.kind is GraspKind.SIDE}
    assert len(ways) >= 20
    assert any(g.kind is GraspKind.TOP for g in found)
    top = next(g for g in found if g.kind is GraspKind.TOP)
    assert top.T_map_gripper[2, 0] == pytest.approx(-1.0)


def test_a_front_that_was_seen_alone_can_be_taken():
    points = box_points((0.06, 0.06, 0.12))
    front = points[points[:, 1] < -0.029]
    assert grasps_of(front)[0].width_m <= 0.14


def test_what_is_too_wide_or_unknown_cannot_be_taken():
    with pytest.raises(NoGrasp, match="no two sides"):
        grasps_of(box_points((0.3, 0.3, 0.1)))
    with pytest.raises(NoGrasp, match="nothing is known"):
        grasps_of(np.full((3, 3), np.nan))


def test_oblique_sides_slip_out_of_the_fingers():
    heights = np.repeat(np.linspace(0.0, 0.03, 20), 60)
    angle = np.tile(np.linspace(0.0, 2 * np.pi, 60), 20)
    radius = 0.05 * (1.0 - heights / 0.03)  # flatter than friction holds
    cone = np.stack([radius * np.cos(angle), radius * np.sin(angle), heights], axis=1)
    with pytest.raises(NoGrasp):
        grasps_of(cone, Hand(friction=0.1, noise_deg=0.0))


def test_normals_of_a_sphere_point_outwards():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(600, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    cosines = (normals_of(points * 0.1) * points).sum(axis=1)
    assert np.median(cosines) > 0.98
    assert (cosines > 0.0).all()
