"""A mesh made elsewhere, cut into pieces that are nearly convex, and its level faces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.level_rectangles import rectangles_in
from whereseen.sim.modelling.shapes import Mesh

_CELL_M = 0.5
_WHOLE_M = 1.2  # what hangs together and is not larger is not cut
_LEVEL_M = 0.02  # faces of a level lie within so much
_LEVEL = 0.97  # least z of a normal that points up
_WELD_M = 1e-5

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """Faces that look up, at one height.

    Attributes:
        height_m: Of the faces.
        low_m: Lower corner (x, y) of the rectangle round them.
        high_m: Upper corner.
        area_m2: Of the faces.
    """

    height_m: float
    low_m: tuple[float, float]
    high_m: tuple[float, float]
    area_m2: float

    @property
    def size_m(self) -> tuple[float, float]:
        """Extent along x and y."""
        return (self.high_m[0] - self.low_m[0], self.high_m[1] - self.low_m[1])


def cut(mesh: Mesh) -> tuple[Mesh, ...]:
    """Cut an upright mesh in metres, so that the convex hull of each piece says where it is.

    Small things that hang together stay whole, those near each other are one piece. What is large,
    as a building, is cut along a grid into level, slanted and upright pieces.
    """
    corners = mesh.vertices_m[mesh.faces]
    middles, normals, _ = _faces(mesh)
    component = _components(mesh)
    size_m = _sizes(component, corners)
    cells = np.floor(middles[:, :2] / _CELL_M).astype(np.int64)
    large = size_m[component] > _WHOLE_M
    is_level = np.abs(normals[:, 2]) > _LEVEL
    height = np.where(is_level, np.floor(middles[:, 2] / (2 * _LEVEL_M)), 0).astype(np.int64)
    azimuth = np.arctan2(normals[:, 1], normals[:, 0])
    side = np.round(azimuth / (np.pi / 4)).astype(np.int64) % 4
    key = np.stack(
        [
            large,
            cells[:, 0],
            cells[:, 1],
            np.where(large & is_level, 1 + height, 0),
            np.where(large & ~is_level, 1 + side, 0),
        ],
        axis=1,
    )
    _, piece = np.unique(key, axis=0, return_inverse=True)
    piece = piece.reshape(-1)
    return tuple(_part(mesh, np.flatnonzero(piece == each)) for each in range(piece.max() + 1))


def levels(mesh: Mesh, *, least_m2: float = 0.02, least_share: float = 0.5) -> tuple[Level, ...]:
    """Level faces of an upright mesh on which things can be put, the largest first.

    Args:
        mesh: In metres.
        least_m2: Smaller ones are left out.
        least_share: Of the rectangle round them that the faces fill; those that fill less, as an
            L-shaped worktop, are told as the rectangles in them.
    """
    middles, normals, areas = _faces(mesh)
    up = np.flatnonzero(normals[:, 2] > _LEVEL)
    up = up[np.argsort(middles[up, 2], kind="stable")]
    starts = np.flatnonzero(np.diff(middles[up, 2]) > _LEVEL_M) + 1
    found = []
    for group in np.split(up, starts) if up.size else ():
        area = float(areas[group].sum())
        points = mesh.vertices_m[mesh.faces[group]].reshape(-1, 3)
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        if area < least_m2:
            continue
        height = float(np.average(middles[group, 2], weights=areas[group]))
        if area >= least_share * float(np.prod(high - low)):
            found.append(_level(height, low, high, area))
            continue
        triangles = mesh.vertices_m[mesh.faces[group]][:, :, :2]
        for corner, other in rectangles_in(triangles, least_m2):
            size = np.subtract(other, corner)
            found.append(_level(height, np.array(corner), np.array(other), float(np.prod(size))))
    return tuple(sorted(found, key=lambda level: -level.area_m2))


def _level(height_m: float, low: Float64, high: Float64, area_m2: float) -> Level:
    return Level(
        height_m, (float(low[0]), float(low[1])), (float(high[0]), float(high[1])), area_m2
    )


def _faces(mesh: Mesh) -> tuple[Float64, Float64, Float64]:
    """Middles (F, 3), normals (F, 3) and areas (F,) of faces."""
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    across = np.cross(b - a, c - a)
    lengths = np.linalg.norm(across, axis=1)
    normals = across / np.maximum(lengths, 1e-15)[:, None]
    return (a + b + c) / 3.0, normals, lengths / 2.0


def _components(mesh: Mesh) -> Ids:
    """Which faces (F,) hang together, by corners at the same place."""
    rounded = np.round(mesh.vertices_m / _WELD_M).astype(np.int64)
    _, welded = np.unique(rounded, axis=0, return_inverse=True)
    faces = welded.reshape(-1)[mesh.faces]
    rows, columns = faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel()
    count = int(faces.max()) + 1
    graph = coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), (count, count))
    return np.asarray(connected_components(graph, directed=False)[1][faces[:, 0]], dtype=np.int64)


def _sizes(component: Ids, corners: Float64) -> Float64:
    """Greatest extent along x or y of each component."""
    count = int(component.max()) + 1
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, component, corners[:, :, :2].min(axis=1))
    np.maximum.at(high, component, corners[:, :, :2].max(axis=1))
    return np.asarray((high - low).max(axis=1))


def _part(mesh: Mesh, faces: Ids) -> Mesh:
    used, index = np.unique(mesh.faces[faces], return_inverse=True)
    return Mesh(
        vertices_m=mesh.vertices_m[used],
        normals=mesh.normals[used],
        uv=mesh.uv[used],
        faces=index.reshape(-1, 3),
    )
