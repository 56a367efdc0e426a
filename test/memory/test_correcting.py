"""A loop closure moves all that a memory holds: things and their past, the log, rooms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from whereseen.memory.config import MemoryConfig, VoxelConfig
from whereseen.memory.errors import MapFileError
from whereseen.memory.frames import apply
from whereseen.memory.graph.floor_grid import FloorGrid
from whereseen.memory.graph.rooms import RoomMap
from whereseen.memory.log.query import Near, Where
from whereseen.memory.spatial.moving import PoseCorrection
from whereseen.memory.spatial_memory import SpatialMemory

CONFIG = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=32))
SECOND = 1_000_000_000


@pytest.fixture
def memory(one_hot: Any, world: Any, box: Any) -> SpatialMemory:
    """A box that was to the right until 8 s, and to the left from 9 s to 20 s."""
    found = SpatialMemory(one_hot, CONFIG)
    found.objects.watch(["box"])
    sides = ((1.0, -0.4, -0.15), (1.3, -0.1, 0.15)), ((1.0, 0.2, -0.15), (1.3, 0.5, 0.15))
    for second in range(1, 21):
        found.observe(world(box(*sides[second > 8])).look(stamp_s=float(second)))
        found.objects.refresh_all()
    return found


def shifted(*by: float) -> Any:
    T = np.eye(4)
    T[:3, 3] = by
    return T


def test_each_part_of_the_past_moves_by_its_own_time(memory: SpatialMemory) -> None:
    rows = {hit.id: hit.observation for hit in memory.log.recall(limit=9).hits}
    before = memory.objects.beliefs(1)
    memory.correct(PoseCorrection.since(9 * SECOND, shifted(0.0, 0.0, 1.0)))
    right, left = memory.objects.beliefs(1)
    assert right.position_m == before[0].position_m
    assert left.position_m[2] == pytest.approx(before[1].position_m[2] + 1.0, abs=1e-6)
    for hit in memory.log.recall(limit=9).hits:
        was = rows[hit.id]
        up = 1.0 if was.stamp_ns >= 9 * SECOND else 0.0
        assert hit.observation.position_m == pytest.approx(np.add(was.position_m, (0, 0, up)))
    (moved, _) = memory.log.events()
    assert moved.event.args["from_m"][2] == pytest.approx(right.position_m[2], abs=1e-6)
    assert moved.event.args["to_m"][2] == pytest.approx(left.position_m[2], abs=1e-6)
    (unit,) = memory.tiers.short_term.units()
    assert unit.position_m == pytest.approx(left.position_m, abs=0.05)


def test_a_past_place_moves_by_when_it_was_last_seen_there(memory: SpatialMemory) -> None:
    before = memory.objects.beliefs(1)
    memory.correct(PoseCorrection.spread(1 * SECOND, 8 * SECOND, shifted(0.0, 0.0, 0.7)))
    after = memory.objects.beliefs(1)
    ups = [b.position_m[2] - a.position_m[2] for a, b in zip(before, after, strict=True)]
    assert ups == pytest.approx([0.7, 0.7], abs=1e-6)


def test_a_correction_is_no_news(memory: SpatialMemory, world: Any, box: Any) -> None:
    rows = memory.log.stats().observations
    memory.correct(PoseCorrection.since(0, shifted(0.0, 0.0, 0.25)))
    scene = world(box((1.0, 0.2, 0.1), (1.3, 0.5, 0.4)))
    for second in (21, 22):
        memory.observe(scene.look((0, 0, 0.25), (2, 0, 0.25), stamp_s=float(second)))
        memory.objects.refresh_all()
    assert memory.log.stats().observations == rows
    assert len(memory.objects.entities()) == 1


def test_corrections_are_kept_with_the_map(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.attach(tmp_path / "a.map")
    memory.correct(PoseCorrection.since(0, shifted(0.0, 0.0, 5.0)))
    assert memory.log.recall(where=Where(near=Near((1.2, -0.2, 5.0), 0.5))).candidates
    memory.close()
    with SpatialMemory.resume(tmp_path / "a.map", one_hot, CONFIG) as again:
        places = [hit.observation.position_m for hit in again.log.recall(limit=9).hits]
        assert places and all(4.5 < place[2] < 5.5 for place in places)
        again.correct(PoseCorrection.since(0, shifted(0.0, 0.0, -5.0)))
    opened = SpatialMemory.open(tmp_path / "a.map", one_hot, CONFIG)
    places = [hit.observation.position_m for hit in opened.log.recall(limit=9).hits]
    assert all(abs(place[2]) < 0.5 for place in places)


def test_a_commit_that_fails_repeats_the_correction(
    memory: SpatialMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.attach(tmp_path / "a.map")
    before = [hit.observation.position_m for hit in memory.log.recall(limit=9).hits]
    memory.correct(PoseCorrection.since(0, shifted(0.0, 0.0, 5.0)))
    with monkeypatch.context() as broken:

        def refuse(*_: Any) -> None:
            raise MapFileError("the disk is full")

        broken.setattr("whereseen.memory.store.map_file.write_objects", refuse)
        with pytest.raises(MapFileError):
            memory.commit()
    memory.commit()
    after = [hit.observation.position_m for hit in memory.log.recall(limit=9).hits]
    assert after == [pytest.approx(np.add(place, (0, 0, 5.0))) for place in before]


@given(
    turn_deg=st.floats(-180.0, 180.0),
    by=st.tuples(st.floats(-8, 8), st.floats(-8, 8), st.floats(-0.4, 0.4)),
)
def test_rooms_follow(turn_deg: float, by: Any) -> None:
    rooms = RoomMap()
    ids = np.zeros((60, 80), dtype=np.int32)
    ids[5:55, 5:38], ids[5:55, 41:75] = 1, 2
    nothing = np.zeros(ids.shape, dtype=np.bool_)
    grid = FloorGrid(ids > 0, nothing, ids > 0, nothing, 0.1, (-20, 10), 0.0)
    rooms.resume([(grid, ids)], {2: "study"}, 3, {})
    T = shifted(*by)
    T[:3, :3] = Rotation.from_euler("z", turn_deg, degrees=True).as_matrix()
    before = rooms.rooms
    rooms.move(lambda points: apply(T, points))
    assert [(each.id, each.name) for each in rooms.rooms] == [
        (each.id, each.name) for each in before
    ]
    for old, new in zip(before, rooms.rooms, strict=True):
        assert new.area_m2 == pytest.approx(old.area_m2, rel=0.03)
        x, y, z = apply(T, [old.middle_m])[0].tolist()
        assert rooms.room_of((x, y, z + 1.0)) == old.id
    assert rooms.next_id == 3
