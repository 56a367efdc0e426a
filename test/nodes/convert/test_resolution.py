import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereseen.nodes.convert.resolution import of_shape
from whereseen.nodes.convert.unusable import UnusableMessage


def test_equal_shapes_are_passed_on() -> None:
    depth = np.ones((2, 3), np.float32)
    assert of_shape(depth, (2, 3), what="depth") is depth


def test_twice_as_large() -> None:
    found = of_shape(np.array([[1, 2]], np.int32), (2, 4), what="labels")
    assert found.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]
    assert found.dtype == np.int32


def test_half_as_large() -> None:
    assert of_shape(np.arange(16).reshape(4, 4), (2, 2), what="depth").tolist() == [
        [5, 7],
        [13, 15],
    ]


def test_three_halves() -> None:
    found = of_shape(np.array([[1.0, 2.0], [3.0, np.nan]]), (3, 3), what="depth")
    expected = [[1.0, 2.0, 2.0], [3.0, np.nan, np.nan], [3.0, np.nan, np.nan]]
    assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize("shape", [(480, 641), (360, 640), (640, 480)])
def test_other_aspects_are_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(UnusableMessage, match="depth of 640 x 480, colour of") as info:
        of_shape(np.zeros((480, 640)), shape, what="depth")
    assert info.value.reason == "mismatched resolutions"


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4))
def test_larger_and_back_is_the_same(height: int, width: int, factor: int) -> None:
    image = np.arange(height * width).reshape(height, width)
    larger = of_shape(image, (height * factor, width * factor), what="depth")
    assert np.array_equal(larger, image.repeat(factor, axis=0).repeat(factor, axis=1))
    assert np.array_equal(of_shape(larger, (height, width), what="depth"), image)
