"""Furniture as OBJ files with one texture each: what every renderer can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.materials import Picture, paint
from whereseen.sim.modelling.shapes import Mesh, Part, joined, mesh_of

_PADDING_PX = 2


@dataclass(frozen=True, slots=True)
class MeshFiles:
    """Where the files of one thing are.

    Attributes:
        mesh: Wavefront OBJ, in metres, z up.
        texture: PNG.
    """

    mesh: Path
    texture: Path


@dataclass(frozen=True, slots=True)
class TexturedMesh:
    """One mesh with the one image that covers it.

    Attributes:
        mesh: Its texture coordinates are those of the image, v from the bottom upwards.
        image: (h, w, 3) uint8, row 0 at the top.
    """

    mesh: Mesh
    image: Picture


def write_mesh(folder: Path, name: str, parts: tuple[Part, ...]) -> MeshFiles:
    """Write the mesh and the texture of a thing into an existing folder.

    Args:
        folder: Where to write.
        name: Names the files.
        parts: Solids in the frame of the thing.
    """
    covered = textured(parts)
    stem = name.replace(" ", "_")
    files = MeshFiles(mesh=folder / f"{stem}.obj", texture=folder / f"{stem}.png")
    files.mesh.write_text(_obj(covered.mesh), encoding="ascii")
    # Written once, read once: packing harder takes longer than loading a whole home.
    Image.fromarray(covered.image).save(files.texture, compress_level=1)
    return files


def textured(parts: tuple[Part, ...]) -> TexturedMesh:
    """Join solids, in the frame of their thing, into one mesh with one image.

    Args:
        parts: Solids; one at least.

    Raises:
        InvalidConfig: if there is no material of a name.
    """
    used = sorted({part.material for part in parts})
    image, windows = _atlas([paint(m) for m in used])
    window_of = dict(zip(used, windows, strict=True))
    mesh = joined([_within(mesh_of(part), window_of[part.material]) for part in parts])
    return TexturedMesh(mesh, image)


def _atlas(images: list[Picture]) -> tuple[Picture, list[Float64]]:
    """Images side by side, and the window (u0, v0, u1, v1) of each in texture coordinates."""
    framed = [np.pad(image, ((_PADDING_PX,) * 2,) * 2 + ((0, 0),), mode="edge") for image in images]
    height, width = max(len(f) for f in framed), sum(f.shape[1] for f in framed)
    atlas = np.zeros((height, width, 3), np.uint8)
    windows, left = [], 0
    for frame in framed:
        h, w = frame.shape[:2]
        atlas[:h, left : left + w] = frame
        inset = _PADDING_PX + 0.5
        edges = [left + inset, height - h + inset, left + w - inset, height - inset]
        windows.append(np.array(edges) / (width, height, width, height))
        left += w
    return atlas, windows


def _within(mesh: Mesh, window: Float64) -> Mesh:
    uv = window[:2] + mesh.uv * (window[2:] - window[:2])
    return Mesh(vertices_m=mesh.vertices_m, normals=mesh.normals, uv=uv, faces=mesh.faces)


def _obj(mesh: Mesh) -> str:
    lines = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in mesh.vertices_m]
    lines += [f"vt {u:.6f} {v:.6f}" for u, v in mesh.uv]
    lines += [f"vn {x:.5f} {y:.5f} {z:.5f}" for x, y, z in mesh.normals]
    lines += ["f " + " ".join(f"{i}/{i}/{i}" for i in face) for face in (mesh.faces + 1).tolist()]
    return "\n".join(lines) + "\n"
