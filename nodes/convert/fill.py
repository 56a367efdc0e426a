"""Large array fields of messages, filled without a look at each element.

An `array.array` of the right type is assigned at the cost of one copy, or none; passed to the
constructor of a message it is copied once more. Anything else, an ndarray above all, is converted
element by element, which takes a hundred times longer and more.
"""

from __future__ import annotations

from array import array

import numpy as np
import numpy.typing as npt


def filled(typecode: str, values: npt.NDArray[np.generic]) -> array[int] | array[float]:
    """An `array.array` of a type code, as "B", with the bytes of an array of any shape."""
    data = array(typecode)
    data.frombytes(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)
    return data


def reserved(n_bytes: int) -> array[int]:
    """An `array.array` of zero bytes to be written through `numpy.frombuffer`, saving a copy."""
    return array("B", bytes(1)) * n_bytes
