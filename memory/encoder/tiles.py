"""Parts of an image that a detector looks at one by one, for things that are small in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32

Window = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels."""

_OVERLAP = 0.2
_CUT_PX = 3.0


def windows(height_px: int, width_px: int, tiles: int) -> Iterator[Window]:
    """The whole image, then with `tiles` > 1 that many overlapping tiles a side."""
    yield 0, 0, width_px, height_px
    if tiles == 1:
        return
    share = 1.0 / (tiles - (tiles - 1) * _OVERLAP)
    step = (1.0 - share) / (tiles - 1)
    width, height = round(share * width_px), round(share * height_px)
    for row, column in product(range(tiles), repeat=2):
        x0, y0 = round(column * step * width_px), round(row * step * height_px)
        yield x0, y0, min(width_px, x0 + width), min(height_px, y0 + height)


def is_whole(
    boxes: Float32, window: Window, *, height_px: int, width_px: int
) -> npt.NDArray[np.bool_]:
    """Which boxes (N, 4) the window does not cut; they may end at the border of the image."""
    x0, y0, x1, y1 = window
    inner = np.array([x0 > 0, y0 > 0, x1 < width_px, y1 < height_px])
    at_border = np.abs(boxes - np.array(window)) < _CUT_PX
    return np.asarray(~(at_border & inner).any(axis=1))
