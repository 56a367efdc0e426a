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


def test_asking_takes_no_more_than_its_share(
    memory: SpatialMemory, world: Any, asked: list[str]
) -> None:
    follower = Follower(memory, FollowConfig(share=0.25), clock_s=Clock())
    for second in range(16):
        memory.observe(world().look(stamp_s=second))
        follower.step(1.0)
    # A question takes half a second here, and each frame of one second earns a quarter of that.
    assert len(asked) == 8
    assert follower.spent_s == pytest.approx(4.0)
    assert asked[:6] == ["ball", "box", "lamp"] * 2


def test_credit_is_not_saved_up(memory: SpatialMemory, world: Any, asked: list[str]) -> None:
    follower = Follower(memory, FollowConfig(share=1.0), clock_s=Clock())
    memory.observe(world().look(stamp_s=1.0))
    follower.step(1000.0)
    assert asked == ["ball", "box", "lamp"]
    assert follower.spent_s == 2.0  # and a look whether there is more to ask


def test_at_the_end_everything_is_asked_for(
    memory: SpatialMemory, world: Any, box: Any, asked: list[str]
) -> None:
    follower = Follower(memory, FollowConfig(share=0.0))
    for second in range(3):
        memory.observe(world(box((1.0, -0.1, -0.1), (1.2, 0.1, 0.1))).look(stamp_s=second))
        follower.step(1.0)
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
