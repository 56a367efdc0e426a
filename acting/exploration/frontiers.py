"""Where floor that can be reached ends at what was never seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.acting.navigation.costmap import Costmap, Mask, Point2
from whereseen.memory.io.occupancy import UNKNOWN

_ALL_SIDES = np.ones((3, 3), dtype=np.bool_)
_LEAST_M = 0.2


@dataclass(frozen=True, slots=True)
class Frontier:
    """A border between seen and unseen floor.

    Attributes:
        at_m: x and y of the cell in it that is nearest to its middle.
        length_m: About how long it is.
        yaw_rad: Direction from seen to unseen.
    """

    at_m: Point2
    length_m: float
    yaw_rad: float


def frontiers(costmap: Costmap, reachable: Mask) -> tuple[Frontier, ...]:
    """Borders of the unseen that the robot can come to, the longest first.

    Args:
        costmap: What was seen.
        reachable: (H, W) where the robot can come to.
    """
    unseen = costmap.states == UNKNOWN
    border = reachable & ndimage.binary_dilation(unseen, structure=_ALL_SIDES)
    labels, count = ndimage.label(border, structure=_ALL_SIDES)
    found = []
    for number, window in enumerate(ndimage.find_objects(labels, count), start=1):
        cells = np.argwhere(labels[window] == number)
        cells = cells + np.array([part.start for part in window])
        length_m = float(np.ptp(cells, axis=0).max() + 1) * costmap.cell_m
        if length_m >= _LEAST_M:
            found.append(_frontier(costmap, cells, unseen, length_m))
    return tuple(sorted(found, key=lambda each: (-each.length_m, each.at_m)))


def _frontier(
    costmap: Costmap,
    cells: npt.NDArray[np.int64],
    unseen: Mask,
    length_m: float,
) -> Frontier:
    middle = cells.mean(axis=0)
    row, column = cells[np.hypot(*(cells - middle).T).argmin()].tolist()
    reach = 4
    top, left = max(row - reach, 0), max(column - reach, 0)
    beyond = np.argwhere(unseen[top : row + reach + 1, left : column + reach + 1])
    down, right = (beyond.mean(axis=0) + np.array([top - row, left - column])).tolist()
    ((x, y),) = costmap.centres_m([(row, column)]).tolist()
    return Frontier((x, y), length_m, float(np.arctan2(down, right)))
