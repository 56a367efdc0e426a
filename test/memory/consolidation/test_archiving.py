from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.config import KeyframeConfig, VoxelConfig
from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.log.config import ArchiveConfig
from whereseen.memory.spatial_memory import SpatialMemory


@pytest.fixture
def gallery(one_hot: Any, config: Any, world: Any, home: Any, monkeypatch: Any) -> Any:
    """A memory of eight images, one a minute; the second is taken in the kitchen."""
    from whereseen.memory.consolidation import scene_upkeep

    monkeypatch.setattr(scene_upkeep, "is_upright", lambda _: False)

    def make(**archive: Any) -> SpatialMemory:
        kept = replace(
            config,
            voxels=VoxelConfig(memory_limit_mb=16, stride_px=1),
            keyframes=KeyframeConfig(refresh_s=1.0),
            archive=ArchiveConfig(**archive),
        )
        memory = SpatialMemory(one_hot, kept)
        for minute in range(8):
            y = 2.0 * minute + 0.5
            x = 0.5 if minute % 2 else -0.5
            eye, target = (x, y, 1.0), (3.0, y, 1.0)
            memory.observe(world().look(eye, target, stamp_s=60.0 * minute, size=(96, 128)))
        assert len(memory.keyframes) == 8
        memory.kept_graph.restore(home.memory().kept_graph.rows())
        return memory

    return make


def kept(memory: SpatialMemory) -> list[int]:
    return sorted(frame.image_id for frame in memory.keyframes.slots if frame is not None)


def test_without_policies_all_stay(gallery: Any) -> None:
    memory = gallery()
    assert consolidate(memory).images == 0
    assert len(kept(memory)) == 8


def test_old_ones_go(gallery: Any) -> None:
    memory = gallery(images="image: 3 min")
    assert consolidate(memory).images == 4
    assert kept(memory) == [5, 6, 7, 8]
    assert consolidate(memory).images == 0


def test_bounds_count_the_newest(gallery: Any) -> None:
    memory = gallery(images="image: 3 rows")
    consolidate(memory)
    assert kept(memory) == [6, 7, 8]
    sizes = [len(frame.jpeg) for frame in memory.keyframes.slots if frame is not None]
    small = gallery(images=f"image: {(sizes[0] + sizes[1]) / 1000} kB")
    consolidate(small)
    assert kept(small) == [7, 8]


def test_rooms_have_policies_of_their_own(gallery: Any) -> None:
    memory = gallery(images="image@kitchen: 0 rows")
    consolidate(memory)
    assert kept(memory) == [1, 3, 4, 5, 6, 7, 8]


def test_what_they_showed_is_still_known_in_the_file_too(
    gallery: Any, one_hot: Any, tmp_path: Path
) -> None:
    memory = gallery(images="image: 0 rows")
    memory.attach(tmp_path / "home.map")
    before = memory.ask("wall")
    assert memory.crop(before.places[0]) is not None
    consolidate(memory)
    after = memory.ask("wall")
    assert after.places[0].position_m == before.places[0].position_m
    assert memory.crop(after.places[0]) is None
    memory.close()
    again = SpatialMemory.open(tmp_path / "home.map", one_hot)
    assert again.ask("wall").found
    assert kept(again) == []
