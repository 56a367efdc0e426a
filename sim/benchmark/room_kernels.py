"""Compiled kernels of the room stream: ray casting, patch shares and distance to surfaces."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from whereseen.memory.frames import Float32, Float64

Int32 = npt.NDArray[np.int32]

_NEAR_M = 0.05


@njit(cache=True, nogil=True, error_model="numpy")
def cast_shell(
    depth: Float64, label: Int32, low: Float64, high: Float64, camera: Float64, pose: Float64
) -> None:
    """Fill depth (H, W) and label (H, W) with the inner faces of a box around the camera.

    Labels are 0 floor, 1 ceiling, 2 low x, 3 high x, 4 low y, 5 high y. `camera` is fx, fy, cx,
    cy in pixels; depth is along the optical axis, metres.
    """
    face_label = np.array([[2, 3], [4, 5], [0, 1]], dtype=np.int32)
    height, width = depth.shape
    for v in range(height):
        y = (v - camera[3]) / camera[1]
        for u in range(width):
            x = (u - camera[2]) / camera[0]
            nearest = np.inf
            hit = np.int32(0)
            for axis in range(3):
                slope = pose[axis, 0] * x + pose[axis, 1] * y + pose[axis, 2]
                if slope == 0.0:
                    continue
                side = 1 if slope > 0.0 else 0
                plane = high[axis] if side == 1 else low[axis]
                t = (plane - pose[axis, 3]) / slope
                if t < nearest:
                    nearest = t
                    hit = face_label[axis, side]
            depth[v, u] = nearest
            label[v, u] = hit


@njit(cache=True, nogil=True, error_model="numpy")
def image_window(
    low: Float64, high: Float64, camera: Float64, pose: Float64, height: int, width: int
) -> tuple[int, int, int, int]:
    """Pixel rows and columns (v0, v1, u0, u1) that a box can cover; all if it reaches behind."""
    u_min, u_max, v_min, v_max = np.inf, -np.inf, np.inf, -np.inf
    behind = 0
    for corner in range(8):
        x = (high[0] if corner & 1 else low[0]) - pose[0, 3]
        y = (high[1] if corner & 2 else low[1]) - pose[1, 3]
        z = (high[2] if corner & 4 else low[2]) - pose[2, 3]
        forward = pose[0, 2] * x + pose[1, 2] * y + pose[2, 2] * z
        if forward < _NEAR_M:
            behind += 1
            continue
        u = (pose[0, 0] * x + pose[1, 0] * y + pose[2, 0] * z) / forward * camera[0] + camera[2]
        v = (pose[0, 1] * x + pose[1, 1] * y + pose[2, 1] * z) / forward * camera[1] + camera[3]
        u_min, u_max, v_min, v_max = min(u_min, u), max(u_max, u), min(v_min, v), max(v_max, v)
    if behind == 8:
        return 0, 0, 0, 0
    if behind > 0:
        return 0, height, 0, width
    top, bottom = max(0.0, np.floor(v_min)), min(float(height), np.ceil(v_max) + 1.0)
    left, right = max(0.0, np.floor(u_min)), min(float(width), np.ceil(u_max) + 1.0)
    if top >= bottom or left >= right:
        return 0, 0, 0, 0
    return int(top), int(bottom), int(left), int(right)


@njit(cache=True, nogil=True, error_model="numpy")
def cast_boxes(
    depth: Float64,
    label: Int32,
    low: Float64,
    high: Float64,
    names: Int32,
    camera: Float64,
    pose: Float64,
) -> None:
    """Lower depth (H, W) to the nearest of N solid boxes, low and high (N, 3), and set labels."""
    height, width = depth.shape
    for box in range(low.shape[0]):
        v0, v1, u0, u1 = image_window(low[box], high[box], camera, pose, height, width)
        for v in range(v0, v1):
            y = (v - camera[3]) / camera[1]
            for u in range(u0, u1):
                x = (u - camera[2]) / camera[0]
                enter, leave = _NEAR_M, depth[v, u]
                for axis in range(3):
                    slope = pose[axis, 0] * x + pose[axis, 1] * y + pose[axis, 2]
                    a = (low[box, axis] - pose[axis, 3]) / slope
                    b = (high[box, axis] - pose[axis, 3]) / slope
                    enter = max(enter, min(a, b))
                    leave = min(leave, max(a, b))
                if enter < leave:
                    depth[v, u] = enter
                    label[v, u] = names[box]


@njit(cache=True, nogil=True, error_model="numpy")
def patch_shares(label: Int32, patch: int, classes: int) -> Float32:
    """Share of each class in each square patch; (patches, classes) float32, row-major patches."""
    rows, columns = label.shape[0] // patch, label.shape[1] // patch
    shares = np.zeros((rows * columns, classes), dtype=np.float32)
    step = np.float32(1.0 / (patch * patch))
    for v in range(rows * patch):
        for u in range(columns * patch):
            shares[(v // patch) * columns + u // patch, label[v, u]] += step
    return shares


@njit(cache=True, nogil=True, error_model="numpy")
def nearest_surface(
    points: Float64,
    shell_low: Float64,
    shell_high: Float64,
    low: Float64,
    high: Float64,
    names: Int32,
) -> tuple[Float64, Int32]:
    """Distance (N,) in metres from points (N, 3) to the nearest surface, and its label (N,)."""
    distance = np.empty(points.shape[0], dtype=np.float64)
    label = np.empty(points.shape[0], dtype=np.int32)
    face_label = np.array([[2, 3], [4, 5], [0, 1]], dtype=np.int32)
    for i in range(points.shape[0]):
        best = np.inf
        for axis in range(3):
            for side in range(2):
                plane = shell_high[axis] if side == 1 else shell_low[axis]
                d = abs(points[i, axis] - plane)
                if d < best:
                    best = d
                    label[i] = face_label[axis, side]
        for box in range(low.shape[0]):
            outside = 0.0
            inside = -np.inf
            for axis in range(3):
                beyond = max(low[box, axis] - points[i, axis], points[i, axis] - high[box, axis])
                inside = max(inside, beyond)
                outside += max(beyond, 0.0) ** 2
            d = np.sqrt(outside) if inside > 0.0 else -inside
            if d < best:
                best = d
                label[i] = names[box]
        distance[i] = best
    return distance, label
