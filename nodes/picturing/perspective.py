"""A map in perspective: voxels as shaded cubes, nearest first in every pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy.ndimage import gaussian_filter, minimum_filter

from whereseen.memory.frames import Float64
from whereseen.nodes.picturing.faces import Faces

_FIELD_DEG, _RISE_DEG = 32.0, 40.0
_TURNS_DEG = np.arange(22.5, 360.0, 45.0)
_BACKGROUND = 0.955
_FINER = 2  # pixels drawn for one that is kept
_MOST_STEPS = 40
_COARSE_PX = 240
_ROUNDS = 8
_NEAREST_M = 0.5
_AIR = 1.04
_FAR = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_LOW_BITS = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera without distortion.

    Attributes:
        R_camera_map: (3, 3); rows are right, down and forward.
        position_map: (3,).
        focal_px: Of both axes.
        size_px: Width and height; the optical axis passes through the middle.
    """

    R_camera_map: Float64
    position_map: Float64
    focal_px: float
    size_px: tuple[int, int]

    def pixels(self, points_map: npt.ArrayLike) -> tuple[Float64, Float64]:
        """Pixels (N, 2) and depths (N,) of points (N, 3), all of which lie in front."""
        seen = (np.asarray(points_map).reshape(-1, 3) - self.position_map) @ self.R_camera_map.T
        depth = seen[:, 2]
        return seen[:, :2] / depth[:, None] * self.focal_px + np.divide(self.size_px, 2.0), depth

    def scaled(self, factor: float) -> Camera:
        """The same view in an image of another size."""
        width, height = (max(round(side * factor), 1) for side in self.size_px)
        return Camera(self.R_camera_map, self.position_map, self.focal_px * factor, (width, height))


@dataclass(frozen=True, slots=True)
class Rendering:
    """A drawn map.

    Attributes:
        image: (h, w, 3) float64 in [0, 1].
        depth_m: (h, w) float32 along the optical axis, infinite where nothing is.
    """

    image: Float64
    depth_m: npt.NDArray[np.float32]


def best_camera(
    basis: Float64,
    shown_map: Float64,
    faces: Sequence[Faces],
    *,
    size_px: tuple[int, int],
    voxel_m: float,
) -> Camera:
    """Of eight views from above, the one that shows most.

    Args:
        basis: (3, 3); its rows are right, forward and up, in the map frame.
        shown_map: (N, 3) points that must be in the image.
        faces: Of the voxels.
        size_px: Of the image.
        voxel_m: Edge of a voxel.
    """
    cameras = [_camera(basis, shown_map, turn, size_px) for turn in np.radians(_TURNS_DEG)]
    factor = min(1.0, _COARSE_PX / max(size_px))
    shown = [
        len(np.unique(_nearest(faces, camera.scaled(factor), voxel_m)[0])) for camera in cameras
    ]
    return cameras[int(np.argmax(shown))]


def render(
    faces: Sequence[Faces], colours: npt.NDArray[np.uint8], camera: Camera, *, up_map: Float64,
    voxel_m: float,
) -> Rendering:  # fmt: skip
    """Draw the faces of voxels, with light from above and soft shadows in corners.

    Args:
        faces: To be drawn.
        colours: (N, 3) uint8 of the voxels.
        camera: Where from.
        up_map: (3,) where light comes from.
        voxel_m: Edge of a voxel.
    """
    fine = camera.scaled(_FINER)
    number, depth = _nearest(faces, fine, voxel_m)
    width, height = fine.size_px
    drawn = np.concatenate([_shaded(each, colours, fine, up_map) for each in faces] + [_EMPTY])
    flat = np.full((height * width, 3), _BACKGROUND)
    flat[number >= 0] = drawn[number[number >= 0]]
    depth = depth.reshape(height, width)
    image = flat.reshape(height, width, 3) * _occlusion(depth, fine.focal_px)[..., None]
    return Rendering(_smaller(image, camera.size_px), depth[::_FINER, ::_FINER])


_EMPTY = np.zeros((0, 3))


def _camera(basis: Float64, shown_map: Float64, turn: float, size_px: tuple[int, int]) -> Camera:
    rise = np.radians(_RISE_DEG)
    toward = np.array([np.cos(turn) * np.cos(rise), np.sin(turn) * np.cos(rise), np.sin(rise)])
    right = np.array([-np.sin(turn), np.cos(turn), 0.0])
    R_camera_map = np.stack([right, np.cross(-toward, right), -toward]) @ basis
    focal_px = max(size_px) / 2.0 / np.tan(np.radians(_FIELD_DEG) / 2.0)
    middle, away_m = _fitted(shown_map @ R_camera_map.T, np.divide(size_px, 2.0 * focal_px))
    position_map = R_camera_map.T @ (middle - [0.0, 0.0, away_m])
    return Camera(R_camera_map, position_map, float(focal_px), size_px)


def _fitted(points: Float64, slopes: Float64) -> tuple[Float64, float]:
    """Where to look, and from how far, so that points (N, 3) of the camera's axes fill an image.

    Args:
        points: Right, down and forward.
        slopes: (2,) half the width and height of an image at a distance of one.
    """
    middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
    away_m = 0.0
    for _ in range(_ROUNDS):  # what is near looks larger: shift until all sides fit alike
        aside = points - middle
        away_m = float((np.abs(aside[:, :2]) / slopes - aside[:, 2:]).max())
        away_m = max(away_m, _NEAREST_M - float(aside[:, 2].min()))
        ratios = aside[:, :2] / (aside[:, 2:] + away_m)
        middle[:2] += (ratios.min(axis=0) + ratios.max(axis=0)) / 2.0 * away_m
    return middle, away_m * _AIR


def _nearest(
    faces: Sequence[Faces], camera: Camera, voxel_m: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Number of the nearest face in each pixel, -1 where there is none, and its depth."""
    width, height = camera.size_px
    keys = np.full(width * height, _FAR, dtype=np.uint64)
    first = 0
    for each in faces:
        _splat(keys, each, first, camera, voxel_m)
        first += len(each.voxels)
    seen = keys != _FAR
    number = np.where(seen, (keys & np.uint64(0xFFFF_FFFF)).astype(np.int64), -1)
    depth = (keys >> _LOW_BITS).astype(np.uint32).view(np.float32)
    return number, np.where(seen, depth, np.float32(np.inf))


def _splat(
    keys: npt.NDArray[np.uint64], faces: Faces, first: int, camera: Camera, voxel_m: float
) -> None:
    """Write the faces that are turned to the camera, each as a grid of points, into a buffer."""
    away = camera.position_map - faces.centres_map
    rows = np.flatnonzero(away @ faces.normal > 0.0)
    middles = (-away[rows]) @ camera.R_camera_map.T
    if not len(rows):
        return
    numbers = (rows + first).astype(np.uint64)
    nearest_m = max(float(np.percentile(middles[:, 2], 1.0)), voxel_m)
    steps = min(int(np.ceil(voxel_m * camera.focal_px / nearest_m * 1.1)) + 1, _MOST_STEPS)
    along = [camera.R_camera_map[:, axis] for axis in range(3) if not faces.normal[axis]]
    shares = ((np.arange(steps) + 0.5) / steps - 0.5) * voxel_m
    for a in shares:
        for b in shares:
            _put(keys, middles + a * along[0] + b * along[1], numbers, camera)


def _put(
    keys: npt.NDArray[np.uint64], points: Float64, numbers: npt.NDArray[np.uint64], camera: Camera
) -> None:
    width, height = camera.size_px
    depth = points[:, 2]
    column = np.floor(points[:, 0] / depth * camera.focal_px + width / 2.0).astype(np.int64)
    row = np.floor(points[:, 1] / depth * camera.focal_px + height / 2.0).astype(np.int64)
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (depth > 0.0)
    bits = depth[inside].astype(np.float32).view(np.uint32).astype(np.uint64)
    pixels = row[inside] * width + column[inside]
    np.minimum.at(keys, pixels, (bits << _LOW_BITS) | numbers[inside])


def _shaded(
    faces: Faces, colours: npt.NDArray[np.uint8], camera: Camera, up_map: Float64
) -> Float64:
    """Colours (N, 3) of faces: what is turned up is bright, what is turned right is darker."""
    light = 0.80 + 0.20 * float(faces.normal @ up_map)
    light += 0.07 * float(faces.normal @ camera.R_camera_map[0])
    return np.asarray(np.clip(colours[faces.voxels] / 255.0 * light, 0.0, 1.0))


def _occlusion(depth_m: npt.NDArray[np.float32], focal_px: float) -> Float64:
    """Light (h, w) that is left beside what is nearer: edges and corners become visible."""
    seen = np.isfinite(depth_m)
    filled = np.where(seen, depth_m, depth_m[seen].max() if seen.any() else 1.0)
    coarse = filled[::_FINER, ::_FINER]  # soft shadows need no finer grid
    reach_px = max(0.12 * focal_px / _FINER / float(np.median(coarse)), 1.0)
    shadow = np.clip(coarse - gaussian_filter(coarse, reach_px, truncate=2.0), 0.0, 0.25)
    soft = shadow.repeat(_FINER, axis=0).repeat(_FINER, axis=1)[: len(seen), : seen.shape[1]]
    edge = np.clip(filled - minimum_filter(filled, size=3) - 0.08, 0.0, 0.3)
    return np.asarray(np.where(seen, (1.0 - 1.1 * soft) * (1.0 - 0.5 * edge), 1.0 - 0.15 * soft))


def _smaller(image: Float64, size_px: tuple[int, int]) -> Float64:
    whole = Image.fromarray((np.clip(image, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
    return np.asarray(whole.resize(size_px, Image.Resampling.BOX), dtype=np.float64) / 255.0
