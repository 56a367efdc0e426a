import numpy as np
import pytest

from whereseen.memory.encoder.grid import cell_centres


@pytest.mark.parametrize(
    ("length_px", "stride_px", "expected"),
    [
        (8, 4, [2, 6]),
        (6, 2, [1, 3, 5]),
        (3, 1, [0, 1, 2]),
        (5, 2, [0, 2, 4]),
        (7, 4, [1, 5]),
        (3, 8, [1]),
    ],
)
def test_centres(length_px, stride_px, expected):
    assert cell_centres(length_px, stride_px).tolist() == expected


@pytest.mark.parametrize("length_px", [1, 7, 240, 481])
@pytest.mark.parametrize("stride_px", [1, 2, 3, 4, 16])
def test_each_centre_lies_in_its_cell(length_px, stride_px):
    centres = cell_centres(length_px, stride_px)
    np.testing.assert_array_equal(centres * len(centres) // length_px, np.arange(len(centres)))
