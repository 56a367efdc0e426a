from array import array
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sensor_msgs.msg import Image

from whereseen.nodes.convert.pixels import pixels_of
from whereseen.nodes.convert.unusable import UnusableMessage


def grey(**changed: Any) -> Image:
    fields = {"height": 2, "width": 3, "encoding": "mono8", "step": 3, "data": array("B", range(6))}
    return Image(**(fields | changed))


def reason(image: Image) -> str:
    with pytest.raises(UnusableMessage) as info:
        pixels_of(image, ("mono8", "16UC1"))
    return info.value.reason


def test_pixels_are_a_view_of_the_message() -> None:
    image = grey()
    pixels = pixels_of(image, ("mono8",))
    assert pixels[..., 0].tolist() == [[0, 1, 2], [3, 4, 5]]
    image.data[4] = 9
    assert pixels[1, 1, 0] == 9


def test_padding_is_left_out() -> None:
    image = grey(step=5, data=array("B", range(10)))
    assert pixels_of(image, ("mono8",))[..., 0].tolist() == [[0, 1, 2], [5, 6, 7]]


@pytest.mark.parametrize(("big", "expected"), [(0, [[0x0100, 0x0302]]), (1, [[0x0001, 0x0203]])])
def test_byte_order(big: int, expected: list[list[int]]) -> None:
    data = array("B", range(4))
    image = grey(height=1, width=2, encoding="16UC1", step=4, data=data, is_bigendian=big)
    assert pixels_of(image, ("16UC1",))[..., 0].tolist() == expected


def test_rows_need_not_be_aligned() -> None:
    data = array("B", [1, 0, 2, 0, 9, 3, 0, 4, 0, 9])
    image = grey(width=2, encoding="16UC1", step=5, data=data)
    assert pixels_of(image, ("16UC1",))[..., 0].tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"encoding": "bayer_rggb8"}, "unknown encoding"),
        ({"encoding": ""}, "unknown encoding"),
        ({"encoding": "rgb8"}, "unknown encoding"),
        ({"width": 0}, "empty image"),
        ({"height": 0, "data": array("B")}, "empty image"),
        ({"step": 2}, "bad step"),
        ({"step": 0}, "bad step"),
        ({"encoding": "16UC1"}, "bad step"),
        ({"data": array("B", range(5))}, "truncated image"),
        ({"data": array("B")}, "truncated image"),
        ({"height": 4_000_000_000}, "truncated image"),
        ({"data": array("B", range(7))}, "oversized image"),
    ],
)
def test_faults_have_reasons(changed: dict[str, Any], expected: str) -> None:
    assert reason(grey(**changed)) == expected


def test_faults_say_what_was_got() -> None:
    with pytest.raises(UnusableMessage, match=r"5 bytes, not 6, for 3 x 2 pixels with step 3"):
        pixels_of(grey(data=array("B", range(5))), ("mono8",))
    with pytest.raises(UnusableMessage, match=r"got 'yuv422'.*Publish mono8, 16UC1"):
        pixels_of(grey(encoding="yuv422"), ("mono8", "16UC1"))


@given(
    height=st.integers(0, 4),
    width=st.integers(0, 4),
    step=st.integers(0, 20),
    size=st.integers(0, 60),
    encoding=st.sampled_from(["rgb8", "bgra8", "16UC1", "32FC1", "jpeg"]),
)
def test_any_header_gives_pixels_or_a_reason(height, width, step, size, encoding) -> None:
    data = array("B", bytes(size))
    image = Image(height=height, width=width, step=step, data=data, encoding=encoding)
    try:
        pixels = pixels_of(image, ("rgb8", "bgra8", "16UC1", "32FC1"))
    except UnusableMessage as error:
        assert error.reason in {
            "unknown encoding",
            "empty image",
            "bad step",
            "truncated image",
            "oversized image",
        }
    else:
        assert pixels.shape[:2] == (height, width)
        assert not pixels.any()
