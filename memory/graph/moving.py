"""Plans of storeys that move with the map, until they are read anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from whereseen.memory.frames import Float64
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.partition import Labels

if TYPE_CHECKING:
    from whereseen.memory.graph.rooms import Storey

_TOUCHING = np.ones((3, 3), dtype=np.bool_)


def moved_plans(
    storeys: Iterable[Storey], moved: Callable[[Float64], Float64]
) -> Iterator[tuple[FloorGrid, Labels]]:
    """Plans with the room of each cell, each cell moved for itself.

    Args:
        storeys: As they were.
        moved: Where points (N, 3) of the level frame are now.
    """
    for storey in storeys:
        grid, cells = storey.grid, np.argwhere(storey.ids > 0)
        if not len(cells):
            yield grid, storey.ids
            continue
        heights = np.full((len(cells), 1), grid.floor_m)
        points = moved(np.hstack([grid.centres_m(cells), heights]))
        ids, low = _painted(points, storey.ids[tuple(cells.T)], grid)
        nothing = np.zeros(ids.shape, dtype=np.bool_)
        floor_m = float(np.median(points[:, 2]))
        yield FloorGrid(ids > 0, nothing, ids > 0, nothing, grid.cell_m, low, floor_m), ids


def _painted(points: Float64, values: Labels, grid: FloorGrid) -> tuple[Labels, tuple[int, int]]:
    """Values (N,) in the cells in which points (N, 3) lie, and the first column and row."""
    at = np.floor(points[:, :2] / grid.cell_m + 1e-6).astype(np.int64)
    low = at.min(axis=0)
    columns, rows = (at - low).T
    ids = np.zeros((rows.max() + 1, columns.max() + 1), dtype=np.int32)
    ids[rows, columns] = values
    holes = ndimage.binary_closing(np.pad(ids > 0, 1), _TOUCHING)[1:-1, 1:-1] & (ids == 0)
    nearest = ndimage.distance_transform_edt(ids == 0, return_indices=True)[1]
    ids[holes] = ids[tuple(nearest)][holes]
    return ids, (int(low[0]), int(low[1]))
