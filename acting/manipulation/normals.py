"""Normals of points on a thing."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from whereseen.memory.frames import Float64

_NEIGHBOURS = 10


def normals_of(points: Float64, neighbours: int = _NEIGHBOURS) -> Float64:
    """Unit normals (N, 3) of points (N, 3): the direction in which their neighbours spread least.

    They point away from the middle of all points, for things are mostly seen from outside. What
    is thinner than its points are apart has the normals of a plate.
    """
    count = min(neighbours, len(points))
    _, near = cKDTree(points).query(points, k=count)
    around = points[near.reshape(len(points), count)]
    around = around - around.mean(axis=1, keepdims=True)
    spread = np.einsum("nki,nkj->nij", around, around)
    _, axes = np.linalg.eigh(spread)
    normals = axes[:, :, 0]
    outwards = points - (points.min(axis=0) + points.max(axis=0)) / 2.0
    inward = np.einsum("ni,ni->n", normals, outwards) < 0.0
    return np.where(inward[:, None], -normals, normals)
