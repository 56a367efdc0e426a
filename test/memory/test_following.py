from __future__ import annotations

from typing import Any

import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.following import FollowConfig, Follower, is_upright, look_at_rooms
from whereseen.memory.spatial_memory import SpatialMemory


class Clock:
    """Processor time that passes whenever somebody looks."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 0.5
        return self.now_s


@pytest.fixture
def memory(one_hot: Any) -> SpatialMemory:
    found = SpatialMemory(one_hot, MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32)))
    found.objects.watch(["box", "ball", "lamp"])
    return found


@pytest.fixture
def asked(memory: SpatialMemory, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    labels: list[str] = []
    ask = memory.objects.refresh
    monkeypatch.setattr(memory.objects, "refresh", lambda each: (labels.append(each), ask(each)))
    return labels


def test_one_label_is_asked_for_after_a_frame(
    memory: SpatialMemory, world: Any, asked: list[str]
) -> None:
    follower = Follower(memory, FollowConfig(labels=1), clock_s=Clock())
    for frame in range(8):
        memory.observe(world().look(stamp_s=frame / 2))
        follower.step()
    assert asked == ["ball", "box", "lamp", "ball", "box", "lamp", "ball", "box"]
    assert follower.spent_s == 4.0


def test_nothing_is_asked_before_its_time(
    memory: SpatialMemory, world: Any, asked: list[str]
) -> None:
    follower = Follower(memory, FollowConfig(labels=9))
    for frame in range(8):
        memory.observe(world().look(stamp_s=frame / 4))
        follower.step()
    assert asked == ["ball", "box", "lamp"] * 2


def test_rooms_are_looked_at_now_and_then(memory: SpatialMemory, world: Any) -> None:
    follower = Follower(memory, FollowConfig(graph_s=3.0))
    looks = []
    for second in range(1, 9):
        memory.observe(world().look(stamp_s=second))
        follower.step()
        looks.append(memory.kept_graph.rows().looked_ns // 1_000_000_000)
    assert looks == [-1, -1, -1, 4, 4, 4, 7, 7]
    follower.finish()
    assert memory.graph.rows().looked_ns == 8_000_000_000


def test_at_the_end_everything_is_asked_for(
    memory: SpatialMemory, world: Any, box: Any, asked: list[str]
) -> None:
    follower = Follower(memory, FollowConfig(labels=0))
    for second in range(3):
        memory.observe(world(box((1.0, -0.1, -0.1), (1.2, 0.1, 0.1))).look(stamp_s=second))
        follower.step()
    assert asked == []
    follower.finish()
    assert asked == ["ball", "box", "lamp"]
    assert [entity.label for entity in memory.objects.entities()] in (["box"], [])


def test_the_first_look_at_rooms_is_believed(memory: SpatialMemory, world: Any) -> None:
    memory.observe(world().look(stamp_s=1.0))
    memory.objects.remember("table", (1.0, 0.0, 0.35), (1.0, 1.0, 0.7))
    memory.objects.remember("vase", (1.0, 0.0, 0.75), (0.1, 0.1, 0.1))
    look_at_rooms(memory)
    assert memory.graph.view.node("thing 2").parent == "thing 1"
    memory.objects.remember("cup", (1.2, 0.0, 0.75), (0.1, 0.1, 0.1))
    memory.observe(world().look(stamp_s=2.0))
    look_at_rooms(memory)
    assert memory.graph.view.node("thing 3").parent != "thing 1"  # later ones need two


def test_a_map_that_does_not_stand_upright_has_no_rooms(memory: SpatialMemory, world: Any) -> None:
    memory.observe(world().look(stamp_s=1.0))
    assert is_upright(memory)
    memory.trajectory.up_m[:] = (0.0, -1.0, 0.0)
    assert not is_upright(memory)
