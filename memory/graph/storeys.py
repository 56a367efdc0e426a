"""Floors of a building: strong levels that the camera was carried over."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.memory.io.occupancy import find_floor

_HEADROOM_M = 1.8  # between two floors
_STAIRS_SHARE = 0.05  # of the way; a shorter stretch at some height is one of stairs
_BELOW_M = 0.3  # what hangs a little lower than a floor still belongs to it


def find_storeys(points: Float64, path: Float64, voxel_size_m: float) -> tuple[float, ...]:
    """Heights of floors, the lowest first; none where no floor was seen.

    The lowest is that of `find_floor`. Each other is the strongest level about where the camera was
    as high above it as it was above the lowest: a ceiling, a table top is not.

    Args:
        points: (N, 3) centres of voxels, z up.
        path: (M, 3) where the camera was, z up.
        voxel_size_m: Edge of a voxel.
    """
    lowest = find_floor(points, path, voxel_size_m)
    if lowest is None or not len(path):
        return () if lowest is None else (lowest,)
    carried = np.sort(path[:, 2] - lowest)
    usual = float(np.median(carried[carried < carried[0] + _HEADROOM_M]))
    return (lowest, *_upper(points[:, 2] - lowest, carried, usual, voxel_size_m, lowest))


def _upper(
    heights: Float64, carried: Float64, usual_m: float, voxel_size_m: float, lowest_m: float
) -> Iterator[float]:
    """Floors above the lowest one, by heights above it."""
    reached = 0.0
    while True:
        higher = carried[carried >= reached + usual_m + _HEADROOM_M]
        if len(higher) < max(_STAIRS_SHARE * len(carried), 1):
            return
        near = higher[higher < higher[0] + _HEADROOM_M]
        expected = float(np.median(near)) - usual_m
        about = heights[np.abs(heights - expected) <= _BELOW_M]
        if len(about):
            layers = np.round(about / voxel_size_m).astype(np.int64)
            counts = np.bincount(layers - layers.min())
            expected = float(about[layers == layers.min() + int(counts.argmax())].mean())
        yield lowest_m + expected
        reached = expected


def points_of(points: Float64, floors: tuple[float, ...], number: int) -> Float64:
    """Points (N, 3) that belong to a storey: from its floor to the next."""
    low = floors[number] - _BELOW_M
    high = floors[number + 1] - _BELOW_M if number + 1 < len(floors) else np.inf
    return points[(points[:, 2] >= low) & (points[:, 2] < high)]
