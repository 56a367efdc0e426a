from __future__ import annotations

import errno
import json
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.errors import InvalidConfig, MapFileError
from whereseen.memory.io.export import export_map, voxel_mesh, write_mesh
from whereseen.memory.io.geometry_view import Geometry, read_geometry

RED, GREEN = (255, 0, 0), (0, 255, 0)


def shape(index: list[list[int]], rgb: list[tuple[int, int, int]]) -> Geometry:
    return Geometry(
        index=np.array(index, np.int32),
        rgb=np.array(rgb, np.uint8),
        voxel_size_m=0.05,
        up_map=np.array([0.0, 0.0, 1.0]),
        path_map=np.zeros((0, 3)),
    )


def read_glb(path: Path) -> tuple[dict[str, Any], list[np.ndarray]]:
    """The scene and the arrays of its accessors, read by the letter of the glTF standard."""
    data = path.read_bytes()
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert (size % 4, kind) == (0, b"JSON")
    scene = json.loads(data[20 : 20 + size])
    body_size, kind = struct.unpack_from("<I4s", data, 20 + size)
    assert (body_size % 4, kind) == (0, b"BIN\0")
    body = data[28 + size :]
    assert len(body) == body_size == scene["buffers"][0]["byteLength"]
    arrays = []
    for accessor in scene["accessors"]:
        view = scene["bufferViews"][accessor["bufferView"]]
        dtype = {5126: "<f4", 5123: "<u2", 5125: "<u4"}[accessor["componentType"]]
        width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}[accessor["type"]]
        assert view["byteOffset"] % 4 == 0
        count = accessor["count"] * width
        flat = np.frombuffer(body, dtype, count=count, offset=view["byteOffset"])
        assert flat.nbytes == view["byteLength"]
        arrays.append(flat.reshape(-1, width))
    return scene, arrays


def volume(vertices: np.ndarray, triangles: np.ndarray) -> float:
    """Signed volume: positive if all triangles face outwards."""
    a, b, c = (vertices[triangles[:, corner]].astype(np.float64) for corner in range(3))
    return float((np.cross(a, b) * c).sum() / 6.0)


def test_a_voxel_is_a_cube_that_faces_outwards() -> None:
    mesh = voxel_mesh(shape([[1, 2, -3]], [RED]))
    assert mesh.vertices_map.shape == (8, 3)
    assert mesh.triangles.shape == (12, 3)
    assert np.allclose(mesh.vertices_map.min(axis=0), (0.05, 0.10, -0.15))
    assert np.allclose(mesh.vertices_map.max(axis=0), (0.10, 0.15, -0.10))
    assert volume(mesh.vertices_map, mesh.triangles) == pytest.approx(0.05**3, rel=1e-4)
    assert np.allclose(mesh.colours, (1.0, 0.0, 0.0))


def test_faces_between_voxels_are_left_out() -> None:
    mesh = voxel_mesh(shape([[0, 0, 0], [1, 0, 0], [5, 5, 5]], [RED, GREEN, GREEN]))
    assert mesh.vertices_map.shape == (12 + 8, 3)
    assert mesh.triangles.shape == (2 * (10 + 6), 3)
    assert volume(mesh.vertices_map, mesh.triangles) == pytest.approx(3 * 0.05**3, rel=1e-4)
    shared = np.isclose(mesh.vertices_map[:, 0], 0.05)
    assert np.allclose(mesh.colours[shared], (0.5, 0.5, 0.0))
    assert np.allclose(mesh.colours[mesh.vertices_map[:, 0] < 0.01], (1.0, 0.0, 0.0))


def test_what_nobody_can_see_is_left_out() -> None:
    solid = [[x, y, z] for x in range(3) for y in range(3) for z in range(3)]
    mesh = voxel_mesh(shape(solid, [RED] * 27))
    assert mesh.triangles.shape == (2 * 54, 3)


def test_a_glb_file_is_read_back(tmp_path: Path) -> None:
    mesh = voxel_mesh(shape([[0, 0, 0], [1, 0, 0], [5, 5, 5]], [RED, (188, 188, 188), GREEN]))
    write_mesh(tmp_path / "a.glb", mesh, R_level_map=np.eye(3))
    scene, (position, colour, index) = read_glb(tmp_path / "a.glb")
    assert position.tolist() == mesh.vertices_map.tolist()
    assert index.reshape(-1, 3).tolist() == mesh.triangles.tolist()
    grey = colour[np.isclose(position[:, 0], 0.10)][0] / 65_535.0
    assert np.allclose(grey, (0.503, 0.503, 0.503, 1.0), atol=1e-3)  # 188 is half the light
    assert scene["accessors"][0]["max"] == pytest.approx([0.3, 0.3, 0.3])
    assert scene["accessors"][2]["componentType"] == 5123


def test_up_is_y_in_gltf(tmp_path: Path) -> None:
    mesh = voxel_mesh(shape([[0, 0, 0]], [RED]))
    write_mesh(tmp_path / "a.glb", mesh, R_level_map=np.eye(3))
    scene, _ = read_glb(tmp_path / "a.glb")
    T_gltf_map = np.array(scene["nodes"][0]["matrix"]).reshape(4, 4).T
    assert (T_gltf_map @ (0.0, 0.0, 1.0, 1.0)).tolist() == [0.0, 1.0, 0.0, 1.0]
    assert (T_gltf_map @ (1.0, 0.0, 0.0, 1.0)).tolist() == [1.0, 0.0, 0.0, 1.0]
    assert np.linalg.det(T_gltf_map) == pytest.approx(1.0)


def test_many_vertices_take_wide_indices(tmp_path: Path) -> None:
    scattered = [[3 * n, 0, 0] for n in range(8192)]
    mesh = voxel_mesh(shape(scattered, [RED] * 8192))
    write_mesh(tmp_path / "a.glb", mesh, R_level_map=np.eye(3))
    scene, (_, _, index) = read_glb(tmp_path / "a.glb")
    assert scene["accessors"][2]["componentType"] == 5125
    assert index.max() == 65_535


def test_open3d_reads_the_mesh(tmp_path: Path) -> None:
    o3d = pytest.importorskip("open3d")
    mesh = voxel_mesh(shape([[0, 0, 0]], [RED]))
    write_mesh(tmp_path / "a.glb", mesh, R_level_map=np.eye(3))
    read = o3d.io.read_triangle_mesh(str(tmp_path / "a.glb"))
    assert np.asarray(read.triangles).shape == (12, 3)
    assert np.allclose(np.asarray(read.vertex_colors), (1.0, 0.0, 0.0))


def test_the_suffix_chooses_the_format(write_map: Callable[..., Path], tmp_path: Path) -> None:
    file = write_map("a.map", [[0, 0, 0], [1, 0, 0], [5, 5, 5]], [RED, GREEN, GREEN])
    glb = export_map(file, tmp_path / "a.GLB", resolution_m=0.05)
    grid = export_map(file, tmp_path / "a.png", resolution_m=0.05)
    assert glb == [tmp_path / "a.GLB"]
    assert grid == [tmp_path / "a.png", tmp_path / "a.yaml"]
    assert glb[0].read_bytes()[:4] == b"glTF"
    assert grid[0].read_bytes()[1:4] == b"PNG"
    assert 'image: "a.png"' in grid[1].read_text()


def test_a_cloud_of_three_voxels(write_map: Callable[..., Path], tmp_path: Path) -> None:
    pytest.importorskip("open3d")
    from whereseen.memory.io.cloud import read_cloud

    file = write_map("a.map", [[0, 0, 0], [1, 0, 0], [-2, 5, 5]], [RED, GREEN, (10, 20, 30)])
    assert export_map(file, tmp_path / "a.ply", resolution_m=0.05) == [tmp_path / "a.ply"]
    points, rgb = read_cloud(tmp_path / "a.ply")
    assert points.tolist() == read_geometry(file).points_map.tolist()
    assert rgb.tolist() == [[255, 0, 0], [0, 255, 0], [10, 20, 30]]


def test_an_unknown_format_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match=r"a\.stl.*\.ply, \.glb, \.png, \.pgm"):
        export_map(tmp_path / "none.map", tmp_path / "a.stl", resolution_m=0.05)


@pytest.mark.parametrize("name", ["a.ply", "a.glb", "a.png", "a.pgm"])
def test_a_full_disk_leaves_what_was_there(
    write_map: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = write_map("a.map", [[0, 0, 0], [1, 0, 0]], RED)
    (tmp_path / name).write_bytes(b"before")
    before = sorted(tmp_path.iterdir())

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MapFileError, match=r"cannot be written .*No space left on device.*disk"):
        export_map(file, tmp_path / name, resolution_m=0.05)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / name).read_bytes() == b"before"


def test_a_map_is_never_exported_over_itself(write_map: Callable[..., Path]) -> None:
    file = write_map("a.ply", [[0, 0, 0], [1, 0, 0]], RED)
    with pytest.raises(MapFileError, match="would replace a map"):
        export_map(file, file, resolution_m=0.05)
    assert len(read_geometry(file).index) == 2


def test_an_empty_map_is_refused(write_map: Callable[..., Path], tmp_path: Path) -> None:
    file = write_map("a.map", [], RED)
    for name in ("a.ply", "a.glb", "a.png"):
        with pytest.raises(MapFileError, match="empty"):
            export_map(file, tmp_path / name, resolution_m=0.05)


@pytest.mark.parametrize("name", ["a.ply", "a.glb", "a.png", "a.pgm"])
def test_a_folder_that_does_not_exist_is_an_error(
    write_map: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    file = write_map("a.map", [[0, 0, 0]], RED)
    with pytest.raises(MapFileError, match="cannot be written"):
        export_map(file, tmp_path / "none" / name, resolution_m=0.05)


@pytest.mark.parametrize("name", ["a.ply", "a.glb", "a.png", "a.pgm"])
def test_no_export_needs_open3d(
    write_map: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, "open3d", None)
    export_map(write_map("a.map", [[0, 0, 0]], RED), tmp_path / name, resolution_m=0.05)
