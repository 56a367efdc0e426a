"""The voxels of a memory as columns over the floor: when they were seen, what hides what."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.acting.navigation.costmap import Costmap, Mask
from whereseen.memory.io.occupancy import UNKNOWN
from whereseen.memory.spatial.voxel_map import Voxels

_FLOOR_M = 0.1
_HIGHEST_M = 1.9  # nobody looks for things above
_GAP_M = 0.15  # half of the widest gap that a coarse camera leaves in what it saw
_NEAR_EYE_M = 0.25  # what comes so near to the eye's height cannot be seen over

NEVER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What stands over each cell of a costmap.

    Attributes:
        last_seen_ns: (H, W) int64 when its things, or else its floor, were last seen; -1 never.
        is_high: (H, W) what the camera cannot see over.
        voxels: What all this was read from, below the height that matters.
        at: (N,) int64 flat cell of each voxel.
    """

    last_seen_ns: npt.NDArray[np.int64] = field(repr=False)
    is_high: Mask = field(repr=False)
    voxels: Voxels = field(repr=False)
    at: npt.NDArray[np.int64] = field(repr=False)


def columns_of(voxels: Voxels, costmap: Costmap, *, eye_m: float) -> Columns:
    """Stack voxels over the cells of a costmap that was made of them.

    Args:
        voxels: Occupied ones.
        costmap: Where the cells are.
        eye_m: Height of the camera above the floor.
    """
    height, width = costmap.states.shape
    above = voxels.points_map[:, 2] - costmap.floor_m
    rows, columns = costmap.cells_of(voxels.points_map).T
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    used = np.flatnonzero(inside & (above > -_FLOOR_M) & (above <= _HIGHEST_M))
    kept, above, at = voxels.take(used), above[used], (rows * width + columns)[used]
    newest = np.full((2, height * width), NEVER, dtype=np.int64)
    stands = above >= _FLOOR_M
    for layer, mask in enumerate((~stands, stands)):
        np.maximum.at(newest[layer], at[mask], kept.last_seen_ns[mask])
    last = np.where(newest[1] >= 0, newest[1], newest[0]).reshape(height, width)
    near_eye = np.abs(above - eye_m) <= _NEAR_EYE_M
    is_high = np.zeros(height * width, dtype=np.bool_)
    is_high[at[near_eye]] = True
    last = _without_gaps(last, costmap)
    return Columns(last, is_high.reshape(height, width), kept, at)


def _without_gaps(last: npt.NDArray[np.int64], costmap: Costmap) -> npt.NDArray[np.int64]:
    """Cells between what was seen, as of their neighbours."""
    reach = max(round(_GAP_M / costmap.cell_m), 1)
    seen = last >= 0
    closed = ndimage.binary_closing(np.pad(seen, reach), iterations=reach)
    between = ~seen & (closed[reach:-reach, reach:-reach] | (costmap.states != UNKNOWN))
    near = ndimage.maximum_filter(last, size=2 * reach + 1)
    return np.where(between, near, last)
