from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import KeyframeConfig, MemoryConfig, PlaceConfig, VoxelConfig
from whereseen.memory.errors import EncoderMismatch, InvalidConfig, MapFileError
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.map_file import MapFile

SIZE = (48, 64)
SMALL = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, stride_px=1))


@pytest.fixture
def scene(world: Any, box: Any) -> Any:
    return world(box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2)), box((1.0, 3.8, -0.2), (1.3, 4.2, 0.2), 2))


@pytest.fixture
def memory(one_hot: Any, scene: Any) -> SpatialMemory:
    made = SpatialMemory(one_hot, SMALL)
    look_around(made, scene, seconds=range(8))
    made.about["source"] = "a test"
    return made


def look_around(memory: SpatialMemory, scene: Any, *, seconds: Any) -> None:
    for second in seconds:
        y = 0.1 * second + (4.0 if second % 2 else 0.0)
        memory.observe(scene.look((0.0, y, 0.1), (2.0, y, 0.0), size=SIZE, stamp_s=second))


def answers(memory: SpatialMemory) -> list[str]:
    return [json.dumps(memory.ask(name).to_json()) for name in ("wall", "box", "ball", "lamp")]


def state(memory: SpatialMemory) -> dict[tuple[int, ...], tuple[Any, ...]]:
    """Every voxel with its colour, times, feature and presence, in whatever order."""
    voxels = memory.voxels()
    columns = (
        voxels.rgb.tolist(),
        voxels.count.tolist(),
        voxels.first_seen_ns.tolist(),
        voxels.last_seen_ns.tolist(),
        memory.voxel_map.features_of(voxels.cells).tolist(),
        memory.voxel_map.presence_of(voxels.cells).tolist(),
    )
    rows = zip(*columns, strict=True)
    return dict(zip(map(tuple, voxels.index.tolist()), map(str, rows), strict=True))


def test_a_saved_map_gives_the_same_answers(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.voxel_map.archive()
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", one_hot)
    assert answers(again) == answers(memory)
    assert state(again) == state(memory)
    assert again.about == {"source": "a test"}
    assert again.config == SMALL
    assert (again.voxel_map.frames, again.voxel_map.epoch_ns) == (8, 0)
    assert again.trajectory.stamps_ns == memory.trajectory.stamps_ns
    assert again.trajectory.positions_m == memory.trajectory.positions_m
    np.testing.assert_array_equal(again.trajectory.mean_up, memory.trajectory.mean_up)
    for place in again.ask("box").places:
        np.testing.assert_array_equal(again.crop(place), memory.crop(place))


def test_active_features_lose_little_on_the_way_to_the_file(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", one_hot)
    for name in ("wall", "box", "ball"):
        one, other = memory.ask(name).places[0], again.ask(name).places[0]
        assert other.probability == pytest.approx(one.probability, abs=5e-3)
        np.testing.assert_allclose(other.position_m, one.position_m, atol=0.06)


def test_a_map_goes_on_where_it_was_left(
    memory: SpatialMemory, one_hot: Any, scene: Any, tmp_path: Path, structure_holds: Any
) -> None:
    memory.voxel_map.archive()
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", one_hot)
    for each in (memory, again):
        look_around(each, scene, seconds=range(8, 16))
        structure_holds(each.voxel_map.arrays)
    assert state(again) == state(memory)
    assert len(again.keyframes) == len(memory.keyframes)
    assert again.keyframes.next_id == memory.keyframes.next_id


def test_many_commits_make_the_same_file_as_one_save(
    one_hot: Any, scene: Any, tmp_path: Path
) -> None:
    memory = SpatialMemory(one_hot, SMALL)
    memory.attach(tmp_path / "grown.map")
    for second in range(12):
        look_around(memory, scene, seconds=[second])
        assert memory.commit() == second + 1
    memory.save(tmp_path / "whole.map")
    memory.close()
    one, other = (SpatialMemory.open(tmp_path / f"{n}.map", one_hot) for n in ("grown", "whole"))
    assert state(one) == state(other)
    assert answers(one) == answers(other)
    assert one.keyframes.image_ids.tolist() == other.keyframes.image_ids.tolist()


def test_what_is_forgotten_leaves_the_file(one_hot: Any, scene: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.map"
    with SpatialMemory(one_hot, SMALL) as memory:
        memory.attach(path)
        look_around(memory, scene, seconds=range(4))
        memory.commit()
        for chunk in range(int(memory.voxel_map.arrays.counts[6])):
            from whereseen.memory.spatial.kernels.grid import free_chunk

            free_chunk(memory.voxel_map.arrays, chunk)
    with MapFile.open(path) as file:
        assert file.count_chunks() == (0, 0, 0)
    assert SpatialMemory.open(path, one_hot).ask("box").places == ()


def test_an_opened_map_can_be_attached_to_another_file(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.save(tmp_path / "a.map")
    with SpatialMemory.open(tmp_path / "a.map", one_hot) as again:
        again.attach(tmp_path / "b.map")
        expected = state(again)
    assert state(SpatialMemory.open(tmp_path / "b.map", one_hot)) == expected


def test_attaching_again_closes_the_first_file(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.attach(tmp_path / "a.map")
    memory.attach(tmp_path / "b.map")
    memory.attach(tmp_path / "b.map", overwrite=True)
    memory.close()
    one, other = (SpatialMemory.open(tmp_path / f"{n}.map", one_hot) for n in "ab")
    assert state(one) == state(other) != {}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.map", "b.map"]


def test_saving_to_the_attached_file_commits(
    memory: SpatialMemory, one_hot: Any, scene: Any, tmp_path: Path
) -> None:
    memory.attach(tmp_path / "a.map")
    look_around(memory, scene, seconds=range(8, 12))
    memory.save(tmp_path / "a.map")
    assert SpatialMemory.open(tmp_path / "a.map", one_hot).voxel_map.frames == 12
    memory.close()


def test_observing_saves_every_so_often(one_hot: Any, scene: Any, tmp_path: Path) -> None:
    memory = SpatialMemory(one_hot, MemoryConfig(voxels=SMALL.voxels, autosave_s=10.0))
    memory.attach(tmp_path / "a.map")

    def saved(stamp_s: float) -> int | None:
        return memory.observe(scene.look(size=SIZE, stamp_s=stamp_s)).saved_frames

    assert [saved(s) for s in (1000.0, 1009.0, 1010.0, 1011.0)] == [1, None, 3, None]
    # A clock that jumps far ahead for one frame does not end the saving.
    assert [saved(s) for s in (9e9, 1012.0, 1015.0, 1022.0)] == [5, 6, None, 8]
    memory.close()


def test_without_a_file_there_is_nothing_to_commit(one_hot: Any) -> None:
    memory = SpatialMemory(one_hot, SMALL)
    with pytest.raises(MapFileError, match=r"no file is attached.*attach or save"):
        memory.commit()
    memory.close()


def test_another_encoder_is_refused_and_named(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    memory.save(tmp_path / "a.map")
    other = type(one_hot)(dimension=16)
    with pytest.raises(
        EncoderMismatch, match=r"made with one-hot \(8-d\), the one in use is one-hot \(16-d\)"
    ):
        SpatialMemory.open(tmp_path / "a.map", other)


def test_a_map_too_large_for_the_limit_is_refused(one_hot: Any, world: Any, tmp_path: Path) -> None:
    roomy = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=64, stride_px=1, voxel_size_m=0.005))
    memory = SpatialMemory(one_hot, roomy)
    memory.observe(world().look((-1.5, 0.0, 0.0), size=(600, 800)))
    memory.save(tmp_path / "a.map")
    with pytest.raises(InvalidConfig, match=r"does not fit.*got 16 MB\).*at least 64 MB"):
        SpatialMemory.open(tmp_path / "a.map", one_hot, SMALL)


def test_limits_of_the_session_go_with_the_voxel_size_of_the_file(
    one_hot: Any, scene: Any, tmp_path: Path
) -> None:
    coarse = MemoryConfig(voxels=VoxelConfig(memory_limit_mb=16, voxel_size_m=0.1))
    memory = SpatialMemory(one_hot, coarse)
    look_around(memory, scene, seconds=range(2))
    memory.save(tmp_path / "a.map")
    again = SpatialMemory.open(tmp_path / "a.map", one_hot, SMALL)
    assert again.config.voxels.voxel_size_m == 0.1
    assert again.config.voxels.stride_px == 1


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM meta",
        "DELETE FROM meta WHERE key = 'frames'",
        "UPDATE meta SET value = '{' WHERE key = 'encoder'",
        "UPDATE meta SET value = '[]' WHERE key = 'voxels'",
        "UPDATE meta SET value = 'many' WHERE key = 'frames'",
        "UPDATE meta SET value = 'zz' WHERE key = 'anchor'",
    ],
)
def test_damaged_notes_are_named(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path, damage: str
) -> None:
    import sqlite3

    memory.save(tmp_path / "a.map")
    with sqlite3.connect(tmp_path / "a.map") as db:
        db.execute(damage)
    db.close()
    with pytest.raises(MapFileError, match=r"notes of the map.*Restore the file"):
        SpatialMemory.open(tmp_path / "a.map", one_hot)


def test_settings_that_are_no_more_are_ignored(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    import sqlite3

    memory.save(tmp_path / "a.map")
    with sqlite3.connect(tmp_path / "a.map") as db:
        db.execute("UPDATE meta SET value = json_set(value, '$.retired', 1) WHERE key = 'voxels'")
    db.close()
    assert SpatialMemory.open(tmp_path / "a.map", one_hot).config == SMALL


def test_a_failed_commit_is_made_good_by_the_next(
    memory: SpatialMemory, one_hot: Any, scene: Any, tmp_path: Path
) -> None:
    memory.attach(tmp_path / "a.map")
    look_around(memory, scene, seconds=range(8, 12))
    database = memory._file._db  # type: ignore[union-attr]
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count={pages}")
    memory.about["ballast"] = "x" * 200_000
    with pytest.raises(MapFileError, match=r"cannot be written .*full.*disk has room"):
        memory.commit()
    assert SpatialMemory.open(tmp_path / "a.map", one_hot).voxel_map.frames == 11  # autosaved
    database.execute("PRAGMA max_page_count=1000000")
    assert memory.commit() == 12
    memory.voxel_map.archive()
    expected = state(memory)
    memory.close()
    assert state(SpatialMemory.open(tmp_path / "a.map", one_hot)) == expected


def test_live_settings_count_from_the_next_frame_and_question_on(
    memory: SpatialMemory, scene: Any
) -> None:
    assert memory.ask("box").found
    voxels = VoxelConfig(memory_limit_mb=16, stride_px=1, range_m=1)
    keyframes = KeyframeConfig(budget_mb=1.0)
    sure = PlaceConfig(found_at=0.999)
    memory.reconfigure(MemoryConfig(voxels=voxels, keyframes=keyframes, places=sure))
    assert not memory.ask("box").found
    assert memory.keyframes.config.budget_mb == 1.0
    assert memory.voxel_map.config.range_m == 1
    seen = scene.look((-0.5, 0.0, 0.0), size=SIZE, stamp_s=9)
    assert memory.observe(seen).voxels.samples == 0


def test_what_is_fixed_is_named_and_nothing_changes(memory: SpatialMemory) -> None:
    voxels = VoxelConfig(memory_limit_mb=32, voxel_size_m=0.1, range_m=1.0)
    with pytest.raises(
        InvalidConfig, match=r"voxels\.voxel_size_m, voxels\.memory_limit_mb cannot change"
    ):
        memory.reconfigure(MemoryConfig(voxels=voxels))
    assert memory.config == SMALL
    assert memory.voxel_map.config == SMALL.voxels


def test_a_resumed_map_goes_on_in_its_own_file(
    memory: SpatialMemory, one_hot: Any, scene: Any, tmp_path: Path
) -> None:
    memory.voxel_map.archive()
    memory.save(tmp_path / "a.map")
    with SpatialMemory.resume(tmp_path / "a.map", one_hot) as again:
        assert state(again) == state(memory)
        look_around(again, scene, seconds=range(8, 12))
        again.commit()
        again.voxel_map.archive()
        expected = state(again)
    assert [p.name for p in tmp_path.iterdir()] == ["a.map"]
    assert state(SpatialMemory.open(tmp_path / "a.map", one_hot)) == expected


def test_a_memory_that_nobody_holds_is_freed_at_once(one_hot: Any) -> None:
    """Its arrays are large: they must not wait for the collector of cycles."""
    import gc
    import weakref

    gc.disable()
    try:
        memory = SpatialMemory(one_hot)
        freed = weakref.ref(memory.voxel_map)
        del memory
        assert freed() is None
    finally:
        gc.enable()
