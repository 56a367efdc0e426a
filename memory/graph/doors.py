"""Where one room goes over into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from whereseen.memory.answer import Metres3
from whereseen.memory.graph.floor_grid import FloorGrid, Mask
from whereseen.memory.graph.partition import Labels

_LEAST_M = 0.4
_WIDEST_DOOR_M = 1.3
_FLOOR_SHARE = 0.4  # of a border, over which the floor of a door was seen
_TURNED = np.ones((3, 3), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Door:
    """A passage between two rooms.

    Attributes:
        rooms: Their identities, the smaller one first.
        storey: Number of its storey.
        position_m: Its middle, on the floor, in the level frame.
        width_m: Of the passage where it is narrowest.
    """

    rooms: tuple[int, int]
    storey: int
    position_m: Metres3
    width_m: float

    @property
    def is_open_plan(self) -> bool:
        """Whether it is wider than doors are."""
        return self.width_m > _WIDEST_DOOR_M


def doors_of(grid: FloorGrid, ids: Labels, storey: int) -> tuple[Door, ...]:
    """All passages of a storey, by rooms; two rooms may have several."""
    clearance = grid.clearance_m()
    found = []
    for rooms, border in borders(ids):
        parts, count = ndimage.label(border, structure=_TURNED)
        for part in range(1, count + 1):
            cells = np.argwhere(parts == part)
            wide = clearance[cells[:, 0], cells[:, 1]]
            width_m = 2.0 * float(wide.max())
            # Elsewhere a wall was not seen, as one with cupboards on both its sides.
            floor_share = float(grid.walkable[cells[:, 0], cells[:, 1]].mean())
            if width_m < _LEAST_M or floor_share < _FLOOR_SHARE:
                continue
            # A passage of even width has many middles: take the one of all.
            middle = grid.centres_m(cells[wide >= wide.max() - grid.cell_m / 2]).mean(axis=0)
            x, y = middle.tolist()
            found.append(Door(rooms, storey, (x, y, grid.floor_m), width_m))
    return tuple(sorted(found, key=lambda door: (door.rooms, door.position_m)))


def borders(ids: Labels) -> Iterator[tuple[tuple[int, int], Mask]]:
    """Pairs of rooms that touch, and the cells (H, W) of either at which they do."""
    touching: dict[tuple[int, int], Mask] = {}
    for axis in (0, 1):
        here, there = (slice(None), slice(None, -1)), (slice(None), slice(1, None))
        if axis == 0:
            here, there = (here[1], here[0]), (there[1], there[0])
        differs = (ids[here] != ids[there]) & (ids[here] > 0) & (ids[there] > 0)
        for row, column in np.argwhere(differs).tolist():
            other = (row + 1, column) if axis == 0 else (row, column + 1)
            one, two = int(ids[row, column]), int(ids[other])
            mask = touching.setdefault((min(one, two), max(one, two)), np.zeros(ids.shape, bool))
            mask[row, column] = mask[other] = True
    yield from sorted(touching.items(), key=lambda each: each[0])
