"""Chunks of a voxel map as plain arrays: the unit in which maps are saved and moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from whereseen.memory.spatial.arrays import CHUNKS
from whereseen.memory.spatial.kernels import exchange, features
from whereseen.memory.spatial.voxel_map import VoxelMap

VOXEL_COLUMNS = {
    "odds": np.int8,
    "solid": np.uint8,
    "count": np.uint16,
    "first": np.uint32,
    "last": np.uint32,
    "rgb": np.uint8,
}
CELL_COLUMNS = {
    "weight": np.uint16,
    "presence": np.uint16,
    "views": np.uint8,
    "last": np.uint32,
    "pixels": np.uint16,
    "scale": np.uint16,
    "bias": np.uint16,
    "codes": np.int8,
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """64 x 64 x 64 voxels of a map.

    Attributes:
        key: Packed coordinates of the chunk.
        index: (N, 3) int32 voxel coordinates.
        voxels: Columns of `VOXEL_COLUMNS`, each (N,) or (N, 3).
        cell_index: (M, 3) int32 coordinates in units of cells, two voxels wide.
        cells: Columns of `CELL_COLUMNS`, each (M,) or (M, D).
        image: (M,) int64 identity of the key frame that shows each cell, -1 for none.
    """

    key: int
    index: npt.NDArray[np.int32]
    voxels: dict[str, npt.NDArray[np.generic]]
    cell_index: npt.NDArray[np.int32]
    cells: dict[str, npt.NDArray[np.generic]]
    image: npt.NDArray[np.int64]


def chunk_keys(voxel_map: VoxelMap) -> npt.NDArray[np.int64]:
    """Keys (K,) of all chunks that hold something."""
    a = voxel_map.arrays
    n = int(a.counts[CHUNKS])
    return a.chunk_key[:n][a.chunk_size[:n] > 0]


def changed_chunks(voxel_map: VoxelMap, image_ids: npt.NDArray[np.int64]) -> Iterator[Chunk]:
    """Chunks changed since `mark_saved`, in order of their keys.

    Args:
        voxel_map: The map; its active features are archived as they go out.
        image_ids: (S,) identity of the key frame in each slot.
    """
    a = voxel_map.arrays
    n = int(a.counts[CHUNKS])
    changed = np.flatnonzero((a.chunk_size[:n] > 0) & (a.chunk_dirty[:n] > 0))
    for chunk in changed[np.argsort(a.chunk_key[changed])]:
        yield _export(voxel_map, int(chunk), image_ids)


def mark_saved(voxel_map: VoxelMap) -> None:
    """Forget which chunks have changed."""
    voxel_map.arrays.chunk_dirty[:] = 0


def mark_changed(voxel_map: VoxelMap) -> None:
    """Treat all chunks as changed, so that the next snapshot is whole."""
    voxel_map.arrays.chunk_dirty[:] = 1


def insert_chunk(voxel_map: VoxelMap, chunk: Chunk, slot_of: dict[int, int]) -> int:
    """Add a chunk to a map; returns how many of its voxels found room.

    Args:
        voxel_map: A map of the same voxel size, dimension and anchor.
        chunk: What to add; voxels that exist are overwritten.
        slot_of: Key-frame slot of each identity; cells that point elsewhere lose their image.
    """
    a = voxel_map.arrays
    voxel_map.archive()  # the codes below are to count, not what is active
    rows = exchange.insert_voxels(a, chunk.index, chunk.voxels["solid"].astype(np.uint8))
    found = rows >= 0
    for name, column in chunk.voxels.items():
        if name != "solid":  # set on insertion, where there was room for the feature cell
            getattr(a, f"row_{name}")[rows[found]] = column[found]
    cells = exchange.find_cells(a, chunk.cell_index)
    known = cells >= 0
    for name, column in chunk.cells.items():
        getattr(a, f"cell_{name}")[cells[known]] = column[known]
    slots = np.array([slot_of.get(int(image), -1) + 1 for image in chunk.image], dtype=np.int32)
    a.cell_image[cells[known]] = slots[known]
    _date(voxel_map, chunk)
    return int(found.sum())


def _date(voxel_map: VoxelMap, chunk: Chunk) -> None:
    """Mark an inserted chunk as older than any frame to come, by when it was last seen."""
    a = voxel_map.arrays
    n = int(a.counts[CHUNKS])
    at = np.flatnonzero((a.chunk_key[:n] == chunk.key) & (a.chunk_size[:n] > 0))
    last = int(chunk.voxels["last"].max(initial=0))
    a.chunk_touch[at] = (last >> 1) - (1 << 31)


def _export(voxel_map: VoxelMap, chunk: int, image_ids: npt.NDArray[np.int64]) -> Chunk:
    a = voxel_map.arrays
    index, rows, cell_index, cells = exchange.list_chunk(a, chunk)
    features.archive_cells(a, cells)
    slots = a.cell_image[cells] - 1
    image = np.full(slots.size, -1, dtype=np.int64)
    image[slots >= 0] = image_ids[slots[slots >= 0]]
    return Chunk(
        key=int(a.chunk_key[chunk]),
        index=index,
        voxels={name: getattr(a, f"row_{name}")[rows] for name in VOXEL_COLUMNS},
        cell_index=cell_index,
        cells={name: getattr(a, f"cell_{name}")[cells] for name in CELL_COLUMNS},
        image=image,
    )
