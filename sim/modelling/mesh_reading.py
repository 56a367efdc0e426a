"""Meshes made elsewhere, read with trimesh, which is imported here only; STL is read by us."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import MissingDependency, WhereseenError
from whereseen.memory.frames import Float64
from whereseen.sim.modelling.mesh_cutting import cut
from whereseen.sim.modelling.mesh_files import TexturedMesh
from whereseen.sim.modelling.mesh_merging import LARGEST_PX, merged, moved, plain, shrunk
from whereseen.sim.modelling.near_files import NearFiles
from whereseen.sim.modelling.painting import Picture
from whereseen.sim.modelling.shapes import Mesh, Vector3, rotation
from whereseen.sim.modelling.stl import read_stl
from whereseen.sim.modelling.thinning import thinned

_GREY = (180, 180, 180)
_MOST_TILES = 4


class MeshUnreadable(WhereseenError):
    """A file that holds no triangles that can be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class MeshNode:
    """A named part of a file.

    Attributes:
        name: Of the node.
        covered: What it looks like, in the frame of the file.
    """

    name: str
    covered: TexturedMesh


def read_mesh(path: Path) -> TexturedMesh:
    """Read all of a file in its own axes and units; Collada, which tells them, in metres.

    Binary STL needs no trimesh.

    Raises:
        MeshUnreadable: if there are no triangles in it.
        MissingDependency: if trimesh, or what it needs for the format, is not installed.
    """
    return _read(str(path), path.stat().st_mtime_ns if path.is_file() else 0)


def read_nodes(path: Path) -> tuple[MeshNode, ...]:
    """Read the nodes of a file that have triangles, each with its transform applied."""
    return tuple(
        MeshNode(name, _covered(geometry, T_file_node))
        for name, geometry, T_file_node in _nodes(path)
    )


@lru_cache(maxsize=256)
def pieces_of(
    path: Path, scale: float | Vector3, turn_deg: Vector3, cell_m: float = 0.0
) -> tuple[Mesh, ...]:
    """The mesh of a file, made upright and in metres, cut into pieces; not to be changed.

    Args:
        path: Of the file, which is read once.
        scale: Metres per unit, along each axis of the file if there are three.
        turn_deg: Roll, pitch and yaw that make it stand.
        cell_m: Vertices that share a cell of that edge are made one; 0 keeps all triangles.
    """
    T = np.eye(4)
    T[:3, :3] = rotation(turn_deg)
    factors = (scale,) * 3 if isinstance(scale, float | int) else scale
    upright = moved(read_mesh(path), T, factors).mesh
    return cut(thinned(upright, cell_m) if cell_m else upright)


@lru_cache(maxsize=64)
def _read(path: str, _changed_ns: int) -> TexturedMesh:
    file = Path(path)
    bare = read_stl(file) if file.suffix.lower() == ".stl" and file.is_file() else None
    if bare is not None and len(bare.faces):
        covered = TexturedMesh(bare, plain(_GREY))
    else:
        covered = merged([_covered(geometry, T) for _, geometry, T in _nodes(file)])
    for array in (covered.mesh.vertices_m, covered.mesh.normals, covered.mesh.uv):
        array.setflags(write=False)
    return covered


def _nodes(path: Path) -> list[tuple[str, Any, Float64]]:
    """Name, triangles and transform (4, 4) of each node of a file; one at least."""
    trimesh = _imported()
    if not path.is_file():
        raise MeshUnreadable("there is no such mesh file", got=str(path))
    try:
        scene = trimesh.load_scene(path, resolver=NearFiles(path))
        unit_m = _unit_m(trimesh, scene) if path.suffix.lower() == ".dae" else 1.0
        found = []
        for name in scene.graph.nodes_geometry:
            T_file_node, geometry = scene.graph[name]
            T = np.diag([unit_m, unit_m, unit_m, 1.0]) @ np.array(T_file_node, np.float64)
            found.append((str(name), scene.geometry[geometry], T))
    except ImportError as error:
        raise MissingDependency(str(error.name or "a reader of the format"), "scenes") from error
    except Exception as error:  # readers of a dozen formats raise whatever they like
        raise MeshUnreadable(
            f"{path} is no mesh", got=f"{type(error).__name__}: {error}"
        ) from error
    some = [each for each in found if len(getattr(each[1], "faces", ()))]
    if not some:
        raise MeshUnreadable("a mesh file without triangles", got=str(path))
    return some


def _unit_m(trimesh: Any, scene: Any) -> float:
    """Metres per unit, which Collada tells."""
    return float(trimesh.units.unit_conversion(scene.units or "meters", "meters"))


def _covered(geometry: Any, T: Float64) -> TexturedMesh:
    """Triangles in the frame of the file, and the image that covers them."""
    faces = np.asarray(geometry.faces, dtype=np.int64)
    turn = T[:3, :3]
    if np.linalg.det(turn) < 0.0:
        faces = faces[:, ::-1]  # a mirror turns triangles inside out
    uv, image, faces_uv = _cover(geometry, faces)
    corners = faces.ravel() if faces_uv else np.arange(len(geometry.vertices))
    vertices = np.asarray(geometry.vertices, dtype=np.float64) @ turn.T + T[:3, 3]
    normals = np.asarray(geometry.vertex_normals, dtype=np.float64) @ np.linalg.inv(turn)
    lengths = np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    faces = np.arange(len(corners)).reshape(-1, 3) if faces_uv else faces
    return TexturedMesh(Mesh(vertices[corners], (normals / lengths)[corners], uv, faces), image)


def _cover(geometry: Any, faces: npt.NDArray[np.int64]) -> tuple[Float64, Picture, bool]:
    """Texture coordinates, their image, and whether they are those of corners of faces."""
    visual, count = geometry.visual, len(geometry.vertices)
    material = getattr(visual, "material", None)
    image = None if material is None else _image_of(material)
    uv = getattr(visual, "uv", None)
    if image is not None and uv is not None and len(uv) == count:
        coordinates = np.nan_to_num(np.asarray(uv, dtype=np.float64)[:, :2])
        if coordinates.min() >= -1e-6 and coordinates.max() <= 1.0 + 1e-6:
            return coordinates.clip(0.0, 1.0), image, False
        return (*_tiled(coordinates[faces], image), True)
    if material is not None:
        return np.full((count, 2), 0.5), plain(_colour_of(material)), False
    if getattr(visual, "defined", False):
        return (*_palette(np.asarray(visual.face_colors)[:, :3], len(faces)), True)
    return np.full((count, 2), 0.5), plain(_GREY), False


def _image_of(material: Any) -> Picture | None:
    """The image of a material, in its colour; None if it is plain."""
    image = getattr(material, "baseColorTexture", None) or getattr(material, "image", None)
    if image is None:
        return None
    pixels = np.asarray(image.convert("RGB"), dtype=np.float64)
    factor = getattr(material, "baseColorFactor", None)
    if factor is not None:
        pixels = pixels * _bytes_of(factor) / 255.0
    return pixels.astype(np.uint8)


def _colour_of(material: Any) -> Float64:
    for name in ("baseColorFactor", "diffuse", "main_color"):
        colour = getattr(material, name, None)
        if colour is not None:
            return _bytes_of(colour)
    return np.array(_GREY, dtype=np.float64)


def _bytes_of(colour: Any) -> Float64:
    """A colour (3,) from 0 to 255, given so or from 0 to 1."""
    values = np.asarray(colour)
    scale = 255.0 if np.issubdtype(values.dtype, np.floating) and values.max() <= 1.0 else 1.0
    return np.asarray(values[:3] * scale, dtype=np.float64)


def _palette(colours: npt.NDArray[np.uint8], faces: int) -> tuple[Float64, Picture]:
    """An image of the colours of faces, and coordinates (3 F, 2) of their corners."""
    coarse = colours // 8 * 8 + 4 if len(np.unique(colours, axis=0)) > 256 else colours
    known, index = np.unique(coarse, axis=0, return_inverse=True)
    side = int(np.ceil(np.sqrt(len(known))))
    image = np.zeros((side * side, 3), np.uint8)
    image[: len(known)] = known
    row, column = np.divmod(index.reshape(faces), side)
    uv = np.stack([(column + 0.5) / side, 1.0 - (row + 0.5) / side], axis=-1)
    # Coordinates are squeezed by half a pixel later: spread them so that they stay in the middle.
    spread = np.repeat(np.repeat(image.reshape(side, side, 3), 4, axis=0), 4, axis=1)
    return np.repeat(uv, 3, axis=0), spread


def _tiled(uv: Float64, image: Picture) -> tuple[Float64, Picture]:
    """Coordinates (3 F, 2) of a repeated image within one of several tiles."""
    first = np.floor(uv.min(axis=1, keepdims=True) + 1e-9)
    moved = uv - first
    tiles = np.clip(np.ceil(moved.max(axis=(0, 1)) - 1e-9), 1, _MOST_TILES).astype(int)
    small = shrunk(image, LARGEST_PX // int(tiles.max()))
    return (moved / tiles).clip(0.0, 1.0).reshape(-1, 2), np.tile(small, (tiles[1], tiles[0], 1))


def _imported() -> Any:
    try:
        import trimesh
    except ImportError as error:
        raise MissingDependency("trimesh", "scenes") from error
    return trimesh
