"""Solids as binary glTF 2.0: one file with mesh and image, which most tools read."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from whereseen.memory.frames import Float64
from whereseen.sim.modelling.mesh_files import TexturedMesh

# From the specification: component types, buffer targets, filters.
_FLOAT, _UINT32 = 5126, 5125
_VERTICES, _INDICES = 34962, 34963
_LINEAR, _CLAMP = 9729, 33071


def write_glb(path: Path, covered: TexturedMesh, *, brightness: Float64 | None = None) -> None:
    """Write a mesh and its image.

    The axes stay as they are. glTF means y to be up: viewers show a mesh whose z is up lying down.

    Args:
        path: To write to.
        covered: Metres; v of its texture coordinates from the bottom upwards.
        brightness: (V,) in [0, 1] of vertices, for renderers without lights; 1 if None.
    """
    mesh = covered.mesh
    shade = np.ones(len(mesh.vertices_m)) if brightness is None else brightness
    arrays = [
        mesh.vertices_m.astype("<f4"),
        mesh.normals.astype("<f4"),
        np.column_stack([mesh.uv[:, 0], 1.0 - mesh.uv[:, 1]]).astype("<f4"),
        np.repeat(shade[:, None], 3, axis=1).astype("<f4"),
        mesh.faces.ravel().astype("<u4"),
    ]
    png = io.BytesIO()
    Image.fromarray(covered.image).save(png, format="PNG", compress_level=1)
    chunks = [_padded(array.tobytes(), b"\0") for array in arrays]
    chunks.append(_padded(png.getvalue(), b"\0"))
    description = _description(arrays, [len(chunk) for chunk in chunks])
    head = _padded(json.dumps(description, separators=(",", ":")).encode(), b" ")
    body = b"".join(chunks)
    with path.open("wb") as file:
        file.write(struct.pack("<4sII", b"glTF", 2, 28 + len(head) + len(body)))
        file.write(struct.pack("<I4s", len(head), b"JSON") + head)
        file.write(struct.pack("<I4s", len(body), b"BIN\0") + body)


def _description(arrays: list[npt.NDArray[Any]], sizes: list[int]) -> dict[str, Any]:
    """The JSON part: what is where in the binary one."""
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    views: list[dict[str, int]] = [
        {"buffer": 0, "byteOffset": start, "byteLength": size}
        for start, size in zip(starts, sizes, strict=True)
    ]
    for view, target in zip(views, [_VERTICES] * 4 + [_INDICES], strict=False):
        view["target"] = target
    accessors = [_accessor(number, array) for number, array in enumerate(arrays)]
    low, high = arrays[0].min(axis=0), arrays[0].max(axis=0)
    accessors[0] |= {"min": low.tolist(), "max": high.tolist()}
    attributes = {"POSITION": 0, "NORMAL": 1, "TEXCOORD_0": 2, "COLOR_0": 3}
    return {
        "asset": {"version": "2.0", "generator": "whereseen"},
        "extensionsUsed": ["KHR_materials_unlit"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": attributes, "indices": 4, "material": 0}]}],
        "materials": [
            {
                "pbrMetallicRoughness": {
                    "baseColorTexture": {"index": 0},
                    "metallicFactor": 0.0,
                    "roughnessFactor": 1.0,
                },
                "extensions": {"KHR_materials_unlit": {}},
            }
        ],
        "textures": [{"source": 0, "sampler": 0}],
        "samplers": [
            {"magFilter": _LINEAR, "minFilter": _LINEAR, "wrapS": _CLAMP, "wrapT": _CLAMP}
        ],
        "images": [{"bufferView": len(sizes) - 1, "mimeType": "image/png"}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": sum(sizes)}],
    }


def _accessor(number: int, array: npt.NDArray[Any]) -> dict[str, Any]:
    kind = "SCALAR" if array.ndim == 1 else f"VEC{array.shape[1]}"
    component = _UINT32 if array.dtype.kind == "u" else _FLOAT
    return {
        "bufferView": number,
        "componentType": component,
        "count": len(array),
        "type": kind,
    }


def _padded(data: bytes, filler: bytes) -> bytes:
    """Filled up to a multiple of four bytes."""
    return data + filler * (-len(data) % 4)
