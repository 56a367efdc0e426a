"""Triangles of mesh files as collision shapes of robots use them: STL and OBJ."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from whereseen.memory.frames import Float64

_MOST_BYTES = 64 * 2**20
_HEAD_BYTES = 84
_RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("unused", "<u2")])


def read_triangles(file: Path) -> Float64:
    """Corners (F, 3, 3) of the triangles of a file, in its own units.

    Raises:
        ValueError: if it is neither STL nor OBJ, holds no triangles, or is too large.
        OSError: if it cannot be read.
    """
    if file.stat().st_size > _MOST_BYTES:
        raise ValueError("the mesh is too large")
    kind = file.suffix.lower()
    if kind == ".stl":
        found = _of_stl(file.read_bytes())
    elif kind == ".obj":
        found = _of_obj(file.read_text(encoding="utf-8", errors="replace"))
    else:
        raise ValueError("the mesh is neither STL nor OBJ")
    if not len(found) or not np.isfinite(found).all():
        raise ValueError("the mesh holds no triangles")
    return found


def _of_stl(data: bytes) -> Float64:
    count = int.from_bytes(data[_HEAD_BYTES - 4 : _HEAD_BYTES], "little")
    if len(data) == _HEAD_BYTES + count * _RECORD.itemsize:
        return np.frombuffer(data, _RECORD, count, _HEAD_BYTES)["corners"].astype(np.float64)
    lines = (line.split() for line in data.decode("ascii", errors="replace").splitlines())
    corners = [[float(each) for each in words[1:4]] for words in lines if words[:1] == ["vertex"]]
    if len(corners) % 3:
        raise ValueError("the mesh is cut off")
    return np.array(corners, dtype=np.float64).reshape(-1, 3, 3)


def _of_obj(text: str) -> Float64:
    points: list[list[float]] = []
    faces: list[tuple[int, int, int]] = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["v"]:
            points.append([float(each) for each in words[1:4]])
        elif words[:1] == ["f"]:
            # Counted from 1, or backwards from the last one.
            ids = [int(each.split("/")[0]) for each in words[1:]]
            ids = [each - 1 if each > 0 else len(points) + each for each in ids]
            faces += [(ids[0], one, two) for one, two in pairwise(ids[1:])]
    corners = np.array(points, dtype=np.float64).reshape(-1, 3)
    found = np.array(faces, dtype=np.int64).reshape(-1, 3)
    if found.size and not 0 <= found.min() <= found.max() < len(corners):
        raise ValueError("the mesh names corners that it lacks")
    return corners[found]
