"""Which boxes a camera can see: what it cannot see need not be drawn."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from whereseen.memory.frames import Float64, apply, invert
from whereseen.sim.stages.occlusion import TILE_PX, Bool, Int64, farthest_in_tiles, none_nearer
from whereseen.sim.stages.protocol import Camera

_SLACK_M = 1e-3  # renderers work in float32
_MOST = 40  # boxes that are tried for hiding others: the nearest ones
_PIECE_M, _MOST_PIECES = 0.8, 6  # about how large the pieces of large boxes are; along each side
_UNIT = np.array(list(itertools.product((0.0, 1.0), repeat=3)))


@dataclass(frozen=True, slots=True)
class Solids:
    """Boxes that nothing can be seen through.

    Attributes:
        T_map_box: (M, 4, 4) poses of their middles.
        half_m: (M, 3) half edge lengths.
    """

    T_map_box: Float64
    half_m: Float64

    @property
    def corners_m(self) -> Float64:
        """(M, 8, 3) in the map frame."""
        local = (2.0 * _UNIT - 1.0) * self.half_m[:, None]
        turned = local @ np.swapaxes(self.T_map_box[:, :3, :3], 1, 2)
        return np.asarray(turned + self.T_map_box[:, None, :3, 3])


def corners_of(box_m: tuple[Float64, Float64]) -> Float64:
    """The corners (8, 3) of a box given by its lower and upper corner."""
    return np.array(list(itertools.product(*zip(*box_m, strict=True))), dtype=np.float64)


def visible(corners_m: Float64, solids: Solids, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes a camera may see, past solid ones.

    Args:
        corners_m: (N, 8, 3) corners of boxes in the map frame, in the order of `corners_of`; NaN
            for what is not there.
        solids: What may hide them.
        camera: Looks, along the rays of its intrinsics.
        T_map_camera: (4, 4) pose of its optical frame.

    Returns:
        (N,) bool; never False for a box that shows, True for a few too that do not.
    """
    seen = in_view(corners_m, camera, T_map_camera)
    if not len(solids.half_m) or not seen.any():
        return seen
    farthest = _farthest(solids, camera, T_map_camera)
    seen[seen] = ~_behind(corners_m[seen], farthest, camera, T_map_camera)
    # A neighbour's floor lies behind our wall piece by piece, its box as a whole does not.
    pieces = [_pieces(corners_m[i]) for i in np.flatnonzero(seen)]
    owners = np.repeat(np.flatnonzero(seen), [len(each) for each in pieces])
    every = np.concatenate(pieces) if pieces else corners_m[:0]
    shown = in_view(every, camera, T_map_camera)
    shown[shown] = ~_behind(every[shown], farthest, camera, T_map_camera)
    seen[:] = False
    seen[owners[shown]] = True
    return seen


def in_view(corners_m: Float64, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes (N, 8, 3) reach into the field of view; a few too that lie just outside."""
    x, y, z = _local(corners_m, T_map_camera)
    # Half a pixel more on each side than the outermost rays: the border of the image.
    across = camera.width_px / 2.0 / camera.intrinsics[0, 0] * z + _SLACK_M
    down = camera.height_px / 2.0 / camera.intrinsics[1, 1] * z + _SLACK_M
    outside = [x > across, x < -across, y > down, y < -down]
    outside += [z < camera.nearest_m, z > camera.farthest_m]
    missed = np.any([side.all(axis=-1) for side in outside], axis=0)
    return np.asarray(~missed & ~np.isnan(z[:, 0]))


def _pieces(corners_m: Float64) -> Float64:
    """A box (8, 3) cut into small ones (K, 8, 3)."""
    sides = corners_m[[4, 2, 1]] - corners_m[0]
    counts = np.ceil(np.linalg.norm(sides, axis=1) / _PIECE_M).clip(1, _MOST_PIECES)
    cuts = [np.arange(int(count)) / count for count in counts]
    starts = np.stack(np.meshgrid(*cuts, indexing="ij"), axis=-1).reshape(-1, 3)
    shares = starts[:, None] + _UNIT / counts
    return np.asarray(corners_m[0] + shares @ sides)


def _behind(corners_m: Float64, farthest_m: Float64, camera: Camera, T_map_camera: Float64) -> Bool:
    """Which boxes (N, 8, 3) lie farther than one can see, at every tile that they touch."""
    x, y, z = _local(corners_m, T_map_camera)
    (fx, _, cx), (_, fy, cy) = camera.intrinsics[:2]
    z_safe = np.maximum(z, 1e-6)
    left, right = _tiles(x / z_safe * fx + cx, camera.width_px)
    top, bottom = _tiles(y / z_safe * fy + cy, camera.height_px)
    nearest_m = np.where((z > camera.nearest_m).all(axis=-1), z.min(axis=-1), 0.0)
    windows = np.stack([top, bottom, left, right], axis=1)
    return np.asarray(none_nearer(farthest_m, windows, nearest_m - _SLACK_M), dtype=np.bool_)


def _farthest(solids: Solids, camera: Camera, T_map_camera: Float64) -> Float64:
    """How far one can see at most in each tile (rows, columns), past the nearest boxes."""
    eyes = T_map_camera[:3, 3] - solids.T_map_box[:, :3, 3]
    eyes = np.einsum("mji,mj->mi", solids.T_map_box[:, :3, :3], eyes)
    apart_m = np.linalg.norm(np.maximum(np.abs(eyes) - solids.half_m, 0.0), axis=1)
    apart_m[~in_view(solids.corners_m, camera, T_map_camera)] = np.inf
    nearest = np.argsort(apart_m, kind="stable")[:_MOST]
    chosen = nearest[np.isfinite(apart_m[nearest])]
    turns = np.swapaxes(solids.T_map_box[chosen, :3, :3], 1, 2) @ T_map_camera[:3, :3]
    matrix = camera.intrinsics
    lens = np.array([matrix[0, 0], matrix[0, 2], matrix[1, 2], camera.nearest_m])
    farthest_m = farthest_in_tiles(
        eyes[chosen], np.ascontiguousarray(turns), solids.half_m[chosen], lens,
        camera.width_px, camera.height_px,
    )  # fmt: skip
    return np.asarray(farthest_m, dtype=np.float64)


def _local(corners_m: Float64, T_map_camera: Float64) -> Float64:
    """(3, N, 8) coordinates in the optical frame."""
    local = apply(invert(T_map_camera), corners_m.reshape(-1, 3))
    return np.asarray(local.T.reshape(3, -1, 8))


def _tiles(pixels: Float64, size_px: int) -> tuple[Int64, Int64]:
    """First tile and the one past the last of points (N, 8) along one axis."""
    last = (size_px - 1) // TILE_PX
    low = np.floor((pixels.min(axis=-1) - 1.0) / TILE_PX).clip(0, last + 1)
    high = np.floor((pixels.max(axis=-1) + 1.0) / TILE_PX).clip(-1, last) + 1
    return low.astype(np.int64), high.astype(np.int64)
