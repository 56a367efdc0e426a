from __future__ import annotations

from typing import Any

import pytest

from whereseen.memory.config import KeyframeConfig, MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.errors import InvalidConfig

NAN = float("nan")


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (VoxelConfig, "voxel_size_m", 0.004),
        (VoxelConfig, "voxel_size_m", NAN),
        (VoxelConfig, "range_m", 0.0),
        (VoxelConfig, "range_m", 101.0),
        (VoxelConfig, "stride_px", 0),
        (VoxelConfig, "stride_px", 2.5),
        (VoxelConfig, "memory_limit_mb", 15),
        (VoxelConfig, "memory_limit_mb", 16.5),
        (VoxelConfig, "depth_noise_m", -0.001),
        (VoxelConfig, "hit", 0),
        (VoxelConfig, "miss", 121),
        (VoxelConfig, "band_miss", -1),
        (VoxelConfig, "occupied_at", 100),
        (VoxelConfig, "release_at", 100),
        (VoxelConfig, "solid_share", 0.0),
        (VoxelConfig, "solid_share", NAN),
        (VoxelConfig, "solid_hits", 0),
        (VoxelConfig, "feature_window", 0),
        (VoxelConfig, "presence_window", 251),
        (KeyframeConfig, "budget_mb", 0.0),
        (KeyframeConfig, "new_share", 0.0),
        (KeyframeConfig, "refresh_s", -1.0),
        (KeyframeConfig, "jpeg_quality", 96),
        (PlaceConfig, "found_at", 1.0),
        (PlaceConfig, "candidates", 0),
        (PlaceConfig, "keep_share", 1.1),
        (PlaceConfig, "keep_log_odds", -1.0),
        (PlaceConfig, "link_m", 0.0),
        (PlaceConfig, "widest_m", 0.0),
        (PlaceConfig, "presence_half", 0.0),
        (PlaceConfig, "verify_top", -1),
        (MemoryConfig, "autosave_s", -1.0),
        (MemoryConfig, "autosave_s", NAN),
    ],
)
def test_values_out_of_range_are_named(kind: Any, name: str, value: Any) -> None:
    with pytest.raises(InvalidConfig, match=rf"{name}.*out of range \(got .*\)\. ") as info:
        kind(**{name: value})
    assert repr(value) in info.value.got


@pytest.mark.parametrize("kind", [VoxelConfig, KeyframeConfig, PlaceConfig, MemoryConfig])
def test_the_defaults_are_usable_and_fixed(kind: Any) -> None:
    config = kind()
    assert config == kind()
    with pytest.raises(AttributeError):
        setattr(config, next(iter(kind.__dataclass_fields__)), 1)
