"""Binary STL files: triangles without colours, as most descriptions of robots come with."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.shapes import Mesh

_HEAD_BYTES = 84
_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("unused", "<u2")])


def read_stl(path: Path) -> Mesh | None:
    """The triangles of a binary STL with flat shading, in its own units; None if it is none."""
    data = path.read_bytes()
    if len(data) < _HEAD_BYTES + _RECORD.itemsize:
        return None
    count = int.from_bytes(data[_HEAD_BYTES - 4 : _HEAD_BYTES], "little")
    if len(data) != _HEAD_BYTES + count * _RECORD.itemsize:
        return None
    corners = np.frombuffer(data, _RECORD, count, _HEAD_BYTES)["corners"].astype(np.float64)
    return flat(corners) if np.isfinite(corners).all() else None


def write_stl(path: Path, mesh: Mesh) -> None:
    """Write the triangles of a mesh, to single precision."""
    records = np.zeros(len(mesh.faces), _RECORD)
    records["corners"] = mesh.vertices_m[mesh.faces]
    records["normal"] = _normals(mesh.vertices_m[mesh.faces])
    head = b"\0" * (_HEAD_BYTES - 4) + len(records).to_bytes(4, "little")
    path.write_bytes(head + records.tobytes())


def flat(corners: Float64) -> Mesh:
    """A mesh of separate triangles (F, 3, 3), each with its own normal; flat ones are left out."""
    normals = _normals(corners)
    some = np.linalg.norm(normals, axis=1) > 0.5
    corners, normals = corners[some], normals[some]
    count = 3 * len(corners)
    return Mesh(
        vertices_m=corners.reshape(-1, 3),
        normals=np.repeat(normals, 3, axis=0),
        uv=np.full((count, 2), 0.5),
        faces=np.arange(count, dtype=np.int64).reshape(-1, 3),
    )


def _normals(corners: Float64) -> Float64:
    """Unit normals (F, 3); zero where a triangle has no area."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(across, axis=1, keepdims=True)
    return np.asarray(across / np.where(lengths > 0.0, lengths, np.inf))
