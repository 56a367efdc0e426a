"""What lies in the way of rays: whether a level face of a mesh can be reached from outside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.mesh_cutting import Level
from whereseen.sim.modelling.shapes import Mesh

_ABOVE_M = 0.03
_SAMPLES = (0.2, 0.5, 0.8)  # along each side of the rectangle
_OPEN_SHARE = 0.3  # of the samples
_RISE = 0.15  # of rays to the sides
_PARALLEL = 1e-12


def is_open(mesh: Mesh, level: Level) -> bool:
    """Whether one can reach a level of an upright mesh in metres from above or from a side."""
    (x0, y0), (x1, y1), z = level.low_m, level.high_m, level.height_m + _ABOVE_M
    points = np.array(
        [(x0 + u * (x1 - x0), y0 + v * (y1 - y0), z) for u in _SAMPLES for v in _SAMPLES]
    )
    return is_reachable(mesh, points)


def is_reachable(mesh: Mesh, points: Float64) -> bool:
    """Whether one can reach some of the points (N, 3) from above or from a side."""
    turns = np.arange(8) * np.pi / 4
    sides = np.stack([np.cos(turns), np.sin(turns), np.full(8, _RISE)], axis=1)
    directions = np.concatenate([[(0.0, 0.0, 1.0)], sides])
    reached = np.zeros(len(points), dtype=bool)
    for direction in directions:
        left = ~reached
        reached[left] = ~blocked(mesh, points[left], direction)
    return bool(reached.mean() >= _OPEN_SHARE)


def blocked(mesh: Mesh, points: Float64, direction: Float64) -> npt.NDArray[np.bool_]:
    """Whether triangles lie in the way of rays (Moeller & Trumbore, 1997).

    Args:
        mesh: Triangles; both sides of them count.
        points: (N, 3) where rays begin.
        direction: (3,) of all rays.

    Returns:
        (N,) whether anything is hit.
    """
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    one, other = b - a, c - a
    across = np.cross(direction, other)
    volume = np.einsum("fi,fi->f", one, across)
    facing = np.abs(volume) > _PARALLEL
    a, one, other, across, inverse = (
        a[facing], one[facing], other[facing], across[facing], 1.0 / volume[facing]
    )  # fmt: skip
    found = np.zeros(len(points), dtype=bool)
    for index, point in enumerate(points):
        away = point - a
        u = np.einsum("fi,fi->f", away, across) * inverse
        turned = np.cross(away, one)
        v = turned @ direction * inverse
        far = np.einsum("fi,fi->f", other, turned) * inverse
        found[index] = bool(((u >= 0.0) & (v >= 0.0) & (u + v <= 1.0) & (far > 0.0)).any())
    return found
