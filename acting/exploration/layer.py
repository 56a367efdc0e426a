"""Notes on cells of the floor that stay where they are while the map grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

_Kind = TypeVar("_Kind", bound=np.generic)
_SPARE = 32  # cells added at each side when it grows


class Layer(Generic[_Kind]):
    """A grid without bounds; cells nobody has written to hold a default.

    Args:
        default: Of all cells at first; its type is that of the layer.
    """

    def __init__(self, default: _Kind) -> None:
        self._default = default
        self._low = (0, 0)  # column and row of the first cell
        self._cells: npt.NDArray[_Kind] = np.zeros((0, 0), dtype=default.dtype)

    def over(self, low: tuple[int, int], shape: tuple[int, int]) -> npt.NDArray[_Kind]:
        """A copy (H, W) of the part that begins at a column and row."""
        self._cover(low, shape)
        column, row = low[0] - self._low[0], low[1] - self._low[1]
        return self._cells[row : row + shape[0], column : column + shape[1]].copy()

    def merge(
        self,
        low: tuple[int, int],
        values: npt.NDArray[_Kind],
        how: Callable[..., npt.NDArray[_Kind]],
    ) -> None:
        """Write values (H, W), as `how` makes them of those before and the new ones."""
        self._cover(low, values.shape)
        column, row = low[0] - self._low[0], low[1] - self._low[1]
        part = self._cells[row : row + values.shape[0], column : column + values.shape[1]]
        part[:] = how(part, values)

    def _cover(self, low: tuple[int, int], shape: tuple[int, ...]) -> None:
        """Grow until it holds a part."""
        high = (low[0] + shape[1], low[1] + shape[0])
        old_high = (self._low[0] + self._cells.shape[1], self._low[1] + self._cells.shape[0])
        if not self._cells.size:
            self._low, old_high = low, low
        elif all(a <= b for a, b in zip(self._low, low, strict=True)) and all(
            a >= b for a, b in zip(old_high, high, strict=True)
        ):
            return
        new_low = tuple(min(a, b) - _SPARE for a, b in zip(self._low, low, strict=True))
        new_high = tuple(max(a, b) + _SPARE for a, b in zip(old_high, high, strict=True))
        grown = np.full(
            (new_high[1] - new_low[1], new_high[0] - new_low[0]),
            self._default,
            dtype=self._default.dtype,
        )
        row, column = self._low[1] - new_low[1], self._low[0] - new_low[0]
        height, width = self._cells.shape
        grown[row : row + height, column : column + width] = self._cells
        self._low, self._cells = (new_low[0], new_low[1]), grown
