"""Moves what is stored when a loop closes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from nav_msgs.msg import Path

from whereseen.memory.spatial.moving import PoseCorrection
from whereseen.nodes.config import CorrectionConfig
from whereseen.nodes.convert.pose import matrix_of_pose
from whereseen.nodes.convert.stamp import ns_of
from whereseen.nodes.core import Core
from whereseen.nodes.transforms.corrections import (
    Correction,
    LoopClosureConfig,
    LoopClosureWatch,
    PoseGraphWatch,
)
from whereseen.nodes.transforms.errors import TransformError
from whereseen.nodes.transforms.source import TransformSource


class LoopClosures:
    """Watches `map -> odom`, or a pose graph, and corrects the memory.

    Args:
        config: What counts as a loop closure, and what it does.
        odom_frame: Frame in which odometry is continuous; None where a pose graph tells instead,
            for it tells of the same loops.
    """

    def __init__(self, config: CorrectionConfig, *, odom_frame: str | None) -> None:
        limits = LoopClosureConfig(jump_m=config.jump_m, jump_rad=config.jump_rad)
        self.count = 0
        self._follow = config.follow
        self._odom_frame = odom_frame
        self._jumps = LoopClosureWatch(limits)
        self._graph = PoseGraphWatch(limits)
        self._since_ns: int | None = None

    def look(self, core: Core, transforms: TransformSource, camera_frame: str) -> None:
        """Correct the memory if `map -> odom` has jumped since the last look."""
        if self._follow == "none" or self._odom_frame is None:
            return
        try:
            found = transforms.latest(core.map_frame, self._odom_frame)
            camera = transforms.latest(self._odom_frame, camera_frame)
        except TransformError:  # no odometry: poses come from elsewhere
            return
        jump = self._jumps.observe(
            found.stamp_ns, found.T_target_source, camera.T_target_source[:3, 3]
        )
        if self._since_ns is None:  # what was loaded from a file stays where it is
            self._since_ns = found.stamp_ns
        if jump is not None:
            core.correct(self._correction(jump, self._since_ns))
            self._since_ns = jump.stamp_ns
            self.count += 1

    def follow_graph(self, core: Core, path: Path) -> None:
        """Correct the memory by the optimised poses of a pose graph."""
        stamps_ns = [ns_of(pose.header.stamp) for pose in path.poses]
        T_map_frame = core.pose_of_frame(path.header.frame_id)
        poses = np.array([T_map_frame @ matrix_of_pose(each.pose) for each in path.poses])
        moved = self._graph.observe(stamps_ns, poses.reshape(-1, 4, 4))
        if moved:
            core.correct(_of_nodes(moved))
            self.count += 1

    def _correction(self, jump: Correction, since_ns: int) -> PoseCorrection:
        if self._follow == "rigid":
            return PoseCorrection.since(since_ns, jump.T_new_old)
        return PoseCorrection.spread(since_ns, jump.stamp_ns, jump.T_new_old)


def _of_nodes(moved: Sequence[Correction]) -> PoseCorrection:
    stamps_ns = np.array([each.stamp_ns for each in moved], dtype=np.int64)
    return PoseCorrection(stamps_ns, np.array([each.T_new_old for each in moved]))
