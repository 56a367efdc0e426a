from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.spatial import arrays
from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels import exchange, grid

FAR = (1 << 20) - 1
Coordinates = tuple[int, int, int]
axis = st.integers(-FAR, FAR)


def tiny(*, blocks: int = 12, rows: int = 40, cells: int = 30, chunks: int = 5) -> VoxelArrays:
    """Arrays in which everything collides and runs out."""
    a = arrays.reserve(16, 8)
    return a._replace(
        table_key=a.table_key[:16],
        table_block=a.table_block[:16],
        block_key=a.block_key[:blocks],
        row_odds=a.row_odds[:rows],
        cell_weight=a.cell_weight[:cells],
        chunk_key=a.chunk_key[:chunks],
    )


def chunk_of(a: VoxelArrays, at: Coordinates) -> int:
    x, y, z = at
    key = grid.pack(x >> 3, y >> 3, z >> 3)
    n = a.counts[arrays.CHUNKS]
    (found,) = np.flatnonzero((a.chunk_key[:n] == key) & (a.chunk_size[:n] > 0))
    return int(found)


@given(axis, axis, axis)
def test_keys_hold_coordinates(x: int, y: int, z: int) -> None:
    assert grid.unpack(grid.pack(x, y, z)) == (x, y, z)
    assert grid.pack(x, y, z) >= 0


@pytest.mark.parametrize("corner", [(FAR, FAR, FAR), (-FAR, -FAR, -FAR), (-FAR, 0, FAR)])
def test_blocks_at_the_ends_of_the_grid_are_found(
    corner: Coordinates, structure_holds: Callable[[VoxelArrays], None]
) -> None:
    a = tiny()
    block = grid.make_block(a, grid.pack(*corner))
    assert grid.find_block(a, grid.pack(*corner)) == block == 0
    assert grid.find_block(a, grid.pack(0, 0, 0)) == -1
    grid.make_row(a, block, 511)
    structure_holds(a)


def test_keys_order_as_their_coordinates() -> None:
    assert grid.pack(-1, 5, 5) < grid.pack(0, -5, -5) < grid.pack(0, -5, -4)


# A few blocks that share chunks and table places, and some at the ends of the grid.
places = st.sampled_from(
    [(x, y, 0) for x in (-9, -1, 0, 7, 8) for y in (0, 1, -8)] + [(FAR, 0, -FAR), (-FAR, FAR, 1)]
)
locals_ = st.sampled_from([0, 1, 8, 64, 73, 255, 510, 511])
operations = st.lists(
    st.tuples(
        st.sampled_from(["row", "row", "row", "settle", "settle", "unsettle", "free", "evict"]),
        places,
        locals_,
    ),
    max_size=80,
)


@settings(max_examples=150)
@given(operations)
def test_blocks_rows_and_cells_behave_as_a_dictionary(
    structure_holds: Callable[[VoxelArrays], None],
    todo: list[tuple[str, Coordinates, int]],
) -> None:
    a = tiny()
    model: dict[Coordinates, dict[int, bool]] = {}
    for what, at, local in todo:
        block = int(grid.find_block(a, grid.pack(*at)))
        assert (block >= 0) == (at in model)
        if what == "row" and local not in model.get(at, {}):
            if block < 0:
                chunks = {tuple(c >> 3 for c in known) for known in model}
                room = len(model) < 12 and (len(chunks | {tuple(c >> 3 for c in at)}) <= 5)
                block = int(grid.make_block(a, grid.pack(*at)))
                assert (block >= 0) == room
            if block >= 0:
                room = sum(map(len, model.values())) < 40
                assert (grid.make_row(a, block, local) >= 0) == room
                model.setdefault(at, {}).update({local: False} if room else {})
        elif what == "settle" and local in model.get(at, {}):
            grid.settle(a, block, local)
            model[at][local] = bool(a.row_solid[a.block_slot[block, local] - 1])
        elif what == "unsettle" and local in model.get(at, {}):
            grid.unsettle(a, block, local)
            model[at][local] = False
        elif what == "free" and local in model.get(at, {}):
            grid.free_row(a, block, local)
            del model[at][local]
        elif what == "evict" and at in model:
            mates = [b for b in model if all(b[i] >> 3 == at[i] >> 3 for i in range(3))]
            assert grid.free_chunk(a, chunk_of(a, at)) == sum(len(model[b]) for b in mates)
            for mate in mates:
                del model[mate]
        structure_holds(a)
    for at, rows in model.items():
        block = grid.find_block(a, grid.pack(*at))
        slots = a.block_slot[block]
        assert np.flatnonzero(slots).tolist() == sorted(rows)
        assert {local: a.row_solid[slots[local] - 1] == 1 for local in rows} == rows


@settings(max_examples=100)
@given(st.lists(st.integers(-3, 3), max_size=60))
def test_deletion_leaves_no_key_behind_a_hole(
    structure_holds: Callable[[VoxelArrays], None], toggled: list[int]
) -> None:
    a = tiny(blocks=14)
    present: set[int] = set()
    for x in toggled:
        key = grid.pack(x, 0, 0)
        if x in present:
            chunk = chunk_of(a, (x, 0, 0))
            previous, block = -1, int(a.chunk_head[chunk]) - 1
            while block != grid.find_block(a, key):
                previous, block = block, int(a.block_next[block]) - 1
            grid.free_block(a, block, previous)
        else:
            grid.make_block(a, key)
        present ^= {x}
        assert {n for n in range(-3, 4) if grid.find_block(a, grid.pack(n, 0, 0)) >= 0} == present
        structure_holds(a)


def test_a_voxel_without_room_for_its_cell_stays_tentative(
    structure_holds: Callable[[VoxelArrays], None],
) -> None:
    a = tiny(cells=1)
    block = grid.make_block(a, grid.pack(0, 0, 0))
    for local in (0, 511):
        grid.make_row(a, block, local)
        grid.settle(a, block, local)
    assert a.row_solid[:2].tolist() == [1, 0]
    grid.free_row(a, block, 0)
    grid.settle(a, block, 511)
    assert a.row_solid[1] == 1
    structure_holds(a)


def test_a_cell_trusts_what_is_left_of_it() -> None:
    a = tiny()
    block = grid.make_block(a, grid.pack(0, 0, 0))
    for local in (0, 1, 8, 9):  # one cell
        grid.make_row(a, block, local)
        grid.settle(a, block, local)
    a.cell_weight[0] = 1000
    grid.unsettle(a, block, 9)
    assert (a.cell_size[0], a.cell_weight[0]) == (3, 750)
    grid.free_row(a, block, 0)
    assert (a.cell_size[0], a.cell_weight[0]) == (2, 500)


@pytest.mark.parametrize(("local", "slot"), [(0, 0), (1, 0), (2, 1), (73, 0), (146, 21), (511, 63)])
def test_two_by_two_by_two_voxels_share_a_cell(local: int, slot: int) -> None:
    assert grid.cell_slot(local) == slot


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_voxels_put_in_are_listed_by_chunk(
    structure_holds: Callable[[VoxelArrays], None], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    index = np.unique(rng.integers(-70, 70, (60, 3)).astype(np.int32), axis=0)
    solid = rng.integers(0, 2, len(index)).astype(np.uint8)
    a = arrays.reserve(16, 8)
    rows = exchange.insert_voxels(a, index, solid)
    assert np.array_equal(a.row_solid[rows], solid)
    structure_holds(a)
    listed, cell_index = [], []
    for chunk in range(a.counts[arrays.CHUNKS]):
        part, part_rows, part_cells, cells = exchange.list_chunk(a, chunk)
        assert len({tuple(at >> 6) for at in part}) == 1
        assert np.array_equal(exchange.find_cells(a, part_cells), cells)
        listed += [(*at, row) for at, row in zip(part.tolist(), part_rows, strict=True)]
        cell_index += [tuple(at) for at in part_cells.tolist()]
    assert sorted(listed) == sorted((*at, r) for at, r in zip(index.tolist(), rows, strict=True))
    assert sorted(cell_index) == sorted({tuple(at >> 1) for at in index[solid == 1]})
    assert exchange.find_cells(a, np.array([[999, 0, 0]], np.int32)).tolist() == [-1]


def test_voxels_beyond_the_capacity_are_told() -> None:
    a = tiny(rows=2)
    index = np.array([[0, 0, 0], [5, 5, 5], [9, 9, 9]], np.int32)
    assert exchange.insert_voxels(a, index, np.ones(3, np.uint8)).tolist() == [0, 1, -1]
