"""Which pixels in a detection's box belong to the thing: those of its mask, or near its depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from whereseen.memory.detection import Detection
from whereseen.memory.encoder.grid import cell_centres
from whereseen.memory.frames import Float32
from whereseen.memory.observation import Observation

_CENTRAL_SHARE = 0.5
_NEAR_QUANTILE = 0.25  # of central depths: things have holes, and what shows through lies behind
_DEPTH_PER_SIZE = 0.5  # things are about as deep as wide, half of it before and half behind
_LEAST_TOLERANCE_M = 0.08
_MOST_TOLERANCE_M = 1.0


def painted(
    detections: Sequence[Detection], observation: Observation, *, stride_px: int
) -> npt.NDArray[np.int32]:
    """Grid of the image with, in each cell, the number of the detection that it shows.

    Small boxes are painted over large ones: the cup is on the table, not the table in the cup.

    Args:
        detections: In pixels of the image.
        observation: The frame, for its depth and focal length.
        stride_px: Pixels per cell.

    Returns:
        (ceil(H / stride), ceil(W / stride)) int32, -1 where no detection is.
    """
    height, width = observation.depth_m.shape
    rows, columns = cell_centres(height, stride_px), cell_centres(width, stride_px)
    depth_m = observation.depth_m[np.ix_(rows, columns)]
    index = np.full(depth_m.shape, -1, dtype=np.int32)
    focal_px = float(observation.intrinsics[0, 0])
    for number in sorted(range(len(detections)), key=lambda i: -detections[i].area_px):
        found = detections[number]
        x0, y0, x1, y1 = found.box_px
        inside = (_between(rows, y0, y1), _between(columns, x0, x1))
        if found.mask is None:
            thing = _foreground(depth_m[inside], found.area_px**0.5 / focal_px)
        else:
            at = np.ix_(rows[inside[0]] - int(y0), columns[inside[1]] - int(x0))
            thing = found.mask[at]
        index[inside][thing] = number
    return index


def _between(centres: npt.NDArray[np.intp], low: float, high: float) -> slice:
    start, stop = np.searchsorted(centres, (low, high))
    return slice(int(start), int(stop))


def _foreground(depth_m: Float32, size_per_depth: float) -> npt.NDArray[np.bool_]:
    """Cells of a box (h, w) whose depth is that of the thing in its middle."""
    read = np.isfinite(depth_m) & (depth_m > 0.0)
    height, width = depth_m.shape
    top, left = (round(side * (1.0 - _CENTRAL_SHARE) / 2) for side in (height, width))
    centre = depth_m[top : height - top, left : width - left]
    centre = centre[np.isfinite(centre) & (centre > 0.0)]
    # A screen has no depth in its middle, only at its frame.
    readings = centre if centre.size else depth_m[read]
    if not readings.size:
        return read
    distance_m = float(np.quantile(readings, _NEAR_QUANTILE))
    tolerance_m = np.clip(
        _DEPTH_PER_SIZE * size_per_depth * distance_m, _LEAST_TOLERANCE_M, _MOST_TOLERANCE_M
    )
    # Depth may be NaN where nothing was read.
    with np.errstate(invalid="ignore"):
        return np.asarray(read & (np.abs(depth_m - distance_m) <= tolerance_m))
