"""Occupancy grids to messages: whole, and the part that changed.

The message's cells lie in the x-y plane of its origin pose. Where the map frame has z up, as REP
103 asks, that pose is not turned and the cells are those that Nav2 expects, which ignores turns.
Where the map's z is not up, as for a recording that began with a tilted camera, the grid was made
in a levelled frame, and the pose turns it back so that rviz shows it on the floor of the map.
"""

from __future__ import annotations

import numpy as np
from geometry_msgs.msg import Pose
from map_msgs.msg import OccupancyGridUpdate
from nav_msgs.msg import MapMetaData, OccupancyGrid

from whereseen.memory.io.occupancy import OccupancyGrid as Grid
from whereseen.nodes.convert.fill import filled
from whereseen.nodes.convert.pose import pose_of
from whereseen.nodes.convert.stamp import header_of, time_of


def grid_message(grid: Grid, *, frame_id: str, stamp_ns: int) -> OccupancyGrid:
    """A whole grid, row by row from the smallest y; it lies at the height of the floor.

    Raises:
        UnusableMessage: if the stamp does not fit.
    """
    height, width = grid.cells.shape
    message = OccupancyGrid(header=header_of(frame_id, stamp_ns))
    message.info = MapMetaData(
        map_load_time=time_of(stamp_ns),
        resolution=float(grid.resolution_m),
        width=width,
        height=height,
        origin=_origin(grid),
    )
    message.data = filled("b", grid.cells)
    return message


def grid_update(
    before: Grid, after: Grid, *, frame_id: str, stamp_ns: int
) -> OccupancyGridUpdate | None:
    """The smallest rectangle that holds all cells that changed.

    Returns:
        None where the extent, the height or the frame changed, so that the whole has to be sent;
        an update of width 0 where nothing changed.

    Raises:
        UnusableMessage: if the stamp does not fit.
    """
    if not _alike(before, after):
        return None
    update = OccupancyGridUpdate(header=header_of(frame_id, stamp_ns))
    changed = before.cells != after.cells
    if not changed.any():
        return update
    rows, columns = (np.flatnonzero(changed.any(axis=axis)) for axis in (1, 0))
    top, left = int(rows[0]), int(columns[0])
    part = after.cells[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    update.x, update.y = left, top
    update.height, update.width = part.shape
    update.data = filled("b", part)
    return update


def _origin(grid: Grid) -> Pose:
    """Pose in the map frame of the outer corner of cell (0, 0)."""
    T_map_corner = np.eye(4)
    T_map_corner[:3, :3] = grid.R_grid_map.T
    corner_grid = np.array([*grid.origin_m, _height_m(grid)])
    T_map_corner[:3, 3] = grid.R_grid_map.T @ corner_grid
    return pose_of(T_map_corner)


def _alike(before: Grid, after: Grid) -> bool:
    return (
        before.cells.shape == after.cells.shape
        and before.resolution_m == after.resolution_m
        and before.origin_m == after.origin_m
        and np.array_equal(before.R_grid_map, after.R_grid_map)
        # The floor is a mean over voxels, which every frame changes a little.
        and abs(_height_m(before) - _height_m(after)) <= after.resolution_m / 2.0
    )


def _height_m(grid: Grid) -> float:
    return 0.0 if grid.floor_m is None else grid.floor_m
