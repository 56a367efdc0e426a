from __future__ import annotations

from typing import Any

import pytest

from whereseen.memory.errors import MapFileError
from whereseen.memory.store import chunk_codec


@pytest.mark.parametrize(("voxels", "cells"), [(1, 1), (300, 80), (4, 0), (0, 0)])
def test_a_chunk_comes_back_bit_for_bit(chunk: Any, equal: Any, voxels: int, cells: int) -> None:
    written = chunk(3, voxels=voxels, cells=cells)
    equal(chunk_codec.decode(3, chunk_codec.encode(written)), written)


def test_equal_chunks_give_equal_bytes(chunk: Any) -> None:
    assert chunk_codec.encode(chunk(4)) == chunk_codec.encode(chunk(4))


def test_every_flipped_byte_is_noticed(chunk: Any) -> None:
    data = chunk_codec.encode(chunk())
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 0x10
        with pytest.raises(MapFileError, match=r"damaged.*chunk 5.*Restore the file"):
            chunk_codec.decode(5, bytes(damaged))


def test_every_truncation_is_noticed(chunk: Any) -> None:
    data = chunk_codec.encode(chunk())
    for length in range(len(data)):
        with pytest.raises(MapFileError, match="damaged"):
            chunk_codec.decode(5, data[:length])
