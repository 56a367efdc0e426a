"""A storey seen from above: where there is room, and what bounds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from whereseen.memory.frames import Float64
from whereseen.memory.graph.config import RoomConfig

Mask = npt.NDArray[np.bool_]

_FLOOR_M = 0.1  # what is lower is floor, or noise of it
_ROBOT_M = 1.8
_BODY_M = 0.2  # about its path there is room for the robot
_SPECK_M2 = 0.03  # the pole of a lamp is no wall
_GAP_M = 0.4  # half of the widest gap that is bridged
_CORNER_M2 = 0.3  # smaller parts are specks, seen through cracks
_LEAST_HEIGHT = 2  # voxels of a column that is a wall
_SEES_WALLS = 0.25  # share of what stands anywhere; a low camera sees no walls high up
_LOWER_M = (0.8, 0.3)
_TURNED = np.ones((3, 3), dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class FloorGrid:
    """Cells over a storey; row 0 has the smallest y, column 0 the smallest x.

    Attributes:
        open: (H, W) inside of the home, between walls and what is as high, furniture included.
        walls: (H, W) walls and what is as high.
        walkable: (H, W) the floor was seen, or the camera was there, and nothing stands on it.
        blocked: (H, W) something stands there, low or high.
        cell_m: Edge of a cell.
        low: Column and row of cells[0, 0], counted from the origin of the grid's frame.
        floor_m: Height of the floor.
    """

    open: Mask
    walls: Mask
    walkable: Mask
    blocked: Mask
    cell_m: float
    low: tuple[int, int]
    floor_m: float

    def cells_of(self, points: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Rows and columns (N, 2) in which points (N, 2) or (N, 3) lie, inside the grid or not."""
        flat = np.asarray(points, dtype=np.float64)[:, :2]
        return (np.floor(flat / self.cell_m + 1e-6).astype(np.int64) - self.low)[:, ::-1]

    def centres_m(self, cells: npt.ArrayLike) -> Float64:
        """Middles (N, 2) as x and y of cells (N, 2) given as rows and columns."""
        turned = np.asarray(cells, dtype=np.float64).reshape(-1, 2)[:, ::-1]
        return np.asarray((turned + self.low + 0.5) * self.cell_m)

    def clearance_m(self) -> Float64:
        """Distance (H, W) of each open cell to what is not open; zero there."""
        return distance_within(self.open) * self.cell_m

    def digest(self) -> bytes:
        """Of all that rooms depend on: equal for equal plans."""
        head = repr((self.open.shape, self.low, self.cell_m)).encode()
        return blake2b(head + np.packbits(self.open).tobytes(), digest_size=16).digest()


def distance_within(mask: Mask) -> Float64:
    """Distance (H, W) in cells of each cell of a mask to the nearest that is none of it."""
    # Outside of the grid nothing is known.
    return np.asarray(ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1])


def floor_grid(
    points: Float64, path: Float64, floor_m: float, voxel_size_m: float, config: RoomConfig
) -> FloorGrid:
    """Look at a storey from above.

    What stands higher than furniture is a wall. Open is what lies between walls, where the floor
    or furniture was seen or the camera was, and gaps in that.

    Args:
        points: (N, 3) centres of the storey's voxels, z up.
        path: (M, 3) where the camera was.
        floor_m: Height of the floor.
        voxel_size_m: Edge of a voxel.
        config: Heights of walls, size of cells.
    """
    cell_m = max(config.cell_m, voxel_size_m)
    above = points[:, 2] - floor_m
    used = (above > -_FLOOR_M) & (above <= max(config.wall_high_m, _ROBOT_M))
    columns, above = np.floor(points[used, :2] / cell_m + 1e-6).astype(np.int64), above[used]
    ways = np.floor(path[:, :2] / cell_m).astype(np.int64)
    low, high = _bounds(np.concatenate([columns, ways]), round(_BODY_M / cell_m) + 1)
    height, width = (high - low + 1)[::-1].tolist()
    flat = (columns[:, 1] - low[1]) * width + columns[:, 0] - low[0]

    def counted(members: Mask) -> npt.NDArray[np.int64]:
        return np.bincount(flat[members], minlength=height * width).reshape(height, width)

    walls = _walls(above, counted, cell_m, config)
    low_down = counted(above < config.wall_low_m) > 0
    been = np.zeros((height, width), dtype=np.bool_)
    been[ways[:, 1] - low[1], ways[:, 0] - low[0]] = True
    been = ndimage.distance_transform_edt(~been) * cell_m <= _BODY_M if been.any() else been
    stands = counted((above >= _FLOOR_M) & (above <= _ROBOT_M)) > 0
    floor = counted(np.abs(above) < _FLOOR_M) > 0
    return FloorGrid(
        open=_inside((low_down | been) & ~walls, walls, cell_m),
        walls=walls,
        walkable=(floor & ~stands) | been,
        blocked=stands & ~been,
        cell_m=cell_m,
        low=(int(low[0]), int(low[1])),
        floor_m=floor_m,
    )


def _bounds(
    cells: npt.NDArray[np.int64], margin: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Lowest and highest cell (2,) of cells (N, 2), with a margin around them."""
    if not len(cells):
        return np.zeros(2, np.int64), np.zeros(2, np.int64)
    x, y = cells.T  # numpy reduces the rows of a narrow table ten times slower
    low, high = np.array([x.min(), y.min()]), np.array([x.max(), y.max()])
    return low - margin, high + margin


def _walls(
    above: Float64,
    counted: Callable[[Mask], npt.NDArray[np.int64]],
    cell_m: float,
    config: RoomConfig,
) -> Mask:
    """Cells (H, W) over which something stands as high as a wall, but for specks."""
    up = above <= config.wall_high_m
    most = int((counted(up & (above >= min(_LOWER_M))) > 0).sum())
    walls = np.zeros(0, dtype=np.bool_)
    for low_m in (config.wall_low_m, *_LOWER_M):
        walls = counted(up & (above >= low_m)) >= _LEAST_HEIGHT
        if walls.sum() >= _SEES_WALLS * most:
            break
    parts, _ = ndimage.label(walls, structure=_TURNED)
    is_large = np.bincount(parts.ravel()) * cell_m**2 >= _SPECK_M2
    return np.asarray(walls & is_large[parts])


def _inside(seen: Mask, walls: Mask, cell_m: float) -> Mask:
    """What was seen, with the gaps in it and between it and walls, as behind furniture."""
    margin = round(_GAP_M / cell_m) + 1
    beyond = np.pad(seen, margin)
    near = ndimage.distance_transform_edt(~beyond) * cell_m <= _GAP_M
    closed = ndimage.distance_transform_edt(near) * cell_m > _GAP_M
    inside = seen | (closed[margin:-margin, margin:-margin] & ~walls)
    inside |= _enclosed(inside, walls)
    parts, _ = ndimage.label(inside)
    is_large = np.bincount(parts.ravel()) * cell_m**2 >= _CORNER_M2
    is_large[0] = False
    return np.asarray(is_large[parts])


def _enclosed(inside: Mask, walls: Mask) -> Mask:
    """Gaps that open cells and walls enclose, if they touch any open cell."""
    gaps, count = ndimage.label(~inside & ~walls)
    is_gap = np.zeros(count + 1, dtype=np.bool_)
    is_gap[gaps[ndimage.binary_dilation(inside)]] = True
    is_gap[np.concatenate([gaps[0], gaps[-1], gaps[:, 0], gaps[:, -1]])] = False
    is_gap[0] = False
    return np.asarray(is_gap[gaps])
