from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.io.recording_format import (
    depth_from_raw,
    depth_to_raw,
    labels_from_raw,
    labels_to_raw,
    matrix_from_bytes,
    matrix_to_bytes,
)

shapes = st.tuples(st.integers(1, 4), st.integers(1, 4))


def test_reserved_values() -> None:
    depth_m = np.array([[0.0, np.nan, np.inf, -np.inf, 1.0, 65.533, 65.6, 1e-9]], np.float32)
    raw = depth_to_raw(depth_m, 0.001)
    assert raw.tolist() == [[0, 65534, 65535, 65534, 1000, 65533, 65534, 1]]
    back = depth_from_raw(raw, 0.001)
    assert back.dtype == np.float32
    expected = np.array([[0.0, np.nan, np.inf, np.nan, 1.0, 65.533, np.nan, 0.001]], np.float32)
    assert np.array_equal(back, expected, equal_nan=True)


@given(arrays.arrays(np.float32, shapes, elements=st.floats(0.0, 60.0, width=32)))
def test_readings_survive_within_half_a_step(depth_m: np.ndarray) -> None:
    back = depth_from_raw(depth_to_raw(depth_m, 0.001), 0.001)
    assert np.array_equal(back == 0.0, depth_m == 0.0)
    readings = depth_m > 0.0005
    assert np.abs(back - depth_m)[readings].max(initial=0.0) <= 0.00051


@given(arrays.arrays(np.uint16, shapes))
def test_what_was_stored_is_stored_alike_again(raw: np.ndarray) -> None:
    assert np.array_equal(depth_to_raw(depth_from_raw(raw, 0.001), 0.001), raw)


@given(arrays.arrays(np.int32, shapes, elements=st.integers(-3, 65534)))
def test_label_ids(ids: np.ndarray) -> None:
    back = labels_from_raw(labels_to_raw(ids))
    assert np.array_equal(back, np.where(ids < 0, -1, ids))


@given(arrays.arrays(np.float64, (4, 4)))
def test_matrices_survive_bit_by_bit(matrix: np.ndarray) -> None:
    back = matrix_from_bytes(matrix_to_bytes(matrix), 4)
    assert back.tobytes() == matrix.tobytes()
    assert back.flags.writeable


def test_a_matrix_of_another_size() -> None:
    with pytest.raises(InvalidObservation, match="wrong length"):
        matrix_from_bytes(b"12345678", 3)
