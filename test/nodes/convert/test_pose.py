import numpy as np
import pytest
from geometry_msgs.msg import Point, Pose, Quaternion, Transform, Vector3
from hypothesis import given
from hypothesis import strategies as st
from whereseen_msgs.msg import Region

from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import from_quaternion, is_rigid
from whereseen.nodes.convert.pose import (
    box_of,
    matrix_of_pose,
    matrix_of_transform,
    point_of,
    pose_of,
    quaternion_of,
    transform_of,
    transform_stamped,
    vector_of,
    xyz_of,
)
from whereseen.nodes.convert.unusable import UnusableMessage

HALF = 0.5**0.5
QUARTER_TURN = Quaternion(x=0.0, y=0.0, z=HALF, w=HALF)  # about z
QUARTER = [[0.0, -1.0, 0.0, 1.0], [1.0, 0.0, 0.0, 2.0], [0.0, 0.0, 1.0, 3.0], [0.0, 0.0, 0.0, 1.0]]


def test_poses_map_points_of_the_thing_into_the_frame() -> None:
    pose = Pose(position=Point(x=1.0, y=2.0, z=3.0), orientation=QUARTER_TURN)
    np.testing.assert_allclose(matrix_of_pose(pose), QUARTER, atol=1e-15)
    transform = Transform(translation=Vector3(x=1.0, y=2.0, z=3.0), rotation=QUARTER_TURN)
    np.testing.assert_allclose(matrix_of_transform(transform), QUARTER, atol=1e-15)


def test_quaternions_are_normalised() -> None:
    turn = Quaternion(x=0.0, y=0.0, z=0.01, w=0.01)
    np.testing.assert_allclose(
        matrix_of_pose(Pose(orientation=turn))[:3, :3], np.array(QUARTER)[:3, :3], atol=1e-15
    )


@pytest.mark.parametrize(
    ("xyz", "xyzw", "reason"),
    [
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0), "zero quaternion"),
        ((0.0, 0.0, 0.0), (0.0, 1e-9, 0.0, 0.0), "zero quaternion"),
        ((0.0, float("nan"), 0.0), (0.0, 0.0, 0.0, 1.0), "pose not finite"),
        ((float("inf"), 0.0, 0.0), (0.0, 0.0, 0.0, 1.0), "pose not finite"),
        ((0.0, 0.0, 0.0), (0.0, float("nan"), 0.0, 1.0), "pose not finite"),
    ],
)
def test_unknown_poses_have_reasons(xyz, xyzw, reason: str) -> None:
    x, y, z, w = xyzw
    pose = Pose(position=point_of(xyz), orientation=Quaternion(x=x, y=y, z=z, w=w))
    with pytest.raises(UnusableMessage) as info:
        matrix_of_pose(pose)
    assert info.value.reason == reason


def test_no_turn() -> None:
    assert quaternion_of(np.eye(3)) == Quaternion(x=0.0, y=0.0, z=0.0, w=1.0)


@pytest.mark.parametrize(
    ("diagonal", "xyz"),
    [((1, -1, -1), (1, 0, 0)), ((-1, 1, -1), (0, 1, 0)), ((-1, -1, 1), (0, 0, 1))],
)
def test_half_turns(diagonal, xyz) -> None:
    q = quaternion_of(np.diag(diagonal).astype(float))
    np.testing.assert_allclose(np.abs([q.x, q.y, q.z, q.w]), [*xyz, 0.0], atol=1e-12)


COORDINATE = st.floats(-1e3, 1e3)
PART = st.floats(-1.0, 1.0)


@st.composite
def rigid(draw: st.DrawFn) -> np.ndarray:
    xyzw = np.array(draw(st.tuples(PART, PART, PART, PART).filter(lambda q: np.dot(q, q) > 1e-3)))
    return from_quaternion(draw(st.tuples(COORDINATE, COORDINATE, COORDINATE)), xyzw)


@given(rigid())
def test_transforms_come_back(T: np.ndarray) -> None:
    for found in (matrix_of_pose(pose_of(T)), matrix_of_transform(transform_of(T))):
        assert is_rigid(found, tolerance=1e-12)
        np.testing.assert_allclose(found, T, atol=1e-12)
    q = pose_of(T).orientation
    assert q.w >= 0.0
    assert q.x**2 + q.y**2 + q.z**2 + q.w**2 == pytest.approx(1.0, abs=1e-12)


def test_rounded_rotations_give_the_nearest_unit_quaternion() -> None:
    turn = from_quaternion((0, 0, 0), (0.1, 0.2, 0.3, 0.9))[:3, :3]
    q = quaternion_of(turn.round(3))
    exact = np.array([0.1, 0.2, 0.3, 0.9]) / np.linalg.norm([0.1, 0.2, 0.3, 0.9])
    np.testing.assert_allclose([q.x, q.y, q.z, q.w], exact, atol=1e-3)


def test_edges_of_the_tree(sent) -> None:
    T = np.array(QUARTER)
    edge = sent(transform_stamped(T, parent="map", child="odom", stamp_ns=5))
    assert (edge.header.frame_id, edge.child_frame_id, edge.header.stamp.nanosec) == (
        "map",
        "odom",
        5,
    )
    np.testing.assert_allclose(matrix_of_transform(edge.transform), T, atol=1e-15)


def test_points_take_any_numbers(sent) -> None:
    assert sent(point_of(np.array([1, 2, 3], np.float32))) == Point(x=1.0, y=2.0, z=3.0)
    assert sent(vector_of((1, 2, 3))) == Vector3(x=1.0, y=2.0, z=3.0)
    assert xyz_of(Point(x=1.0, y=2.0, z=3.0)).tolist() == [1.0, 2.0, 3.0]


def region(size=(0.0, 0.0, 0.0), **pose) -> Region:
    return Region(pose=Pose(**pose), size=vector_of(size))


def test_no_size_is_everywhere() -> None:
    assert box_of(region(orientation=Quaternion(w=0.0)), np.eye(4)) is None


def test_boxes_are_turned_with_their_frame() -> None:
    at = region((2.0, 4.0, 6.0), position=Point(x=1.0))
    T_map_box, size_m = box_of(at, np.array(QUARTER))
    assert size_m == (2.0, 4.0, 6.0)
    np.testing.assert_allclose(T_map_box[:3, 3], [1.0, 3.0, 3.0], atol=1e-15)
    np.testing.assert_allclose(T_map_box[:3, :3], np.array(QUARTER)[:3, :3], atol=1e-15)


@pytest.mark.parametrize("size", [(1.0, 0.0, 1.0), (1.0, -1.0, 1.0), (1.0, float("nan"), 1.0)])
def test_flat_boxes_are_refused(size) -> None:
    with pytest.raises(InvalidQuery, match="must be positive"):
        box_of(region(size), np.eye(4))


def test_boxes_need_a_pose() -> None:
    with pytest.raises(UnusableMessage, match="zero quaternion"):
        box_of(region((1.0, 1.0, 1.0), orientation=Quaternion(w=0.0)), np.eye(4))
