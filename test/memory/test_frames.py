from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from whereseen.memory import frames

coordinates = st.floats(-100.0, 100.0)
points = st.tuples(coordinates, coordinates, coordinates)
quaternions = st.tuples(*[st.floats(-1.0, 1.0)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1)
poses = st.builds(frames.from_quaternion, points, quaternions)
K = np.array([[500.0, 0.0, 319.5], [0.0, 480.0, 239.5], [0.0, 0.0, 1.0]])


@given(poses)
def test_a_quaternion_gives_a_rigid_transform(pose: npt.NDArray[np.float64]) -> None:
    assert frames.is_rigid(pose, tolerance=1e-9)


@given(poses, points)
def test_the_inverse_takes_points_back(pose: npt.NDArray[np.float64], point: tuple) -> None:
    there = frames.apply(pose, [point])
    np.testing.assert_allclose(frames.apply(frames.invert(pose), there), [point], atol=1e-9)


@given(points, quaternions)
def test_a_quaternion_and_its_negative_are_one_rotation(at: tuple, q: tuple) -> None:
    negative = tuple(-part for part in q)
    one, other = frames.from_quaternion(at, q), frames.from_quaternion(at, negative)
    np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize(
    ("quaternion", "point", "turned"),
    [
        ((0, 0, 0, 1), (1, 2, 3), (1, 2, 3)),
        ((0, 0, 1, 1), (1, 0, 0), (0, 1, 0)),
        ((1, 0, 0, 1), (0, 1, 0), (0, 0, 1)),
        ((0, 2, 0, 2), (0, 0, 1), (1, 0, 0)),
    ],
)
def test_quaternions_are_ordered_x_y_z_w(quaternion: tuple, point: tuple, turned: tuple) -> None:
    turn = frames.from_quaternion((0, 0, 0), quaternion)
    np.testing.assert_allclose(frames.apply(turn, [point]), [turned], atol=1e-12)


def test_a_zero_quaternion_is_refused_as_a_pose() -> None:
    assert not frames.is_rigid(frames.from_quaternion((0, 0, 0), (0, 0, 0, 0)))


@pytest.mark.parametrize(
    "wrong",
    [
        np.eye(3),
        np.diag([2.0, 2.0, 2.0, 1.0]),
        np.diag([-1.0, 1.0, 1.0, 1.0]),
        np.full((4, 4), np.nan),
        np.eye(4) + np.eye(4)[::-1],
    ],
    ids=["3x3", "scaled", "mirrored", "nan", "sheared"],
)
def test_only_rigid_transforms_pass(wrong: npt.NDArray[np.float64]) -> None:
    assert not frames.is_rigid(wrong)


@given(points, points)
def test_a_camera_sees_its_target_in_the_middle_and_upright(eye: tuple, target: tuple) -> None:
    ray = np.subtract(target, eye)
    assume(np.linalg.norm(ray[:2]) > 1e-3)
    pose = frames.look_at(eye, target)
    assert frames.is_rigid(pose, tolerance=1e-9)
    uv, depth = frames.project([target], K, pose)
    np.testing.assert_allclose(uv, [[319.5, 239.5]], atol=1e-4)
    np.testing.assert_allclose(depth, [np.linalg.norm(ray)])
    assert pose[2, 1] < 0.0  # y of the image points down in the map


@pytest.mark.parametrize("target", [(1.0, 2.0, 3.0), (1.0, 2.0, 9.0)])
def test_a_view_along_up_is_undefined(target: tuple) -> None:
    with pytest.raises(ValueError, match="along up"):
        frames.look_at((1.0, 2.0, 3.0), target)


def test_the_optical_axes_are_right_down_forward() -> None:
    pose = frames.look_at((0, 0, 0), (1, 0, 0))
    np.testing.assert_allclose(pose[:3, :3], [[0, 0, 1], [-1, 0, 0], [0, -1, 0]], atol=1e-12)


@given(poses, st.integers(0, 2**32))
def test_lifted_pixels_project_back_to_themselves(pose: npt.NDArray[np.float64], seed: int) -> None:
    depth = np.random.default_rng(seed).uniform(0.3, 9.0, (5, 7)).astype(np.float32)
    uv, z = frames.project(frames.back_project(depth, K, pose), K, pose)
    v, u = np.mgrid[:5, :7]
    np.testing.assert_allclose(uv, np.stack([u.ravel(), v.ravel()], axis=1), atol=1e-6)
    np.testing.assert_allclose(z, depth.ravel(), atol=1e-9)


def test_pixels_without_a_reading_are_not_lifted() -> None:
    depth = np.array([[0.0, np.nan], [np.inf, 2.0]], np.float32)
    np.testing.assert_allclose(
        frames.back_project(depth, K, np.eye(4)), [[-2 * 318.5 / 500, -2 * 238.5 / 480, 2.0]]
    )


def test_points_at_or_behind_the_camera_have_no_pixel() -> None:
    uv, z = frames.project([(0, 0, 1), (0, 0, 0), (1, 1, 0), (0, 0, -1)], K, np.eye(4))
    assert np.isnan(uv).all(axis=1).tolist() == [False, True, True, True]
    assert z.tolist() == [1.0, 0.0, 0.0, -1.0]
