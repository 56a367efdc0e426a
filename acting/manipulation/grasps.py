"""How to take hold of a thing: pairs of points that fingers can press from both sides.

A pair is antipodal (Nguyen, "Constructing force-closure grasps", 1988) if the line between both
points lies in the friction cones about their normals. Only grasps from the side and from above are
looked for, with fingers that close level, as mobile manipulators have them in homes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import numpy.typing as npt

from whereseen.acting.manipulation.errors import NoGrasp
from whereseen.acting.manipulation.normals import normals_of
from whereseen.memory.frames import Float64

_LEAST_POINTS = 6  # of a thing of which normals say anything
_COARSE_QUALITY = 0.3  # of a grasp at a box, where points are too few
_UNSEEN = 0.9
_ACROSS = 0.3  # cosine below which a normal is that of another side
_RIM_M = 0.012  # of a thing where fingers touch it, at either end
_TOP_DEPTH_M = 0.03  # below its upper edge fingers close that come from above
_DOWN = np.array([0.0, 0.0, -1.0])


class GraspKind(Enum):
    """From where the hand comes."""

    TOP = "top"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Hand:
    """What a gripper with two fingers can do.

    Attributes:
        opening_m: Widest thing between its fingers.
        finger_m: Width of its fingers, across the way in which they close.
        friction: Coefficient between fingers and things.
        noise_deg: How far normals may be off, as of points that a depth camera measured.
        step_deg: Directions are tried in steps of so much.
    """

    opening_m: float = 0.14
    finger_m: float = 0.03
    friction: float = 0.6
    noise_deg: float = 25.0
    step_deg: float = 15.0

    @property
    def least_cosine(self) -> float:
        """Between a finger's way and the normal that it meets, so that it does not slip."""
        cone = np.arctan(self.friction) + np.radians(self.noise_deg)
        return float(np.cos(min(cone, np.pi / 2.0)))


@dataclass(frozen=True, slots=True, eq=False)
class Grasp:
    """Where the hand is when it closes.

    Attributes:
        T_map_gripper: (4, 4) pose of the point between the fingers: x is the direction in which
            the hand comes, y that in which fingers close.
        width_m: Of the thing between the fingers.
        kind: From above or from the side.
        quality: 0 to 1, 1 is best.
    """

    T_map_gripper: Float64 = field(repr=False)
    width_m: float
    kind: GraspKind
    quality: float

    @property
    def position_m(self) -> Float64:
        """(3,) point between the fingers."""
        return np.asarray(self.T_map_gripper[:3, 3])

    @property
    def yaw_rad(self) -> float:
        """Heading of a level forearm: that of a side grasp's approach; across the fingers' way."""
        x, y = self.T_map_gripper[:2, 1]
        return float(np.arctan2(-x, y))


def grasps_of(
    points_map: npt.ArrayLike, hand: Hand | None = None, *, resolution_m: float = 0.01
) -> tuple[Grasp, ...]:
    """Ways to take hold of a thing, the best first.

    Args:
        points_map: (N, 3) points on the thing in the map frame, z up.
        hand: Fingers; the usual ones if None.
        resolution_m: How far points may be off: that of the voxels that they are centres of.

    Returns:
        Grasps of both kinds; of each approach at most one.

    Raises:
        NoGrasp: if it is too wide from all sides, its sides are too oblique, or no point is known.
    """
    points = np.asarray(points_map, dtype=np.float64).reshape(-1, 3)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        raise NoGrasp("nothing is known of its shape", remedy="Look at it first")
    hand = hand or Hand()
    cloud = _Cloud(points, normals_of(points) if len(points) >= _LEAST_POINTS else None)
    found = sorted(_grasps(cloud, hand, resolution_m), key=lambda each: -each.quality)
    if not found:
        widths = [cloud.extent_m(_level(angle)) for angle in _angles(hand)]
        raise NoGrasp(
            "no two sides are near enough and face each other",
            got=f"{min(widths):.2f} m wide where it is narrowest",
            remedy=f"The hand opens {hand.opening_m:.2f} m: take something smaller",
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Cloud:
    """Points (N, 3) of a thing, and normals (N, 3) that point outwards, if there are any."""

    points: Float64
    normals: Float64 | None

    def extent_m(self, axis: Float64) -> float:
        """Along a direction (3,)."""
        return float(np.ptp(self.points @ axis))

    @property
    def middle_m(self) -> Float64:
        """Middle (3,) of its box."""
        return np.asarray((self.points.min(axis=0) + self.points.max(axis=0)) / 2.0)


def _angles(hand: Hand) -> Float64:
    return np.asarray(np.radians(np.arange(0.0, 180.0, hand.step_deg)))


def _level(angle_rad: float) -> Float64:
    return np.array([np.cos(angle_rad), np.sin(angle_rad), 0.0])


def _grasps(cloud: _Cloud, hand: Hand, resolution_m: float) -> Iterator[Grasp]:
    middle = cloud.middle_m
    low, high = cloud.points[:, 2].min(), cloud.points[:, 2].max()
    heights = {
        GraspKind.SIDE: middle[2],
        GraspKind.TOP: max(middle[2], high - _TOP_DEPTH_M) if high > low else middle[2],
    }
    for kind, height in heights.items():
        for angle in _angles(hand):
            closing = _level(angle)
            pressed = _pressed(cloud, closing, np.array([*middle[:2], height]), hand, resolution_m)
            if pressed is None:
                continue
            at_m, width_m, quality = pressed
            for way in (1.0, -1.0):  # from either side
                ahead = _DOWN if kind is GraspKind.TOP else np.cross(closing, _DOWN) * -way
                yield Grasp(_posed(at_m, ahead, closing * way), width_m, kind, quality)


def _pressed(
    cloud: _Cloud, closing: Float64, at_m: Float64, hand: Hand, resolution_m: float
) -> tuple[Float64, float, float] | None:
    """Where fingers meet a thing that close along a direction about a point, how wide, how well."""
    off = cloud.points - at_m
    across = np.cross(closing, _DOWN)
    half = hand.finger_m / 2.0 + resolution_m
    between = (np.abs(off @ across) <= half) & (np.abs(off[:, 2]) <= half)
    if not between.any():
        return None
    along = off[between] @ closing
    first, last = float(along.min()), float(along.max())
    width_m = float(last - first + resolution_m)
    if width_m > hand.opening_m:
        return None
    middle = at_m + closing * (first + last) / 2.0
    share = 1.0 - 0.5 * width_m / hand.opening_m
    if cloud.normals is None:
        return middle, width_m, _COARSE_QUALITY * share
    normals = np.asarray(cloud.normals[between])
    left = normals[along <= first + _RIM_M + resolution_m / 2.0] @ -closing
    right = normals[along >= last - _RIM_M - resolution_m / 2.0] @ closing
    facing = min(_facing(left), _facing(right))
    if facing < hand.least_cosine:
        return None
    centred = 1.0 - min(1.0, float(np.linalg.norm((middle - cloud.middle_m)[:2])) / hand.opening_m)
    return middle, width_m, facing * share * (0.5 + 0.5 * centred)


def _facing(cosines: Float64) -> float:
    """How well a side faces a finger; one that nobody has seen yet may do so fairly.

    Where only a front is known, its normals at the edges are at right angles to the fingers.
    """
    median = float(np.median(cosines))
    return _UNSEEN if abs(median) < _ACROSS else median


def _posed(at_m: Float64, ahead: Float64, closing: Float64) -> Float64:
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2] = ahead, closing, np.cross(ahead, closing)
    pose[:3, 3] = at_m
    return pose
