from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whereseen.memory.detection import Detection
from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation

K = [[525.0, 0.0, 4.0], [0.0, 525.0, 3.0], [0.0, 0.0, 1.0]]
NAN_POSE = np.full((4, 4), np.nan)


def frame(**changed: Any) -> Observation:
    fields = {
        "rgb": np.zeros((6, 8, 3), np.uint8),
        "depth_m": np.full((6, 8), 1.5, np.float32),
        "intrinsics": K,
        "T_map_camera": np.eye(4),
        "stamp_ns": 7,
    }
    return Observation.checked(**(fields | changed))


def test_a_good_frame_is_taken_over() -> None:
    seen = frame(depth_m=np.full((6, 8), 1.5), stamp_ns=np.int64(7), camera_id="head")
    assert (seen.depth_m.dtype, seen.intrinsics.dtype) == (np.float32, np.float64)
    assert (seen.stamp_ns, type(seen.stamp_ns), seen.camera_id) == (7, int, "head")


@pytest.mark.parametrize("shape", [(6, 8), (6, 8, 4), (0, 8, 3)])
def test_images_must_be_rgb(shape: tuple[int, ...]) -> None:
    with pytest.raises(InvalidObservation, match=r"rgb must be uint8.*got uint8 \(.*alpha") as info:
        frame(rgb=np.zeros(shape, np.uint8))
    assert str(shape) in info.value.got


def test_images_must_be_bytes() -> None:
    with pytest.raises(InvalidObservation, match=r"got float64 \(6, 8, 3\)\).*0\.\.255"):
        frame(rgb=np.zeros((6, 8, 3)))


def test_depth_must_be_registered() -> None:
    with pytest.raises(InvalidObservation, match=r"depth \(3, 4\), image \(6, 8\)\).*Register"):
        frame(depth_m=np.ones((3, 4), np.float32))


@pytest.mark.parametrize("kind", [np.uint16, np.int32])
def test_raw_integer_depth_is_refused(kind: type) -> None:
    with pytest.raises(InvalidObservation, match=r"floating point metres \(got u?int.*1000"):
        frame(depth_m=np.full((6, 8), 1500, kind))


def test_millimetres_as_floats_are_refused() -> None:
    with pytest.raises(InvalidObservation, match=r"millimetres.*median of 1500.*Divide by 1000"):
        frame(depth_m=np.full((6, 8), 1500.0, np.float32))


def test_one_far_outlier_is_no_millimetres() -> None:
    depth = np.full((6, 8), 1.5, np.float32)
    depth[0, 0] = 65535.0
    assert frame(depth_m=depth).depth_m[0, 0] == 65535.0


@pytest.mark.parametrize("value", [-0.25, -np.inf])
def test_negative_depth_is_refused(value: float) -> None:
    depth = np.full((6, 8), 1.5, np.float32)
    depth[2, 3] = value
    with pytest.raises(InvalidObservation, match=r"not be negative \(got -.* m\).*Use 0 or NaN"):
        frame(depth_m=depth)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_frames_without_any_reading_are_valid(value: float) -> None:
    depth = frame(depth_m=np.full((6, 8), value, np.float32)).depth_m
    assert np.array_equal(depth, np.full((6, 8), value), equal_nan=True)


@pytest.mark.parametrize(
    "wrong",
    [
        np.eye(4),
        np.diag([0.0, 525.0, 1.0]),
        np.diag([525.0, -525.0, 1.0]),
        np.full((3, 3), np.nan),
        np.transpose(K),
    ],
    ids=["4x4", "zero focal", "negative focal", "nan", "transposed"],
)
def test_intrinsics_must_be_a_pinhole_matrix(wrong: np.ndarray) -> None:
    with pytest.raises(InvalidObservation, match=r"intrinsics.*got shape.*\[\[fx, 0, cx\]"):
        frame(intrinsics=wrong)


def test_a_lost_tracker_is_named() -> None:
    with pytest.raises(InvalidObservation, match=r"rigid transform \(got NaN or inf.*Skip frames"):
        frame(T_map_camera=NAN_POSE)


@pytest.mark.parametrize("wrong", [np.eye(3), 2.0 * np.eye(4), np.diag([1.0, 1.0, -1.0, 1.0])])
def test_poses_must_be_rigid(wrong: np.ndarray) -> None:
    with pytest.raises(InvalidObservation, match=r"rigid transform \(got \[\["):
        frame(T_map_camera=wrong)


@pytest.mark.parametrize("stamp", [-1, 1.5, True, "7", None, 1 << 63])
def test_stamps_must_be_nanoseconds(stamp: Any) -> None:
    with pytest.raises(InvalidObservation, match=r"integer of nanoseconds.*Multiply") as info:
        frame(stamp_ns=stamp)
    assert info.value.got == repr(stamp)


def test_labels_must_have_the_size_of_the_image() -> None:
    labels = LabelImage(np.zeros((3, 4), np.int32), ("wall",))
    with pytest.raises(InvalidObservation, match=r"labels \(3, 4\), image \(6, 8\)\).*same camera"):
        frame(labels=labels)


def test_a_driver_may_use_its_pose_buffer_again() -> None:
    pose, intrinsics = np.eye(4), np.array(K)
    seen = frame(T_map_camera=pose, intrinsics=intrinsics)
    pose[:], intrinsics[:] = 5.0, 5.0
    assert np.array_equal(seen.T_map_camera, np.eye(4))
    assert np.array_equal(seen.intrinsics, K)


def test_pixels_are_contiguous_whatever_came_in() -> None:
    rgb = np.zeros((12, 16, 3), np.uint8)[::2, ::2]
    assert frame(rgb=rgb).rgb.flags.c_contiguous


@pytest.mark.parametrize("wrong", ["no", None, [[1.0], [1.0, 2.0]], object()])
def test_what_is_no_matrix_is_refused(wrong: object) -> None:
    for field in ("T_map_camera", "intrinsics"):
        with pytest.raises(InvalidObservation, match=field):
            frame(**{field: wrong})


def test_poses_rounded_in_text_are_made_orthonormal() -> None:
    pose = np.round(look_at((0.0, 0.0, 1.0), (1.0, 2.0, 0.5)), 3)
    rotation = frame(T_map_camera=pose).T_map_camera[:3, :3]
    np.testing.assert_allclose(rotation.T @ rotation, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(rotation, pose[:3, :3], atol=1e-3)


def test_detections_are_kept_in_order() -> None:
    found = [Detection((0.0, 0.0, 4.0, 4.0), name, 0.5) for name in ("mug", "bowl")]
    assert frame(detections=found).detections == tuple(found)


def test_nothing_recognised_is_not_the_same_as_nobody_looked() -> None:
    assert (frame(detections=[]).detections, frame().detections) == ((), None)
