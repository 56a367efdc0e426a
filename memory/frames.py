"""Rigid transforms and the pinhole camera.

Conventions (REP 103, REP 105): metres, the `map` frame is fixed to the world, a camera's optical
frame has x right, y down and z forward. `T_map_camera` maps points of the camera frame into the
map frame, active, pre-multiplied: `p_map = T_map_camera @ p_camera`. Quaternions are x, y, z, w.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


def is_rotation(matrix: npt.ArrayLike, *, tolerance: float = 1e-2) -> bool:
    """Tell whether a (3, 3) matrix is a proper rotation within `tolerance` per element."""
    rotation = np.asarray(matrix, dtype=np.float64)
    if rotation.shape != (3, 3) or not np.isfinite(rotation).all():
        return False
    orthogonal = np.abs(rotation.T @ rotation - np.eye(3)).max() <= tolerance
    return bool(orthogonal and np.linalg.det(rotation) > 0.0)


def is_rigid(transform: npt.ArrayLike, *, tolerance: float = 1e-2) -> bool:
    """Tell whether a (4, 4) matrix is finite, a proper rotation and a translation."""
    T = np.asarray(transform, dtype=np.float64)
    return (
        T.shape == (4, 4)
        and bool(np.isfinite(T).all())
        and bool(np.abs(T[3] - (0.0, 0.0, 0.0, 1.0)).max() <= 1e-6)
        and is_rotation(T[:3, :3], tolerance=tolerance)
    )


def invert(transform: Float64) -> Float64:
    """Invert a rigid transform (4, 4) without a general matrix inverse."""
    inverse = np.eye(4)
    inverse[:3, :3] = transform[:3, :3].T
    inverse[:3, 3] = -transform[:3, :3].T @ transform[:3, 3]
    return inverse


def apply(transform: Float64, points: npt.ArrayLike) -> Float64:
    """Map points (N, 3) by a rigid transform (4, 4); returns (N, 3) float64."""
    return np.asarray(points, dtype=np.float64) @ transform[:3, :3].T + transform[:3, 3]


def from_quaternion(translation_m: npt.ArrayLike, quaternion_xyzw: npt.ArrayLike) -> Float64:
    """Build a rigid transform (4, 4) from a translation (3,) and a quaternion (4,) x, y, z, w.

    A zero or non-finite quaternion gives a matrix of NaN, which every boundary check refuses.
    """
    q = np.asarray(quaternion_xyzw, dtype=np.float64)
    transform = np.eye(4)
    transform[:3, 3] = np.asarray(translation_m, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        x, y, z, w = q / np.linalg.norm(q)
    transform[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return transform


def look_at(
    eye_map: npt.ArrayLike, target_map: npt.ArrayLike, up_map: npt.ArrayLike = (0.0, 0.0, 1.0)
) -> Float64:
    """Pose (4, 4) `T_map_camera` of a camera at `eye_map` that looks at `target_map`.

    Raises:
        ValueError: if the viewing direction is zero or parallel to `up_map`.
    """
    eye = np.asarray(eye_map, dtype=np.float64)
    forward = np.asarray(target_map, dtype=np.float64) - eye
    right = np.cross(forward, np.asarray(up_map, dtype=np.float64))
    if np.linalg.norm(right) < 1e-9:
        raise ValueError("the view is undefined: eye and target coincide, or look along up")
    forward /= np.linalg.norm(forward)
    right /= np.linalg.norm(right)
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2], pose[:3, 3] = (
        right,
        np.cross(forward, right),
        forward,
        eye,
    )
    return pose


def project(
    points_map: npt.ArrayLike, intrinsics: Float64, T_map_camera: Float64
) -> tuple[Float64, Float64]:
    """Project points (N, 3) of the map frame into an image.

    Returns:
        Pixel coordinates (N, 2) as (u, v), and depths (N,) along the optical axis in metres.
        Pixels of points at or behind the camera (depth <= 0) are NaN.
    """
    points = apply(invert(T_map_camera), points_map)
    z = points[:, 2]
    with np.errstate(divide="ignore", invalid="ignore"):
        uv = points[:, :2] / z[:, None] * (intrinsics[0, 0], intrinsics[1, 1]) + intrinsics[:2, 2]
    uv[z <= 0.0] = np.nan
    return uv, z


def back_project(depth_m: Float32, intrinsics: Float64, T_map_camera: Float64) -> Float64:
    """Lift the valid pixels of a depth image (H, W) to the map frame; (N, 3), in row order."""
    v, u = np.nonzero((depth_m > 0.0) & np.isfinite(depth_m))
    z = depth_m[v, u].astype(np.float64)
    x = (u - intrinsics[0, 2]) / intrinsics[0, 0] * z
    y = (v - intrinsics[1, 2]) / intrinsics[1, 1] * z
    return apply(T_map_camera, np.stack([x, y, z], axis=1))
