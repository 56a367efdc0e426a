"""Small chunks, key frames and snapshots to write."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from whereseen.memory.spatial.chunks import CELL_COLUMNS, VOXEL_COLUMNS, Chunk
from whereseen.memory.spatial.keyframes import Keyframe
from whereseen.memory.store.map_file import MapSnapshot


def make_chunk(key: int = 5, *, voxels: int = 3, cells: int = 2, seed: int = 0) -> Chunk:
    rng = np.random.default_rng([key, seed])

    def column(kind: type, *shape: int) -> np.ndarray:
        bounds = np.iinfo(kind)
        return rng.integers(bounds.min, bounds.max, shape, dtype=kind, endpoint=True)

    return Chunk(
        key=key,
        index=column(np.int32, voxels, 3),
        voxels={
            name: column(kind, voxels, 3) if name == "rgb" else column(kind, voxels)
            for name, kind in VOXEL_COLUMNS.items()
        },
        cell_index=column(np.int32, cells, 3),
        cells={
            name: column(kind, cells, 8) if name == "codes" else column(kind, cells)
            for name, kind in CELL_COLUMNS.items()
        },
        image=column(np.int64, cells),
    )


def make_keyframe(image_id: int = 1) -> Keyframe:
    return Keyframe(
        image_id=image_id,
        stamp_ns=10**18 + image_id,
        camera_id="head",
        jpeg=bytes(range(256)) * image_id,
        T_map_camera=np.arange(16.0).reshape(4, 4) / 3.0,
        intrinsics=np.arange(9.0).reshape(3, 3) / 7.0,
    )


def make_snapshot(
    *chunks: Chunk,
    keep: tuple[int, ...] = (),
    keyframes: tuple[Keyframe, ...] = (),
    **meta: str,
) -> MapSnapshot:
    return MapSnapshot(
        meta=meta,
        chunks=chunks,
        chunk_keys=[*(chunk.key for chunk in chunks), *keep],
        keyframes=keyframes,
        trajectory=((7, 0.1, 1.0 / 3.0, -2.0), (9, 0.2, 0.0, 0.0)),
    )


def check_equal(one: Chunk, other: Chunk) -> None:
    assert one.key == other.key
    for name in ("index", "cell_index", "image"):
        left, right = getattr(one, name), getattr(other, name)
        assert left.dtype == right.dtype
        np.testing.assert_array_equal(left, right)
    for group in ("voxels", "cells"):
        left, right = getattr(one, group), getattr(other, group)
        assert list(left) == list(right)
        for name in left:
            assert left[name].dtype == right[name].dtype
            np.testing.assert_array_equal(left[name], right[name])


@pytest.fixture
def chunk() -> Callable[..., Chunk]:
    return make_chunk


@pytest.fixture
def keyframe() -> Callable[..., Keyframe]:
    return make_keyframe


@pytest.fixture
def note() -> Callable[..., MapSnapshot]:
    return make_snapshot


@pytest.fixture
def equal() -> Callable[[Chunk, Chunk], None]:
    return check_equal
