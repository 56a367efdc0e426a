"""Free space to rooms: parts that stay apart over the widest range of clearances."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.memory.frames import Float64
from whereseen.memory.graph.config import RoomConfig
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.spatial.kernels.flood import basins, flood

Labels = npt.NDArray[np.int32]

_LEVEL_M = 0.01
_NOISE_M = 0.1  # by which cells and specks on walls change clearances
_WIDER = 1.5  # times as wide as a way that is no door are the rooms that it parts
_LEAST_M = 0.3  # clearance in the middle of a room
_FRONT_M = 0.3  # between a pocket and its room
_CRACK_M = 0.15  # nothing comes through ways that are narrower than twice this


def partition(grid: FloorGrid, config: RoomConfig) -> Labels:
    """Part the open cells of a storey into rooms; (H, W) from 1 on, 0 where none is.

    As in Hydra (Hughes et al., RSS 2022) the free space that is farther than d from all walls falls
    into more and more parts the greater d is; the number of parts that stands for the widest range
    of d is the number of rooms. Unlike there a part that vanishes at some d, as corridors do, still
    counts. What is left goes to the nearest, the widest places first, so that rooms meet in doors.

    Args:
        grid: The storey.
        config: Range of d, smallest room.
    """
    clearance = grid.clearance_m()
    peaks, saddles = _basins(clearance, config.narrow_m)
    apart_m = plateau(saddles, config)
    labels = np.zeros(clearance.shape, dtype=np.int32)
    seeds = peaks[saddles < apart_m]
    labels.ravel()[seeds] = 1 + np.arange(seeds.size)
    levels = (np.where(clearance >= _CRACK_M, clearance, -1.0) / _LEVEL_M).astype(np.int32)
    labels = np.asarray(flood(labels, levels))
    labels = _without_small(labels, levels, config.least_area_m2 / grid.cell_m**2)
    return _to_the_walls(labels, grid)


def _basins(clearance: Float64, narrow_m: float) -> tuple[npt.NDArray[np.int64], Float64]:
    """Widest cells (N,) of what is clearly wider than the ways (N,) to wider ones.

    Where two doors of a corridor face each other it is a little wider: that makes no rooms of it.
    """
    flat = clearance.ravel()
    cells = np.flatnonzero(flat)
    order = cells[np.argsort(-flat[cells], kind="stable")]
    peaks, saddles = basins(clearance, order)
    wide = flat[peaks]
    stands_out = (wide >= _LEAST_M) & (wide >= saddles + _NOISE_M)
    stands_out &= (saddles < narrow_m) | (wide >= _WIDER * saddles)
    return peaks[stands_out], saddles[stands_out]


def plateau(saddles: Float64, config: RoomConfig) -> float:
    """The clearance d at which the number of parts stands for the widest range of d.

    Args:
        saddles: (N,) clearances of the ways between parts; those below d part them.
        config: Range of d.
    """
    inner = saddles[(saddles >= config.narrow_m) & (saddles < config.wide_m)]
    steps = np.concatenate([[config.narrow_m], np.sort(inner), [config.wide_m]])
    widest = int(np.argmax(np.diff(steps)))
    return float(steps[widest : widest + 2].mean())


def _without_small(labels: Labels, levels: npt.NDArray[np.int32], least: float) -> Labels:
    """Let the neighbours have rooms of fewer cells, the smallest first; number the others anew."""
    while True:
        sizes = np.bincount(labels.ravel())
        sizes = np.where(sizes > 0, sizes, labels.size)
        sizes[0] = labels.size
        smallest = int(np.argmin(sizes))
        if sizes[smallest] >= min(least, labels.size):
            break
        labels = np.asarray(flood(np.where(labels == smallest, 0, labels), levels))
    kept, numbered = np.unique(labels, return_inverse=True)
    first = 0 if kept[0] == 0 else 1
    return (numbered.reshape(labels.shape) + first).astype(np.int32)


def _to_the_walls(labels: Labels, grid: FloorGrid) -> Labels:
    """Give open cells beside a wall to the room that they touch, and pockets to the nearest one.

    Pockets are what the front of a wardrobe, or of cupboards above a kitchen counter, cuts off.
    """
    if not labels.any():
        return labels
    apart, nearest = ndimage.distance_transform_edt(labels == 0, return_indices=True)
    joins = grid.open & (apart * grid.cell_m <= _CRACK_M * np.sqrt(2.0))
    grown = np.where(joins, labels[tuple(nearest)], labels)
    pockets, count = ndimage.label(grid.open & (grown == 0))
    if count:
        apart, nearest = ndimage.distance_transform_edt(grown == 0, return_indices=True)
        near = (pockets > 0) & (apart * grid.cell_m <= _FRONT_M)
        votes = np.zeros((count + 1, int(labels.max()) + 1))
        np.add.at(votes, (pockets[near], grown[tuple(nearest)][near]), apart[near] ** -4.0)
        grown = np.where(pockets > 0, votes.argmax(axis=1)[pockets], grown)
    return np.asarray(grown, dtype=np.int32)
