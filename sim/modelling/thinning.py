"""Meshes with fewer triangles: vertices close to each other become one.

After Rossignac & Borrel, "Multi-resolution 3D approximations for rendering complex scenes" (1993).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.shapes import Mesh

_LEAST_M2 = 1e-12  # what is smaller has no direction
_LEAST_CELLS = 12  # along the longest edge of the box round a mesh
Ids = npt.NDArray[np.int64]


def thinned(mesh: Mesh, cell_m: float) -> Mesh:
    """The mesh with all vertices of a cubic cell in one place, flatly shaded.

    No vertex moves farther than the diagonal of a cell. Triangles that lose their area, and all but
    one of those that become equal, are left out; texture coordinates stay.

    Args:
        mesh: Triangles.
        cell_m: Edge of a cell; of small meshes it is a share of their size, if that is less.
    """
    edge_m = min(cell_m, float(np.ptp(mesh.vertices_m, axis=0).max()) / _LEAST_CELLS)
    at = np.floor((mesh.vertices_m - mesh.vertices_m.min(axis=0)) / edge_m).astype(np.int64)
    _, cell = np.unique(_numbered(at), return_inverse=True)
    faces = cell[mesh.faces]
    is_open = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    opened = np.flatnonzero(is_open)
    _, first = np.unique(_numbered(_turned(faces[opened])), return_index=True)
    kept = np.sort(opened[first])
    if not len(kept):
        return mesh
    corners = _middles(mesh, cell)[faces[kept]]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(across, axis=1)
    some = lengths > _LEAST_M2
    corners, across, kept = corners[some], across[some] / lengths[some, None], kept[some]
    return Mesh(
        vertices_m=corners.reshape(-1, 3),
        normals=np.repeat(across, 3, axis=0),
        uv=mesh.uv[mesh.faces[kept].reshape(-1)],
        faces=np.arange(3 * len(kept), dtype=np.int64).reshape(-1, 3),
    )


def _numbered(rows: Ids) -> Ids:
    """A number for each row (N, 3) of numbers from 0 on, equal for equal ones."""
    sides = rows.max(axis=0, initial=0) + 1
    return np.asarray((rows[:, 0] * sides[1] + rows[:, 1]) * sides[2] + rows[:, 2])


def _turned(faces: Ids) -> Ids:
    """The same triangles (F, 3), each from its least corner on; both sides of a sheet differ."""
    start = faces.argmin(axis=1)
    order = (start[:, None] + np.arange(3)) % 3
    return np.take_along_axis(faces, order, axis=1)


def _middles(mesh: Mesh, cell: Ids) -> Float64:
    """Mean (C, 3) of the vertices of each cell."""
    sums = np.zeros((int(cell.max()) + 1, 3))
    np.add.at(sums, cell, mesh.vertices_m)
    return np.asarray(sums / np.bincount(cell)[:, None])
