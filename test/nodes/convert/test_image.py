import warnings
from array import array
from typing import Any

import numpy as np
import pytest
from sensor_msgs.msg import Image

from whereseen.memory.observation import Observation
from whereseen.nodes.convert.image import colour_of, depth_m_of, label_ids_of
from whereseen.nodes.convert.unusable import UnusableMessage


def image(encoding: str, rows: Any, kind: str, **changed: Any) -> Image:
    pixels = np.array(rows, np.dtype(kind))
    return Image(
        height=pixels.shape[0],
        width=pixels.shape[1],
        encoding=encoding,
        step=pixels[0].nbytes,
        data=array("B", pixels.tobytes()),
        is_bigendian=int(kind.startswith(">")),
        **changed,
    )


RED, BLUE = [255, 10, 1], [2, 20, 250]


@pytest.mark.parametrize(
    ("encoding", "pixels"),
    [
        ("rgb8", [RED, BLUE]),
        ("bgr8", [RED[::-1], BLUE[::-1]]),
        ("8UC3", [RED[::-1], BLUE[::-1]]),
        ("rgba8", [[*RED, 0], [*BLUE, 77]]),
        ("bgra8", [[*RED[::-1], 0], [*BLUE[::-1], 77]]),
        ("8UC4", [[*RED[::-1], 0], [*BLUE[::-1], 77]]),
    ],
)
def test_colours_are_red_green_blue(encoding: str, pixels: list[list[int]]) -> None:
    rgb = colour_of(image(encoding, [pixels], "u1"))
    assert (rgb.dtype, rgb.tolist()) == (np.uint8, [[RED, BLUE]])


@pytest.mark.parametrize("encoding", ["mono8", "8UC1"])
def test_grey_is_equal_in_all_channels(encoding: str) -> None:
    assert colour_of(image(encoding, [[7, 9]], "u1")).tolist() == [[[7, 7, 7], [9, 9, 9]]]


def test_rgb_is_not_copied() -> None:
    message = image("rgb8", [[RED, BLUE]], "u1")
    assert np.shares_memory(colour_of(message), np.frombuffer(message.data, np.uint8))


def test_depth_on_the_colour_topic_is_refused() -> None:
    with pytest.raises(UnusableMessage, match=r"unknown encoding.*'16UC1'"):
        colour_of(image("16UC1", [[1500]], "<u2"))


@pytest.mark.parametrize("encoding", ["16UC1", "mono16"])
@pytest.mark.parametrize("kind", ["<u2", ">u2"])
def test_millimetres_become_metres(encoding: str, kind: str) -> None:
    depth_m = depth_m_of(image(encoding, [[0, 1], [1500, 4321]], kind))
    assert depth_m.dtype == np.float32
    assert depth_m.tolist() == np.float32([[0.0, 0.001], [1.5, 4.321]]).tolist()


def test_saturated_millimetres_are_no_reading() -> None:
    depth_m = depth_m_of(image("16UC1", [[65535, 65534]], "<u2"))
    assert depth_m.tolist() == [[0.0, np.float32(65.534)]]


@pytest.mark.parametrize("kind", ["<f4", ">f4"])
def test_metres_stay_as_they_are(kind: str) -> None:
    depth_m = depth_m_of(image("32FC1", [[0.0, np.nan], [np.inf, 1.25]], kind))
    assert depth_m.dtype == np.float32
    assert np.array_equal(depth_m, [[0.0, np.nan], [np.inf, 1.25]], equal_nan=True)


def test_too_close_is_no_reading() -> None:
    message = image("32FC1", [[-np.inf, np.nan, np.inf, 0.5]], "<f4")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        depth_m = depth_m_of(message)
    assert np.array_equal(depth_m, [[0.0, np.nan, np.inf, 0.5]], equal_nan=True)
    assert np.frombuffer(message.data, "<f4")[0] == -np.inf  # the message is another's


def test_metres_are_not_copied() -> None:
    message = image("32FC1", [[1.0, np.nan]], "<f4")
    assert np.shares_memory(depth_m_of(message), np.frombuffer(message.data, np.uint8))


def test_negative_depth_has_a_reason() -> None:
    with pytest.raises(UnusableMessage, match=r"negative depth \(got -0.5 m\)"):
        depth_m_of(image("32FC1", [[-0.5, -np.inf, 1.0]], "<f4"))


def test_colour_on_the_depth_topic_is_refused() -> None:
    with pytest.raises(UnusableMessage, match=r"unknown encoding.*'rgb8'.*32FC1, 16UC1"):
        depth_m_of(image("rgb8", [[RED]], "u1"))


@pytest.mark.parametrize(
    ("encoding", "kind", "largest"),
    [
        ("8UC1", "u1", 255),
        ("mono8", "u1", 255),
        ("16UC1", "<u2", 65535),
        ("mono16", ">u2", 65535),
        ("32SC1", "<i4", 2**31 - 1),
        ("32SC1", ">i4", -1),
    ],
)
def test_labels(encoding: str, kind: str, largest: int) -> None:
    ids = label_ids_of(image(encoding, [[0, largest]], kind))
    assert (ids.dtype, ids.tolist()) == (np.int32, [[0, largest]])


def test_floats_are_no_labels() -> None:
    with pytest.raises(UnusableMessage, match=r"unknown encoding.*'32FC1'"):
        label_ids_of(image("32FC1", [[1.0]], "<f4"))


def test_padded_images_make_an_observation() -> None:
    rows = np.zeros((2, 3, 3), np.uint8)
    rows[:, :2] = [RED, BLUE]
    colour = image("bgr8", rows, "u1")
    colour.width = 2
    seen = Observation.checked(
        colour_of(colour),
        depth_m_of(image("16UC1", [[1, 2], [3, 4]], ">u2")),
        intrinsics=[[2.0, 0.0, 0.5], [0.0, 2.0, 0.5], [0.0, 0.0, 1.0]],
        T_map_camera=np.eye(4),
        stamp_ns=1,
    )
    assert seen.rgb.tolist() == [[RED[::-1], BLUE[::-1]]] * 2
    assert seen.depth_m.tolist() == np.float32([[0.001, 0.002], [0.003, 0.004]]).tolist()
