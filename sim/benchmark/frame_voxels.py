"""The voxels that one frame measures, with their mean points and features; plain numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.encoder.protocol import FeatureImage
from whereseen.memory.frames import Float32, Float64, apply, project
from whereseen.memory.observation import Observation
from whereseen.sim.benchmark.under_test import Int64, packed, voxel_indices

_Index = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How frames become voxels.

    Attributes:
        voxel_size_m: Edge of a voxel.
        stride_px: Every how many pixels, in both directions, one is used.
        random_share: If positive, this share of all pixels is drawn at random instead, anew in
            each frame and by its time stamp, so that a run can be repeated.
        range_m: Depth beyond this is not used.
    """

    voxel_size_m: float = 0.05
    stride_px: int = 4
    random_share: float = 0.0
    range_m: float = 5.0


@dataclass(frozen=True, slots=True)
class FrameVoxels:
    """What one frame says of the V voxels it measures.

    Attributes:
        keys: (V,) int64 packed voxels, ascending.
        weight: (V,) float32 pixels with a feature in each.
        points: (V, 3) float64 mean measured point, map frame.
        features: (V, D) float32 mean feature over those pixels.
    """

    keys: Int64
    weight: Float32
    points: Float64
    features: Float32


def frame_voxels(
    observation: Observation, features: FeatureImage, sampling: Sampling
) -> FrameVoxels:
    """Lift the sampled pixels and average what falls into each voxel."""
    points, row = _samples(observation, features, sampling)
    keys, voxel, count = np.unique(
        packed(voxel_indices(points, sampling.voxel_size_m)),
        return_inverse=True,
        return_counts=True,
    )
    sums = [np.bincount(voxel, points[:, axis], keys.size) for axis in range(3)]
    weight, mean = _mean_features(voxel, row, keys.size, features.features)
    return FrameVoxels(keys, weight, np.stack(sums, axis=1) / count[:, None], mean)


def seen_depth(
    points_map: Float64, observation: Observation, depth_m: Float32
) -> tuple[Float64, Float64]:
    """Depth (N,) of points (N, 3) in a frame, and the image's depth there.

    The latter is NaN for points outside the image or behind the camera.
    """
    uv, z = project(points_map, observation.intrinsics, observation.T_map_camera)
    height, width = depth_m.shape
    with np.errstate(invalid="ignore"):
        column, row = np.rint(uv[:, 0]), np.rint(uv[:, 1])
        inside = (column >= 0) & (column < width) & (row >= 0) & (row < height) & (z > 0.0)
    measured = np.full(z.shape, np.nan)
    measured[inside] = depth_m[row[inside].astype(np.intp), column[inside].astype(np.intp)]
    return z, measured


def _samples(
    observation: Observation, features: FeatureImage, sampling: Sampling
) -> tuple[Float64, npt.NDArray[np.int64]]:
    height, width = observation.depth_m.shape
    v, u = _pixels(observation, sampling)
    z = observation.depth_m[v, u].astype(np.float64)
    k = observation.intrinsics
    camera = np.stack([(u - k[0, 2]) / k[0, 0] * z, (v - k[1, 2]) / k[1, 1] * z, z], axis=1)
    rows, columns = features.index.shape
    row = features.index[v * rows // height, u * columns // width].astype(np.int64)
    return apply(observation.T_map_camera, camera), row


def _pixels(observation: Observation, sampling: Sampling) -> tuple[_Index, _Index]:
    """Rows (n,) and columns (n,) of the pixels to use."""
    usable = (observation.depth_m > 0.0) & (observation.depth_m <= sampling.range_m)
    if sampling.random_share > 0.0:
        pixels = np.flatnonzero(usable)
        rng = np.random.default_rng(observation.stamp_ns)
        drawn = rng.choice(pixels, int(sampling.random_share * pixels.size), replace=False)
        v, u = np.divmod(np.sort(drawn), usable.shape[1])
        return v, u
    first, step = sampling.stride_px // 2, sampling.stride_px
    v, u = np.nonzero(usable[first::step, first::step])
    return v * step + first, u * step + first


def _mean_features(
    voxel: npt.NDArray[np.intp], row: npt.NDArray[np.int64], voxels: int, table: Float32
) -> tuple[Float32, Float32]:
    """Weight (V,) and mean (V, D) of the feature rows of each voxel's pixels; row -1 has none."""
    known = row >= 0
    pair, count = np.unique(voxel[known] * len(table) + row[known], return_counts=True)
    owner, source = np.divmod(pair, len(table))
    weight = np.bincount(owner, count, voxels).astype(np.float32)
    mean = np.zeros((voxels, table.shape[1]), dtype=np.float32)
    if pair.size:
        share = (count / weight[owner]).astype(np.float32)
        start = np.flatnonzero(np.diff(owner, prepend=-1))
        mean[owner[start]] = np.add.reduceat(table[source] * share[:, None], start, axis=0)
    return weight, mean
