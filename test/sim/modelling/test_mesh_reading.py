from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from whereseen.memory.errors import InvalidConfig
from whereseen.sim.modelling.materials import paint
from whereseen.sim.modelling.mesh_reading import MeshUnreadable, read_mesh, read_nodes
from whereseen.sim.modelling.shapes import MeshFile, Part, mesh_of

trimesh = pytest.importorskip("trimesh")


def saved(path: Path, *parts: Any) -> Path:
    """Triangles, named and placed, as one file."""
    scene = trimesh.Scene()
    for name, geometry, at_m in parts:
        T = trimesh.transformations.translation_matrix(at_m)
        scene.add_geometry(geometry, node_name=name, transform=T)
    path.write_bytes(scene.export(file_type="glb"))
    return path


def box(size_m: Any, colour: tuple[int, int, int] = (200, 40, 40)) -> Any:
    material = trimesh.visual.material.PBRMaterial(baseColorFactor=[*colour, 255])
    visual = trimesh.visual.TextureVisuals(material=material)
    return trimesh.Trimesh(*_box(size_m), visual=visual, process=False)


def _box(size_m: Any) -> tuple[Any, Any]:
    made = trimesh.creation.box(extents=size_m)
    return made.vertices, made.faces


def pictured(uv: Any) -> Any:
    """Two triangles over a picture: red on the left, green on the right; blue above both."""
    image = np.zeros((40, 40, 3), np.uint8)
    image[:, :20, 0], image[:, 20:, 1], image[:10] = 250, 250, (0, 0, 250)
    material = trimesh.visual.material.PBRMaterial(baseColorTexture=Image.fromarray(image))
    visual = trimesh.visual.TextureVisuals(uv=np.array(uv, float), material=material)
    corners = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
    return trimesh.Trimesh(corners, [(0, 1, 2), (0, 2, 3)], visual=visual, process=False)


def colour_at(covered: Any, x: float, y: float) -> list[int]:
    """Of the point (x, y) of a flat mesh: that of the triangle it lies in."""
    mesh = covered.mesh
    for face in mesh.faces:
        corners = np.vstack([mesh.vertices_m[face][:, :2].T, np.ones(3)])
        if abs(np.linalg.det(corners)) < 1e-9:
            continue  # it stands upright
        weights = np.linalg.solve(corners, [x, y, 1.0])
        if (weights >= -1e-9).all():
            u, v = weights @ mesh.uv[face]
            height, width = covered.image.shape[:2]
            pixel = covered.image[int((1.0 - v) * height - 1e-6), int(u * width - 1e-6)]
            return [int(value) for value in pixel]
    raise AssertionError("no triangle there")


def near(found: list[int], expected: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.subtract(found, expected)).max() < 12)


def test_plain_colours_are_kept(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "two.glb",
        ("red", box((1.0, 1.0, 0.1)), (0.0, 0.0, 0.0)),
        ("blue", box((1.0, 1.0, 0.1), (30, 40, 220)), (2.0, 0.0, 0.0)),
    )
    covered = read_mesh(path)
    assert covered.mesh.vertices_m.min(axis=0) == pytest.approx([-0.5, -0.5, -0.05])
    assert covered.mesh.vertices_m.max(axis=0) == pytest.approx([2.5, 0.5, 0.05])
    assert near(colour_at(covered, 0.1, 0.2), (200, 40, 40))
    assert near(colour_at(covered, 2.1, 0.2), (30, 40, 220))


def test_images_are_kept(tmp_path: Path) -> None:
    picture = pictured([(0, 0), (1, 0), (1, 1), (0, 1)])
    covered = read_mesh(saved(tmp_path / "a.glb", ("picture", picture, (0.0, 0.0, 0.0))))
    assert near(colour_at(covered, 0.2, 0.3), (250, 0, 0))
    assert near(colour_at(covered, 0.8, 0.3), (0, 250, 0))
    assert near(colour_at(covered, 0.8, 0.9), (0, 0, 250))


def test_images_that_repeat_are_laid_out_as_tiles(tmp_path: Path) -> None:
    picture = pictured([(1, -2), (3, -2), (3, -1), (1, -1)])  # twice along x
    covered = read_mesh(saved(tmp_path / "a.glb", ("picture", picture, (0.0, 0.0, 0.0))))
    assert covered.mesh.uv.min() >= 0.0
    assert covered.mesh.uv.max() <= 1.0
    for x, expected in (
        (0.1, (250, 0, 0)),
        (0.4, (0, 250, 0)),
        (0.6, (250, 0, 0)),
        (0.9, (0, 250, 0)),
    ):
        assert near(colour_at(covered, x, 0.3), expected)
    assert near(colour_at(covered, 0.6, 0.9), (0, 0, 250))


def test_colours_of_vertices_and_faces_are_kept(tmp_path: Path) -> None:
    flat = trimesh.Trimesh(*_box((1, 1, 0.1)), process=False)
    flat.visual.face_colors = np.full((12, 4), (20, 200, 60, 255), np.uint8)
    flat.export(tmp_path / "a.ply")
    assert near(colour_at(read_mesh(tmp_path / "a.ply"), 0.1, 0.2), (20, 200, 60))


@pytest.mark.parametrize("kind", ["stl", "obj", "dae", "glb"])
def test_formats_are_read(tmp_path: Path, kind: str) -> None:
    if kind == "dae":
        pytest.importorskip("collada")
    path = tmp_path / f"box.{kind}"
    trimesh.Trimesh(*_box((0.4, 0.6, 0.8))).export(path)
    mesh = read_mesh(path).mesh
    assert np.ptp(mesh.vertices_m, axis=0) == pytest.approx([0.4, 0.6, 0.8])
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1.0)
    outward = np.einsum(
        "fi,fi->f", mesh.vertices_m[mesh.faces].mean(1), mesh.normals[mesh.faces[:, 0]]
    )
    assert (outward > 0.0).all()


def test_units_of_collada_are_kept(tmp_path: Path) -> None:
    pytest.importorskip("collada")
    path = tmp_path / "box.dae"
    trimesh.Trimesh(*_box((40.0, 60.0, 80.0))).export(path)
    unit = '<unit name="centimeter" meter="0.01"/>'
    path.write_text(path.read_text().replace("</asset>", f"{unit}</asset>"))
    assert np.ptp(read_mesh(path).mesh.vertices_m, axis=0) == pytest.approx([0.4, 0.6, 0.8])


def test_mirrored_nodes_keep_their_faces_outside(tmp_path: Path) -> None:
    scene = trimesh.Scene()
    mirror = np.diag([-2.0, 1.0, 1.0, 1.0])
    scene.add_geometry(trimesh.Trimesh(*_box((1, 1, 1))), node_name="a", transform=mirror)
    (tmp_path / "a.glb").write_bytes(scene.export(file_type="glb"))
    mesh = read_mesh(tmp_path / "a.glb").mesh
    a, b, c = (mesh.vertices_m[mesh.faces[:, i]] for i in range(3))
    assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0 == pytest.approx(2.0)


def test_nodes_are_read_by_name(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.glb",
        ("table", box((1.0, 1.0, 0.1)), (0.0, 0.0, 0.7)),
        ("cup", box((0.1, 0.1, 0.1)), (0.2, 0.0, 0.8)),
    )
    nodes = {node.name: node.covered.mesh for node in read_nodes(path)}
    assert set(nodes) == {"table", "cup"}
    assert nodes["cup"].vertices_m.mean(axis=0) == pytest.approx([0.2, 0.0, 0.8])


def test_a_shape_is_a_piece_of_a_file_made_upright(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.glb", ("box", box((10.0, 20.0, 30.0)), (0.0, 10.0, 0.0)))
    shape = MeshFile(str(path), scale=0.01, turn_deg=(90.0, 0.0, 0.0))
    mesh = mesh_of(Part(shape, f"file:{path}", (1.0, 0.0, 0.0)))
    assert mesh.vertices_m.min(axis=0) == pytest.approx([0.95, -0.15, 0.0])
    assert mesh.vertices_m.max(axis=0) == pytest.approx([1.05, 0.15, 0.2])
    assert near(paint(f"file:{path}")[0, 0].tolist(), (200, 40, 40))


def test_files_that_are_no_meshes_are_told(tmp_path: Path) -> None:
    with pytest.raises(MeshUnreadable, match="no such mesh file"):
        read_mesh(tmp_path / "none.glb")
    (tmp_path / "text.glb").write_text("not a mesh")
    with pytest.raises(MeshUnreadable, match="is no mesh"):
        read_mesh(tmp_path / "text.glb")
    (tmp_path / "lines.obj").write_text("v 0 0 0\nv 1 0 0\nl 1 2\n")
    with pytest.raises(MeshUnreadable, match=r"without triangles|is no mesh"):
        read_mesh(tmp_path / "lines.obj")
    with pytest.raises(InvalidConfig, match="no such material"):
        paint("files")


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.glb", ("box", box((1.0, 1.0, 1.0)), (0.0, 0.0, 0.0)))
    assert len(read_mesh(path).mesh.faces) == 12
    picture = pictured([(0, 0), (1, 0), (1, 1), (0, 1)])
    saved(path, ("flat", picture, (0.0, 0.0, 0.0)))
    assert len(read_mesh(path).mesh.faces) == 2
