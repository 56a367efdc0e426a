"""Grids over images: which pixel stands for a cell of a coarser grid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def cell_centres(length_px: int, stride_px: int) -> npt.NDArray[np.intp]:
    """Pixels at the centres of the cells of one axis, (ceil(length / stride),).

    Cell i of n covers the pixels v with v * n // length == i, as `FeatureImage.index` has it.
    """
    cells = -(-length_px // stride_px)
    return (2 * np.arange(cells, dtype=np.intp) + 1) * length_px // (2 * cells)
