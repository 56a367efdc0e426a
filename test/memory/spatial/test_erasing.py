from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from whereseen.memory.config import KeyframeConfig, MemoryConfig, VoxelConfig
from whereseen.memory.errors import MapFileError
from whereseen.memory.spatial.erasing import images_showing
from whereseen.memory.spatial.selection import Selection
from whereseen.memory.spatial_memory import SpatialMemory
from whereseen.memory.store.map_file import MapFile

SIZE = (48, 64)
SECOND = 1_000_000_000
SMALL = MemoryConfig(
    voxels=VoxelConfig(memory_limit_mb=16, stride_px=1), keyframes=KeyframeConfig(refresh_s=0.5)
)
EVERYTHING = Selection()
BOX = Selection.between((0.9, -0.3, -0.3), (1.35, 0.3, 0.3))
BALL = Selection.between((0.9, 3.7, -0.3), (1.35, 4.3, 0.3))


@pytest.fixture
def scene(world: Any, box: Any) -> Any:
    return world(box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2)), box((1.0, 3.8, -0.2), (1.3, 4.2, 0.2), 2))


@pytest.fixture
def memory(one_hot: Any, scene: Any) -> SpatialMemory:
    """A box seen at seconds 0, 2, 4, 6, and a ball four metres beside it at 1, 3, 5, 7."""
    made = SpatialMemory(one_hot, SMALL)
    look_around(made, scene, range(8))
    return made


def look_around(memory: SpatialMemory, scene: Any, seconds: Any) -> None:
    for second in seconds:
        y = 4.0 * (second % 2)
        eye, up = (0.0, y, 0.0), 0.15 * (second - 4)  # each shows what no other does
        seen = scene.look(eye, (2.0, y, up), size=SIZE, stamp_s=second)
        grain = np.random.default_rng(second).integers(0, 120, seen.rgb.shape, dtype=np.uint8)
        seen.rgb[:] = seen.rgb // 2 + grain  # so that no two images share a byte
        memory.observe(seen)


def stamps(memory: SpatialMemory) -> list[int]:
    return sorted(f.stamp_ns // SECOND for f in memory.keyframes.slots if f is not None)


def raw_bytes(path: Path) -> bytes:
    """All that the file and whatever belongs to it hold on the disk."""
    return b"".join(p.read_bytes() for p in sorted(path.parent.iterdir()))


def pieces(jpeg: bytes) -> list[bytes]:
    """Parts of the coded pixels, which no other image has."""
    return [jpeg[at : at + 24] for at in range(len(jpeg) // 2, len(jpeg) - 24, 24)]


def test_what_is_cleared_is_empty_and_the_rest_is_as_it_was(
    memory: SpatialMemory, structure_holds: Any
) -> None:
    before = memory.voxels()
    inside = np.array([BOX.contains(p, 0) for p in (before.index + 0.5) * 0.05])
    images = stamps(memory)
    assert memory.count(BOX) == inside.sum() > 20
    assert memory.clear(BOX) == inside.sum()
    structure_holds(memory.voxel_map.arrays)
    after = memory.voxels()
    assert sorted(after.index.tolist()) == sorted(before.index[~inside].tolist())
    assert memory.count(BOX) == memory.clear(BOX) == 0
    assert stamps(memory) == images
    assert not memory.ask("box").found
    assert memory.ask("ball").found


def test_what_is_cleared_can_be_seen_again(
    memory: SpatialMemory, scene: Any, structure_holds: Any
) -> None:
    memory.clear(EVERYTHING)
    assert (memory.voxel_map.n_voxels, memory.ask("ball").places) == (0, ())
    structure_holds(memory.voxel_map.arrays)
    look_around(memory, scene, range(8, 12))
    structure_holds(memory.voxel_map.arrays)
    assert memory.ask("box").found
    assert memory.ask("ball").found


def test_emptied_chunks_leave_the_file_at_the_next_commit(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    with memory:
        memory.attach(tmp_path / "a.map")
        memory.clear(Selection.between((-9.0, 2.0, -9.0), (9.0, 9.0, 9.0)))
        left = memory.voxel_map.n_voxels
    with MapFile.open(tmp_path / "a.map") as file:
        assert file.count_chunks()[1] == left > 0
        assert all(chunk.index[:, 1].max() < 40 for chunk in file.chunks())
    again = SpatialMemory.open(tmp_path / "a.map", one_hot)
    assert again.count(EVERYTHING) == memory.count(EVERYTHING)
    assert again.ask("box").found
    assert not again.ask("ball").found


def test_forgetting_drops_every_image_that_shows_it_and_no_other(memory: SpatialMemory) -> None:
    assert stamps(memory) == list(range(8))
    report = memory.forget(BOX)
    assert (report.images, report.scrubbed) == (4, True)
    assert report.voxels > 20
    assert stamps(memory) == [1, 3, 5, 7]
    assert memory.count(BOX) == 0
    place = memory.ask("ball").places[0]
    assert memory.crop(place) is not None


def test_an_image_that_no_cell_points_to_any_more_goes_too(memory: SpatialMemory) -> None:
    a = memory.voxel_map.arrays
    a.cell_image[:] = 0
    assert images_showing(memory.voxel_map, memory.keyframes, BOX) == [0, 2, 4, 6]


def test_what_something_else_hid_was_not_shown(world: Any, box: Any, one_hot: Any) -> None:
    made = SpatialMemory(one_hot, SMALL)
    scene = world(
        box((1.0, -1.0, -1.0), (1.2, 1.0, 1.0)), box((1.6, -0.1, -0.1), (1.8, 0.1, 0.1), 2)
    )
    made.observe(scene.look((0.0, 0.0, 0.0), size=SIZE, stamp_s=0))
    made.observe(scene.look((1.45, 1.2, 0.0), (1.7, 0.0, 0.0), size=SIZE, stamp_s=1))
    assert stamps(made) == [0, 1]
    ball = Selection.between((1.55, -0.15, -0.15), (1.85, 0.15, 0.15))
    assert made.forget(ball).images == 1
    assert stamps(made) == [0]


def test_what_stood_in_the_way_only_later_hides_nothing(world: Any, box: Any, one_hot: Any) -> None:
    made = SpatialMemory(one_hot, SMALL)
    ball = box((1.6, -0.1, -0.1), (1.8, 0.1, 0.1), 2)
    made.observe(world(ball).look((0.0, 0.0, 0.0), size=(96, 128), stamp_s=0))
    screen = box((0.92, -1.0, -1.0), (1.0, 1.0, 1.0))
    made.observe(world(ball, screen).look((0.0, 0.0, 0.0), size=(96, 128), stamp_s=1))
    assert stamps(made) == [0, 1]
    made.forget(Selection.between((1.55, -0.15, -0.15), (1.85, 0.15, 0.15)))
    assert stamps(made) == [1]


def test_an_image_of_what_has_gone_since_looks_into_the_box(
    world: Any, box: Any, one_hot: Any
) -> None:
    made = SpatialMemory(one_hot, MemoryConfig(voxels=SMALL.voxels))
    lamp = box((1.0, -0.2, -0.2), (1.3, 0.2, 0.2), 3)
    made.observe(world(lamp).look((0, 0, 0), (2.0, 0.5, 0.0), size=SIZE, stamp_s=0))
    for second in range(1, 6):
        made.observe(world().look(size=SIZE, stamp_s=second))
    assert not made.ask("lamp").found
    assert 0 in stamps(made)
    report = made.forget(BOX)
    assert report.voxels == 0
    assert stamps(made) == []


def test_a_stretch_of_time_is_forgotten_with_all_its_images(memory: SpatialMemory) -> None:
    memory.forget(Selection(since_ns=6 * SECOND))
    assert 6 not in stamps(memory)
    assert 7 not in stamps(memory)
    assert memory.voxels().last_seen_ns.max() < 6 * SECOND


def test_not_a_byte_of_a_forgotten_image_is_left(
    memory: SpatialMemory, scene: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.map"
    memory.attach(path)
    look_around(memory, scene, range(8, 12))
    memory.commit()
    images = {f.stamp_ns // SECOND: f.jpeg for f in memory.keyframes.slots if f is not None}
    assert all(piece in raw_bytes(path) for jpeg in images.values() for piece in pieces(jpeg))
    report = memory.forget(BOX)
    assert report.images == 6
    assert report.scrubbed
    raw = raw_bytes(path)
    kept = stamps(memory)
    for stamp, jpeg in images.items():
        found = [piece in raw for piece in pieces(jpeg)]
        assert len(found) > 10
        assert all(found) if stamp in kept else not any(found)
    memory.close()


def test_a_reader_delays_the_end_of_the_traces_but_not_for_ever(
    memory: SpatialMemory, one_hot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.map"
    memory.attach(path)
    jpeg = memory.keyframes.slots[0].jpeg  # type: ignore[union-attr]
    with MapFile.open(path) as reader:
        assert len(list(reader.keyframes())) == 8
        assert not memory.forget(BOX).scrubbed
        assert len(list(reader.keyframes())) == 8  # what it reads is of one moment
        assert any(piece in raw_bytes(path) for piece in pieces(jpeg))
    memory.commit()
    assert not any(piece in raw_bytes(path) for piece in pieces(jpeg))
    assert memory._file.is_scrubbed  # type: ignore[union-attr]
    memory.close()
    assert len(SpatialMemory.open(path, one_hot).keyframes) == 4


def test_a_disk_that_refuses_is_told_and_the_next_commit_makes_it_good(
    memory: SpatialMemory, tmp_path: Path
) -> None:
    path = tmp_path / "a.map"
    memory.attach(path)
    jpeg = memory.keyframes.slots[0].jpeg  # type: ignore[union-attr]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    memory._file._db.execute("PRAGMA busy_timeout=0")  # type: ignore[union-attr]
    with pytest.raises(MapFileError, match="locked"):
        memory.forget(BOX)
    assert stamps(memory) == [1, 3, 5, 7]
    other.execute("ROLLBACK")
    other.close()
    memory.commit()
    assert not any(piece in raw_bytes(path) for piece in pieces(jpeg))
    memory.close()
