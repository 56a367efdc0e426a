"""Moves what is stored when a loop closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from nav_msgs.msg import Path

from whereseen.memory.frames import Float64
from whereseen.memory.spatial.pose_correction import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory
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


@dataclass(slots=True)
class _Stretch:
    """What a jump moves: the part of a memory that was mapped since the last one.

    Attributes:
        memory: The memory; what one that is loaded held before stays where it is.
        since_ns: Stamp of the first frame.
        jumped_ns: Stamp of the jump before; tf of earlier stamps is of the map as it was.
    """

    memory: SpatialMemory
    since_ns: int
    jumped_ns: int = 0


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
        self._stretch: _Stretch | None = None

    def look(
        self, core: Core, transforms: TransformSource, camera_frame: str, stamp_ns: int
    ) -> None:
        """Correct the memory if `map -> odom` has jumped since the last look.

        Args:
            core: Holds the memory.
            transforms: Where frames are.
            camera_frame: Frame of the camera.
            stamp_ns: Of the frame that is about to be mapped.
        """
        if self._follow == "none" or self._odom_frame is None:
            return
        try:
            found = transforms.latest(core.map_frame, self._odom_frame)
            camera = transforms.latest(self._odom_frame, camera_frame)
        except TransformError:  # no odometry: poses come from elsewhere
            return
        stretch = self._stretch_of(core.memory, stamp_ns)
        jump = self._jumps.observe(
            found.stamp_ns, found.T_target_source, camera.T_target_source[:3, 3]
        )
        if jump is not None:
            core.correct(self._correction(jump, stretch.since_ns, stamp_ns))
            self._stretch = _Stretch(core.memory, stamp_ns, jump.stamp_ns)
            self.count += 1

    def pose_now(
        self, core: Core, transforms: TransformSource, camera_frame: str, stamp_ns: int
    ) -> Float64:
        """Pose (4, 4) of a camera at a stamp, in the map as it is after the last jump.

        Frames wait, and back ends date `map -> odom` ahead, so that tf at the stamp may still be
        of the map before the jump: odometry leads from the stamp to what is known now.

        Raises:
            TransformError: if a transform cannot be had.
        """
        if self._odom_frame is None or self._stretch is None:
            return transforms.lookup(core.map_frame, camera_frame, stamp_ns)
        if stamp_ns >= self._stretch.jumped_ns:
            return transforms.lookup(core.map_frame, camera_frame, stamp_ns)
        T_odom_camera = transforms.lookup(self._odom_frame, camera_frame, stamp_ns)
        T_map_odom = transforms.latest(core.map_frame, self._odom_frame).T_target_source
        T_map_camera: Float64 = T_map_odom @ T_odom_camera
        return T_map_camera

    def follow_graph(self, core: Core, path: Path) -> None:
        """Correct the memory by the optimised poses of a pose graph."""
        stamps_ns = [ns_of(pose.header.stamp) for pose in path.poses]
        T_map_frame = core.pose_of_frame(path.header.frame_id)
        poses = np.array([T_map_frame @ matrix_of_pose(each.pose) for each in path.poses])
        moved = self._graph.observe(stamps_ns, poses.reshape(-1, 4, 4))
        if moved:
            core.correct(_of_nodes(moved))
            self.count += 1

    def _stretch_of(self, memory: SpatialMemory, stamp_ns: int) -> _Stretch:
        """What is being mapped; begins anew with another memory, or when time jumps back."""
        stretch = self._stretch
        if stretch is None or stretch.memory is not memory or stamp_ns < stretch.since_ns:
            stretch = self._stretch = _Stretch(memory, stamp_ns)
        return stretch

    def _correction(self, jump: Correction, since_ns: int, until_ns: int) -> PoseCorrection:
        if self._follow == "rigid":
            return PoseCorrection.since(since_ns, jump.T_new_old)
        return PoseCorrection.spread(since_ns, until_ns, jump.T_new_old)


def _of_nodes(moved: Sequence[Correction]) -> PoseCorrection:
    stamps_ns = np.array([each.stamp_ns for each in moved], dtype=np.int64)
    return PoseCorrection(stamps_ns, np.array([each.T_new_old for each in moved]))
