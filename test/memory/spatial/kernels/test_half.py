from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.spatial.kernels.half import float_to_half, half_to_float

BITS = np.arange(1 << 16, dtype=np.uint16)
HALVES = BITS.view(np.float16)


@njit
def widen(bits: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32]:
    wide = np.empty(bits.size, np.float32)
    for i in range(bits.size):
        wide[i] = half_to_float(bits[i])
    return wide


@njit
def narrow(values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    bits = np.empty(values.size, np.uint16)
    for i in range(values.size):
        bits[i] = float_to_half(values[i])
    return bits


def test_every_half_is_widened_as_numpy_does() -> None:
    assert np.array_equal(widen(BITS), HALVES.astype(np.float32), equal_nan=True)


def test_every_half_comes_back_from_a_float() -> None:
    numbers = BITS[~np.isnan(HALVES)]
    assert np.array_equal(narrow(widen(numbers)), numbers)


def test_floats_are_rounded_as_numpy_does() -> None:
    rng = np.random.default_rng(0)
    values = (rng.standard_normal(200_000) * 10.0 ** rng.integers(-9, 4, 200_000)).astype("f4")
    midpoints = (HALVES[:0x7BFF].astype("f4") + HALVES[1:0x7C00].astype("f4")) / np.float32(2)
    for numbers in (values, midpoints, -midpoints):
        assert np.array_equal(narrow(numbers), numbers.astype(np.float16).view(np.uint16))
