"""Which boxes a camera can see: what it cannot see need not be drawn."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float32, Float64, apply, invert
from whereseen.sim.stages.protocol import Camera

Bool = npt.NDArray[np.bool_]
_TILE_PX = 8
_SLACK_M = 1e-4  # renderers work in float32


def corners_of(box_m: tuple[Float64, Float64]) -> Float64:
    """The corners (8, 3) of a box given by its lower and upper corner."""
    return np.array(list(itertools.product(*zip(*box_m, strict=True))), dtype=np.float64)


def in_view(corners_m: Float64, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes reach into the field of view.

    Args:
        corners_m: (N, 8, 3) corners of boxes in the map frame.
        camera: Looks.
        T_map_camera: (4, 4) pose of its optical frame.

    Returns:
        (N,) bool; True for a few boxes too that lie just outside.
    """
    x, y, z = _local(corners_m, T_map_camera)
    # Half a pixel more on each side than the outermost rays: the border of the image.
    across = camera.width_px / 2.0 / camera.intrinsics[0, 0] * z + _SLACK_M
    down = camera.height_px / 2.0 / camera.intrinsics[1, 1] * z + _SLACK_M
    outside = [x > across, x < -across, y > down, y < -down]
    outside += [z < camera.nearest_m, z > camera.farthest_m]
    return ~np.any([side.all(axis=-1) for side in outside], axis=0)


def hidden(corners_m: Float64, depth_m: Float32, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes lie behind what a depth image shows, at every pixel of theirs.

    Args:
        corners_m: (N, 8, 3) corners of boxes in the map frame.
        depth_m: (h, w), +inf where nothing is, along the rays of `camera.intrinsics`.
        camera: Took it.
        T_map_camera: (4, 4) pose of its optical frame.

    Returns:
        (N,) bool; False for a few boxes too that are hidden.
    """
    x, y, z = _local(corners_m, T_map_camera)
    in_front = (z > camera.nearest_m).all(axis=-1)
    (fx, _, cx), (_, fy, cy) = camera.intrinsics[:2]
    z_safe = np.maximum(z, 1e-6)
    left, right = _tiles(x / z_safe * fx + cx, camera.width_px)
    top, bottom = _tiles(y / z_safe * fy + cy, camera.height_px)
    nearest = z.min(axis=-1)
    farthest = _farthest_of_tiles(depth_m)
    found = np.zeros(len(corners_m), dtype=np.bool_)
    for i in np.flatnonzero(in_front):
        behind = farthest[top[i] : bottom[i], left[i] : right[i]]
        found[i] = behind.size > 0 and nearest[i] > behind.max() + _SLACK_M
    return found


def _local(corners_m: Float64, T_map_camera: Float64) -> Float64:
    """(3, N, 8) coordinates in the optical frame."""
    local = apply(invert(T_map_camera), corners_m.reshape(-1, 3))
    return np.asarray(local.T.reshape(3, -1, 8))


def _tiles(pixels: Float64, size_px: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First tile and the one past the last of points (N, 8) along one axis."""
    last = (size_px - 1) // _TILE_PX
    low = np.floor((pixels.min(axis=-1) - 1.0) / _TILE_PX).clip(0, last + 1)
    high = np.floor((pixels.max(axis=-1) + 1.0) / _TILE_PX).clip(-1, last) + 1
    return low.astype(np.int64), high.astype(np.int64)


def _farthest_of_tiles(depth_m: Float32) -> Float32:
    height, width = depth_m.shape
    rows = np.maximum.reduceat(depth_m, np.arange(0, height, _TILE_PX), axis=0)
    return np.asarray(np.maximum.reduceat(rows, np.arange(0, width, _TILE_PX), axis=1))
