"""Meshes with images: moved, and made into one with one image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.painting import Picture
from whereseen.sim.modelling.shapes import Mesh, joined

LARGEST_PX = 512  # edge of an image
_SMALLEST_PX = 16
_WIDEST_PX = 4096  # of all images side by side
_PLAIN_PX = 4


def merged(covered: Sequence[TexturedMesh]) -> TexturedMesh:
    """One mesh with one image of several: equal images are shared, large ones shrunk."""
    distinct = {each.image.tobytes(): each.image for each in covered}
    largest = int(np.clip(_WIDEST_PX // len(distinct), _SMALLEST_PX, LARGEST_PX))
    images = {key: shrunk(image, largest) for key, image in distinct.items()}
    height = max(len(image) for image in images.values())
    width = sum(image.shape[1] for image in images.values())
    atlas = np.zeros((height, width, 3), np.uint8)
    windows, left = {}, 0
    for key, image in images.items():
        tall, wide = image.shape[:2]
        atlas[:tall, left : left + wide] = image
        # Half a pixel inside, so that neighbours do not shine through.
        low = np.array([(left + 0.5) / width, 1.0 - (tall - 0.5) / height])
        high = np.array([(left + wide - 0.5) / width, 1.0 - 0.5 / height])
        windows[key] = (low, high - low)
        left += wide
    meshes = []
    for each in covered:
        low, size = windows[each.image.tobytes()]
        mesh = each.mesh
        meshes.append(Mesh(mesh.vertices_m, mesh.normals, low + mesh.uv * size, mesh.faces))
    return TexturedMesh(joined(meshes), atlas)


def moved(
    covered: TexturedMesh, T: Float64, scale: Iterable[float] = (1.0, 1.0, 1.0)
) -> TexturedMesh:
    """The mesh scaled along its own axes, which may mirror it, then moved by a transform (4, 4)."""
    mesh, factors = covered.mesh, np.array(list(scale), dtype=np.float64)
    normals = mesh.normals / factors @ T[:3, :3].T
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    faces = mesh.faces if np.prod(factors) > 0.0 else mesh.faces[:, ::-1]
    vertices = mesh.vertices_m * factors @ T[:3, :3].T + T[:3, 3]
    return TexturedMesh(Mesh(vertices, normals, mesh.uv, faces), covered.image)


def plain(colour: Iterable[float]) -> Picture:
    """An image (h, w, 3) of one colour from 0 to 255."""
    return np.full((_PLAIN_PX, _PLAIN_PX, 3), list(colour), dtype=np.uint8)


def shrunk(image: Picture, largest_px: int) -> Picture:
    """The image, no edge longer than so many pixels."""
    height, width = image.shape[:2]
    if max(height, width) <= largest_px:
        return image
    share = largest_px / max(height, width)
    size = (max(round(width * share), 1), max(round(height * share), 1))
    return np.asarray(Image.fromarray(image).resize(size, Image.Resampling.LANCZOS))
