"""Blocks, rows, cells and chunks: found, made and freed."""

from __future__ import annotations

import numpy as np
from numba import njit

from whereseen.memory.spatial.arrays import (
    BLOCKS,
    BLOCKS_FREE,
    CELLS,
    CELLS_FREE,
    CHUNKS,
    CHUNKS_FREE,
    CLOCK,
    POOL_FREE,
    ROWS,
    ROWS_FREE,
    VoxelArrays,
)

_MIX = np.uint64(0x9E3779B97F4A7C15)
_OFFSET = 1 << 20
_MASK = (1 << 21) - 1


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def pack(x: int, y: int, z: int) -> int:
    """One key for three integer coordinates of at most 20 bits and a sign."""
    return ((x + _OFFSET) << 42) | ((y + _OFFSET) << 21) | (z + _OFFSET)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def unpack(key: int) -> tuple[int, int, int]:
    """The coordinates that `pack` packed."""
    return (key >> 42) - _OFFSET, ((key >> 21) & _MASK) - _OFFSET, (key & _MASK) - _OFFSET


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _home(key: int, size: int) -> int:
    mixed = np.uint64(key) * _MIX
    return np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(size - 1))


@njit(cache=True, nogil=True, error_model="numpy")
def find_block(a: VoxelArrays, key: int) -> int:
    """Block of a packed key, or -1."""
    size = a.table_key.size
    at = _home(key, size)
    while a.table_key[at] != 0:
        if a.table_key[at] == key + 1:
            return a.table_block[at] - 1
        at = (at + 1) & (size - 1)
    return -1


@njit(cache=True, nogil=True, error_model="numpy")
def insert_key(a: VoxelArrays, key: int, block: int) -> None:
    """Let a key, which is not there yet, name a block."""
    size = a.table_key.size
    at = _home(key, size)
    while a.table_key[at] != 0:
        at = (at + 1) & (size - 1)
    a.table_key[at] = key + 1
    a.table_block[at] = block + 1


@njit(cache=True, nogil=True, error_model="numpy")
def _remove(a: VoxelArrays, key: int) -> None:
    """Take a key out by shifting its successors back, so that no tombstones pile up."""
    size = a.table_key.size
    at = _home(key, size)
    while a.table_key[at] != key + 1:
        at = (at + 1) & (size - 1)
    hole = at
    at = (at + 1) & (size - 1)
    while a.table_key[at] != 0:
        home = _home(a.table_key[at] - 1, size)
        if ((at - home) & (size - 1)) >= ((at - hole) & (size - 1)):
            a.table_key[hole] = a.table_key[at]
            a.table_block[hole] = a.table_block[at]
            hole = at
        at = (at + 1) & (size - 1)
    a.table_key[hole] = 0
    a.table_block[hole] = 0


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def take(counts, high, free, stack, capacity):  # type: ignore[no-untyped-def]
    """An unused index from the free stack or above the high-water mark, or -1 at capacity."""
    if counts[free] > 0:
        counts[free] -= 1
        return np.int64(stack[counts[free]])
    if counts[high] < capacity:
        counts[high] += 1
        return counts[high] - 1
    return np.int64(-1)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def give(counts, free, stack, index):  # type: ignore[no-untyped-def]
    """Return an index to its free stack."""
    stack[counts[free]] = index
    counts[free] += 1


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def note_change(a: VoxelArrays, chunk: int) -> None:
    """Mark a chunk as changed, for whoever saves or shows it."""
    a.chunk_dirty[chunk] = 1
    a.chunk_change[chunk] = a.counts[CLOCK]


@njit(cache=True, nogil=True, error_model="numpy")
def _chunk_of(a: VoxelArrays, key: int) -> int:
    """Chunk that holds a block key, made if needed, or -1 at capacity.

    The newest chunks are likeliest: a new block mostly joins one that was just made.
    """
    x, y, z = unpack(key)
    chunk_key = pack(x >> 3, y >> 3, z >> 3)
    for chunk in range(a.counts[CHUNKS] - 1, -1, -1):
        if a.chunk_size[chunk] > 0 and a.chunk_key[chunk] == chunk_key:
            return chunk
    chunk = take(a.counts, CHUNKS, CHUNKS_FREE, a.free_chunks, a.chunk_key.size)
    if chunk >= 0:
        a.chunk_key[chunk] = chunk_key
        a.chunk_head[chunk] = 0
        a.chunk_size[chunk] = 0
        a.chunk_touch[chunk] = 0
        note_change(a, chunk)
    return chunk


@njit(cache=True, nogil=True, error_model="numpy")
def make_block(a: VoxelArrays, key: int) -> int:
    """A new, empty block in its chunk, or -1 at capacity."""
    chunk = _chunk_of(a, key)
    if chunk < 0:
        return -1
    block = take(a.counts, BLOCKS, BLOCKS_FREE, a.free_blocks, a.block_key.size)
    if block < 0:
        if a.chunk_size[chunk] == 0:
            give(a.counts, CHUNKS_FREE, a.free_chunks, chunk)
        return -1
    a.block_key[block] = key
    a.block_slot[block, :] = 0
    a.block_cell[block, :] = 0
    a.block_size[block] = 0
    a.block_chunk[block] = chunk
    a.block_next[block] = a.chunk_head[chunk]
    a.chunk_head[chunk] = block + 1
    a.chunk_size[chunk] += 1
    insert_key(a, key, block)
    return block


@njit(cache=True, nogil=True, error_model="numpy")
def free_block(a: VoxelArrays, block: int, previous: int) -> None:
    """Give back an empty block; `previous` is its predecessor in the chunk, or -1."""
    chunk = a.block_chunk[block]
    if previous < 0:
        a.chunk_head[chunk] = a.block_next[block]
    else:
        a.block_next[previous] = a.block_next[block]
    a.chunk_size[chunk] -= 1
    if a.chunk_size[chunk] == 0:
        give(a.counts, CHUNKS_FREE, a.free_chunks, chunk)
    _remove(a, a.block_key[block])
    give(a.counts, BLOCKS_FREE, a.free_blocks, block)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def cell_slot(local: int) -> int:
    """Which of a block's 64 cells holds a voxel; `local` is z + 8 y + 64 x inside the block."""
    return ((local >> 7) << 4) | (((local >> 4) & 3) << 2) | ((local >> 1) & 3)


@njit(cache=True, nogil=True, error_model="numpy")
def make_row(a: VoxelArrays, block: int, local: int) -> int:
    """A new, tentative voxel row, or -1 at capacity."""
    row = take(a.counts, ROWS, ROWS_FREE, a.free_rows, a.row_odds.size)
    if row < 0:
        return -1
    a.row_odds[row] = 0
    a.row_solid[row] = 0
    a.row_count[row] = 0
    a.row_frame[row] = -1
    a.block_slot[block, local] = row + 1
    a.block_size[block] += 1
    return row


@njit(cache=True, nogil=True, error_model="numpy")
def _make_cell(a: VoxelArrays, block: int, slot: int) -> int:
    cell = take(a.counts, CELLS, CELLS_FREE, a.free_cells, a.cell_weight.size)
    if cell < 0:
        return -1
    a.cell_weight[cell] = 0
    a.cell_presence[cell] = 0
    a.cell_views[cell] = 0
    a.cell_last[cell] = 0
    a.cell_size[cell] = 0
    a.cell_pool[cell] = 0
    a.cell_image[cell] = 0
    a.cell_pixels[cell] = 0
    a.cell_frame[cell] = -1
    a.cell_home[cell] = block * 64 + slot
    a.block_cell[block, slot] = cell + 1
    return cell


@njit(cache=True, nogil=True, error_model="numpy")
def settle(a: VoxelArrays, block: int, local: int) -> None:
    """Count a voxel as occupied; only such voxels have a feature cell."""
    row = a.block_slot[block, local] - 1
    if a.row_solid[row] == 1:
        return
    slot = cell_slot(local)
    cell = a.block_cell[block, slot] - 1
    if cell < 0:
        cell = _make_cell(a, block, slot)
    if cell >= 0:
        a.row_solid[row] = 1
        a.cell_size[cell] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def unsettle(a: VoxelArrays, block: int, local: int) -> None:
    """No longer count a voxel as occupied; its cell trusts what is left of it."""
    row = a.block_slot[block, local] - 1
    if a.row_solid[row] == 0:
        return
    a.row_solid[row] = 0
    cell = a.block_cell[block, cell_slot(local)] - 1
    left = a.cell_size[cell] - 1
    if left == 0:
        _free_cell(a, cell)
        return
    a.cell_weight[cell] = a.cell_weight[cell] * left // (left + 1)
    a.cell_size[cell] = left


@njit(cache=True, nogil=True, error_model="numpy")
def _free_cell(a: VoxelArrays, cell: int) -> None:
    home = a.cell_home[cell]
    a.block_cell[home >> 6, home & 63] = 0
    if a.cell_pool[cell] > 0:
        a.pool_owner[a.cell_pool[cell] - 1] = 0
        give(a.counts, POOL_FREE, a.free_pool, a.cell_pool[cell] - 1)
        a.cell_pool[cell] = 0
    a.cell_weight[cell] = 0
    a.cell_size[cell] = 0
    a.cell_image[cell] = 0
    give(a.counts, CELLS_FREE, a.free_cells, cell)


@njit(cache=True, nogil=True, error_model="numpy")
def free_row(a: VoxelArrays, block: int, local: int) -> None:
    """Forget one voxel."""
    unsettle(a, block, local)
    row = a.block_slot[block, local] - 1
    a.block_slot[block, local] = 0
    a.block_size[block] -= 1
    a.row_odds[row] = 0
    give(a.counts, ROWS_FREE, a.free_rows, row)


@njit(cache=True, nogil=True, error_model="numpy")
def free_chunk(a: VoxelArrays, chunk: int) -> int:
    """Forget a whole chunk; returns how many voxels were in it."""
    voxels = 0
    while a.chunk_size[chunk] > 0:
        block = a.chunk_head[chunk] - 1
        for local in range(a.block_slot.shape[1]):
            if a.block_slot[block, local] > 0:
                free_row(a, block, local)
                voxels += 1
        free_block(a, block, -1)
    return voxels
