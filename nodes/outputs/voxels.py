"""The voxels as clouds: all of them, and what changed."""

from __future__ import annotations

from rclpy.lifecycle import LifecycleNode
from sensor_msgs.msg import PointCloud2

from whereseen.memory.spatial.deltas import Delta, VoxelDeltas
from whereseen.memory.spatial.voxel_map import VoxelMap
from whereseen.nodes import qos
from whereseen.nodes.convert.cloud import updates_cloud, voxels_cloud
from whereseen.nodes.core import Core
from whereseen.nodes.outputs.pieces import Pieces
from whereseen.nodes.outputs.topic import Topic

_MOST_AT_ONCE = 200_000  # voxels: some 20 ms


class VoxelsOutput(Topic):
    """`~/voxels`: every occupied voxel; who comes late gets the last cloud."""

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, PointCloud2, "~/voxels", qos.latched(), period_s)

    def publish(self, core: Core) -> Pieces:
        """Publish all voxels, as they are at the beginning."""
        voxels, stamp_ns = core.memory.voxels(), core.stamp_ns
        yield
        cloud = voxels_cloud(voxels, frame_id=core.map_frame, stamp_ns=stamp_ns)
        yield
        self.send(cloud)


class VoxelUpdatesOutput(Topic):
    """`~/voxels_updates`: what appeared and vanished; everything once for each new listener.

    A large change comes in several messages.
    """

    def __init__(self, node: LifecycleNode, period_s: float) -> None:
        super().__init__(node, PointCloud2, "~/voxels_updates", qos.updates(), period_s)
        self._told = 0
        self._deltas: VoxelDeltas | None = None
        self._of: VoxelMap | None = None

    @property
    def listeners(self) -> int:
        """How many subscribe; without any, nothing is tracked."""
        listeners = super().listeners
        if listeners == 0 or listeners > self._told:
            self._deltas = None
        self._told = listeners
        return listeners

    def publish(self, core: Core) -> Pieces:
        """Publish what changed, if anything did."""
        if self._deltas is None or self._of is not core.memory.voxel_map:
            self._of = core.memory.voxel_map
            self._deltas = VoxelDeltas(self._of)
        deltas = self._deltas
        self._send(core, deltas.take(_MOST_AT_ONCE))
        while deltas.is_behind:
            yield
            self._send(core, deltas.take(_MOST_AT_ONCE))

    def _send(self, core: Core, delta: Delta) -> None:
        if len(delta.added.index) or len(delta.removed_map):
            frame_id, stamp_ns = core.map_frame, core.stamp_ns
            self.send(
                updates_cloud(delta.added, delta.removed_map, frame_id=frame_id, stamp_ns=stamp_ns)
            )
