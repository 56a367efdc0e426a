from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sensor_msgs.msg import CameraInfo, RegionOfInterest

from whereseen.nodes.convert.camera import (
    Camera,
    camera_info,
    raw_camera_of,
    rectified_camera_of,
)
from whereseen.nodes.convert.unusable import UnusableMessage

K = [500.0, 0.0, 319.5, 0.0, 510.0, 239.5, 0.0, 0.0, 1.0]
P = [450.0, 0.0, 310.0, 0.0, 0.0, 460.0, 230.0, 0.0, 0.0, 0.0, 1.0, 0.0]


def info(**changed: Any) -> CameraInfo:
    fields = {"width": 640, "height": 480, "k": K, "p": P, "distortion_model": "plumb_bob"}
    return CameraInfo(**(fields | changed))


def numbers(camera: Camera) -> tuple[float, ...]:
    """fx, fy, cx, cy, width, height."""
    m = camera.intrinsics
    middle = (float(m[0, 2]), float(m[1, 2]))
    return float(m[0, 0]), float(m[1, 1]), *middle, camera.width_px, camera.height_px


def test_raw_images_have_k() -> None:
    camera = raw_camera_of(info(d=[0.0] * 5))
    assert numbers(camera) == (500.0, 510.0, 319.5, 239.5, 640, 480)
    assert camera.intrinsics.dtype == np.float64
    assert not camera.is_distorted


def test_rectified_images_have_p() -> None:
    camera = rectified_camera_of(info(d=[0.1, -0.2, 0.0, 0.0, 0.0]))
    assert numbers(camera) == (450.0, 460.0, 310.0, 230.0, 640, 480)
    assert not camera.is_distorted


def test_p_of_a_right_camera_has_a_baseline() -> None:
    shifted = [*P[:3], -45.0, *P[4:]]
    assert numbers(rectified_camera_of(info(p=shifted)))[:4] == (450.0, 460.0, 310.0, 230.0)


def test_p_may_be_missing() -> None:
    assert numbers(rectified_camera_of(info(p=[0.0] * 12)))[:2] == (500.0, 510.0)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"d": []}, False),
        ({"d": [0.0, 0.0, 0.001, 0.0, 0.0]}, True),
        ({"d": [0.0] * 4, "distortion_model": "equidistant"}, True),
        ({"d": [float("nan")] * 5}, True),
        ({"d": [], "distortion_model": ""}, False),
    ],
)
def test_distortion_is_told(changed: dict[str, Any], expected: bool) -> None:
    assert raw_camera_of(info(**changed)).is_distorted is expected


def test_binning_halves() -> None:
    camera = raw_camera_of(info(binning_x=2, binning_y=2))
    assert numbers(camera) == (250.0, 255.0, 159.5, 119.5, 320, 240)


def test_a_binning_of_one_or_none_is_the_same() -> None:
    assert numbers(raw_camera_of(info(binning_x=1, binning_y=1))) == numbers(raw_camera_of(info()))


def test_a_region_of_interest_crops() -> None:
    roi = RegionOfInterest(x_offset=100, y_offset=40, width=320, height=200)
    assert numbers(raw_camera_of(info(roi=roi))) == (500.0, 510.0, 219.5, 199.5, 320, 200)


def test_the_region_is_in_full_resolution() -> None:
    roi = RegionOfInterest(x_offset=100, y_offset=40, width=320, height=200)
    camera = raw_camera_of(info(roi=roi, binning_x=2, binning_y=2))
    assert numbers(camera) == (250.0, 255.0, 109.5, 99.5, 160, 100)


@pytest.mark.parametrize("index", [0, 4])
def test_zeros_are_uncalibrated(index: int) -> None:
    k = list(K)
    k[index] = 0.0
    with pytest.raises(UnusableMessage) as found:
        raw_camera_of(info(k=k))
    assert found.value.reason == "uncalibrated camera"


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (0, -500.0),
        (0, float("nan")),
        (4, float("inf")),
        (0, 31.0),
        (0, 64000.1),
        (2, 1280.1),
        (5, -1281.0),
        (1, 0.5),
        (3, 0.5),
        (6, 1.0),
        (8, 2.0),
        (8, 0.0),
    ],
)
def test_implausible_numbers_have_a_reason(index: int, value: float) -> None:
    k = list(K)
    k[index] = value
    with pytest.raises(UnusableMessage, match="Calibrate the camera") as found:
        raw_camera_of(info(k=k))
    assert found.value.reason == "implausible intrinsics"


def test_smaller_images_of_the_same_view() -> None:
    camera = raw_camera_of(info()).of_size(320, 240)
    assert numbers(camera) == (250.0, 255.0, 159.5, 119.5, 320, 240)
    larger = raw_camera_of(info()).of_size(960, 720)
    assert numbers(larger) == (750.0, 765.0, 479.5, 359.5, 960, 720)


def test_the_same_size_changes_nothing() -> None:
    camera = raw_camera_of(info())
    assert numbers(camera.of_size(640, 480)) == numbers(camera)


@pytest.mark.parametrize("size", [(640, 360), (480, 640), (641, 480)])
def test_other_views_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(UnusableMessage, match="camera info of 640 x 480, image of") as found:
        raw_camera_of(info()).of_size(*size)
    assert found.value.reason == "mismatched resolutions"


def test_an_info_without_size_suits_any() -> None:
    camera = raw_camera_of(info(width=0, height=0)).of_size(800, 600)
    assert numbers(camera) == (500.0, 510.0, 319.5, 239.5, 800, 600)


@given(st.tuples(*[st.floats(100.0, 2000.0)] * 2), st.tuples(*[st.floats(0.0, 400.0)] * 2))
def test_infos_come_back(focal: tuple[float, float], middle: tuple[float, float]) -> None:
    matrix = np.array([[focal[0], 0.0, middle[0]], [0.0, focal[1], middle[1]], [0.0, 0.0, 1.0]])
    message = camera_info(Camera(matrix, 640, 480, False), frame_id="camera", stamp_ns=3)
    for found in (raw_camera_of(message), rectified_camera_of(message)):
        assert np.array_equal(found.intrinsics, matrix)
        assert (found.width_px, found.height_px, found.is_distorted) == (640, 480, False)


def test_infos_are_complete(sent) -> None:
    matrix = np.array(K).reshape(3, 3)
    message = sent(camera_info(Camera(matrix, 640, 480, False), frame_id="eye", stamp_ns=7))
    assert (message.header.frame_id, message.header.stamp.nanosec) == ("eye", 7)
    assert (message.width, message.height, message.distortion_model) == (640, 480, "plumb_bob")
    assert (message.k.tolist(), message.d.tolist()) == (K, [0.0] * 5)
    assert message.p.tolist() == [*K[:3], 0.0, *K[3:6], 0.0, *K[6:], 0.0]
    assert message.r.tolist() == np.eye(3).ravel().tolist()
