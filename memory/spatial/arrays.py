"""The arrays of the voxel memory: reserved once at their bound, committed as they are touched.

A dense array of 8 x 8 x 8 slots per block points to compact voxel rows; 2 x 2 x 2 voxels share a
feature cell. Blocks are found by an open-addressing hash of their integer coordinates and listed
by chunks of 8 x 8 x 8 blocks. Indices stored in arrays are one-based: zero, which is what fresh
pages hold, means none. The bound is divided over the arrays at the start, so nothing is ever
copied to grow and the memory in use cannot exceed it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from whereseen.memory.errors import InvalidConfig

BLOCK_EDGE = 8
BLOCK_VOXELS = 512
BLOCK_CELLS = 64
CHUNK_EDGE = 8  # blocks
COORDINATE_LIMIT = 1 << 20  # blocks on either side of the origin
WEIGHT_ONE = 256  # fixed point of `cell_weight`
PRESENCE_ONE = 65535  # fixed point of `cell_presence`

# Positions in `counts`.
BLOCKS, BLOCKS_FREE = 0, 1
ROWS, ROWS_FREE = 2, 3
CELLS, CELLS_FREE = 4, 5
CHUNKS, CHUNKS_FREE = 6, 7
POOL, POOL_FREE = 8, 9
POOL_HAND = 10
DROPPED = 11
CLOCK = 12  # what changes now is marked with it; whoever reads the marks moves it on
COUNTS = 13

# Surfaces seen indoors hold about 62 voxels a block and 3.9 voxels a cell; the shares leave room.
_VOXELS_PER_BLOCK = 40
_VOXELS_PER_CELL = 3.0
_BLOCKS_PER_CHUNK = 4  # few: a long walk with short glances must not run out of chunks
_FEWEST_CHUNKS = 512
_POOL_SHARE = 0.15
_SMALLEST_CAPACITY = 4096


class VoxelArrays(NamedTuple):
    """All state of a voxel memory, as numba sees it. N, R, C, K, A are capacities.

    Attributes:
        counts: (13,) int64 high-water marks, lengths of free lists, and counters.
        table_key: (H,) int64 block key + 1; table_block: (H,) int32 block + 1.
        block_key: (N,) int64; block_slot: (N, 512) int32 row + 1; block_cell: (N, 64) int32
            cell + 1; block_next: (N,) int32 next block of the chunk + 1; block_size: (N,) int32
            rows in it; block_chunk: (N,) int32 chunk.
        row_odds: (R,) int8 log-odds; row_solid: (R,) uint8 1 if occupied; row_count: (R,) uint16
            frames that hit it; row_first, row_last: (R,) uint32 tenths of a second since the
            epoch of the map; row_rgb: (R, 3) uint8; row_frame: (R,) int32 last frame that hit
            it; row_local: (R,) int32 its place in that frame's list.
        cell_weight: (C,) uint16 evidence in 1/256; cell_presence: (C,) uint16 share of views
            that recognised something in 1/65535; cell_views: (C,) uint8; cell_last: (C,)
            uint32 when it was last seen, as row_last; cell_size: (C,) uint8
            occupied voxels in it; cell_codes: (C, D) int8, cell_scale and cell_bias: (C,) uint16
            (float16 bits): the archived mean feature, bias * anchor + scale * codes; cell_pool:
            (C,) int32 pool row + 1 while active; cell_image: (C,) int32 key frame + 1 and
            cell_pixels: (C,) uint16 its pixels there; cell_frame, cell_local: (C,) int32 as for
            rows; cell_home: (C,) int32 block * 64 + cell of block.
        anchor: (D,) float32 unit vector that all features resemble, zero until it is known.
        pool: (A, D) uint16 float16 bits of active mean features; pool_owner: (A,) int32 cell + 1.
        chunk_key: (K,) int64; chunk_head: (K,) int32 first block + 1; chunk_size: (K,) int32
            blocks; chunk_touch: (K,) int32 last frame; chunk_dirty: (K,) uint8 unsaved changes;
            chunk_change: (K,) int64 the clock when it last changed.
        free_blocks, free_rows, free_cells, free_chunks, free_pool: int32 stacks.
    """

    counts: npt.NDArray[np.int64]
    table_key: npt.NDArray[np.int64]
    table_block: npt.NDArray[np.int32]
    block_key: npt.NDArray[np.int64]
    block_slot: npt.NDArray[np.int32]
    block_cell: npt.NDArray[np.int32]
    block_next: npt.NDArray[np.int32]
    block_size: npt.NDArray[np.int32]
    block_chunk: npt.NDArray[np.int32]
    row_odds: npt.NDArray[np.int8]
    row_solid: npt.NDArray[np.uint8]
    row_count: npt.NDArray[np.uint16]
    row_first: npt.NDArray[np.uint32]
    row_last: npt.NDArray[np.uint32]
    row_rgb: npt.NDArray[np.uint8]
    row_frame: npt.NDArray[np.int32]
    row_local: npt.NDArray[np.int32]
    cell_weight: npt.NDArray[np.uint16]
    cell_presence: npt.NDArray[np.uint16]
    cell_views: npt.NDArray[np.uint8]
    cell_last: npt.NDArray[np.uint32]
    cell_size: npt.NDArray[np.uint8]
    cell_codes: npt.NDArray[np.int8]
    cell_scale: npt.NDArray[np.uint16]
    cell_bias: npt.NDArray[np.uint16]
    cell_pool: npt.NDArray[np.int32]
    cell_image: npt.NDArray[np.int32]
    cell_pixels: npt.NDArray[np.uint16]
    cell_frame: npt.NDArray[np.int32]
    cell_local: npt.NDArray[np.int32]
    cell_home: npt.NDArray[np.int32]
    anchor: npt.NDArray[np.float32]
    pool: npt.NDArray[np.uint16]
    pool_owner: npt.NDArray[np.int32]
    chunk_key: npt.NDArray[np.int64]
    chunk_head: npt.NDArray[np.int32]
    chunk_size: npt.NDArray[np.int32]
    chunk_touch: npt.NDArray[np.int32]
    chunk_dirty: npt.NDArray[np.uint8]
    chunk_change: npt.NDArray[np.int64]
    free_blocks: npt.NDArray[np.int32]
    free_rows: npt.NDArray[np.int32]
    free_cells: npt.NDArray[np.int32]
    free_chunks: npt.NDArray[np.int32]
    free_pool: npt.NDArray[np.int32]

    @property
    def reserved_bytes(self) -> int:
        """Bytes of all arrays together: the bound that cannot be exceeded."""
        return sum(array.nbytes for array in self)


def _table_size(n_blocks: int) -> int:
    return 1 << int(np.ceil(np.log2(4 * n_blocks)))


def _lay_out(n_rows: int, n_pool: int, dimension: int) -> dict[str, tuple[type, tuple[int, ...]]]:
    n_blocks = max(n_rows // _VOXELS_PER_BLOCK, 64)
    n_cells = int(n_rows / _VOXELS_PER_CELL)
    n_chunks = max(n_blocks // _BLOCKS_PER_CHUNK, _FEWEST_CHUNKS)
    n_table = _table_size(n_blocks)
    return {
        "counts": (np.int64, (COUNTS,)),
        "table_key": (np.int64, (n_table,)),
        "table_block": (np.int32, (n_table,)),
        "block_key": (np.int64, (n_blocks,)),
        "block_slot": (np.int32, (n_blocks, BLOCK_VOXELS)),
        "block_cell": (np.int32, (n_blocks, BLOCK_CELLS)),
        "block_next": (np.int32, (n_blocks,)),
        "block_size": (np.int32, (n_blocks,)),
        "block_chunk": (np.int32, (n_blocks,)),
        "row_odds": (np.int8, (n_rows,)),
        "row_solid": (np.uint8, (n_rows,)),
        "row_count": (np.uint16, (n_rows,)),
        "row_first": (np.uint32, (n_rows,)),
        "row_last": (np.uint32, (n_rows,)),
        "row_rgb": (np.uint8, (n_rows, 3)),
        "row_frame": (np.int32, (n_rows,)),
        "row_local": (np.int32, (n_rows,)),
        "cell_weight": (np.uint16, (n_cells,)),
        "cell_presence": (np.uint16, (n_cells,)),
        "cell_views": (np.uint8, (n_cells,)),
        "cell_last": (np.uint32, (n_cells,)),
        "cell_size": (np.uint8, (n_cells,)),
        "cell_codes": (np.int8, (n_cells, dimension)),
        "cell_scale": (np.uint16, (n_cells,)),
        "cell_bias": (np.uint16, (n_cells,)),
        "cell_pool": (np.int32, (n_cells,)),
        "cell_image": (np.int32, (n_cells,)),
        "cell_pixels": (np.uint16, (n_cells,)),
        "cell_frame": (np.int32, (n_cells,)),
        "cell_local": (np.int32, (n_cells,)),
        "cell_home": (np.int32, (n_cells,)),
        "anchor": (np.float32, (dimension,)),
        "pool": (np.uint16, (n_pool, dimension)),
        "pool_owner": (np.int32, (n_pool,)),
        "chunk_key": (np.int64, (n_chunks,)),
        "chunk_head": (np.int32, (n_chunks,)),
        "chunk_size": (np.int32, (n_chunks,)),
        "chunk_touch": (np.int32, (n_chunks,)),
        "chunk_dirty": (np.uint8, (n_chunks,)),
        "chunk_change": (np.int64, (n_chunks,)),
        "free_blocks": (np.int32, (n_blocks,)),
        "free_rows": (np.int32, (n_rows,)),
        "free_cells": (np.int32, (n_cells,)),
        "free_chunks": (np.int32, (n_chunks,)),
        "free_pool": (np.int32, (n_pool,)),
    }


def _bytes(layout: dict[str, tuple[type, tuple[int, ...]]]) -> int:
    return sum(int(np.dtype(kind).itemsize * np.prod(shape)) for kind, shape in layout.values())


def reserve(memory_limit_mb: int, dimension: int) -> VoxelArrays:
    """Reserve arrays that together stay within `memory_limit_mb`.

    Args:
        memory_limit_mb: The bound in MiB.
        dimension: Length D of the features.

    Raises:
        InvalidConfig: if the bound is too small to hold a single view.
    """
    limit = memory_limit_mb << 20
    n_pool = min(max(int(limit * _POOL_SHARE / (2 * dimension)), 1024), 65_536)
    low, high = 0, limit // 16
    while low < high:
        middle = (low + high + 1) // 2
        fits = _bytes(_lay_out(middle, n_pool, dimension)) <= limit
        low, high = (middle, high) if fits else (low, middle - 1)
    if low < _SMALLEST_CAPACITY:
        raise InvalidConfig(
            "the memory limit is too small for a single view",
            got=f"{memory_limit_mb} MB at {dimension} dimensions",
            remedy="Raise memory_limit_mb",
        )
    layout = _lay_out(low, n_pool, dimension)
    return VoxelArrays(**{name: np.zeros(shape, kind) for name, (kind, shape) in layout.items()})
