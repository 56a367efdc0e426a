"""A map to files of other programs: a cloud (PLY), a mesh (GLB) or an occupancy grid."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import Float32, Float64
from whereseen.memory.io.geometry_view import Geometry, level_rotation, read_geometry
from whereseen.memory.io.whole_file import require_suffix, write_whole

_FLOAT, _UINT16, _UINT32 = 5126, 5123, 5125
_ATTRIBUTES, _INDICES = 34962, 34963
# Corners of each face of the unit cube, counterclockwise from outside; the axis comes first.
_FACES = {
    (1, 0, 0): ((1, 0, 0), (1, 1, 0), (1, 1, 1), (1, 0, 1)),
    (-1, 0, 0): ((0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0)),
    (0, 1, 0): ((0, 1, 0), (0, 1, 1), (1, 1, 1), (1, 1, 0)),
    (0, -1, 0): ((0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)),
    (0, 0, 1): ((0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)),
    (0, 0, -1): ((0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 0)),
}


@dataclass(frozen=True, slots=True)
class Mesh:
    """A coloured triangle mesh.

    Attributes:
        vertices_map: (V, 3) float32 in metres.
        colours: (V, 3) float64 linear light, 0 to 1.
        triangles: (T, 3) uint32 rows of `vertices_map`, counterclockwise from outside.
    """

    vertices_map: Float32
    colours: Float64
    triangles: npt.NDArray[np.uint32]


def export_map(file: Path, out: Path, *, resolution_m: float) -> list[Path]:
    """Write a map in the format that the suffix of `out` names; no encoder is needed.

    Args:
        file: The map file.
        out: `.ply` for a point cloud, `.glb` for a mesh, `.png` or `.pgm` for an occupancy grid
            with its YAML file beside it.
        resolution_m: Edge of a cell of the occupancy grid.

    Returns:
        The files written.

    Raises:
        InvalidConfig: if the suffix is unknown or the resolution out of range.
        MapFileError: if the map cannot be read, is empty, or `out` cannot be written; then no
            file is left, and what lay there stays as it was.
    """
    require_suffix(out, tuple(_WRITERS), what="the export")
    geometry = read_geometry(file)
    if not len(geometry.index):
        raise MapFileError(
            "the map is empty", got=str(file), remedy="Map a recording first: whereseen map"
        )
    return _WRITERS[out.suffix.lower()](geometry, out, resolution_m)


def voxel_mesh(geometry: Geometry) -> Mesh:
    """The outer faces of all voxels; corners are shared, and have the mean colour of their faces.

    Raises:
        ValueError: if the voxels span more than 2 million in any direction.
    """
    keys = np.sort(_pack(geometry.index))
    light = _linear(geometry.rgb)
    corners, colours = [], []
    for axis, quad in _FACES.items():
        bare = ~_contains(keys, _pack(geometry.index + np.array(axis)))
        corners.append((geometry.index[bare][:, None, :] + np.array(quad)).reshape(-1, 3))
        colours.append(np.repeat(light[bare], 4, axis=0))
    used, first, owner = np.unique(
        _pack(np.concatenate(corners)), return_index=True, return_inverse=True
    )
    painted = np.concatenate(colours)
    sums = [np.bincount(owner, weights=channel, minlength=len(used)) for channel in painted.T]
    quads = owner.reshape(-1, 4)
    return Mesh(
        vertices_map=(np.concatenate(corners)[first] * geometry.voxel_size_m).astype(np.float32),
        colours=np.stack(sums, axis=1) / np.bincount(owner)[:, None],
        triangles=quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3).astype(np.uint32),
    )


def write_mesh(path: Path, mesh: Mesh, *, R_level_map: Float64) -> None:
    """Write a mesh as GLB: vertices stay in the map frame, the node turns up to y as glTF wants.

    Not by open3d, whose writer puts the arrays into the JSON part, where no reader finds them.

    Args:
        path: The file.
        mesh: What to write.
        R_level_map: (3, 3) rotation that turns the map's up to z.

    Raises:
        MapFileError: if the file cannot be written; what lay there stays as it was.
    """
    small = len(mesh.vertices_map) < 65_535
    rgba = np.ones((len(mesh.colours), 4))
    rgba[:, :3] = mesh.colours
    parts = [
        mesh.vertices_map.astype("<f4").tobytes(),
        (rgba * 65_535.0).round().astype("<u2").tobytes(),
        mesh.triangles.astype("<u2" if small else "<u4").tobytes(),
    ]
    body = b"".join(_padded(part, b"\0") for part in parts)
    head = _padded(json.dumps(_scene(mesh, parts, R_level_map, small)).encode(), b" ")
    content = (
        struct.pack("<4sII", b"glTF", 2, 28 + len(head) + len(body))
        + struct.pack("<I4s", len(head), b"JSON")
        + head
        + struct.pack("<I4s", len(body), b"BIN\0")
        + body
    )
    write_whole({path: content}, what="the mesh")


def _pack(index: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
    """One integer for each coordinate triple (N, 3), 21 bits a coordinate."""
    shifted = index.astype(np.int64) + (1 << 20)
    if len(shifted) and (shifted.min() < 0 or shifted.max() >= 1 << 21):
        raise ValueError("voxel coordinates are out of range")
    return np.asarray((shifted[:, 0] << 42) | (shifted[:, 1] << 21) | shifted[:, 2])


def _contains(keys: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.asarray(keys[at] == wanted)


def _linear(rgb: npt.NDArray[np.uint8]) -> Float64:
    """Image colours to linear light, which glTF holds."""
    c = rgb / 255.0
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def _padded(part: bytes, filler: bytes) -> bytes:
    return part + filler * (-len(part) % 4)


def _scene(mesh: Mesh, parts: list[bytes], R_level_map: Float64, small: bool) -> dict[str, Any]:
    """The JSON part of a GLB file."""
    turn = np.eye(4)
    turn[:3, :3] = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]]) @ R_level_map
    ends = np.cumsum([len(_padded(part, b"\0")) for part in parts]).tolist()
    views = [
        {"buffer": 0, "byteOffset": end - len(_padded(part, b"\0")), "byteLength": len(part)}
        for part, end in zip(parts, ends, strict=True)
    ]
    for view, target in zip(views, (_ATTRIBUTES, _ATTRIBUTES, _INDICES), strict=True):
        view["target"] = target
    count = len(mesh.vertices_map)
    position = {
        "bufferView": 0, "componentType": _FLOAT, "count": count, "type": "VEC3",
        "min": mesh.vertices_map.min(axis=0).tolist(),
        "max": mesh.vertices_map.max(axis=0).tolist(),
    }  # fmt: skip
    colour = {
        "bufferView": 1, "componentType": _UINT16, "normalized": True,
        "count": count, "type": "VEC4",
    }  # fmt: skip
    index = {
        "bufferView": 2, "componentType": _UINT16 if small else _UINT32,
        "count": mesh.triangles.size, "type": "SCALAR",
    }  # fmt: skip
    matte = {"pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 1.0}}
    attributes = {"POSITION": 0, "COLOR_0": 1}
    return {
        "asset": {"version": "2.0", "generator": "whereseen"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": "map", "mesh": 0, "matrix": turn.T.ravel().tolist()}],
        "meshes": [{"primitives": [{"attributes": attributes, "indices": 2, "material": 0}]}],
        "materials": [matte],
        "accessors": [position, colour, index],
        "bufferViews": views,
        "buffers": [{"byteLength": ends[-1]}],
    }


def _write_cloud(geometry: Geometry, out: Path, resolution_m: float) -> list[Path]:
    from whereseen.memory.io.cloud import write_cloud

    write_cloud(out, geometry.points_map, geometry.rgb)
    return [out]


def _write_mesh(geometry: Geometry, out: Path, resolution_m: float) -> list[Path]:
    write_mesh(out, voxel_mesh(geometry), R_level_map=level_rotation(geometry.up_map))
    return [out]


def _write_grid(geometry: Geometry, out: Path, resolution_m: float) -> list[Path]:
    from whereseen.memory.io.occupancy import occupancy_of, write_occupancy

    return write_occupancy(occupancy_of(geometry, resolution_m=resolution_m), out)


_WRITERS: dict[str, Callable[[Geometry, Path, float], list[Path]]] = {
    ".ply": _write_cloud,
    ".glb": _write_mesh,
    ".png": _write_grid,
    ".pgm": _write_grid,
}
