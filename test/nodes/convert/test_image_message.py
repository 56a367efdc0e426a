import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from whereseen.nodes.convert.image import colour_of, depth_m_of, label_ids_of
from whereseen.nodes.convert.image_message import (
    colour_message,
    depth_m_message,
    depth_mm_message,
    labels_message,
)

ABOUT = {"frame_id": "camera", "stamp_ns": 1_500_000_000}
SHAPES = array_shapes(min_dims=2, max_dims=2, max_side=6)


def test_colour(sent) -> None:
    rgb = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    message = sent(colour_message(rgb, **ABOUT))
    assert (message.height, message.width, message.step, message.encoding) == (2, 2, 6, "rgb8")
    assert (message.header.frame_id, message.header.stamp.sec) == ("camera", 1)
    assert message.data.tolist() == list(range(12))


def test_views_are_packed() -> None:
    rgb = np.arange(36, dtype=np.uint8).reshape(2, 6, 3)[:, ::2, ::-1]
    message = colour_message(rgb, **ABOUT)
    assert message.step == 9
    assert colour_of(message).tolist() == rgb.tolist()


def test_millimetres_are_rounded(sent) -> None:
    depth_m = np.float32([[0.0, np.nan, np.inf], [1.4996, 65.534, 65.535], [-np.inf, -1.0, 2.0]])
    message = sent(depth_mm_message(depth_m, **ABOUT))
    assert (message.encoding, message.step) == ("16UC1", 6)
    assert np.frombuffer(message.data, "<u2").tolist() == [0, 0, 0, 1500, 65534, 0, 0, 0, 2000]


@pytest.mark.parametrize(
    ("ids", "encoding"),
    [
        ([[0, 65535]], "16UC1"),
        ([[0, 65536]], "32SC1"),
        ([[-1, 3]], "32SC1"),
        (np.zeros((0, 0), int), "16UC1"),
    ],
)
def test_labels_take_the_smaller_encoding(ids, encoding: str) -> None:
    assert labels_message(np.array(ids), **ABOUT).encoding == encoding


@given(arrays(np.uint8, st.tuples(st.integers(1, 5), st.integers(1, 5), st.just(3))))
def test_colours_come_back(rgb) -> None:
    assert np.array_equal(colour_of(colour_message(rgb, **ABOUT)), rgb)


@given(arrays(np.float32, SHAPES, elements=st.floats(0.0, 2.0**40, width=32) | st.just(np.inf)))
def test_metres_come_back(depth_m) -> None:
    assert np.array_equal(depth_m_of(depth_m_message(depth_m, **ABOUT)), depth_m)


@given(arrays(np.uint16, SHAPES, elements=st.integers(0, 65534)))
def test_millimetres_come_back(depth_mm) -> None:
    depth_m = depth_mm.astype(np.float32) / np.float32(1000.0)
    assert np.array_equal(depth_m_of(depth_mm_message(depth_m, **ABOUT)), depth_m)


@given(arrays(np.int32, SHAPES))
def test_labels_come_back(ids) -> None:
    assert np.array_equal(label_ids_of(labels_message(ids, **ABOUT)), ids)
