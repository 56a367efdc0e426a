from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from whereseen.memory.config import KeyframeConfig, MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.errors import InvalidConfig
from whereseen.memory.graph.config import GraphConfig, RelationConfig
from whereseen.memory.knobs import fixed_changes
from whereseen.memory.log.config import ArchiveConfig, LogConfig
from whereseen.memory.objects.config import ObjectConfig
from whereseen.memory.tiers.config import TierConfig

NAN = float("nan")
KINDS = (
    VoxelConfig,
    KeyframeConfig,
    PlaceConfig,
    ObjectConfig,
    LogConfig,
    ArchiveConfig,
    TierConfig,
    RelationConfig,
    GraphConfig,
    MemoryConfig,
)


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
        (PlaceConfig, "doubt_reach_m", -0.1),
        (PlaceConfig, "doubt_after_s", -1.0),
        (PlaceConfig, "verify_top", -1),
        (ObjectConfig, "appear_at", 1.1),
        (ObjectConfig, "confirmations", 0),
        (ObjectConfig, "size_ratio", 0.9),
        (ObjectConfig, "max_entities", 2.5),
        (MemoryConfig, "autosave_s", -1.0),
        (MemoryConfig, "autosave_s", NAN),
    ],
)
def test_values_out_of_range_are_named(kind: Any, name: str, value: Any) -> None:
    with pytest.raises(InvalidConfig, match=rf"{name}.*out of range \(got .*\)\. ") as info:
        kind(**{name: value})
    assert repr(value) in info.value.got


@pytest.mark.parametrize("kind", KINDS)
def test_the_defaults_are_usable_and_fixed(kind: Any) -> None:
    config = kind()
    assert config == kind()
    with pytest.raises(AttributeError):
        setattr(config, next(iter(kind.__dataclass_fields__)), 1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_knob_is_described_and_every_group_named(kind: Any) -> None:
    for each in fields(kind):
        assert each.metadata["description"].endswith("."), each.name
        assert each.name in kind.__doc__
        if "low" in each.metadata:
            low, high = each.metadata["low"], each.metadata["high"]
            assert low <= each.default <= high
            assert (
                type(low)
                is type(high)
                is type(each.default)
                is {"int": int, "float": float}[each.type]
            )


@pytest.mark.parametrize("kind", KINDS)
def test_both_ends_of_each_range_are_in_it(kind: Any) -> None:
    for each in fields(kind):
        for end in ("low", "high") if "low" in each.metadata else ():
            odds = {"clamp": 120, "occupied_at": 1, "release_at": 1}
            others = {n: v for n, v in odds.items() if kind is VoxelConfig and n != each.name}
            if each.name == "release_at":
                others["occupied_at"] = 120
            value = each.metadata[end]
            assert getattr(kind(**others | {each.name: value}), each.name) == value


def test_whole_numbers_are_numbers_too_but_truth_and_text_are_not() -> None:
    assert VoxelConfig(range_m=4).range_m == 4
    for value in (True, "4", None):
        with pytest.raises(InvalidConfig, match="range_m is out of range"):
            VoxelConfig(range_m=value)  # type: ignore[arg-type]


def test_only_resolution_and_bound_are_fixed() -> None:
    old = MemoryConfig()
    voxels = VoxelConfig(voxel_size_m=0.1, memory_limit_mb=99, hit=9, range_m=3.0)
    new = MemoryConfig(voxels=voxels, places=PlaceConfig(found_at=0.6), autosave_s=1.0)
    assert list(fixed_changes(old, old)) == []
    assert list(fixed_changes(old, new)) == ["voxels.voxel_size_m", "voxels.memory_limit_mb"]


def test_groups_of_groups_are_compared() -> None:
    new = MemoryConfig(
        graph=GraphConfig(relations=RelationConfig(near_m=0.4)),
        tiers=TierConfig(capacity=11),
        log=LogConfig(repeat_s=30.0, retention="told: 1 d"),
    )
    assert list(fixed_changes(MemoryConfig(), new)) == [
        "log.retention",
        "tiers.capacity",
        "graph.relations.near_m",
    ]
