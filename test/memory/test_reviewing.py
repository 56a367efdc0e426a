from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import InvalidQuery
from whereseen.memory.reviewing import (
    changes_since,
    current_graph,
    export_graph,
    past_of,
    things_named,
    time_of,
)
from whereseen.memory.spatial_memory import SpatialMemory

UTC = timezone.utc
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def ns(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000_000


@pytest.fixture(scope="module")
def memory(one_hot: Any, world: Any, box: Any) -> SpatialMemory:
    """A box that was to the right until five past twelve, then to the left."""
    found = SpatialMemory(one_hot, MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32)))
    found.objects.watch(["box"])
    start_s = NOON.timestamp()
    right, left = (box((1.0, y, -0.15), (1.3, y + 0.3, 0.15)) for y in (-0.4, 0.2))
    for seconds in (*range(4), *range(300, 310)):
        thing = right if seconds < 300 else left
        found.observe(world(thing).look(stamp_s=start_s + seconds))
        found.objects.refresh_all()
    found.objects.remember("toy box", (0.5, 0.5, 0.0), source="Anna")
    return found


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("9:30", datetime(2026, 11, 21, 9, 30, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2h", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("1.5 h", datetime(2026, 11, 21, 10, 30, tzinfo=UTC)),
        ("30min", datetime(2026, 11, 21, 11, 30, tzinfo=UTC)),
        ("last Monday", datetime(2026, 11, 16, tzinfo=UTC)),
    ],
)
def test_times_as_people_say_them(said: str, moment: datetime) -> None:
    assert time_of(said, ns(NOON), UTC) == ns(moment)


@pytest.mark.parametrize("said", ["", "blue", "3 furlongs"])
def test_a_time_that_is_not_understood_is_told(said: str) -> None:
    with pytest.raises(InvalidQuery):
        time_of(said, ns(NOON), UTC)


def test_changes_and_what_was_there_before(memory: SpatialMemory) -> None:
    found = changes_since(memory, "11:00", UTC)
    assert [each.turn.kind.name for each in found] == ["APPEARED", "MOVED"]
    assert [each.is_first_sight for each in found] == [True, False]
    assert "between 12:00 and 12:05" in found[1].text
    assert [each.turn.kind.name for each in changes_since(memory, "12:04", UTC)] == ["MOVED"]
    assert changes_since(memory, "1s", UTC) == ()


def test_the_past_of_a_thing(memory: SpatialMemory) -> None:
    past, told = past_of(memory, "box", UTC)
    assert [stay.position_m[1] > 0.0 for stay in past.stays] == [False, True]
    assert [turn.kind.name for turn in past.turns] == ["APPEARED", "MOVED"]
    assert past.rows["detection"] == 2
    assert past.lines[0].startswith("box (thing 1): present")
    assert past.lines[-1] == "in the log: 2 detection"
    assert past.to_json()["entity"]["status"] == "present"
    assert told.rows == {"told": 1}
    assert [each.entity.id for each in past_of(memory, "toy box", UTC)] == [2]


def test_things_by_name_and_identity(memory: SpatialMemory) -> None:
    assert [each.id for each in things_named(memory, "Boxes"[:-2])] == [1, 2]
    assert [each.id for each in things_named(memory, "thing 2")] == [2]
    assert [each.id for each in things_named(memory, "1")] == [1]
    with pytest.raises(InvalidQuery, match="Known are: box, toy box"):
        things_named(memory, "unicorn")


def test_the_graph_as_files(memory: SpatialMemory, tmp_path: Any) -> None:
    graph = current_graph(memory)
    assert graph.view.node("thing 1") is not None
    for suffix in ("json", "graphml", "txt"):
        export_graph(graph, tmp_path / f"home.{suffix}")
        assert "box" in (tmp_path / f"home.{suffix}").read_text()
