from __future__ import annotations

import numpy as np
import pytest

from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import merged, moved, plain, shrunk
from whereseen.sim.modelling.placing import pose
from whereseen.sim.modelling.shapes import Box, Part, mesh_of


def box(colour: tuple[int, int, int], side_px: int = 4) -> TexturedMesh:
    image = np.full((side_px, side_px, 3), colour, np.uint8)
    return TexturedMesh(mesh_of(Part(Box((0.2, 0.4, 0.6)), "white")), image)


def volume(covered: TexturedMesh) -> float:
    a, b, c = (covered.mesh.vertices_m[covered.mesh.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0)


def test_each_mesh_keeps_its_image() -> None:
    both = merged([box((200, 0, 0)), box((0, 0, 200), 64)])
    assert len(both.mesh.faces) == 24
    height, width = both.image.shape[:2]
    for vertices, colour in ((slice(24), [200, 0, 0]), (slice(24, 48), [0, 0, 200])):
        u, v = both.mesh.uv[vertices].T
        columns, rows = (u * width).astype(int), ((1.0 - v) * height).astype(int)
        assert (both.image[rows, columns] == colour).all()


def test_large_images_are_shrunk() -> None:
    many = merged([box((1, 2, 3), 700)] * 20)
    assert many.image.shape[1] <= 4096
    assert shrunk(np.zeros((100, 50, 3), np.uint8), 20).shape == (20, 10, 3)
    assert shrunk(np.zeros((10, 5, 3), np.uint8), 20).shape == (10, 5, 3)
    assert plain((1, 2, 3))[0, 0].tolist() == [1, 2, 3]


def test_a_mesh_is_scaled_then_moved() -> None:
    placed = moved(box((1, 1, 1)), pose((1.0, 2.0, 3.0), 90.0), (2.0, 1.0, 0.5)).mesh
    assert placed.vertices_m.min(axis=0) == pytest.approx([0.8, 1.8, 2.85])
    assert placed.vertices_m.max(axis=0) == pytest.approx([1.2, 2.2, 3.15])
    assert np.linalg.norm(placed.normals, axis=1) == pytest.approx(1.0)


def test_a_mirrored_mesh_is_not_inside_out() -> None:
    assert volume(moved(box((1, 1, 1)), np.eye(4), (-1.0, 1.0, 2.0))) == pytest.approx(0.096)


def test_equal_images_are_shared() -> None:
    pair = [box((200, 0, 0), 600), box((0, 0, 200), 600)]
    once, many = merged(pair), merged(pair * 40)
    assert once.image.shape == (512, 1024, 3)
    assert np.array_equal(many.image, once.image)
    assert np.array_equal(many.mesh.uv, np.tile(once.mesh.uv, (40, 1)))
    assert len(many.mesh.faces) == 40 * len(once.mesh.faces)
