"""Which pixels look at a box."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32, Float64

Mask = npt.NDArray[np.bool_]


@njit(cache=True, nogil=True, error_model="numpy")
def mark_box(
    mask: Mask, depth: Float32, K: Float64, T_box_camera: Float64, half: Float64, window: Float64
) -> None:
    """Set pixels whose ray enters a box around the origin before what was measured.

    Args:
        mask: (H, W), written to.
        depth: (H, W) metres; what is not above 0 was not measured.
        K: (3, 3) intrinsics in pixels.
        T_box_camera: (4, 4); the camera must be outside the box.
        half: (3,) half edges of the box.
        window: (4,) int64 first row, row after the last, first column, column after the last.
    """
    for v in range(window[0], window[1]):
        for u in range(window[2], window[3]):
            if mask[v, u]:
                continue
            x, y = (u - K[0, 2]) / K[0, 0], (v - K[1, 2]) / K[1, 1]
            enter, leave = 0.0, np.inf
            for k in range(3):
                along = T_box_camera[k, 0] * x + T_box_camera[k, 1] * y + T_box_camera[k, 2]
                eye = T_box_camera[k, 3]
                if abs(along) < 1e-12:
                    if abs(eye) > half[k]:
                        leave = -1.0
                    continue
                one, two = (-half[k] - eye) / along, (half[k] - eye) / along
                enter, leave = max(enter, min(one, two)), min(leave, max(one, two))
            measured = depth[v, u]
            is_first = enter <= measured or not 0.0 < measured < np.inf
            mask[v, u] = enter <= leave and leave > 0.0 and is_first
