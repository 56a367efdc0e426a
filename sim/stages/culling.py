"""Which boxes a camera can see: what it cannot see need not be drawn."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64, apply, invert
from whereseen.sim.stages.occlusion import TILE_PX, farthest_in_tiles
from whereseen.sim.stages.protocol import Camera

Bool = npt.NDArray[np.bool_]
_SLACK_M = 1e-3  # renderers work in float32
_MOST = 64  # boxes that are tried for hiding others: the nearest ones


@dataclass(frozen=True, slots=True)
class Solids:
    """Boxes that nothing can be seen through.

    Attributes:
        T_map_box: (M, 4, 4) poses of their middles.
        half_m: (M, 3) half edge lengths.
    """

    T_map_box: Float64
    half_m: Float64


def corners_of(box_m: tuple[Float64, Float64]) -> Float64:
    """The corners (8, 3) of a box given by its lower and upper corner."""
    return np.array(list(itertools.product(*zip(*box_m, strict=True))), dtype=np.float64)


def in_view(corners_m: Float64, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes reach into the field of view.

    Args:
        corners_m: (N, 8, 3) corners of boxes in the map frame; NaN for what is not there.
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
    missed = np.any([side.all(axis=-1) for side in outside], axis=0)
    return np.asarray(~missed & ~np.isnan(z[:, 0]))


def hidden(corners_m: Float64, solids: Solids, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes lie behind solid ones at every pixel of theirs.

    Args:
        corners_m: (N, 8, 3) corners of boxes in the map frame.
        solids: What may hide them.
        camera: Looks, along the rays of its intrinsics.
        T_map_camera: (4, 4) pose of its optical frame.

    Returns:
        (N,) bool; False for a few boxes too that are hidden.
    """
    farthest = _farthest(solids, camera, T_map_camera)
    x, y, z = _local(corners_m, T_map_camera)
    (fx, _, cx), (_, fy, cy) = camera.intrinsics[:2]
    z_safe = np.maximum(z, 1e-6)
    left, right = _tiles(x / z_safe * fx + cx, camera.width_px)
    top, bottom = _tiles(y / z_safe * fy + cy, camera.height_px)
    nearest_m = z.min(axis=-1)
    found = np.zeros(len(corners_m), dtype=np.bool_)
    for i in np.flatnonzero(nearest_m > camera.nearest_m):
        behind = farthest[top[i] : bottom[i], left[i] : right[i]]
        found[i] = behind.size > 0 and nearest_m[i] > behind.max() + _SLACK_M
    return found


def _farthest(solids: Solids, camera: Camera, T_map_camera: Float64) -> Float64:
    """How far one can see at most in each tile (rows, columns), past the nearest boxes."""
    eyes = T_map_camera[:3, 3] - solids.T_map_box[:, :3, 3]
    eyes = np.einsum("mji,mj->mi", solids.T_map_box[:, :3, :3], eyes)
    apart_m = np.linalg.norm(np.maximum(np.abs(eyes) - solids.half_m, 0.0), axis=1)
    chosen = np.argsort(apart_m, kind="stable")[:_MOST]
    turns = np.swapaxes(solids.T_map_box[chosen, :3, :3], 1, 2) @ T_map_camera[:3, :3]
    matrix = camera.intrinsics
    lens = np.array([matrix[0, 0], matrix[0, 2], matrix[1, 2], camera.nearest_m])
    return farthest_in_tiles(
        eyes[chosen], np.ascontiguousarray(turns), solids.half_m[chosen], lens,
        camera.width_px, camera.height_px,
    )  # fmt: skip


def _local(corners_m: Float64, T_map_camera: Float64) -> Float64:
    """(3, N, 8) coordinates in the optical frame."""
    local = apply(invert(T_map_camera), corners_m.reshape(-1, 3))
    return np.asarray(local.T.reshape(3, -1, 8))


def _tiles(pixels: Float64, size_px: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First tile and the one past the last of points (N, 8) along one axis."""
    last = (size_px - 1) // TILE_PX
    low = np.floor((pixels.min(axis=-1) - 1.0) / TILE_PX).clip(0, last + 1)
    high = np.floor((pixels.max(axis=-1) + 1.0) / TILE_PX).clip(-1, last) + 1
    return low.astype(np.int64), high.astype(np.int64)
