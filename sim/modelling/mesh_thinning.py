"""Meshes with fewer triangles: vertices that are close to each other become one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.shapes import Mesh

_FINEST = 1 / 400  # of the longest side, the first cells that are tried
_COARSEST = 1 / 60
_COARSER = 1.25  # from one try to the next

Ids = npt.NDArray[np.int64]


def thinned_to(covered: TexturedMesh, most: int) -> TexturedMesh:
    """The mesh with about so many triangles, as vertex clustering leaves it.

    Vertices in a cell of a grid become the one of them that is nearest to their middle (after
    Rossignac & Borrel, 1993); the cells grow until few enough triangles are left, or until they
    are so large that one would see it. Sides that meet at an edge, and what wears different parts
    of the image, are not joined.

    Args:
        covered: In metres.
        most: Triangles that are wanted; a mesh that has no more is returned as it is.
    """
    mesh = covered.mesh
    if len(mesh.faces) <= most:
        return covered
    longest_m = float(np.ptp(mesh.vertices_m, axis=0).max())
    chart, share = _charts(mesh), _FINEST
    while True:
        found = _clustered(mesh, chart, share * longest_m)
        if len(found.faces) <= most or share >= _COARSEST:
            return TexturedMesh(found, covered.image)
        share = min(share * _COARSER, _COARSEST)


def _charts(mesh: Mesh) -> Ids:
    """Which vertices (V,) hang together without an edge or a seam of the image between them."""
    rows = np.column_stack([mesh.vertices_m.round(5), mesh.uv.round(4), mesh.normals.round(2)])
    _, same = np.unique(rows, axis=0, return_inverse=True)
    same = same.reshape(-1)
    faces = same[mesh.faces]
    pairs = (faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel())
    count = int(same.max()) + 1
    graph = coo_matrix((np.ones(len(pairs[0]), dtype=np.int8), pairs), (count, count))
    return np.asarray(connected_components(graph, directed=False)[1][same], dtype=np.int64)


def _clustered(mesh: Mesh, chart: Ids, cell_m: float) -> Mesh:
    low = mesh.vertices_m.min(axis=0)
    cells = np.floor((mesh.vertices_m - low) / cell_m + 0.5).astype(np.int64)
    _, cluster = np.unique(np.column_stack([cells, chart]), axis=0, return_inverse=True)
    cluster = cluster.reshape(-1)
    kept = _nearest_to_middle(mesh.vertices_m, cluster)
    faces = cluster[mesh.faces]
    faces = faces[~(faces == np.roll(faces, 1, axis=1)).any(axis=1)]
    _, first = np.unique(np.sort(faces, axis=1), axis=0, return_index=True)
    faces = faces[np.sort(first)]
    if not len(faces):
        return mesh
    used, index = np.unique(faces, return_inverse=True)
    rows = kept[used]
    return Mesh(mesh.vertices_m[rows], mesh.normals[rows], mesh.uv[rows], index.reshape(-1, 3))


def _nearest_to_middle(points: Float64, cluster: Ids) -> Ids:
    """Of each cluster the point that is nearest to the mean of its points."""
    count = np.bincount(cluster)
    middle = np.stack([np.bincount(cluster, points[:, i]) for i in range(3)], axis=1)
    apart = np.linalg.norm(points - (middle / count[:, None])[cluster], axis=1)
    order = np.lexsort((apart, cluster))
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    return np.asarray(order[starts])
