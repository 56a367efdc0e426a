from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from whereseen.sim.modelling.glb import write_glb
from whereseen.sim.modelling.mesh_files import TexturedMesh, textured
from whereseen.sim.modelling.shapes import Box, Ellipsoid, Part

CHEST = textured((
    Part(Box((1.0, 2.0, 3.0)), "oak", (0.5, 0.0, 1.5)),
    Part(Ellipsoid((0.2, 0.3, 0.4)), "red"),
))  # fmt: skip
COUNTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3}
DTYPES = {5125: "<u4", 5126: "<f4"}


def parts_of(path: Path) -> tuple[dict[str, Any], bytes]:
    """The two chunks of a GLB file, read as the specification of glTF 2.0 says."""
    data = path.read_bytes()
    magic, version, length = struct.unpack_from("<4sII", data)
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack_from("<I4s", data, 12)
    assert kind == b"JSON"
    assert size % 4 == 0
    head = json.loads(data[20 : 20 + size])
    rest, kind = struct.unpack_from("<I4s", data, 20 + size)
    assert kind == b"BIN\0"
    body = data[28 + size :]
    assert len(body) == rest == head["buffers"][0]["byteLength"]
    return head, body


def array(head: dict[str, Any], body: bytes, accessor: int) -> np.ndarray:
    told = head["accessors"][accessor]
    view = head["bufferViews"][told["bufferView"]]
    assert view["byteOffset"] % 4 == 0
    count = told["count"] * COUNTS[told["type"]]
    flat = np.frombuffer(body, DTYPES[told["componentType"]], count, view["byteOffset"])
    return flat.reshape(told["count"], -1)


def written(folder: Path, covered: TexturedMesh, **options: Any) -> tuple[dict[str, Any], bytes]:
    write_glb(folder / "chest.glb", covered, **options)
    return parts_of(folder / "chest.glb")


def test_the_mesh_is_in_the_file(tmp_path: Path) -> None:
    head, body = written(tmp_path, CHEST)
    told = head["meshes"][0]["primitives"][0]
    where = told["attributes"]
    points = array(head, body, where["POSITION"])
    np.testing.assert_allclose(points, CHEST.mesh.vertices_m, atol=1e-6)
    np.testing.assert_allclose(array(head, body, where["NORMAL"]), CHEST.mesh.normals, atol=1e-6)
    uv = array(head, body, where["TEXCOORD_0"])
    np.testing.assert_allclose(uv, CHEST.mesh.uv * (1, -1) + (0, 1), atol=1e-6)
    np.testing.assert_array_equal(
        array(head, body, told["indices"]).reshape(-1, 3), CHEST.mesh.faces
    )
    assert head["accessors"][where["POSITION"]]["min"] == pytest.approx(points.min(axis=0))
    assert head["accessors"][where["POSITION"]]["max"] == pytest.approx(points.max(axis=0))


def test_the_image_is_in_the_file(tmp_path: Path) -> None:
    head, body = written(tmp_path, CHEST)
    view = head["bufferViews"][head["images"][0]["bufferView"]]
    png = body[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(png))), CHEST.image)


def test_brightness_is_the_colour_of_vertices(tmp_path: Path) -> None:
    count = len(CHEST.mesh.vertices_m)
    shade = np.linspace(0.2, 1.0, count)
    for given, expected in ((shade, shade), (None, np.ones(count))):
        head, body = written(tmp_path, CHEST, brightness=given)
        where = head["meshes"][0]["primitives"][0]["attributes"]
        colours = array(head, body, where["COLOR_0"])
        np.testing.assert_allclose(colours, np.repeat(expected[:, None], 3, axis=1), atol=1e-6)


def test_other_tools_read_it(tmp_path: Path) -> None:
    trimesh = pytest.importorskip("trimesh")
    write_glb(tmp_path / "chest.glb", CHEST)
    scene = trimesh.load(tmp_path / "chest.glb")
    low, high = CHEST.mesh.vertices_m.min(axis=0), CHEST.mesh.vertices_m.max(axis=0)
    np.testing.assert_allclose(scene.bounds, [low, high], atol=1e-6)
