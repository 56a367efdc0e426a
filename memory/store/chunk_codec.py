"""Chunks to bytes and back: a fixed order of little-endian columns, compressed, checked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import MapFileError
from whereseen.memory.spatial.chunks import CELL_COLUMNS, VOXEL_COLUMNS, Chunk

_HEADER = struct.Struct("<IIIII")  # voxels, cells, dimension, bytes of the two parts


def encode(chunk: Chunk) -> bytes:
    """Serialise a chunk; features are stored plainly, the rest is compressed."""
    n, m = chunk.index.shape[0], chunk.cell_index.shape[0]
    columns = [chunk.index, *(chunk.voxels[name] for name in VOXEL_COLUMNS), chunk.cell_index]
    columns += [chunk.cells[name] for name in CELL_COLUMNS if name != "codes"]
    packed = zlib.compress(b"".join(_bytes(column) for column in [*columns, chunk.image]), 1)
    codes = _bytes(chunk.cells["codes"])
    dimension = chunk.cells["codes"].shape[1]
    body = _HEADER.pack(n, m, dimension, len(packed), len(codes)) + packed + codes
    return body + struct.pack("<I", zlib.crc32(body))


def decode(
    key: int,
    data: bytes,
    *,
    voxel_columns: Mapping[str, type] = VOXEL_COLUMNS,
    cell_columns: Mapping[str, type] = CELL_COLUMNS,
) -> Chunk:
    """Read what `encode` wrote.

    Args:
        key: Key of the chunk.
        data: Its bytes.
        voxel_columns: Columns of voxels in the file's format.
        cell_columns: Columns of cells in the file's format.

    Raises:
        MapFileError: if the bytes are damaged.
    """
    try:
        return _decode(key, data, voxel_columns, cell_columns)
    except (struct.error, zlib.error, ValueError) as error:
        raise MapFileError(
            "a part of the map is damaged",
            got=f"chunk {key}: {error}",
            remedy="Restore the file from a copy, or map again",
        ) from error


def _decode(
    key: int, data: bytes, voxel_columns: Mapping[str, type], cell_columns: Mapping[str, type]
) -> Chunk:
    (checksum,) = struct.unpack_from("<I", data, len(data) - 4)
    if zlib.crc32(data[:-4]) != checksum:
        raise ValueError("checksum differs")
    n, m, dimension, packed_size, codes_size = _HEADER.unpack_from(data)
    packed = memoryview(zlib.decompress(data[_HEADER.size : _HEADER.size + packed_size]))
    columns = _Columns(packed)
    index = columns.take(np.int32, (n, 3))
    voxels = {
        name: columns.take(kind, (n, 3) if name == "rgb" else (n,))
        for name, kind in voxel_columns.items()
    }
    cell_index = columns.take(np.int32, (m, 3))
    cells = {
        name: columns.take(kind, (m,)) for name, kind in cell_columns.items() if name != "codes"
    }
    image = columns.take(np.int64, (m,))
    start = _HEADER.size + packed_size
    codes = np.frombuffer(data[start : start + codes_size], dtype=np.int8)
    cells["codes"] = codes.reshape(m, dimension)
    return Chunk(key, index, voxels, cell_index, cells, image)


class _Columns:
    """Reads typed columns off a buffer, one after the other."""

    def __init__(self, buffer: memoryview) -> None:
        self._buffer = buffer
        self._at = 0

    def take(self, kind: type, shape: tuple[int, ...]) -> npt.NDArray[Any]:
        """The next column, of this type and shape."""
        little = np.dtype(kind).newbyteorder("<")
        size = little.itemsize * int(np.prod(shape))
        part = self._buffer[self._at : self._at + size]
        self._at += size
        return np.frombuffer(part, dtype=little).astype(kind).reshape(shape)


def _bytes(column: npt.NDArray[np.generic]) -> bytes:
    return np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("<")).tobytes()
