from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.tiers.kept_tiers import KeptTiers
from whereseen.memory.tiers.short_term import Outcome
from whereseen.memory.tiers.unit import Reason, Unit

CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))


def unit(number: int, label: str = "mug") -> Unit:
    return Unit(number, label, (1.0, 2.0, 3.0), 5 + number, Reason.ACTED)


@pytest.fixture
def memory(one_hot: Any) -> SpatialMemory:
    return SpatialMemory(one_hot, CONFIG)


def test_what_is_at_hand_survives_a_restart(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    for number in range(1, 15):
        memory.tiers.short_term.note(unit(number))
    memory.tiers.working.begin("make tea", 7)
    memory.tiers.working.bind("the cup", 14)
    memory.save(tmp_path / "home.map")
    memory.tiers.short_term.note(unit(99))
    again = SpatialMemory.open(tmp_path / "home.map", one_hot, CONFIG)
    kept = [each.entity_id for each in again.tiers.short_term.units()]
    assert len(kept) == 10
    assert 99 not in kept
    assert again.tiers.working.state.task == "make tea"
    assert again.tiers.working.meant_by("the cup") == 14


def test_nobody_has_to_ask_for_it_to_stay(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.tiers.short_term.note(unit(3))
    memory.save(tmp_path / "home.map")
    for _ in range(2):
        with SpatialMemory.resume(tmp_path / "home.map", one_hot, CONFIG):
            pass
    again = SpatialMemory.open(tmp_path / "home.map", one_hot, CONFIG)
    assert again.tiers.short_term.recall(3).outcome == Outcome.HIT


def test_what_is_forgotten_is_not_at_hand_nor_in_the_file(
    memory: SpatialMemory, tmp_path: Path
) -> None:
    file = tmp_path / "home.map"
    memory.attach(file)
    thing = memory.objects.remember("diary", (0.0, 0.0, 0.0))
    memory.tiers.short_term.note(unit(thing.id, "diary"))
    memory.tiers.working.begin("read", 7)
    memory.tiers.working.bind("it", thing.id)
    memory.commit()
    memory.objects.forget([thing.id])
    assert len(memory.tiers.short_term) == 0
    assert memory.tiers.working.meant_by("it") is None
    memory.close()
    assert b"diary" not in file.read_bytes()


def test_what_moved_is_at_hand(memory: SpatialMemory, world: Any, box: Any) -> None:
    memory.objects.watch(["box"])
    for second in range(1, 30):
        y = -0.4 if second < 9 else 0.2
        memory.observe(world(box((1.0, y, -0.15), (1.3, y + 0.3, 0.15))).look(stamp_s=second))
        memory.objects.refresh_all()
        if second == 8:
            assert memory.tiers.rows() == {"short_term": (), "working": ()}
    (found,) = memory.tiers.short_term.units()
    assert (found.label, found.reason) == ("box", Reason.CHANGED)
    assert found.position_m[1] == pytest.approx(0.35)


def test_forgetting_makes_nothing_that_was_not_there() -> None:
    tiers = KeptTiers()
    tiers.forget([1])
    assert tiers.rows() == {"short_term": (), "working": ()}
