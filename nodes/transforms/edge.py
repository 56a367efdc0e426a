"""One edge of the tree of frames at one time, and what lies between two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

from whereseen.memory.frames import Float64, from_quaternion

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]

_LEAST_NORM = 1e-6


class Refusal(str, Enum):
    """Why an edge is not taken in."""

    SELF_TRANSFORM = "frame and child are the same"
    NO_CHILD_FRAME = "no child frame"
    NO_PARENT_FRAME = "no parent frame"
    NEGATIVE_STAMP = "stamp before zero"
    NOT_FINITE = "not finite"
    ZERO_QUATERNION = "zero quaternion"
    OLD = "older than the cache"
    TOO_MANY_FRAMES = "too many frames"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a child frame is in its parent frame.

    Attributes:
        parent, child: Names of frames, without a leading slash.
        stamp_ns: Time; of no meaning for static edges.
        translation_m: Origin of the child, in the parent.
        quaternion_xyzw: Turns directions of the child into the parent.
    """

    parent: str
    child: str
    stamp_ns: int
    translation_m: Vector
    quaternion_xyzw: Quaternion

    def matrix(self) -> Float64:
        """`T_parent_child` (4, 4), which maps points of the child into the parent."""
        return from_quaternion(self.translation_m, self.quaternion_xyzw)


def frame_name(text: str) -> str:
    """A frame's name as tf2 has it: one leading slash, a habit of ROS 1, is dropped."""
    return text.removeprefix("/")


def named(edge: Edge) -> Edge:
    """The edge with the names of its frames as tf2 has them."""
    return replace(edge, parent=frame_name(edge.parent), child=frame_name(edge.child))


def fault_of(edge: Edge) -> Refusal | None:
    """What makes an edge with proper names unusable, None if nothing does."""
    if edge.child == edge.parent:
        return Refusal.SELF_TRANSFORM
    if not edge.child:
        return Refusal.NO_CHILD_FRAME
    if not edge.parent:
        return Refusal.NO_PARENT_FRAME
    if edge.stamp_ns < 0:
        return Refusal.NEGATIVE_STAMP
    if not all(map(math.isfinite, edge.translation_m + edge.quaternion_xyzw)):
        return Refusal.NOT_FINITE
    if math.hypot(*edge.quaternion_xyzw) < _LEAST_NORM:
        return Refusal.ZERO_QUATERNION
    return None


def normalised(edge: Edge) -> Edge:
    """The edge with a quaternion of unit length; tf2 too takes in those of another one."""
    x, y, z, w = edge.quaternion_xyzw
    norm = math.hypot(x, y, z, w)
    return replace(edge, quaternion_xyzw=(x / norm, y / norm, z / norm, w / norm))


def between(older: Edge, newer: Edge, stamp_ns: int) -> Edge:
    """The edge at a time between two others: positions linearly, rotations along the arc.

    Where the child changed its parent in between, the older one holds until the newer begins.
    """
    if older.parent != newer.parent:
        return older
    share = (stamp_ns - older.stamp_ns) / (newer.stamp_ns - older.stamp_ns)
    x, y, z = (
        start + share * (end - start)
        for start, end in zip(older.translation_m, newer.translation_m, strict=True)
    )
    turned = slerp(older.quaternion_xyzw, newer.quaternion_xyzw, share)
    return Edge(older.parent, older.child, stamp_ns, (x, y, z), turned)


def slerp(start: Quaternion, end: Quaternion, share: float) -> Quaternion:
    """The rotation at a share (0 to 1) of the shorter arc between two unit quaternions."""
    (ax, ay, az, aw), (bx, by, bz, bw) = start, end
    # The angle by its half sine and half cosine: the arc cosine is blind to small angles.
    apart = math.hypot(ax - bx, ay - by, az - bz, aw - bw)
    alike = math.hypot(ax + bx, ay + by, az + bz, aw + bw)
    sign = 1.0 if apart <= alike else -1.0
    angle = 2.0 * math.atan2(min(apart, alike), max(apart, alike))
    if angle < 1e-9:
        return start
    a = math.sin((1.0 - share) * angle) / math.sin(angle)
    b = sign * math.sin(share * angle) / math.sin(angle)
    return (a * ax + b * bx, a * ay + b * by, a * az + b * bz, a * aw + b * bw)
