"""Where to stand to see something, and to reach it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.acting.manipulation.geometry import Geometry, Shape
from whereseen.acting.skills.call import Pose2
from whereseen.memory.frames import Float64
from whereseen.sim.embodiment.arm import Span

_MOST = 200  # points that are looked at closely
_STEP_M = 0.03  # along lines that are to be free
_BESIDE_M = 0.08  # about what is looked at or reached for, nothing is in the way
_HALF_ARM_M = 0.04
_HIDDEN_WORTH_M = 0.4  # a voxel in the way is as bad as so long a way
_SPARE_M = 0.04  # of the arm's length, for what is not exact

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the base is, and how good that is.

    Attributes:
        pose: x, y, yaw.
        cost_m: Way there, and more for what is in the way.
        hidden: Occupied voxels between it and the thing.
    """

    pose: Pose2
    cost_m: float
    hidden: int


class Occupancy:
    """Occupied voxels about a point, asked along lines."""

    def __init__(self, geometry: Geometry, middle_m: Float64, radius_m: float) -> None:
        self._edge = geometry.voxel_size_m
        low, high = middle_m - radius_m, middle_m + radius_m
        low[2], high[2] = 0.1, max(2.0, middle_m[2] + 0.5)
        self._keys = np.unique(self._packed(geometry.occupied(low, high)))

    def count(self, start_m: Float64, end_m: Float64) -> int:
        """Occupied voxels on the line between two points (3,)."""
        return self.count_all([(start_m, end_m)])

    def count_all(self, lines: list[tuple[Float64, Float64]]) -> int:
        """Occupied voxels on any of some lines."""
        points = [_line(start, end) for start, end in lines]
        keys = np.unique(self._packed(np.concatenate(points)))
        return int(np.isin(keys, self._keys, assume_unique=True).sum())

    def _packed(self, points: npt.ArrayLike) -> Int64:
        index = np.floor(np.asarray(points, np.float64).reshape(-1, 3) / self._edge)
        shifted = index.astype(np.int64) + (1 << 19)
        return np.asarray((shifted[:, 0] << 40) | (shifted[:, 1] << 20) | shifted[:, 2])


def _line(start: Float64, end: Float64) -> Float64:
    count = max(2, math.ceil(float(np.linalg.norm(end - start)) / _STEP_M))
    return np.linspace(start, end, count)


def stands_to_look(
    points_m: Float64, pose: Pose2, shape: Shape, geometry: Geometry, *, eye_m: float, far_m: float
) -> tuple[Stand, ...]:
    """Places from which a thing or a piece of furniture can be seen, the best first.

    Args:
        points_m: (N, 2) where the robot can be.
        pose: Where it is.
        shape: What is to be seen.
        geometry: What may hide it.
        eye_m: Height of the camera.
        far_m: From how far it is to be seen, at best.
    """
    target = shape.middle_m.copy()
    target[2] = min(float(shape.high_m[2]), eye_m - 0.2)
    outside = np.maximum(shape.low_m[:2] - points_m, points_m - shape.high_m[:2])
    apart = np.linalg.norm(np.maximum(outside, 0.0), axis=1)
    cost = np.hypot(points_m[:, 0] - pose[0], points_m[:, 1] - pose[1]) + 3.0 * np.abs(
        apart - far_m
    )
    chosen = np.argsort(cost + np.where(apart > 2.0 * far_m, 1e3, 0.0))[:_MOST]
    about = Occupancy(geometry, target, 2.0 * far_m + float(np.hypot(*shape.size_m[:2])))
    found = []
    for at in chosen.tolist():
        x, y = (float(value) for value in points_m[at])
        eye = np.array([x, y, eye_m])
        hidden = about.count(eye, _before(eye, target, shape))
        yaw = math.atan2(target[1] - y, target[0] - x)
        found.append(Stand((x, y, yaw), float(cost[at]) + _HIDDEN_WORTH_M * hidden, hidden))
    return tuple(sorted(found, key=lambda stand: stand.cost_m))


def _before(eye: Float64, target: Float64, shape: Shape) -> Float64:
    """The point on the line of sight just before the box of what is looked at."""
    way = target - eye
    with np.errstate(divide="ignore", invalid="ignore"):
        near = np.where(way > 0.0, shape.low_m - _BESIDE_M - eye, shape.high_m + _BESIDE_M - eye)
        shares = np.where(np.abs(way) > 1e-9, near / way, -np.inf)
    share = float(np.clip(shares.max(), 0.05, 1.0))
    return np.asarray(eye + share * way)


@dataclass(frozen=True, slots=True)
class Approach:
    """How the arm gets to a point.

    Attributes:
        above_m: So much higher it goes out before it comes down; 0 for level.
    """

    above_m: float


def stands_to_reach(
    points_m: Float64,
    pose: Pose2,
    target_m: Float64,
    geometry: Geometry,
    span: Span,
    *,
    radius_m: float,
    approach: Approach,
    beside_m: float = _BESIDE_M,
) -> tuple[Stand, ...]:
    """Places from which the arm reaches a point, the best first; none if it is out of reach.

    Args:
        points_m: (N, 2) where the robot can be.
        pose: Where it is.
        target_m: (3,) where the gripper is to be.
        geometry: What may be in the arm's way.
        span: Of the arm.
        radius_m: Of the base, beyond which the arm is in the open.
        approach: How the arm comes.
        beside_m: About the point nothing is in the way.
    """
    target = np.asarray(target_m, np.float64)
    if not span.low_m <= target[2] <= span.high_m:
        return ()
    apart = np.hypot(points_m[:, 0] - target[0], points_m[:, 1] - target[1])
    fits = (apart >= span.near_m + _SPARE_M) & (apart <= span.far_m - _SPARE_M)
    near = points_m[fits]
    cost = np.hypot(near[:, 0] - pose[0], near[:, 1] - pose[1]) + 0.5 * apart[fits]
    chosen = np.argsort(cost)[:_MOST]
    about = Occupancy(geometry, target, span.far_m + 0.1)
    found = []
    for at in chosen.tolist():
        x, y = (float(value) for value in near[at])
        lines = list(_swept((x, y), target, span, radius_m, approach, beside_m))
        hidden = about.count_all(lines) if lines else 0
        yaw = span.yaw_to((x, y), target)
        found.append(Stand((x, y, yaw), float(cost[at]) + _HIDDEN_WORTH_M * hidden, hidden))
    return tuple(sorted(found, key=lambda stand: stand.cost_m))


def _swept(
    at_m: tuple[float, float],
    target: Float64,
    span: Span,
    radius_m: float,
    approach: Approach,
    beside_m: float,
) -> Iterator[tuple[Float64, Float64]]:
    """Lines that the arm passes along."""
    way = target[:2] - at_m
    far = float(np.linalg.norm(way))
    ahead = way / far
    height = min(target[2] + approach.above_m, span.high_m)
    start, end = np.array([*(np.asarray(at_m) + ahead * radius_m), height]), target.copy()
    end[2] = height
    if not approach.above_m:
        end[:2] -= ahead * min(beside_m, far - radius_m)
    across = np.array([-ahead[1], ahead[0], 0.0]) * _HALF_ARM_M
    for side in (-1.0, 0.0, 1.0):
        yield start + side * across, end + side * across
    if approach.above_m > beside_m:
        yield end, target + np.array([0.0, 0.0, beside_m])
