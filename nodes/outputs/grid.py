"""The map as an occupancy grid, as Nav2's static layer expects it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from map_msgs.msg import OccupancyGridUpdate
from nav_msgs.msg import OccupancyGrid
from rclpy.lifecycle import LifecycleNode

from whereseen.memory.errors import MapFileError
from whereseen.memory.io.geometry_view import geometry_of
from whereseen.memory.io.occupancy import UNKNOWN, occupancy_of
from whereseen.memory.io.occupancy import OccupancyGrid as Grid
from whereseen.nodes import qos
from whereseen.nodes.convert.grid import grid_message, grid_update
from whereseen.nodes.core import Core
from whereseen.nodes.outputs.pieces import Pieces
from whereseen.nodes.outputs.topic import Topic


class GridOutput(Topic):
    """`~/map` whenever its extent changes, `~/map_updates` with the changed part otherwise.

    Attributes:
        resolution_m: Edge of a cell.
    """

    def __init__(self, node: LifecycleNode, period_s: float, resolution_m: float) -> None:
        super().__init__(node, OccupancyGrid, "~/map", qos.latched(), period_s)
        self.resolution_m = resolution_m
        self._updates = Topic(node, OccupancyGridUpdate, "~/map_updates", qos.updates(), period_s)
        self._told = 0
        self._published: Grid | None = None
        self._extent: Grid | None = None

    @property
    def listeners(self) -> int:
        """How many subscribe to the whole; updates alone make no map."""
        listeners = super().listeners
        if listeners > self._told:  # the latched whole lacks the updates since
            self._published = None
        self._told = listeners
        return listeners

    def close(self) -> None:
        """Publish no more."""
        super().close()
        self._updates.close()

    def publish(self, core: Core) -> Pieces:
        """Publish the grid as it is at the beginning, or what changed in it.

        A map that has become empty is unknown where it was; one that always was is not published.
        """
        geometry, stamp_ns = geometry_of(core.memory), core.stamp_ns
        yield
        try:
            grid = occupancy_of(geometry, resolution_m=self.resolution_m)
        except MapFileError:
            if self._extent is None:
                return
            grid = replace(self._extent, cells=np.full_like(self._extent.cells, UNKNOWN))
            self._published = None  # whole: what was forgotten must not stay latched
        yield
        self._extent, frame_id = grid, core.map_frame
        before, self._published = self._published, grid
        update = None
        if before is not None:
            update = grid_update(before, grid, frame_id=frame_id, stamp_ns=stamp_ns)
        if update is None:
            self.send(grid_message(grid, frame_id=frame_id, stamp_ns=stamp_ns))
        elif update.width:
            self._updates.send(update)
