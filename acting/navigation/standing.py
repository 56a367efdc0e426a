"""Where to stand to see a thing, or to reach it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from whereseen.acting.navigation.costmap import Point2
from whereseen.acting.navigation.planner import GridPlanner
from whereseen.acting.skills.call import Pose2
from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.frames import Float64
from whereseen.memory.spatial.sightlines import is_in_sight
from whereseen.memory.spatial.voxel_map import VoxelMap

_SPREAD_M = 0.15  # poses that are nearer to each other are one
_BESIDE_M = 0.07
_TIGHT_M = 0.15  # one would go so much farther to stand where it costs one less to be


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A pose from which a thing is before the robot.

    Attributes:
        pose: x, y and yaw, facing the thing.
        apart_m: From the thing, over the floor.
        travel_m: From where the robot is.
    """

    pose: Pose2
    apart_m: float
    travel_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """How far from a thing to stand, and from how high it must be seen.

    Attributes:
        nearest_m, farthest_m: From the thing, over the floor.
        best_m: Of these the best; None for the middle.
        eye_m: Height of the camera above the floor; None where the thing need not be seen.
        within_rad: Only within this angle about `from_rad`.
        from_rad: Direction from the thing in which to stand, as that of its front.
    """

    nearest_m: float
    farthest_m: float
    best_m: float | None = None
    eye_m: float | None = None
    from_rad: float = 0.0
    within_rad: float = math.pi

    def __post_init__(self) -> None:
        if not 0.0 <= self.nearest_m < self.farthest_m < math.inf:
            raise InvalidConfig(
                "a ring needs a nearest and a farther distance",
                got=f"{self.nearest_m} to {self.farthest_m} m",
            )


def standpoints(
    planner: GridPlanner,
    voxel_map: VoxelMap,
    start_m: Point2,
    position_m: Metres3,
    ring: Ring,
    *,
    size_m: Metres3 = (0.0, 0.0, 0.0),
    most: int = 8,
) -> tuple[Standpoint, ...]:
    """Poses on a ring that the robot can come to and from which nothing hides the thing.

    The best first: little travel, a good distance, room around.

    Args:
        planner: Where the robot can be.
        voxel_map: What could hide the thing.
        start_m: x and y of the robot.
        position_m: Middle of the thing.
        ring: How far from it, and in what direction.
        size_m: Of the thing, which does not hide itself.
        most: At most so many.

    Returns:
        None, if nobody can stand there.
    """
    found: list[Standpoint] = []
    for each in _candidates(planner, start_m, position_m, ring):
        x, y, yaw = each.pose
        if any(math.dist((x, y), other.pose[:2]) < _SPREAD_M for other in found):
            continue
        if ring.eye_m is not None:
            eye = np.array([x, y, planner.costmap.floor_m + ring.eye_m])
            if not _is_seen(voxel_map, eye, _points_of(position_m, size_m), yaw):
                continue
        found.append(each)
        if len(found) == most:
            break
    return tuple(found)


def _candidates(
    planner: GridPlanner, start_m: Point2, position_m: Metres3, ring: Ring
) -> Iterator[Standpoint]:
    """All poses of a ring to which there is a way, the best first."""
    costmap = planner.costmap
    travel = planner.distances(start_m)
    rows, columns = np.nonzero(np.isfinite(travel))
    centres = costmap.centres_m(np.stack([rows, columns], axis=1))
    x, y = position_m[0] - centres[:, 0], position_m[1] - centres[:, 1]
    apart = np.hypot(x, y)
    aside = np.abs(np.remainder(np.arctan2(-y, -x) - ring.from_rad + np.pi, 2 * np.pi) - np.pi)
    is_in = (apart >= ring.nearest_m) & (apart <= ring.farthest_m) & (aside <= ring.within_rad)
    best_m = (ring.nearest_m + ring.farthest_m) / 2.0 if ring.best_m is None else ring.best_m
    deep = ring.farthest_m - ring.nearest_m
    tight = _TIGHT_M * (costmap.cost[rows, columns] - 1.0)
    worth = travel[rows, columns] + np.abs(apart - best_m) / deep + tight
    chosen = np.flatnonzero(is_in)
    for at in chosen[np.argsort(worth[chosen], kind="stable")].tolist():
        pose = (*centres[at].tolist(), math.atan2(y[at], x[at]))
        yield Standpoint(pose, float(apart[at]), float(travel[rows[at], columns[at]]))


def _is_seen(voxel_map: VoxelMap, eye: Float64, points: Float64, yaw: float) -> bool:
    """Whether a line to a thing is free, and those beside it: mapped walls have holes."""
    if not is_in_sight(voxel_map, eye, points):
        return False
    aside = _BESIDE_M * np.array([-math.sin(yaw), math.cos(yaw), 0.0])
    return all(is_in_sight(voxel_map, eye + each, points + each) for each in (aside, -aside))


def _points_of(position_m: Metres3, size_m: Metres3) -> Float64:
    """Corners (2, 3) of a thing."""
    half = np.asarray(size_m) / 2.0
    return np.array([position_m - half, position_m + half])
