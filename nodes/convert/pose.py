"""Poses, transforms, points and regions to arrays, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from geometry_msgs.msg import Point, Pose, Quaternion, Transform, TransformStamped, Vector3
from whereseen_msgs.msg import Region

from whereseen.memory.answer import Metres3
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.frames import Float64, from_quaternion
from whereseen.nodes.convert.stamp import header_of
from whereseen.nodes.convert.unusable import UnusableMessage

_LEAST_NORM = 1e-6


def matrix_of_pose(pose: Pose) -> Float64:
    """Transform (4, 4) from the frame of the posed thing into the frame of the message.

    Raises:
        UnusableMessage: "zero quaternion" or "pose not finite".
    """
    return _rigid(pose.position, pose.orientation)


def matrix_of_transform(transform: Transform) -> Float64:
    """Transform (4, 4) from the child frame into the frame of the header.

    Raises:
        UnusableMessage: "zero quaternion" or "pose not finite".
    """
    return _rigid(transform.translation, transform.rotation)


def pose_of(T: Float64) -> Pose:
    """The pose of a rigid transform (4, 4)."""
    return Pose(position=point_of(T[:3, 3]), orientation=quaternion_of(T[:3, :3]))


def transform_of(T: Float64) -> Transform:
    """The message of a rigid transform (4, 4)."""
    return Transform(translation=vector_of(T[:3, 3]), rotation=quaternion_of(T[:3, :3]))


def transform_stamped(
    T_parent_child: Float64, *, parent: str, child: str, stamp_ns: int
) -> TransformStamped:
    """An edge of the tree of frames; raises UnusableMessage if the stamp does not fit."""
    return TransformStamped(
        header=header_of(parent, stamp_ns),
        child_frame_id=child,
        transform=transform_of(T_parent_child),
    )


def quaternion_of(rotation: Float64) -> Quaternion:
    """The unit quaternion of a rotation (3, 3), of the two the one with w >= 0.

    It is the eigenvector of the largest eigenvalue of a symmetric matrix (Bar-Itzhack 2000), which
    is well-conditioned at every angle and finds the nearest one for a rounded rotation.
    """
    (a, b, c), (d, e, f), (g, h, i) = rotation.tolist()
    symmetric = np.array(
        [
            [a - e - i, 0.0, 0.0, 0.0],
            [d + b, e - a - i, 0.0, 0.0],
            [g + c, h + f, i - a - e, 0.0],
            [h - f, c - g, d - b, a + e + i],
        ]
    )
    x, y, z, w = np.linalg.eigh(symmetric, UPLO="L")[1][:, -1].tolist()
    sign = -1.0 if w < 0.0 else 1.0
    return Quaternion(x=sign * x, y=sign * y, z=sign * z, w=sign * w)


def point_of(xyz: Sequence[float] | npt.NDArray[np.floating]) -> Point:
    """A point of three numbers."""
    x, y, z = (float(value) for value in xyz)
    return Point(x=x, y=y, z=z)


def vector_of(xyz: Sequence[float] | npt.NDArray[np.floating]) -> Vector3:
    """A vector of three numbers."""
    x, y, z = (float(value) for value in xyz)
    return Vector3(x=x, y=y, z=z)


def xyz_of(point: Point | Vector3) -> Float64:
    """The three numbers (3,) of a point or a vector."""
    return np.array([point.x, point.y, point.z], dtype=np.float64)


def box_of(region: Region, T_map_frame: Float64) -> tuple[Float64, Metres3] | None:
    """The box of a region, None where it is everywhere.

    Args:
        region: Its pose is in a frame of its own.
        T_map_frame: (4, 4) from that frame into the map frame.

    Returns:
        `T_map_box` (4, 4), from the middle of the box along its axes, and its size in metres.

    Raises:
        InvalidQuery: if an edge is not positive.
        UnusableMessage: "zero quaternion" or "pose not finite".
    """
    size_m = (float(region.size.x), float(region.size.y), float(region.size.z))
    if size_m == (0.0, 0.0, 0.0):
        return None
    if not all(math.isfinite(edge) and edge > 0.0 for edge in size_m):
        raise InvalidQuery(
            "the edges of a region must be positive",
            got=f"{size_m} m",
            remedy="Give all three, or none for everywhere",
        )
    return T_map_frame @ matrix_of_pose(region.pose), size_m


def _rigid(position: Point | Vector3, orientation: Quaternion) -> Float64:
    xyz = xyz_of(position)
    xyzw = np.array([orientation.x, orientation.y, orientation.z, orientation.w])
    if not np.isfinite(xyz).all() or not np.isfinite(xyzw).all():
        got = f"position {xyz.tolist()}, orientation {xyzw.tolist()}"
        raise UnusableMessage("pose not finite", got=got, remedy="Skip poses that are not known")
    if np.linalg.norm(xyzw) < _LEAST_NORM:
        raise UnusableMessage("zero quaternion", got=f"{xyzw.tolist()}", remedy="No turn is w = 1")
    return from_quaternion(xyz, xyzw)
