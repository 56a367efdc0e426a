"""What is forgotten on request is in no byte of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.consolidation.consolidating import consolidate
from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.forgetting import carry_out, plan_erasure, traces_of
from whereseen.memory.observation import LabelImage
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.map_file import MapFile

SECRET = "medicine bottle"


@pytest.fixture
def memory(world: Any, box: Any, tmp_path: Path) -> Any:
    """A room in which a bottle was moved and a ball lies, seen by an encoder that knows names."""
    from dataclasses import replace

    names = ("wall", SECRET, "ball", "lamp")
    found = SpatialMemory(
        make_encoder("labels"), MemoryConfig(voxels=VoxelConfig(memory_limit_mb=64))
    )
    found.attach(tmp_path / "home.map")
    ball = box((1.2, 0.5, -0.5), (1.4, 0.7, -0.3), 2)
    for second in range(1, 40):
        y = -0.4 if second < 12 else 0.0
        frame = world(box((1.0, y, -0.15), (1.3, y + 0.3, 0.15)), ball).look(stamp_s=second)
        assert frame.labels is not None
        found.observe(replace(frame, labels=LabelImage(frame.labels.ids, names)))
        found.objects.refresh_all()
        if second % 10 == 0:
            found.graph.refresh()
    found.commit()
    yield found
    found.close()


def test_a_thing_goes_from_every_byte(memory: SpatialMemory) -> None:
    file = memory.file
    assert file is not None
    assert traces_of(file, [SECRET]) == (SECRET,)
    (thing, *_) = [each for each in memory.objects.entities() if each.label == SECRET]
    consolidate(memory)
    told = [row.text for row in memory.upkeep.rows().summaries]
    assert any(SECRET in text for text in told)
    assert {habit.label for habit in memory.upkeep.habits} == {SECRET, "ball"}
    assert traces_of(file, [f"the {SECRET}", f"The {SECRET} was"]) != ()
    plan = plan_erasure(memory, ["medicine"])
    assert thing in plan.things
    proof = carry_out(memory, plan)
    assert proof.is_proven
    assert proof.things == len(plan.things)
    assert proof.voxels > 10
    assert proof.images > 0
    assert proof.rows > 2
    assert traces_of(file, [SECRET, "medicin", f"thing {thing.id}"]) == ()
    with MapFile.open(file) as opened:
        raw = b"".join(frame.jpeg for frame in opened.keyframes())
    assert SECRET.encode() not in raw
    assert [each.label for each in memory.objects.entities()] == ["ball"]
    assert {habit.label for habit in memory.upkeep.habits} == {"ball"}
    consolidate(memory)
    assert traces_of(file, [SECRET, "medicin", f"thing {thing.id}"]) == ()
    assert {row.scope for row in memory.upkeep.rows().summaries if row.level == "thing"} == {
        f"thing {each.id}" for each in memory.objects.entities()
    }


def test_a_box_goes_with_all_that_was_seen_there(memory: SpatialMemory) -> None:
    plan = plan_erasure(memory, ["2.1,-0.7,-0.25:0.8,0.8,0.4"])
    assert {each.label for each in plan.things} == {SECRET}
    proof = carry_out(memory, plan)
    assert proof.is_proven
    found = memory.log.recall(limit=99).hits
    assert {hit.observation.label for hit in found} == {"ball"}
    assert not memory.ask(SECRET).found


@pytest.mark.parametrize("target", ["unicorn", "1,2:3,4,5", "a,b,c:d,e,f", "0,0,0:0,0,0"])
def test_what_means_nothing_is_told(memory: SpatialMemory, target: str) -> None:
    with pytest.raises(InvalidQuery):
        plan_erasure(memory, [target])


def test_while_another_program_reads_it_is_not_proven(memory: SpatialMemory) -> None:
    assert memory.file is not None
    with MapFile.open(memory.file) as reader:
        assert reader.meta()
        assert not carry_out(memory, plan_erasure(memory, ["medicine"])).is_proven
    assert memory.scrub()
    assert traces_of(memory.file, [SECRET]) == ()
