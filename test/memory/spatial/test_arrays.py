from __future__ import annotations

import pytest

from whereseen.memory.errors import InvalidConfig
from whereseen.memory.spatial.arrays import reserve


@pytest.mark.parametrize("dimension", [1, 8, 384, 512, 1152])
@pytest.mark.parametrize("limit_mb", [16, 33, 256, 4096])
def test_all_arrays_together_stay_within_the_limit(limit_mb: int, dimension: int) -> None:
    a = reserve(limit_mb, dimension)
    assert 0.9 * (limit_mb << 20) <= a.reserved_bytes <= limit_mb << 20
    assert a.row_odds.size >= 4096
    assert a.table_key.size >= 4 * a.block_key.size
    assert a.table_key.size & (a.table_key.size - 1) == 0


def test_more_memory_holds_more_voxels() -> None:
    assert reserve(64, 512).row_odds.size > 3 * reserve(16, 512).row_odds.size


@pytest.mark.parametrize(("limit_mb", "dimension"), [(1, 512), (16, 8192), (0, 8)])
def test_a_limit_below_a_single_view_is_refused(limit_mb: int, dimension: int) -> None:
    with pytest.raises(InvalidConfig, match=r"too small .*got \d+ MB at .*Raise memory_limit_mb"):
        reserve(limit_mb, dimension)


def test_fresh_arrays_are_empty() -> None:
    assert not any(array.any() for array in reserve(16, 8))
