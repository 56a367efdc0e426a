"""Where the walls of a building made elsewhere are, on its floor plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.shapes import Mesh

CELL_M = 0.1
_HEIGHTS_M = (0.25, 0.6, 1.0, 1.4, 1.8)  # at which walls are cut
_BELOW_TOP_M = 0.15  # where lintels and beams tell one room from the next
_STEP_M = CELL_M / 2
_AROUND = 3  # cells of the outside round everything

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class WallPlan:
    """Cells of a floor plan.

    Attributes:
        is_wall: (X, Y) whether a wall goes through a cell.
        low_m: Lower corner (x, y) of the first cell.
    """

    is_wall: Mask
    low_m: Float64

    def corner_m(self, column: int, row: int) -> tuple[float, float]:
        """Lower corner of a cell."""
        x, y = self.low_m + np.array([column, row]) * CELL_M
        return (round(float(x), 3), round(float(y), 3))


def wall_plan(meshes: Sequence[Mesh]) -> WallPlan | None:
    """Cells that walls or lintels go through, by level cuts; None if there are no walls.

    Args:
        meshes: Of walls, windows, doors, in the map frame.
    """
    tops = [float(mesh.vertices_m[:, 2].max()) for mesh in meshes]
    heights = (*_HEIGHTS_M, max(tops, default=0.0) - _BELOW_TOP_M)
    cuts = [cut_at(mesh, height) for mesh in meshes for height in heights]
    segments = np.concatenate(cuts) if cuts else np.zeros((0, 2, 2))
    if not len(segments):
        return None
    low = segments.min(axis=(0, 1)) - (_AROUND + 0.5) * CELL_M
    count = np.ceil((np.ptp(segments, axis=(0, 1))) / CELL_M).astype(int) + 2 * _AROUND + 1
    is_wall = np.zeros(count, dtype=np.bool_)
    cells = np.floor((_along(segments) - low) / CELL_M).astype(int)
    is_wall[cells[:, 0], cells[:, 1]] = True
    return WallPlan(is_wall, low)


def cut_at(mesh: Mesh, height_m: float) -> Float64:
    """Segments (N, 2, 2) in which a level plane cuts a mesh, seen from above."""
    corners = mesh.vertices_m[mesh.faces]
    above = corners[:, :, 2] > height_m
    crossing = corners[above.any(axis=1) & ~above.all(axis=1)]
    if not len(crossing):
        return np.zeros((0, 2, 2))
    start, end = crossing, np.roll(crossing, -1, axis=1)
    rise = end[:, :, 2] - start[:, :, 2]
    crosses = (start[:, :, 2] > height_m) != (end[:, :, 2] > height_m)  # two edges of each
    share = (height_m - start[:, :, 2]) / np.where(crosses, rise, 1.0)
    points = start[:, :, :2] + share[:, :, None] * (end - start)[:, :, :2]
    return np.asarray(points[crosses].reshape(-1, 2, 2))


def _along(segments: Float64) -> Float64:
    """Points (P, 2) on segments, so close that no cell between them is left out."""
    steps = np.ceil(np.linalg.norm(np.diff(segments, axis=1)[:, 0], axis=1) / _STEP_M).astype(int)
    owner = np.repeat(np.arange(len(segments)), steps + 1)
    first = np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
    share = (np.arange(len(owner)) - first) / np.maximum(steps[owner], 1)
    start, end = segments[owner, 0], segments[owner, 1]
    return np.asarray(start + share[:, None] * (end - start))
