"""A little world with exact depth, an encoder that knows it, and a check of the map's structure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import settings

from whereseen.memory.encoder.protocol import Calibration, EncoderSpec, FeatureImage, Query
from whereseen.memory.frames import look_at
from whereseen.memory.observation import LabelImage, Observation
from whereseen.memory.spatial import arrays
from whereseen.memory.spatial.arrays import VoxelArrays
from whereseen.memory.spatial.kernels.grid import find_block, unpack

# The same examples on every machine, and no clock: the first call of a kernel compiles it.
settings.register_profile("whereseen", deadline=None, derandomize=True)
settings.load_profile("whereseen")

NAMES = ("wall", "box", "ball", "lamp")
COLOURS = np.array([[200, 200, 200], [220, 30, 30], [30, 220, 30], [30, 30, 220]], np.uint8)


@dataclass(frozen=True)
class Box:
    low: tuple[float, float, float]
    high: tuple[float, float, float]
    label: int = 1


class World:
    """A wall that faces the origin at x = 2.02, and boxes before it; all else is empty."""

    def __init__(self, *boxes: Box, wall_x: float = 2.02) -> None:
        self.boxes = [Box((wall_x, -9e3, -9e3), (wall_x + 1.0, 9e3, 9e3), 0), *boxes]

    def look(
        self,
        eye: Sequence[float] = (0.0, 0.0, 0.0),
        target: Sequence[float] = (2.0, 0.0, 0.0),
        *,
        stamp_s: float = 0.0,
        size: tuple[int, int] = (48, 64),
    ) -> Observation:
        height, width = size
        K = np.array([[width, 0.0, width / 2 - 0.5], [0.0, width, height / 2 - 0.5], [0, 0, 1.0]])
        pose = look_at(eye, target)
        v, u = np.mgrid[:height, :width]
        ray = np.stack([(u - K[0, 2]) / width, (v - K[1, 2]) / width, np.ones(u.shape)], axis=-1)
        ray = ray @ pose[:3, :3].T
        depth, ids = np.full(size, np.inf), np.full(size, -1, np.int32)
        for box in self.boxes:
            with np.errstate(divide="ignore"):
                sides = [(np.array(at) - eye) / ray for at in (box.low, box.high)]
            enter = np.minimum(*sides).max(axis=-1)
            hit = (enter > 0.0) & (enter <= np.maximum(*sides).min(axis=-1)) & (enter < depth)
            depth[hit], ids[hit] = enter[hit], box.label
        return Observation.checked(
            COLOURS[ids],
            depth.astype(np.float32),
            intrinsics=K,
            T_map_camera=pose,
            stamp_ns=int(stamp_s * 1e9),
            labels=LabelImage(ids, NAMES),
        )


class OneHot:
    """An encoder that sees each pixel's label as a unit vector; words are labels."""

    def __init__(self, dimension: int = 8) -> None:
        calibration = Calibration(midpoint=0.5, slope=12.0)
        self.spec = EncoderSpec("one-hot", dimension, calibration, calibration)

    def encode(self, observation: Observation) -> FeatureImage:
        assert observation.labels is not None
        rows = np.eye(self.spec.dimension, dtype=np.float32)[: len(NAMES)]
        return FeatureImage(rows, np.ones(len(NAMES), np.float32), observation.labels.ids)

    def query_text(self, text: str) -> Query:
        at = NAMES.index(text) if text in NAMES else self.spec.dimension - 1
        vector = np.eye(self.spec.dimension, dtype=np.float32)[at]
        return Query(text, vector, self.spec.text)

    def query_image(self, rgb: npt.NDArray[np.uint8]) -> Query:
        nearest = np.abs(COLOURS.astype(int) - rgb.reshape(-1, 3).mean(axis=0)).sum(axis=1)
        return self.query_text(NAMES[int(np.argmin(nearest))])


def check_structure(a: VoxelArrays) -> None:
    """Every index points to something that points back, and nothing is lost."""

    def in_use(high: int, free: int, stack: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        spare = stack[: a.counts[free]]
        assert np.unique(spare).size == spare.size
        assert spare.size == 0 or (spare.min() >= 0 and spare.max() < a.counts[high])
        return np.setdiff1d(np.arange(a.counts[high]), spare)

    blocks = in_use(arrays.BLOCKS, arrays.BLOCKS_FREE, a.free_blocks)
    rows = in_use(arrays.ROWS, arrays.ROWS_FREE, a.free_rows)
    cells = in_use(arrays.CELLS, arrays.CELLS_FREE, a.free_cells)
    chunks = in_use(arrays.CHUNKS, arrays.CHUNKS_FREE, a.free_chunks)
    pool = in_use(arrays.POOL, arrays.POOL_FREE, a.free_pool)

    assert sorted(a.table_key[a.table_key != 0] - 1) == sorted(a.block_key[blocks])
    assert [find_block(a, key) for key in a.block_key[blocks]] == blocks.tolist()

    chained: list[int] = []
    assert np.unique(a.chunk_key[chunks]).size == chunks.size
    for chunk in chunks:
        block, length = a.chunk_head[chunk] - 1, 0
        while block >= 0:
            x, y, z = unpack(a.block_key[block])
            assert unpack(a.chunk_key[chunk]) == (x >> 3, y >> 3, z >> 3)
            assert a.block_chunk[block] == chunk
            chained.append(int(block))
            block, length = a.block_next[block] - 1, length + 1
        assert a.chunk_size[chunk] == length > 0
    assert sorted(chained) == blocks.tolist()

    slots = a.block_slot[blocks]
    assert np.array_equal(a.block_size[blocks], (slots > 0).sum(axis=1))
    assert np.array_equal(np.sort(slots[slots > 0] - 1), rows)

    solid = np.zeros((blocks.size, 512), bool)
    solid[slots > 0] = a.row_solid[slots[slots > 0] - 1] == 1
    of_cell = solid.reshape(-1, 4, 2, 4, 2, 4, 2).sum(axis=(2, 4, 6)).reshape(-1, 64)
    homes = a.block_cell[blocks]
    assert np.array_equal(homes > 0, of_cell > 0)
    assert np.array_equal(np.sort(homes[homes > 0] - 1), cells)
    assert np.array_equal(a.cell_size[homes[homes > 0] - 1], of_cell[homes > 0])
    owners, at = np.nonzero(homes)
    assert np.array_equal(a.cell_home[homes[owners, at] - 1], blocks[owners] * 64 + at)

    active = cells[a.cell_pool[cells] > 0]
    assert np.array_equal(np.sort(a.cell_pool[active] - 1), pool)
    assert np.array_equal(a.pool_owner[a.cell_pool[active] - 1] - 1, active)


@pytest.fixture(scope="session")
def world() -> type[World]:
    return World


@pytest.fixture(scope="session")
def box() -> type[Box]:
    return Box


@pytest.fixture(scope="session")
def one_hot() -> OneHot:
    return OneHot()


@pytest.fixture(scope="session")
def structure_holds() -> Callable[[VoxelArrays], None]:
    return check_structure
