"""Where a robot thinks it is: odometry that drifts, and SLAM that closes loops now and then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from whereseen.memory.errors import InvalidObservation
from whereseen.memory.frames import Float64, invert, is_rigid
from whereseen.sim.modelling.placing import pose, yaw_of
from whereseen.sim.modelling.shapes import rotation
from whereseen.sim.sensing.config import DriftConfig
from whereseen.sim.sensing.streams import stream


@dataclass(frozen=True, slots=True, eq=False)
class PoseEstimate:
    """What SLAM tells of the robot's pose, as REP 105 has it.

    Attributes:
        T_map_odom: (4, 4) correction of the odometry; it jumps when a loop is closed.
        T_odom_base: (4, 4) odometry; it drifts and never jumps.
        has_jumped: Whether a loop was closed just now.
    """

    T_map_odom: Float64
    T_odom_base: Float64
    has_jumped: bool = False

    @property
    def base_pose(self) -> Float64:
        """`T_map_base` (4, 4): where the robot thinks it is."""
        return np.asarray(self.T_map_odom @ self.T_odom_base)


class PoseDrift:
    """A robot's localisation, told of its true poses one after another.

    The errors of each increment of the way are drawn as in a motion model with odometry (Thrun,
    Burgard & Fox, Probabilistic Robotics, 2005, section 5.4), but with variances in proportion to
    the way and the turn, so that they add up alike in long and in short steps.

    Args:
        config: How much it drifts.
        seed: Of all that is drawn.
    """

    def __init__(self, config: DriftConfig, *, seed: int) -> None:
        self._config = config
        self._walk = stream(seed, "odometry")
        self._closures = stream(seed, "loop closures")
        self._true: Float64 | None = None
        self._estimate = PoseEstimate(np.eye(4), np.eye(4))
        self._left_m = self._next_closure_m()

    def update(self, T_map_base: Float64) -> PoseEstimate:
        """The estimate for a true pose (4, 4); the first is known exactly.

        Raises:
            InvalidObservation: if it is no rigid transform.
        """
        if not is_rigid(T_map_base):
            raise InvalidObservation("T_map_base is not a rigid transform", got=f"{T_map_base}")
        if not self._config.enabled:
            return PoseEstimate(np.eye(4), T_map_base)
        if self._true is None:
            self._estimate = PoseEstimate(T_map_base.copy(), np.eye(4))
        else:
            self._advance(self._true, T_map_base)
        self._true = T_map_base.copy()
        return self._shaken(self._estimate)

    def _advance(self, before: Float64, now: Float64) -> None:
        T_map_odom, T_odom_base = self._estimate.T_map_odom, self._estimate.T_odom_base
        if (before == now).all():  # not even rounding moves a robot that stands
            self._estimate = PoseEstimate(T_map_odom, T_odom_base)
            return
        moved = invert(before) @ now
        way_m = float(np.linalg.norm(moved[:3, 3]))
        error = self._error(way_m, abs(yaw_of(moved)))
        self._estimate = PoseEstimate(T_map_odom, T_odom_base @ moved @ error)
        self._left_m -= way_m
        if self._config.closing and self._left_m <= 0.0:
            self._left_m = self._next_closure_m()
            self._close(now)

    def _error(self, way_m: float, turn_deg: float) -> Float64:
        """Error (4, 4) of an increment."""
        config, (along, across, heading) = self._config, self._walk.standard_normal(3)
        root = np.sqrt(way_m)
        yaw_deg = np.hypot(config.yaw_deg * root, config.turn_deg * np.sqrt(turn_deg / 360.0))
        at_m = (along * config.way_m * root, across * config.side_m * root, 0.0)
        return pose(at_m, heading * yaw_deg)

    def _close(self, T_map_base: Float64) -> None:
        """Take back most of the error."""
        error = invert(T_map_base) @ self._estimate.base_pose
        left = self._config.left_share
        x, y, z = error[:3, 3] * left
        corrected = T_map_base @ pose((x, y, z), yaw_of(error) * left)
        T_odom_base = self._estimate.T_odom_base
        self._estimate = PoseEstimate(corrected @ invert(T_odom_base), T_odom_base, has_jumped=True)

    def _shaken(self, estimate: PoseEstimate) -> PoseEstimate:
        """The estimate with passing errors of height, roll and pitch."""
        config, (up, roll, pitch) = self._config, self._walk.standard_normal(3)
        if not config.height_m and not config.tilt_deg:
            return estimate
        shake = np.eye(4)
        shake[:3, :3] = rotation((roll * config.tilt_deg, pitch * config.tilt_deg, 0.0))
        shake[2, 3] = up * config.height_m
        return PoseEstimate(estimate.T_map_odom, estimate.T_odom_base @ shake, estimate.has_jumped)

    def _next_closure_m(self) -> float:
        return float(self._closures.exponential(self._config.closing_every_m))
