"""Solids that furniture is made of, and their triangle meshes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, singledispatch
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from whereseen.memory.frames import Float64

Vector3 = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of edge lengths `size_m`, centred on its origin."""

    size_m: Vector3


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """An ellipsoid centred on its origin.

    Attributes:
        radii_m: Half axes.
        roundness: 1 is an ellipsoid; towards 0 it becomes a box with soft edges.
        sides: How many it has seen from above.
    """

    radii_m: Vector3
    roundness: float = 1.0
    sides: int = 15


@dataclass(frozen=True, slots=True)
class Lathe:
    """A solid of revolution about z.

    Attributes:
        profile_m: Pairs (radius, z) from the bottom outside to the top, and back inside if hollow.
        sides: How many it has seen from above.
    """

    profile_m: tuple[tuple[float, float], ...]
    sides: int = 20


@dataclass(frozen=True, slots=True)
class Tube:
    """A round tube along a polyline, open at both ends.

    Attributes:
        path_m: Points of the centre line.
        radius_m: Radius of the tube.
        sides: How many it has.
    """

    path_m: tuple[Vector3, ...]
    radius_m: float
    sides: int = 8


@dataclass(frozen=True, slots=True)
class MeshFile:
    """A piece of a mesh file, as `whereseen.sim.modelling.mesh_reading` cuts it.

    Attributes:
        path: Of a file that trimesh reads, or of a binary STL.
        piece: Which one.
        scale: Metres per unit of the file; of each of its axes if there are three.
        turn_deg: Roll, pitch and yaw that make it stand upright.
        cell_m: Vertices that share a cell of that edge are made one; 0 keeps all triangles.
    """

    path: str
    piece: int = 0
    scale: float | Vector3 = 1.0
    turn_deg: Vector3 = (0.0, 0.0, 0.0)
    cell_m: float = 0.0


Shape = Box | Ellipsoid | Lathe | Tube | MeshFile


@dataclass(frozen=True, slots=True)
class Part:
    """A solid with a material, placed in the frame of the thing that it is a part of.

    Attributes:
        shape: The solid.
        material: Name of a material of `whereseen.sim.modelling.materials`.
        at_m: Where the origin of the solid lies.
        turn_deg: Roll, pitch and yaw of the solid about x, y and z.
    """

    shape: Shape
    material: str
    at_m: Vector3 = (0.0, 0.0, 0.0)
    turn_deg: Vector3 = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles with texture coordinates.

    Attributes:
        vertices_m: (V, 3) float64.
        normals: (V, 3) float64 of unit length.
        uv: (V, 2) float64 in [0, 1], within the image of the material.
        faces: (F, 3) int64 indices into the vertices, counter-clockwise from outside.
    """

    vertices_m: Float64
    normals: Float64
    uv: Float64
    faces: npt.NDArray[np.int64]


@lru_cache(maxsize=2048)
def mesh_of(part: Part) -> Mesh:
    """Triangulate a part, in the frame of its thing; the arrays are read-only."""
    mesh = _mesh(part.shape)
    turn = rotation(part.turn_deg)
    placed = Mesh(
        vertices_m=mesh.vertices_m @ turn.T + part.at_m,
        normals=mesh.normals @ turn.T,
        uv=mesh.uv,
        faces=mesh.faces,
    )
    for array in (placed.vertices_m, placed.normals, placed.uv, placed.faces):
        array.setflags(write=False)
    return placed


def rotation(turn_deg: Vector3) -> Float64:
    """Rotation matrix (3, 3) of roll, pitch and yaw in degrees: first x, then y, then z."""
    (cr, cp, cy), (sr, sp, sy) = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    roll = np.array([[1, 0, 0], [0, cr, -sr], [0, sr, cr]])
    pitch = np.array([[cp, 0, sp], [0, 1, 0], [-sp, 0, cp]])
    yaw = np.array([[cy, -sy, 0], [sy, cy, 0], [0, 0, 1]])
    return np.asarray(yaw @ pitch @ roll, dtype=np.float64)


def turn_of(turn: Float64) -> Vector3:
    """Roll, pitch and yaw in degrees of a rotation matrix (3, 3); roll is 0 if it may be any."""
    pitch = np.arcsin(np.clip(-turn[2, 0], -1.0, 1.0))
    if np.hypot(turn[2, 1], turn[2, 2]) > 1e-9:
        roll, yaw = np.arctan2(turn[2, 1], turn[2, 2]), np.arctan2(turn[1, 0], turn[0, 0])
    else:
        roll, yaw = 0.0, np.arctan2(-turn[0, 1], turn[1, 1])
    degrees = np.round(np.degrees((roll, pitch, yaw)), 9) + 0.0
    return (float(degrees[0]), float(degrees[1]), float(degrees[2]))


@singledispatch
def _mesh(shape: Shape) -> Mesh:
    raise TypeError(f"no mesh for {type(shape).__name__}")


@_mesh.register
def _box(shape: Box) -> Mesh:
    half = np.asarray(shape.size_m) / 2.0
    sides = [_box_side(half, axis=axis, sign=sign) for axis in range(3) for sign in (-1.0, 1.0)]
    return joined(sides)


def _box_side(half: Float64, *, axis: int, sign: float) -> Mesh:
    """One side; upright sides keep the image upright, others lay its u along the longer edge."""
    first, second = (axis + 1) % 3, (axis + 2) % 3
    u_axis, v_axis = (first, second) if half[first] >= half[second] else (second, first)
    if axis != 2 and half[2] > 0.2 * max(half[first], half[second]):
        u_axis, v_axis = (1, 2) if axis == 0 else (0, 2)
    normal, u, v = np.eye(3)[axis] * sign, np.eye(3)[u_axis], np.eye(3)[v_axis]
    if np.cross(u, v) @ normal < 0.0:
        u = -u
    corners = [normal - u - v, normal + u - v, normal + u + v, normal - u + v]
    return Mesh(
        vertices_m=np.array(corners) * half,
        normals=np.tile(normal, (4, 1)),
        uv=np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
        faces=np.array([[0, 1, 2], [0, 2, 3]]),
    )


@_mesh.register
def _ellipsoid(shape: Ellipsoid) -> Mesh:
    rows, columns = 2 + round(shape.sides * 8 / 15), shape.sides + 1
    pitch, yaw = np.meshgrid(
        np.linspace(-np.pi / 2, np.pi / 2, rows), np.linspace(-np.pi, np.pi, columns), indexing="ij"
    )

    def soft(values: Float64) -> Float64:
        return np.asarray(np.sign(values) * np.abs(values) ** shape.roundness)

    unit = [soft(np.cos(pitch)) * soft(np.cos(yaw)), soft(np.cos(pitch)) * soft(np.sin(yaw))]
    grid = np.stack([*unit, soft(np.sin(pitch))], axis=-1) * shape.radii_m
    # The exact normal of a soft box; an ellipsoid's where roundness is 1.
    gradient = [
        np.sign(grid[..., i]) * np.abs(grid[..., i] / shape.radii_m[i]) ** (2 / shape.roundness - 1)
        for i in range(3)
    ]
    return _grid(grid, np.stack(gradient, axis=-1) / shape.radii_m)


@_mesh.register
def _lathe(shape: Lathe) -> Mesh:
    """Each step of the profile is a strip of its own, so that its edges stay sharp."""
    profile = np.asarray(shape.profile_m)
    yaw = np.linspace(0.0, 2.0 * np.pi, shape.sides + 1)
    around = np.stack([np.cos(yaw), np.sin(yaw), np.ones_like(yaw)], axis=-1)
    strips = []
    for low, high in pairwise(profile):
        rows = np.stack([around * (r, r, z) for r, z in (low, high)])
        outward = np.array([high[1] - low[1], low[0] - high[0]])
        normals = np.tile(around * (outward[0], outward[0], outward[1]), (2, 1, 1))
        strips.append(_grid(rows, normals))
    return joined(strips)


@_mesh.register
def _tube(shape: Tube) -> Mesh:
    path = np.asarray(shape.path_m)
    forward = np.gradient(path, axis=0)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    # Any direction that the whole path is far from parallel to gives a frame without twists.
    side = np.eye(3)[np.abs(forward).max(axis=0).argmin()]
    across = np.cross(forward, side)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    up = np.cross(across, forward)
    yaw = np.linspace(0.0, 2.0 * np.pi, shape.sides + 1)[:, None]
    normals = np.stack([np.cos(yaw) * a - np.sin(yaw) * b for a, b in zip(across, up, strict=True)])
    return _grid(path[:, None] + normals * shape.radius_m, normals)


@_mesh.register
def _mesh_file(shape: MeshFile) -> Mesh:
    from whereseen.sim.modelling.mesh_reading import pieces_of  # which makes `Mesh`es

    pieces = pieces_of(Path(shape.path), shape.scale, shape.turn_deg, shape.cell_m)
    return pieces[shape.piece]


def _grid(points: Float64, normals: Float64) -> Mesh:
    """A surface from a grid of points (m, n, 3): n runs counter-clockwise, m upwards."""
    m, n = points.shape[:2]
    corner = np.arange(m * n).reshape(m, n)
    a, b, c, d = (
        corner[:-1, :-1].ravel(),
        corner[:-1, 1:].ravel(),
        corner[1:, 1:].ravel(),
        corner[1:, :-1].ravel(),
    )
    v, u = np.meshgrid(np.linspace(0.0, 1.0, m), np.linspace(0.0, 1.0, n), indexing="ij")
    lengths = np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    return Mesh(
        vertices_m=points.reshape(-1, 3),
        normals=(normals / lengths).reshape(-1, 3),
        uv=np.stack([u, v], axis=-1).reshape(-1, 2),
        faces=np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]),
    )


def joined(meshes: list[Mesh]) -> Mesh:
    """One mesh out of several."""
    starts = np.cumsum([0] + [len(mesh.vertices_m) for mesh in meshes[:-1]])
    return Mesh(
        vertices_m=np.concatenate([mesh.vertices_m for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        uv=np.concatenate([mesh.uv for mesh in meshes]),
        faces=np.concatenate(
            [mesh.faces + start for mesh, start in zip(meshes, starts, strict=True)]
        ),
    )
