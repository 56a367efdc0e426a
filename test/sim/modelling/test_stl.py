from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from whereseen.sim.modelling.mesh_reading import read_mesh
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Part, mesh_of
from whereseen.sim.modelling.stl import flat, read_stl, write_stl


@pytest.mark.parametrize("shape", [Box((0.2, 0.3, 0.4)), Ellipsoid((0.1, 0.2, 0.1))])
def test_triangles_come_back(tmp_path: Path, shape: Box | Ellipsoid) -> None:
    mesh = mesh_of(Part(shape, ""))
    write_stl(tmp_path / "a.stl", mesh)
    found = read_stl(tmp_path / "a.stl")
    assert found is not None
    wanted = flat(mesh.vertices_m[mesh.faces])
    assert found.vertices_m == pytest.approx(wanted.vertices_m, abs=1e-6)
    assert np.linalg.norm(found.normals, axis=1) == pytest.approx(1.0)
    outward = np.einsum("vi,vi->v", found.normals, found.vertices_m)
    assert (outward > 0.0).all()  # both are convex and hold the origin


def test_triangles_without_area_are_left_out() -> None:
    corners = np.array(
        [[(0, 0, 0), (1, 0, 0), (0, 1, 0)], [(0, 0, 0), (1, 0, 0), (2, 0, 0)]], float
    )
    found = flat(corners)
    assert found.faces.tolist() == [[0, 1, 2]]
    assert found.normals.tolist() == [[0.0, 0.0, 1.0]] * 3


def test_a_mesh_is_read_as_any_other(tmp_path: Path) -> None:
    write_stl(tmp_path / "a.STL", mesh_of(Part(Box((0.2, 0.3, 0.4)), "")))
    covered = read_mesh(tmp_path / "a.STL")
    assert covered.mesh.vertices_m.max(axis=0) == pytest.approx([0.1, 0.15, 0.2])
    assert len(np.unique(covered.image.reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(
    "data", [b"", b"solid text\nendsolid", b"\0" * 80 + b"\2\0\0\0" + b"\0" * 50]
)
def test_what_is_no_binary_stl(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.stl").write_bytes(data)
    assert read_stl(tmp_path / "a.stl") is None


def test_what_is_not_finite_is_none(tmp_path: Path) -> None:
    write_stl(tmp_path / "a.stl", mesh_of(Part(Box((0.2, 0.3, 0.4)), "")))
    data = bytearray((tmp_path / "a.stl").read_bytes())
    data[96:100] = b"\xff" * 4
    (tmp_path / "a.stl").write_bytes(bytes(data))
    assert read_stl(tmp_path / "a.stl") is None
