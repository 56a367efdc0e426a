import time
from array import array

import numpy as np
import pytest
from sensor_msgs.msg import Image

from whereseen.nodes.convert.fill import filled, reserved


@pytest.mark.parametrize(
    ("typecode", "values", "expected"),
    [
        ("B", np.array([[1, 2], [3, 4]], np.uint8), [1, 2, 3, 4]),
        ("b", np.array([-1, 100], np.int8), [-1, 100]),
        ("f", np.array([1.5, -2.0], np.float32), [1.5, -2.0]),
        ("d", np.zeros(0), []),
        ("B", np.array([[1, 2, 3], [4, 5, 6]], np.uint8)[:, ::2], [1, 3, 4, 6]),
    ],
)
def test_arrays_of_any_shape(typecode: str, values: np.ndarray, expected: list) -> None:
    data = filled(typecode, values)
    assert (type(data), data.typecode, data.tolist()) == (array, typecode, expected)


def test_reserved_bytes_are_written_in_place() -> None:
    data = reserved(8)
    np.frombuffer(data, "<u4")[:] = (1, 258)
    assert data.tolist() == [1, 0, 0, 0, 2, 1, 0, 0]


def test_it_is_far_faster_than_assigning_a_list() -> None:
    image, pixels = Image(), np.zeros(300_000, np.uint8)
    start = time.process_time()
    image.data = pixels.tolist()
    slow = time.process_time() - start
    start = time.process_time()
    for _ in range(10):
        image.data = filled("B", pixels)
    assert time.process_time() - start < slow
