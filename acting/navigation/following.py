"""Following a way with a base that drives forward and turns: pure pursuit, corners on the spot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from whereseen.acting.navigation.planner import Way
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float64
from whereseen.memory.knobs import knob, require_in_range

_FULL_TURN = 2.0 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerConfig:
    """How a way is followed.

    Attributes:
        speed_m_s, turn_rad_s: The fastest.
        ahead_m: How far ahead on the way the point lies that it steers for.
        corner_rad: Sharper corners are turned on the spot.
        facing_rad: It drives only if it faces the point to this, and ends when it faces the goal.
        arrived_m: So near is there.
        stuck_s: Without coming on for so long it is stuck.
    """

    speed_m_s: float = knob(0.5, "Fastest drive forward.", low=0.01, high=5.0)
    turn_rad_s: float = knob(1.2, "Fastest turn.", low=0.05, high=10.0)
    ahead_m: float = knob(0.3, "How far ahead it steers for.", low=0.02, high=3.0)
    corner_rad: float = knob(0.4, "Sharper corners are turned on the spot.", low=0.01, high=3.2)
    facing_rad: float = knob(0.1, "What counts as facing something.", low=0.005, high=1.0)
    arrived_m: float = knob(0.05, "What counts as there.", low=0.005, high=1.0)
    stuck_s: float = knob(4.0, "Without coming on for so long, it is stuck.", low=0.2, high=600.0)

    def __post_init__(self) -> None:
        require_in_range(self)


class Going(Enum):
    """How far a follower has come."""

    UNDER_WAY = "under way"
    ARRIVED = "arrived"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Drive:
    """What the base is to do until the next command.

    Attributes:
        forward_m_s: Speed forward.
        left_rad_s: Turn to the left.
        going: Whether it goes on.
    """

    forward_m_s: float
    left_rad_s: float
    going: Going = Going.UNDER_WAY


class PathFollower:
    """Steers along one way; ask it for a command before each step.

    Args:
        way: Where to go.
        yaw_rad: Where to face in the end; None for whatever comes.
        config: How.
    """

    def __init__(
        self, way: Way, *, yaw_rad: float | None = None, config: FollowerConfig | None = None
    ) -> None:
        self._points = np.asarray(way.points_m, dtype=np.float64)
        self._yaw_rad = yaw_rad
        self._config = config or FollowerConfig()
        self._next = 1  # the corner that it comes to next
        self._best = math.inf  # least that was ever left to do
        self._best_s = -math.inf
        self._ending = False

    @property
    def ahead_m(self) -> Float64:
        """(N, 2) corners that are still ahead."""
        return self._points[self._next :]

    def command(self, pose: Pose2, now_s: float, dt_s: float = 0.1) -> Drive:
        """What to do now.

        Args:
            pose: Of the base, x and y in metres, yaw in radians.
            now_s: Time of any clock that only goes forward.
            dt_s: How long the command will last, so that it does not go too far.
        """
        self._pass_corners(pose)
        left = self._left(pose)
        if left < self._best - 0.02:
            self._best, self._best_s = left, now_s
        if self._ending:
            turn = 0.0 if self._yaw_rad is None else _apart(self._yaw_rad, pose[2])
            if abs(turn) <= self._config.facing_rad / 2.0:
                return Drive(0.0, 0.0, Going.ARRIVED)
            drive = Drive(0.0, self._turning(turn, dt_s))
        else:
            drive = self._driving(pose, dt_s)
        if now_s - self._best_s > self._config.stuck_s:
            return Drive(0.0, 0.0, Going.STUCK)
        return drive

    def _pass_corners(self, pose: Pose2) -> None:
        """Go on to the next corner if this one is reached; gentle ones are passed by earlier."""
        while self._next < len(self._points) - 1:
            x, y = self._points[self._next].tolist()
            near_m = self._config.arrived_m if self._is_sharp(self._next) else self._near_m()
            if math.dist(pose[:2], (x, y)) > near_m and not self._is_past(pose):
                return
            self._next += 1
        left_m = math.dist(pose[:2], self._points[-1].tolist())
        if self._next >= len(self._points) or left_m <= self._config.arrived_m:
            self._ending = True

    def _near_m(self) -> float:
        return min(self._config.ahead_m / 2.0, 0.15)

    def _is_past(self, pose: Pose2) -> bool:
        """Whether a gentle corner lies behind."""
        if self._is_sharp(self._next):
            return False
        before, corner = self._points[self._next - 1], self._points[self._next]
        along = corner - before
        return float(np.dot(np.subtract(pose[:2], corner), along)) > 0.0

    def _is_sharp(self, corner: int) -> bool:
        x0, y0, x1, y1, x2, y2 = self._points[corner - 1 : corner + 2].ravel().tolist()
        turn = _apart(math.atan2(y2 - y1, x2 - x1), math.atan2(y1 - y0, x1 - x0))
        return abs(turn) > self._config.corner_rad

    def _driving(self, pose: Pose2, dt_s: float) -> Drive:
        """Drive towards the point ahead; turn on the spot if that is far off to a side."""
        config = self._config
        x, y = self._aim(pose)
        apart_m = math.dist(pose[:2], (x, y))
        off = _apart(math.atan2(y - pose[1], x - pose[0]), pose[2])
        if abs(off) > config.corner_rad:
            return Drive(0.0, self._turning(off, dt_s))
        # The arc through the point ahead: curvature 2 sin(off) / distance.
        speed = min(config.speed_m_s, self._until_stop_m(pose) / dt_s)
        speed *= max(math.cos(off), 0.0)
        turn = 2.0 * math.sin(off) / max(apart_m, 1e-3) * speed
        if abs(turn) > config.turn_rad_s:
            speed *= config.turn_rad_s / abs(turn)
            turn = math.copysign(config.turn_rad_s, turn)
        return Drive(speed, turn)

    def _aim(self, pose: Pose2) -> tuple[float, float]:
        """The point that lies so far ahead on the way, or the next sharp corner before that."""
        before, corner = self._points[self._next - 1], self._points[self._next]
        along = corner - before
        length = max(float(np.hypot(*along)), 1e-9)
        share = float(np.clip(np.dot(np.subtract(pose[:2], before), along) / length**2, 0.0, 1.0))
        left_m, at = self._config.ahead_m, before + share * along
        for k in range(self._next, len(self._points)):
            step = self._points[k] - at
            length = float(np.hypot(*step))
            is_end = k == len(self._points) - 1 or self._is_sharp(k)
            if length >= left_m or is_end:
                at = at + step * min(left_m / max(length, 1e-9), 1.0)
                break
            left_m, at = left_m - length, self._points[k]
        x, y = at.tolist()
        return x, y

    def _until_stop_m(self, pose: Pose2) -> float:
        """How far it is to the next point where it must stand still."""
        total, at = 0.0, np.array(pose[:2])
        for k in range(self._next, len(self._points)):
            total += float(np.hypot(*(self._points[k] - at)))
            at = self._points[k]
            if k == len(self._points) - 1 or self._is_sharp(k):
                break
        return total

    def _turning(self, off_rad: float, dt_s: float) -> float:
        most = self._config.turn_rad_s
        return float(np.clip(off_rad / dt_s, -most, most))

    def _left(self, pose: Pose2) -> float:
        """What is left to do: metres to go, and half a metre for each radian to turn now."""
        if self._ending:  # less than anything before
            yaw_rad = pose[2] if self._yaw_rad is None else self._yaw_rad
            return 0.5 * abs(_apart(yaw_rad, pose[2])) - math.pi
        rest = self._points[self._next :]
        legs = np.diff(np.concatenate([[pose[:2]], rest]), axis=0)
        x, y = self._aim(pose)
        off = abs(_apart(math.atan2(y - pose[1], x - pose[0]), pose[2]))
        corners = _FULL_TURN * max(len(rest) - 1, 0)
        return float(np.hypot(legs[:, 0], legs[:, 1]).sum()) + 0.5 * (off + corners)


def _apart(to_rad: float, from_rad: float) -> float:
    return math.remainder(to_rad - from_rad, _FULL_TURN)
