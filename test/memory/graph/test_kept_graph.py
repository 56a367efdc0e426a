"""A scene graph outlives the process together with its memory."""

from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.graph.rows import GraphRows
from whereseen.memory.graph.scene_graph import SceneGraph
from whereseen.memory.objects.entity import Status
from whereseen.memory.spatial_memory import SpatialMemory

CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))
SECRET = "jewellery box"


@pytest.fixture
def memory(one_hot: Any, world: Any) -> SpatialMemory:
    """A table with a jewellery box on it, as somebody told."""
    found = SpatialMemory(one_hot, CONFIG)
    found.observe(world().look(stamp_s=1.0))
    found.objects.remember("table", (1.0, 0.0, 0.35), (1.0, 1.0, 0.7))
    found.objects.remember(SECRET, (1.0, 0.0, 0.75), (0.1, 0.1, 0.1))
    return found


@pytest.fixture
def look(world: Any) -> Callable[[SpatialMemory, float], None]:
    def look_at(memory: SpatialMemory, stamp_s: float) -> None:
        memory.observe(world().look(stamp_s=stamp_s))
        memory.graph.refresh()

    return look_at


def held(graph: SceneGraph) -> set[tuple[str, str, str]]:
    facts = (each.fact for each in graph.history.holding)
    return {(fact.subject, fact.predicate.value, fact.object) for fact in facts}


def test_relations_and_doubts_come_back(
    memory: SpatialMemory, look: Any, one_hot: Any, tmp_path: Path
) -> None:
    look(memory, 2.0)
    memory.save(tmp_path / "home.map")
    again = SpatialMemory.open(tmp_path / "home.map", one_hot, CONFIG)
    assert again.graph.rows() == memory.graph.rows()
    assert not held(again.graph)
    look(again, 3.0)  # the second look in a row, though the first was before the restart
    assert ("thing 2", "on", "thing 1") in held(again.graph)
    (on,) = (r for r in again.graph.history.holding if r.fact.predicate.value == "on")
    assert on.valid_from_ns == 2_000_000_000
    assert again.graph.view.node("thing 2").parent == "thing 1"


def test_names_and_identities_of_rooms_come_back(
    memory: SpatialMemory, look: Any, one_hot: Any, tmp_path: Path
) -> None:
    look(memory, 2.0)
    rooms = memory.graph.rooms.rooms
    for room in rooms:
        memory.graph.call(room.id, f"room of {room.id}")
    memory.save(tmp_path / "home.map")
    again = SpatialMemory.open(tmp_path / "home.map", one_hot, CONFIG)
    assert [r.name for r in again.graph.rooms.rooms] == [f"room of {r.id}" for r in rooms]
    assert again.graph.rooms.next_id == memory.graph.rooms.next_id


def test_what_was_committed_survives_a_crash(
    memory: SpatialMemory, look: Any, one_hot: Any, tmp_path: Path
) -> None:
    child = os.fork()
    if child == 0:
        memory.attach(tmp_path / "home.map")
        look(memory, 2.0)
        look(memory, 3.0)
        memory.commit()
        look(memory, 4.0)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    with SpatialMemory.resume(tmp_path / "home.map", one_hot, CONFIG) as again:
        assert ("thing 2", "on", "thing 1") in held(again.graph)
        assert again.graph.rows().looked_ns == 3_000_000_000
    with SpatialMemory.resume(tmp_path / "home.map", one_hot, CONFIG):
        pass  # nobody asks for the graph: it stays in the file
    assert held(SpatialMemory.open(tmp_path / "home.map", one_hot, CONFIG).graph)


def test_a_forgotten_thing_leaves_the_graph_and_the_file(
    memory: SpatialMemory, look: Any, one_hot: Any, tmp_path: Path
) -> None:
    file = tmp_path / "home.map"
    memory.attach(file)
    look(memory, 2.0)
    look(memory, 3.0)
    memory.commit()
    assert b"thing 2" in file.read_bytes() + file.with_name("home.map-wal").read_bytes()
    assert memory.objects.forget([2]) == 1
    assert memory.graph.history.of("thing 2") == ()
    assert memory.graph.view.node("thing 2") is None
    memory.close()
    assert SECRET.encode() not in file.read_bytes()
    assert b"thing 2" not in file.read_bytes()
    assert SpatialMemory.open(file, one_hot, CONFIG).objects.entities()[0].status == Status.UNKNOWN


def test_plain_use_makes_no_graph(memory: SpatialMemory) -> None:
    assert memory.kept_graph.rows() == GraphRows()
    memory.objects.forget([2])
    assert memory.kept_graph._graph is None


def test_rows_are_made_once_for_each_look(memory: SpatialMemory, look: Any) -> None:
    look(memory, 2.0)
    rows = memory.graph.rows()
    assert memory.graph.rows() is rows
    look(memory, 3.0)
    assert memory.graph.rows() is not rows


def test_a_memory_with_a_graph_goes_when_it_is_let_go(one_hot: Any, world: Any) -> None:
    memory = SpatialMemory(one_hot, CONFIG)
    memory.observe(world().look(stamp_s=1.0))
    memory.graph.refresh()
    gone = weakref.ref(memory)
    gc.disable()
    try:
        del memory
        assert gone() is None
    finally:
        gc.enable()
